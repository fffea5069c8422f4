"""Notices a connection whose other side is gone without a word: a cable pulled, a reader switched off."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

IDLE_S, BETWEEN_S, TRIES = 15, 5, 3
"""After so long without a byte the system asks the other side, so often, and gives up after as many tries."""


def notice_break(writer: asyncio.StreamWriter) -> None:
    """Have the system end a connection that no one is at the other end of any more, within half a minute.

    Nothing is sent to the program there: it is the other system that answers (TCP keep-alive).
    """
    own_socket = writer.get_extra_info("socket")
    if sys.platform == "darwin":
        idle = socket.TCP_KEEPALIVE
    else:
        idle = socket.TCP_KEEPIDLE
    with suppress(OSError):  # not every system has every option
        own_socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        own_socket.setsockopt(socket.IPPROTO_TCP, idle, IDLE_S)
        own_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, BETWEEN_S)
        own_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, TRIES)
