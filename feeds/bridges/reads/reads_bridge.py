"""A bridge for what readers of chips write as lines of text: each line is a read, or a gun, or neither."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from feeds.bridges.bridge import LONGEST_RAW, Bridge, BridgeSettings, Outcome
from feeds.bridges.line_splitter import LineSplitter
from feeds.bridges.reads.device_clock import DeviceClock, Style
from feeds.bridges.reads.file_reads import FileReads
from feeds.bridges.reads.raw_reads import RawCorrection, RawGun, RawRead
from feeds.bridges.reads.reads_engine import ReadsEngine
from feeds.bridges.reads.reads_map import ReadsMap

if TYPE_CHECKING:
    from feeds.bridges.raw_input import Piece
    from race.times import TimeOfDay

Item = RawRead | RawGun | RawCorrection


class Splitter(Protocol):
    """Makes lines of a stream that is cut anywhere."""

    def take(self, data: bytes, /) -> Iterator[bytes | None]:
        """The lines that are complete; None for one that was too long."""

    def end(self) -> Iterator[bytes | None]:
        """What is left at the end of the stream."""


class ReadsBridge(Bridge):
    """Lines of reads. A class derived from it says what a line is."""

    name: ClassVar[str]
    """Its name, which all messages bear as `by`."""
    keys: ClassVar[Sequence[str]] = ()
    """Keys of the mapping file that it has beside those of all bridges of reads."""
    hears_guns = True

    def __init__(self, settings: BridgeSettings, style: Style = "clock") -> None:
        """Raises UserError where something is missing in the settings."""
        super().__init__(settings)
        self.clock = DeviceClock(settings, style)
        """Reads the times of the device."""
        self.reads_map = ReadsMap.of(settings, self.keys)
        """What the operator says of chips and places."""
        self.news = ""
        """What `read_line` leaves to be said to the operator."""
        self._engine = ReadsEngine(self.name, self.reads_map)
        self._lines: dict[str, Splitter] = {}
        self._files = FileReads()
        self._has_begun = False

    @abstractmethod
    def read_line(self, line: str, origin: str) -> Item | None:
        """What a line of a file or a connection says; None for one that says nothing.

        Raises ValueError, with why, for a bad one.
        """

    def reply(self, line: str, origin: str) -> bytes:  # noqa: ARG002
        """What the protocol demands in answer to a line, also to a bad one; or empty. Raises nothing."""
        return b""

    def greeting(self, origin: str) -> bytes:  # noqa: ARG002
        """What the protocol demands to be sent first over a new connection; empty for nothing."""
        return b""

    def heartbeat(self, origin: str) -> bytes:  # noqa: ARG002
        """What to ask a device that is silent, if only to see that it is there; empty for nothing."""
        return b""

    def splitter(self) -> Splitter:
        """Makes the lines of a stream or a file that begins."""
        return LineSplitter()

    def begin(self, origin: str) -> None:
        """Called where a stream or a file begins, such as to expect the heads of columns."""

    def end(self, origin: str) -> None:
        """Called where a stream or a file has ended, such as to forget its columns."""

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a piece: whole lines are read, and the beginning of one is kept."""
        if not self._has_begun:
            self._has_begun = True
            yield from self._engine.stated_guns()
        origin = piece.origin
        if piece.kind in ("opened", "file") or (piece.kind == "data" and origin not in self._lines):
            self._lines[origin] = self.splitter()
            self.clock.begin(origin, is_whole=piece.kind == "file")
            self.begin(origin)
        if piece.kind in ("opened", "idle"):
            if words := self.greeting(origin) if piece.kind == "opened" else self.heartbeat(origin):
                yield Outcome(reply=words)
        elif piece.kind == "file":
            yield from self._take_file(piece)
        elif piece.kind == "data":
            yield from self._take_lines(self._lines[origin].take(piece.data), origin)
        elif piece.kind in ("closed", "gone"):
            yield from self._end(piece)

    def understand(self, origin: str, before: RawRead, now: RawRead) -> Iterator[Outcome]:
        """A read of a file that was taken already is another, such as one at another place."""
        self._files.remove(origin, before)
        self._files.add(origin, now)
        if not self._files.has(before):
            yield self._engine.take_back(before, _shown(before))
        yield self._engine.take(now, _shown(now))

    def hear_guns(self, guns: Mapping[str, TimeOfDay | None]) -> Iterator[Outcome]:
        """Take the guns that hold at the hub, whoever published them."""
        yield self._engine.hear_guns(guns)

    def _take_file(self, piece: Piece) -> Iterator[Outcome]:
        """Take a file that was rewritten. Reads that are in it no longer, nor in another, are withdrawn."""
        before = self._files.begin(piece.origin)
        yield from self._take_lines(self._lines[piece.origin].take(piece.data), piece.origin)
        for read in before:
            if not self._files.has(read):
                yield self._engine.take_back(read, _shown(read))

    def _end(self, piece: Piece) -> Iterator[Outcome]:
        """The last line of a file need not have an end; that of a connection may be cut."""
        lines = self._lines.pop(piece.origin, None)
        rest = () if lines is None or piece.kind == "gone" else lines.end()
        if piece.origin in self._files:
            yield from self._take_lines(rest, piece.origin)
        else:
            for line in rest:
                raw = _text(line)[:LONGEST_RAW]
                yield Outcome(raw, remark="the connection ended in the middle of it", is_bad=True)
        self.end(piece.origin)
        self.clock.end(piece.origin)

    def _take_lines(self, lines: Iterable[bytes | None], origin: str) -> Iterator[Outcome]:
        for line in lines:
            text = _text(line)
            if line is None:
                yield Outcome(text, remark="the line is too long", is_bad=True)
                continue
            self.clock.stream, self.news = origin, ""
            try:
                item = self.read_line(text, origin)
            except (ValueError, IndexError) as error:
                yield Outcome(text[:LONGEST_RAW], remark=str(error), is_bad=True)
            else:
                yield from self._made_of(item, text, origin)
            if reply := self.reply(text, origin):
                yield Outcome(remark=f"answered with {reply.decode().strip()}", reply=reply)

    def _made_of(self, item: Item | None, text: str, origin: str) -> Iterator[Outcome]:
        if self.news:
            yield Outcome(news=self.news)
        if item is None:
            yield Outcome(text[:LONGEST_RAW], remark="nothing to publish")
            return
        if isinstance(item, RawCorrection):
            self._files.remove(origin, item.wrong)
            yield self._engine.take_back(item.wrong, text)
        right = item.right if isinstance(item, RawCorrection) else item
        if isinstance(right, RawRead):
            self._files.add(origin, right)
        if right is not None:
            yield self._engine.take(right, text)


def _shown(read: RawRead) -> str:
    """A read as people read it."""
    return f"{read.chip} {read.clock.show()} {read.place}"


def _text(line: bytes | None) -> str:
    """A line as text: UTF-8, or else the Western European encoding of Windows.

    Of UTF-16 the NUL bytes are gone, and what it begins with is left out.
    """
    if line is None:
        return ""
    line = line.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    return text
