"""The log of a race, and its file: JSON Lines, one message a line.

Files written by hand and a hub's logs have the same format; `docs/race-file.md` describes it.
"""

from __future__ import annotations

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import field
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from pydantic_core import ValidationError

from feeds import codec
from feeds.atomic_write import atomic_write
from feeds.consistency import Numbered, contradictions_in
from feeds.data_file import LARGEST_FILE, TOO_LARGE
from feeds.errors import Problem, RaceFileError
from feeds.file_defaults import FileDefaults
from feeds.legal_json import faults_in, legal_json
from feeds.line_checksum import without_checksum
from feeds.message_limit import MessageLimit
from feeds.message_values import MOST_OF_ALL
from feeds.newer_parts import sentences_on
from feeds.unpacked_file import unpacked
from race.fold.garbage_search import GarbageSearchPause
from race.fold.history import History
from race.lazy_dataclass import dataclass
from race.messages import Message, StartList, Unknown

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes; enough for a start list of 100,000 entrants."""

MOST_PROBLEMS = 200
"""A file with more is not a race file with mistakes, but something else."""

INTRO = 'a race file begins with {"type":"log","version":1,"race":"..."}'


@dataclass(slots=True)
class Log:
    """A race's messages in order, each as the JSON that is stored and sent, numbered from 1."""

    race: str
    lines: list[bytes] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)
    """Running CRC-32 of the lines: `chains[n - 1]` covers the first n."""
    named_epoch: str | None = None
    complete: bool = True
    """Whether no more messages will come."""
    _decoded: list[Message] = field(default_factory=list, repr=False, compare=False)
    """The first of the messages, as far as they were decoded when they were read."""
    _history: History | None = field(default=None, repr=False, compare=False)

    @property
    def head(self) -> int:
        """The number of the last message."""
        return len(self.lines)

    @property
    def epoch(self) -> str:
        """The name of this history; it follows from the content where the log has none."""
        return self.named_epoch or f"{self.chain(self.head):08x}"

    def chain(self, number: int) -> int:
        """The running CRC-32 of the messages up to and including a number."""
        return self.chains[number - 1] if number else 0

    def append(self, message: Message) -> None:
        """Add a message at the end."""
        self.keep(codec.encode(message))

    def keep(self, line: bytes, decoded: Message | None = None) -> None:
        """Add a message that is JSON already, and may have been `decoded`."""
        self.chains.append(zlib.crc32(line, self.chain(self.head)))
        if decoded is not None and len(self._decoded) == self.head:
            self._decoded.append(decoded)
        self.lines.append(line)

    def messages(self) -> Iterator[Message]:
        """The messages, decoded."""
        yield from self._decoded
        yield from map(codec.decode, self.lines[len(self._decoded) :])

    def history(self) -> History:
        """The messages as they take effect: one history for everyone who asks, and not to be extended."""
        if self._history is None or len(self._history.messages) != self.head:
            self._history = History(self.messages())
        return self._history


def read(path: Path) -> Log:
    """Read a race file, gzipped or not. Raises RaceFileError with every problem found, if any is fatal."""
    log, problems = examine(path)
    if log is None or any(problem.fatal for problem in problems):
        raise RaceFileError(path.name, problems)
    return log


