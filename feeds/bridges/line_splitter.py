"""Lines of a stream that is cut anywhere, with a bound on what is kept of one."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST_LINE = 64 * 1024
"""Bytes. Of a longer line everything up to its end is dropped."""


class LineSplitter:
    """Splits a stream at CR, LF or CR LF, or at another sign that is given; some bytes are left out."""

    def __init__(self, end: bytes = b"\n", left_out: bytes = b"\0") -> None:
        self._end, self._left_out = end, left_out
        self._rest = b""
        self._is_too_long = False

    def take(self, data: bytes) -> Iterator[bytes | None]:
        """The lines that are complete, without their ends and not empty; None for one that was too long."""
        data = data.translate(None, self._left_out)
        if self._end == b"\n":
            data = data.replace(b"\r", b"\n")
        *lines, rest = (self._rest + data).split(self._end)
        for line in lines:
            is_too_long, self._is_too_long = self._is_too_long or len(line) > LONGEST_LINE, False
            if is_too_long:
                yield None
            elif line:
                yield line
        if len(rest) > LONGEST_LINE:
            self._is_too_long, rest = True, b""
        self._rest = rest

    def end(self) -> Iterator[bytes | None]:
        """What is left at the end of the stream: a line without an end."""
        rest, self._rest = self._rest, b""
        is_too_long, self._is_too_long = self._is_too_long, False
        if is_too_long:
            yield None
        elif rest:
            yield rest
