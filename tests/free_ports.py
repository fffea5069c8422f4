"""Ports that a test may leave and come back to: no other program is given one meanwhile."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import cycle

FIRST = 20_000
"""Below the ports that a system hands out to those who ask for any: 32768 and more on Linux."""

PORTS = 200
"""Of each process that runs tests."""

SHARES = 60


def free_port() -> int:
    """A port without a listener, other than those that this process was given before."""
    return next(port for port in _own_ports() if _is_free(port))


@cache
def _own_ports() -> Iterator[int]:
    """The share of this process, for as long as it runs: who has bound its first port has all of it."""
    for number in range(SHARES):
        first = FIRST + (os.getpid() + number) % SHARES * PORTS
        guard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            guard.bind(("127.0.0.1", first))
        except OSError:
            guard.close()
            continue
        guard.detach()
        return cycle(range(first + 1, first + PORTS))
    raise OSError("other programs have all ports that tests use")


def _is_free(port: int) -> bool:
    with ExitStack() as stack:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            one = stack.enter_context(socket.socket(socket.AF_INET, kind))
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
