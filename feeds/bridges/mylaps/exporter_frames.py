"""The frames of the MYLAPS exporter, as one line for each record.

    Finish@Store@KV8658316:13:57.417 3 0F  1000025030870@...@7@$      passings of version 1
    10KM@Passing@t=13:11:30.904|c=0000041|d=120606|b=41@1016@$        passings of version 2

`$` ends a frame. Between frames, and within them, come CR, LF and NUL bytes that mean nothing. A frame with
records becomes `Finish@Store@RECORD` for each of them, and at its end `Finish@Store@@7`, its number.

A receiver's text log gives the same lines: an entry for each frame, without its `$`, behind the time and a
label. What was sent to the exporter is left out.

    2025-04-10T13:41:50.889Z message: Start@Pong@
    2025-04-13T01:33:57.069Z « to   client: Tracker@AckPong@$
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.bridges.line_splitter import LONGEST_LINE, LineSplitter

WITH_RECORDS = ("Store", "Passing", "Marker")
"""The functions whose frames have records and a number."""

_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z +([^:@]{1,40}): ?", re.ASCII)
_SENT = re.compile(rb"\bto\b")


class FrameSplitter:
    """Splits what an exporter sends, or the log of a receiver, by what it begins with."""

    def __init__(self) -> None:
        self._frames: LineSplitter | _LogSplitter | None = None

    def take(self, data: bytes) -> Iterator[bytes | None]:
        """The lines of the frames that are complete; None for one that was too long."""
        if self._frames is None:
            is_log = _STAMP.match(data.removeprefix(b"\xef\xbb\xbf"))
            self._frames = _LogSplitter() if is_log else LineSplitter(b"$", b"\0\r\n")
        for frame in self._frames.take(data):
            yield from _lines(frame)

    def end(self) -> Iterator[bytes | None]:
        """Those of a frame at the end that was not closed."""
        for frame in self._frames.end() if self._frames is not None else ():
            yield from _lines(frame)


class _LogSplitter:
    """The frames that the exporter sent, from the log of a receiver."""

    def __init__(self) -> None:
        self._lines = LineSplitter()
        self._entry: bytes | None = b""
        """The newest entry so far; None where it is too long."""
        self._is_sent = False

    def take(self, data: bytes) -> Iterator[bytes | None]:
        """The frames that are complete: those before the newest entry."""
        for line in self._lines.take(data):
            stamp = _STAMP.match(line.removeprefix(b"\xef\xbb\xbf")) if line is not None else None
            if stamp is not None:
                yield from self.end()
                self._is_sent = _SENT.search(stamp[1]) is not None
                line = stamp.string[stamp.end() :]  # the frame begins here, or in the next line
            if line is None or self._entry is None or len(self._entry) > LONGEST_LINE:
                self._entry = None
            elif not self._is_sent:
                self._entry += line

    def end(self) -> Iterator[bytes | None]:
        """Those of the newest entry."""
        entry, self._entry = self._entry, b""
        if entry is None:
            yield None
        else:
            yield from filter(None, entry.split(b"$"))


def _lines(frame: bytes | None) -> Iterator[bytes | None]:
    source, _, rest = (frame or b"").partition(b"@")
    function, _, rest = rest.partition(b"@")
    if function == b"AckAuth":
        frame = source + b"@AckAuth"  # behind it stand a user and a password
    if frame is None or function.decode("latin-1") not in WITH_RECORDS:
        yield frame
        return
    *records, number = rest.removesuffix(b"@").split(b"@")
    for part in (*records, b"@" + number):
        yield b"@".join((source, function, part))
