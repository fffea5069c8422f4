"""What is asked of a RACE RESULT decoder: all of its passings, and nothing that changes it.

    GETPROTOCOL, SETPROTOCOL;3.0, GETSTATUS
    PASSINGS                   how many there are, and in which file
    1:32                       32 of them, from the first
    SETPUSHPASSINGS;1;0        from then on each as it comes, as #P

A decoder answers in the order in which it is asked. It is asked how many passings there are again and again;
so whatever is lost, and whether it knows how to push or not, the next answer shows what is missing.
"""

from __future__ import annotations

import re

BLOCK = 32
"""Passings that are fetched at once."""

NEWEST = (3, 99)
"""The newest version of the protocol that is understood."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_VERSION = re.compile(r"(\d{1,2})\.(\d{1,2})", re.ASCII)

GREETING = b"GETPROTOCOL\r\n"
HEARTBEAT = b"PASSINGS\r\n"

SENDS = (
    rb"GETPROTOCOL\r\n",
    rb"SETPROTOCOL;\d{1,9}\.\d{1,9}\r\n",
    rb"GETSTATUS\r\n",
    rb"PASSINGS\r\n",
    rb"\d{1,9}:32\r\n",
    rb"SETPUSHPASSINGS;1;0\r\n",
)


class DecoderDialogue:
    """The passings that were had of one decoder, over all connections."""

    def __init__(self) -> None:
        self._file = ""
        """The number of its file of passings: another one begins with passing 1."""
        self._box = ""
        self._last = 0
        """The number of the last passing of which all before are had."""
        self._count = 0
        """How many there are, as far as is known."""
        self._asked_to = 0
        """The number of the last passing that was asked for."""
        self._is_pushing = False

    def begin(self) -> None:
        """There is a new connection."""
        self._asked_to, self._is_pushing = 0, False

    def answer(self, line: str) -> bytes:
        """What to ask next, when a line has come."""
        command, *values = line.strip().split(";")
        match command:
            case "GETPROTOCOL":
                version = _version(values)
                return f"SETPROTOCOL;{version}\r\n".encode() if version else b"GETSTATUS\r\n"
            case "SETPROTOCOL":
                return b"GETSTATUS\r\n"
            case "GETSTATUS":
                return HEARTBEAT
            case "PASSINGS":
                return self._counted(values)
            case "#P":
                return self._passed(values, is_pushed=True)
        return self._passed([command, *values], is_pushed=False)

    def _counted(self, values: list[str]) -> bytes:
        if not values or not _NUMBER.fullmatch(values[0]):
            return b""
        self._count = int(values[0])
        file = values[1] if len(values) > 1 else self._file
        if file != self._file or self._count < self._last:
            self._file, self._last = file, 0
        return self._next()

    def _passed(self, columns: list[str], *, is_pushed: bool) -> bytes:
        if not _NUMBER.fullmatch(columns[0]):
            return b""
        number, box = int(columns[0]), columns[19] if len(columns) > 19 else ""
        if box and box != self._box:
            if self._box:
                self._last = self._asked_to = 0
            self._box = box
        if is_pushed:
            self._count = max(self._count, number)
            if number == self._last + 1:
                self._last = number
            return self._next() if self._asked_to <= self._last < number else b""
        if not self._last < number <= self._asked_to:
            return b""
        self._last = number
        if number not in (self._asked_to, self._count):
            return b""
        self._asked_to = number
        return self._next()

    def _next(self) -> bytes:
        if self._last < self._count:
            self._asked_to = self._last + BLOCK
            return b"%d:%d\r\n" % (self._last + 1, BLOCK)
        if self._is_pushing:
            return b""
        self._is_pushing = True
        return b"SETPUSHPASSINGS;1;0\r\n"


def _version(values: list[str]) -> str:
    """The newest version that both sides know, of the one in use, the lowest and the highest; or empty."""
    known = [(int(match[1]), int(match[2])) for value in values if (match := _VERSION.fullmatch(value))]
    usable = [version for version in known if version <= NEWEST]
    if len(known) < 3 or not usable:
        return ""
    major, minor = max(usable)
    return f"{major}.{minor}"
