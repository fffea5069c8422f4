"""Reading the file of a large race into columns.

A line that is nothing but a time, as nearly all are, is known by its form, and its parts by those that were
checked before: the bib and the checkpoint are in the start list, its source and evidence in a line that
passed the gate. Every other line goes through the gate, `feeds.codec`. Of a file that is not such a race, or
in which anything is wrong, nothing is read here: `feeds.log.read` reads it, and says what is wrong.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pydantic_core import ValidationError

from feeds import codec
from feeds.consistency import contradictions_in
from feeds.data_file import is_pipe
from feeds.file_defaults import FileDefaults
from feeds.legal_json import legal_json
from feeds.line_checksum import without_checksum
from feeds.log import race_lines
from feeds.message_limit import MessageLimit
from feeds.unpacked_file import unpacked
from race.fold.garbage_search import GarbageSearchPause
from race.fold.large_history import LargeHistory, NotPlain, set_aside
from race.fold.plain_splits import DIGITS, PlainSplits
from race.messages import Gun, Message, Read, Split, StartList, Unknown
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGE = 4 * 1024 * 1024
"""Bytes of a file of some 40,000 messages; smaller ones are read in a second."""

MOST_OTHERS = 0.25
"""If more of the messages are not plain, columns gain nothing."""

FEW = 20_000
"""So many messages may be anything."""

_TEXT = rb"[ -!#-\[\]-~]"
"""A character that means itself in JSON."""

_PLAIN = re.compile(
    rb'\{"type":"split",(?:"source":"(%b{0,32})",)?"bib":"(%b{1,16})","checkpoint":"(%b{1,16})",'
    rb'"time":"([0-9:]{1,12})(\.[0-9]{1,3})?","evidence":"([a-z]{4,9})"\}\r?\n?' % (_TEXT, _TEXT, _TEXT)
)


class LargeLog(NamedTuple):
    """A large race that was read from a file."""

    race: str
    history: LargeHistory


def read_large(path: Path) -> LargeLog | None:
    """The race of a file if it is large, plain and without problems; None if it is to be read as usual."""
    try:
        if is_pipe(path) or path.stat().st_size < LARGE:
            return None
        with GarbageSearchPause(), unpacked(path) as file:
            return _LargeReading(file).log()
    except (OSError, EOFError, zlib.error, NotPlain, ValidationError, ValueError):
        return None


class _LargeReading:
    """What has been read of a file so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = enumerate(race_lines(file), 1)
        self._others: dict[int, Message] = {}
        """By number in the log."""
        self._line_of: dict[int, int] = {}
        """Their lines in the file."""
        self._defaults = FileDefaults()

    def log(self) -> LargeLog:
        """Read it. Raises NotPlain, ValidationError or ValueError if it is not to be read here."""
        _, line = next(self._lines, (0, b""))
        header = codec.decode_header(line.strip())
        if header.epoch is not None or header.kept is not None:
            raise NotPlain  # written while the race was run
        start_list, number = self._start()
        splits = PlainSplits(start_list)
        number = self._rest(splits, start_list, number)
        limit = MessageLimit()
        limit.count(start_list)
        if number + len(start_list.entrants) > limit.most:
            raise NotPlain
        set_aside(splits, self._others)
        history = LargeHistory(splits, self._others)
        numbered = [(self._line_of.get(n, n + 1), message) for n, message in history.others.items()]
        if any(problem.fatal for problem in contradictions_in(numbered, history, with_figures=False)):
            raise NotPlain
        return LargeLog(header.race, history)

    def _start(self) -> tuple[StartList, int]:
        """Read up to the start list, on the road over a distance. Returns it and its number in the log."""
        for number, (line_number, line) in enumerate(self._lines, 1):
            message = self._read(line)
            self._keep(number, line_number, message)
            if isinstance(message, StartList):
                if message.limit_s is not None or message.setting not in ("road", "trail"):
                    break
                return message, number
            if isinstance(message, Split | Gun):
                break
        raise NotPlain

    def _rest(self, splits: PlainSplits, start_list: StartList, number: int) -> int:
        """Read the lines after the start list; returns the number of the last message."""
        cells, columns = _in_bytes(splits.first_cells), _in_bytes(splits.columns)
        times, numbers, kinds = splits.times, splits.numbers, splits.kinds
        known_kinds: dict[tuple[bytes | None, bytes], int] = {}
        seconds: dict[bytes, int] = {}
        fractions: dict[bytes | None, int] = {None: 0}
        match, has_gun, has_split = _PLAIN.fullmatch, False, False
        for line_number, line in self._lines:
            plain = match(line)
            if plain is not None:
                source, bib, checkpoint, whole, fraction, evidence = plain.groups()
                try:
                    if whole not in seconds:
                        seconds[whole] = _kept(Time.parse(whole.decode()))
                    if fraction not in fractions:
                        fractions[fraction] = _kept(Time.parse(f"0{fraction.decode()}"))
                    cell = cells[bib] + columns[checkpoint]
                    time = seconds[whole] + fractions[fraction]
                    kind = known_kinds[source, evidence]
                except (KeyError, ValueError):
                    pass  # through the gate, once
                else:
                    if times[cell] < 0:
                        number += 1
                        times[cell], numbers[cell], kinds[cell] = time, number, kind
                        continue
            elif not line.strip():
                continue
            number += 1
            message = self._read(line)
            place = _cell(splits, message)
            if place is None or not isinstance(message, Split) or message.time is None:
                if has_split and isinstance(message, Gun):
                    raise NotPlain
                has_gun = has_gun or isinstance(message, Gun)
                self._keep(number, line_number, message)
                continue
            if not has_gun or not _is_listed(message.source, start_list):
                raise NotPlain
            has_split = True
            found = splits.kind_of(message.source, message.evidence)
            times[place], numbers[place], kinds[place] = _kept(message.time), number, found
            if plain is not None:
                known_kinds[plain[1], plain[6]] = found
        return number

    def _read(self, line: bytes) -> Message:
        """A line through the gate. Raises ValidationError, and NotPlain for what is not to be read here."""
        line, crc = without_checksum(line.strip())
        legal = legal_json(line)
        if crc is not None or legal is not line:
            raise NotPlain
        message = codec.decode(self._defaults.complete(line))
        self._defaults.learn(message)
        if message.unread or message.heard_ms is not None or isinstance(message, Unknown | Read):
            raise NotPlain
        if isinstance(message, Split) and message.rank is not None:
            raise NotPlain
        return message

    def _keep(self, number: int, line_number: int, message: Message) -> None:
        """Keep a message that is not plain. Raises NotPlain if there are too many."""
        self._others[number], self._line_of[number] = message, line_number
        if len(self._others) > FEW + MOST_OTHERS * number:
            raise NotPlain


def _cell(splits: PlainSplits, message: Message) -> int | None:
    """The empty cell of a split that says nothing but a time; None for any other message."""
    if not isinstance(message, Split) or message.time is None or message.evidence == "estimated":
        return None
    bib, checkpoint, time = message.bib, message.checkpoint, message.time
    if bib not in splits.first_cells or checkpoint not in splits.columns:
        return None
    alone = Split(source=message.source, bib=bib, checkpoint=checkpoint, time=time, evidence=message.evidence)
    cell = splits.first_cells[bib] + splits.columns[checkpoint]
    return cell if message == alone and not splits.is_filled(cell) else None


def _is_listed(source: str, start_list: StartList) -> bool:
    """Whether the start list has a source, or its key says in words what it is."""
    return not source or " " in source or "/" in source or source in start_list.sources


def _kept(time: Time) -> int:
    """A time as it is kept in columns."""
    return time.ms * DIGITS + time.digits


def _in_bytes(numbers: Mapping[str, int]) -> dict[bytes, int]:
    """The same by the bytes of each text."""
    return {text.encode(): number for text, number in numbers.items()}
