"""A socket that accepts connections and never lets those who say nothing take the last files.

The system gives each new connection the lowest number that is free, so a high number means that few are left:
then, or if too many have made no request, the connection that has waited longest without one has to go. If
there is not even a file for a newcomer, it is turned away with one that was set aside.
"""

from __future__ import annotations

import errno
import os
import socket
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

AT_ONCE = 16
"""Connections that are accepted before the hub looks at what they ask for."""

MOST_UNDECIDED = 5_000
"""Connections that may be without a request at the same time."""

EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class ListeningSocket(socket.socket):
    """Accepts connections as long as their numbers are below a ceiling; then others have to go."""

    def __init__(
        self,
        family: int,
        ceiling: int,
        on_exhausted: Callable[[], None],
        most_undecided: int = MOST_UNDECIDED,
    ) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._ceiling = ceiling
        self._most_undecided = most_undecided
        self._on_exhausted = on_exhausted
        self._undecided: OrderedDict[int, socket.socket] = OrderedDict()
        """Connections whose request has not come, by their numbers; the oldest first."""
        self._accepted = 0
        self._spare = os.open(os.devnull, os.O_RDONLY)

    def accept(self) -> tuple[socket.socket, Any]:
        """Accept a connection. Raises BlockingIOError where there is none, or enough came at once."""
        if self._accepted >= AT_ONCE:
            self._accepted = 0
            raise BlockingIOError
        try:
            accepted, address = super().accept()
        except OSError as error:
            self._accepted = 0
            if error.errno in EXHAUSTED:
                self._turn_away()
                raise BlockingIOError from error
            raise
        self._accepted += 1
        number = accepted.fileno()
        self._undecided.pop(number, None)
        self._undecided[number] = accepted
        if number >= self._ceiling or len(self._undecided) > self._most_undecided:
            self._shed()
            self._accepted = AT_ONCE  # the next one comes when the file of the one that went is free
        return accepted, address

    def decide(self, number: int) -> None:
        """Note that the request of a connection has come."""
        self._undecided.pop(number, None)

    def _shed(self) -> None:
        """Hang up on the connection that has waited longest for its request."""
        while len(self._undecided) > 1:
            _, oldest = self._undecided.popitem(last=False)
            if oldest.fileno() >= 0:
                with suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
                return

    def _turn_away(self) -> None:
        """Take a connection that there is no file for, and close it; otherwise it would wait for ever."""
        self._on_exhausted()
        self._shed()
        os.close(self._spare)
        try:
            with suppress(OSError):
                super().accept()[0].close()
        finally:
            self._spare = os.open(os.devnull, os.O_RDONLY)

    def close(self) -> None:
        """Stop listening."""
        if self.fileno() >= 0:
            os.close(self._spare)
        super().close()


def listening_sockets(
    addresses: Iterable[tuple[int, tuple[Any, ...]]], ceiling: int, on_exhausted: Callable[[], None]
) -> list[ListeningSocket]:
    """Listen at some addresses, all at the port of the first. Raises OSError."""
    sockets: list[ListeningSocket] = []
    try:
        for family, (host, port, *rest) in addresses:
            listener = ListeningSocket(family, ceiling, on_exhausted)
            sockets.append(listener)
            listener.setblocking(False)
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            same = port or (sockets[0].getsockname()[1] if len(sockets) > 1 else 0)
            listener.bind((host, same, *rest))
    except OSError:
        for listener in sockets:
            listener.close()
        raise
    return sockets
