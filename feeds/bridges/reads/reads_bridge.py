"""A bridge for what readers of chips write as lines of text: each line is a read, or a gun, or neither."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Bridge, BridgeSettings, Outcome
from feeds.bridges.line_splitter import LineSplitter
from feeds.bridges.reads.device_clock import DeviceClock, Style
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_engine import ReadsEngine
from feeds.bridges.reads.reads_map import ReadsMap

if TYPE_CHECKING:
    from feeds.bridges.raw_input import Piece

MOST_OF_FILE = 200_000
"""Reads of a file that are compared with those it had before it was rewritten."""


class ReadsBridge(Bridge):
    """Lines of reads. A class derived from it says what a line is."""

    name: ClassVar[str]
    """Its name, which all messages bear as `by`."""
    keys: ClassVar[Sequence[str]] = ()
    """Keys of the mapping file that it has beside those of all bridges of reads."""

    def __init__(self, settings: BridgeSettings, style: Style = "clock") -> None:
        """Raises UserError where something is missing in the settings."""
        super().__init__(settings)
        self.clock = DeviceClock(settings, style)
        """Reads the times of the device."""
        self._engine = ReadsEngine(self.name, ReadsMap.of(settings, self.keys))
        self._lines: dict[str, LineSplitter] = {}
        self._files: dict[str, dict[RawRead, None]] = {}
        """By the name of a file, the reads that it had."""
        self._has_begun = False

    @abstractmethod
    def read_line(self, line: str, origin: str) -> RawRead | RawGun | None:
        """What a line of a file or a connection says; None for one that says nothing.

        Raises ValueError, with why, for a bad one.
        """

    def begin(self, origin: str) -> None:
        """Called where a stream or a file begins, such as to expect the heads of columns."""

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a piece: whole lines are read, and the beginning of one is kept."""
        if not self._has_begun:
            self._has_begun = True
            yield from self._engine.stated_guns()
        origin = piece.origin
        if piece.kind in ("opened", "file") or origin not in self._lines:
            self._lines[origin] = LineSplitter()
            self.clock.restart()
            self.begin(origin)
        if piece.kind == "file":
            yield from self._take_file(piece)
        elif piece.kind == "data":
            for line in self._lines[origin].take(piece.data):
                item, outcome = self._take_line(line, origin)
                if isinstance(item, RawRead) and origin in self._files:
                    self._files[origin][item] = None
                yield outcome
        elif piece.kind == "closed":
            for line in self._lines.pop(origin).end():
                yield Outcome(_text(line), remark="the connection ended in the middle of it", is_bad=True)

    def _take_file(self, piece: Piece) -> Iterator[Outcome]:
        """Take a file that was rewritten. Reads that are no longer in it are withdrawn."""
        before, now = self._files.get(piece.origin, {}), dict[RawRead, None]()
        for line in self._lines[piece.origin].take(piece.data):
            item, outcome = self._take_line(line, piece.origin)
            if isinstance(item, RawRead):
                now[item] = None
            yield outcome
        if len(now) <= MOST_OF_FILE:
            self._files[piece.origin] = now
        for read in before:
            if read not in now:
                yield self._engine.take_back(read, f"{read.chip} {read.clock} {read.place}")

    def _take_line(self, line: bytes | None, origin: str) -> tuple[RawRead | RawGun | None, Outcome]:
        text = _text(line)
        if line is None:
            return None, Outcome(text, remark="the line is too long", is_bad=True)
        try:
            item = self.read_line(text, origin)
        except (ValueError, IndexError) as error:
            return None, Outcome(text[:200], remark=str(error), is_bad=True)
        if item is None:
            return None, Outcome(text[:200], remark="nothing to publish")
        return item, self._engine.take(item, text)


def _text(line: bytes | None) -> str:
    """A line as text: UTF-8, or else the Western European encoding of Windows."""
    if line is None:
        return ""
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    return text
