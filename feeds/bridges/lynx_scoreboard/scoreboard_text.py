"""The text that FinishLynx sends to a scoreboard: lines or frames, of one byte a character or of two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from feeds.bridges.line_splitter import LONGEST_LINE
from feeds.tables.source_file import SourceFile

FRAME, FRAME_END = 0x01, 0x04
"""Bytes around a frame, as some scripts send them in place of lines."""

LINE_FEED = 0x0A

BLANKS = b"\0\r \t"

WIDE_SHARE = 5
"""Of so many bytes at least one is NUL where a character has two: those of tabs, figures and most letters."""


class ScoreboardRecord(NamedTuple):
    """A line or a frame."""

    text: str
    is_frame: bool = False
    is_too_long: bool = False


class ScoreboardText:
    """Splits a stream that is cut anywhere.

    In the code set "Unicode" each character has two bytes, the lower one first. Line by line it is seen which
    it is, so that a stream may be joined in the middle. Of bytes without an end some are dropped.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._is_skipping = False
        """Whether what comes is the rest of a record that was too long."""

    def take(self, data: bytes) -> Iterator[ScoreboardRecord]:
        """The records that are complete, without empty ones."""
        self._rest += data
        while (end := self._end()) is not None:
            raw, self._rest = self._rest[:end], self._rest[end:]
            record = self._record(raw)
            if record is not None:
                yield record
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""
            if not self._is_skipping:
                self._is_skipping = True
                yield ScoreboardRecord("", is_too_long=True)

    def _end(self) -> int | None:
        """Bytes up to the end of the first record; None while it is not there."""
        rest = self._rest
        frame, line = rest.find(FRAME), rest.find(LINE_FEED)
        if frame >= 0 and (line < 0 or frame < line) and not _is_wide(rest[:frame]):
            return frame if rest[:frame].strip(BLANKS) else _frame_end(rest, frame)
        while line >= 0:
            if not _is_wide(rest[:line]):
                return line + 1
            if line + 1 == len(rest):
                return None
            if rest[line + 1] == 0:
                return line + 2
            line = rest.find(LINE_FEED, line + 1)  # it is half of a letter
        return None

    def _record(self, raw: bytes) -> ScoreboardRecord | None:
        if self._is_skipping:
            self._is_skipping = False
            return None
        if _is_wide(raw):
            text = raw[len(raw) % 2 :].decode("utf-16-le", "replace")
        else:
            text = SourceFile("", raw.replace(b"\0", b"")).text
        text = text.lstrip("\ufeff")
        found = text.strip("\r\n")
        if found.lstrip().startswith("\x01") and found.endswith("\x04"):
            return ScoreboardRecord(found.strip()[1:-1], is_frame=True)
        return ScoreboardRecord(found) if found.strip() else None


def _frame_end(data: bytes, start: int) -> int | None:
    """Bytes up to the end of a frame; None while it is not there."""
    if data[start + 1 : start + 2] != b"\0":
        return data.find(FRAME_END, start) + 1 or None
    ends = (at for at in range(start, len(data) - 1, 2) if data[at] == FRAME_END and not data[at + 1])
    return next((at + 2 for at in ends), None)


def _is_wide(raw: bytes) -> bool:
    """Whether bytes are text of two bytes a character."""
    return len(raw) > 1 and raw.count(0) * WIDE_SHARE >= len(raw)