def examine(path: Path, *, by_hand: bool = False) -> tuple[Log | None, list[Problem]]:
    """Read a race file. Returns its log and its problems in the order of lines.

    The log is None where the first line cannot be read. What this version does not know is kept and noted;
    with `by_hand` it is a mistake, unless the line was written by a hub.
    """
    reading = _LogReading(by_hand=by_hand)
    try:
        with unpacked(path, pipes=True) as file, GarbageSearchPause():
            reading.take(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        where = " beyond here" if reading.line else ""
        reading.problems.append(Problem(reading.line, f"cannot be read{where}: {reason}"))
    else:
        reading.problems += reading.contradictions()
    return reading.log, reading.worst()


def write(path: Path, race: str, messages: Iterable[Message]) -> None:
    """Write a race file, gzipped if its name ends with `.gz`, as a whole or not at all. Raises OSError."""
    with (
        atomic_write(path) as plain,
        gzip.open(plain, "wb") if path.suffix == ".gz" else nullcontext(plain) as file,
    ):
        file.writelines(encoded(race, messages))


def encoded(race: str, messages: Iterable[Message]) -> Iterator[bytes]:
    """The lines of a race file."""
    yield codec.encode_header(codec.Header(version=1, race=race)) + b"\n"
    for message in messages:
        yield codec.encode(message) + b"\n"


def race_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a race file. Raises EOFError where one, or the file, is larger than it may be."""
    total = 0
    while line := file.readline(LONGEST_LINE + 1):
        total += len(line)
        if len(line) > LONGEST_LINE or total > LARGEST_FILE or line.count(b",") > MOST_OF_ALL:
            raise EOFError(TOO_LARGE)
        yield line


@dataclass
class _LogReading:
    """What has been read of a race file so far."""

    log: Log | None = None
    numbered: Numbered = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    line: int = 0
    noted: set[str] = field(default_factory=set)
    defaults: FileDefaults = field(default_factory=FileDefaults)
    limit: MessageLimit = field(default_factory=MessageLimit)
    by_hand: bool = False
    kept: int = 0
    """How many messages there should be at least."""

    @property
    def is_whole(self) -> bool:
        """Whether messages can be compared: there is a start list, or every line could be read."""
        listed = any(isinstance(message, StartList) for _, message in self.numbered)
        return listed or not any(problem.fatal for problem in self.problems)

    def contradictions(self) -> Iterator[Problem]:
        """Contradictions between messages. In a log written while the race was running they are not fatal."""
        if self.log is None or not self.is_whole:
            return
        found = contradictions_in(self.numbered, self.log.history(), with_figures=self.by_hand)
        for problem in found:
            written_live = self.log.named_epoch is not None
            yield problem._replace(fatal=False) if written_live else problem

    def take(self, file: BinaryIO) -> None:
        """Read a file to its end, or until there are too many problems."""
        for line in race_lines(file):
            self.line += 1
            if self._is_being_written(line):
                text = "incomplete, as if still being written; left out"
                self.problems.append(Problem(self.line, text, fatal=False))
            elif line.strip():
                self._take_line(line)
            faults = sum(problem.fatal for problem in self.problems)
            if faults >= MOST_PROBLEMS or (faults and self.log is None):
                break
        if self.log is not None and self.log.head < self.kept and not any(p.fatal for p in self.problems):
            text = f"{self.kept - self.log.head} of {self.kept} messages are missing at the end"
            self.problems.append(Problem(0, text, fatal=self.by_hand))
        if self.log is None and not self.problems:
            self.problems.append(Problem(0, f"the file is empty: {INTRO}"))

    def _is_being_written(self, line: bytes) -> bool:
        """Whether this is the unfinished last line of a log that is being written."""
        return self.log is not None and self.log.named_epoch is not None and not line.endswith(b"\n")

    def worst(self) -> list[Problem]:
        """The problems in the order of their lines; of too many, the fatal ones first."""
        fatal_first = sorted(self.problems, key=lambda problem: (not problem.fatal, problem))
        lines = {problem.line for problem in fatal_first[:MOST_PROBLEMS]}
        ids = {line: message.id or "" for line, message in self.numbered if line in lines} if lines else {}
        return [p._replace(message=ids.get(p.line, "")) for p in sorted(fatal_first[:MOST_PROBLEMS])]

    def _take_line(self, line: bytes) -> None:
        line, crc = without_checksum(line.strip())
        try:
            if self.log is None:
                header = codec.decode_header(line.removeprefix(BOM_UTF8))
                self.log, self.kept = Log(header.race, named_epoch=header.epoch), header.kept or 0
            else:
                legal = legal_json(line)
                if legal is not line:
                    self._note_illegal(line)
                line = line if crc is not None else self.defaults.complete(legal)
                message = codec.decode(line, newer=crc is not None or not self.by_hand)
                self.defaults.learn(message)
                if crc is None:
                    self.limit.count(message)
                self._take_message(message)
                is_foreign = crc is None and (message.unread or isinstance(message, Unknown))
                self.log.keep(codec.encode(message) if is_foreign else line, message)
                if crc not in (None, self.log.chain(self.log.head)):
                    self.problems.append(
                        Problem(self.line, "changed since it was written: its checksum does not match")
                    )
        except ValidationError as error:
            faults = codec.explain(error)
            if self.log is None and len(faults) > 2:
                faults = [INTRO]
            self.problems += [Problem(self.line, fault) for fault in faults]

    def _note_illegal(self, line: bytes) -> None:
        """Note each text of a line that is not legal, as far as there is room."""
        faults = faults_in(line)[: max(MOST_PROBLEMS - len(self.problems), 0)]
        self.problems += [Problem(self.line, fault, fatal=self.by_hand) for fault in faults]

    def _note_once(self, text: str) -> None:
        """Note something that is likely to be in many lines."""
        if text not in self.noted:
            self.noted.add(text)
            self.problems.append(Problem(self.line, text, fatal=False))

    def _take_message(self, message: Message) -> None:
        strange_type = message.type if self.by_hand and isinstance(message, Unknown) else ""
        nearest = get_close_matches(strange_type, codec.TYPES, n=1) if strange_type else ()
        if nearest and nearest[0] != strange_type:  # else a value of it is strange, and not the type
            text = f"{strange_type[:40]!r} is not a message type; did you mean {nearest[0]!r}?"
            self.problems.append(Problem(self.line, text))
        else:
            for sentence in sentences_on(message):
                self._note_once(sentence)
        self.numbered.append((self.line, message))
