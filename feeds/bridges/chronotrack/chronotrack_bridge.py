"""The bridge `chronotrack`: what controllers and programs that speak CTP01 send, and the controllers' files.

    CT01_33~1738~start~801~2021-05-08T08:00:55.73~0~0F2A38~1      a read, at a port
    CT01_33~4~start~guntime~2021-05-08T08:00:55.16~0~DF239A~0     the gun button
    CT01_33~2038~30k~newlocation~09:15:21.00~0~ED932A~0           a box more

The fields are a number that rises at each location, the location, the tag and the time; what follows says
nothing of the race. The lines of files stand in `controller_files`.
"""

from __future__ import annotations

import re
from collections import deque
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Outcome
from feeds.bridges.chronotrack.controller_files import (
    READ,
    SEPARATOR,
    TEST_GROUP,
    Mark,
    controller_read,
    mark,
)
from feeds.bridges.chronotrack.dialogue import GREETING, OPTIONS, Dialogue, LocationLog, TagLine
from feeds.bridges.chronotrack.file_points import FilePoints
from feeds.bridges.chronotrack.source_clock import SourceClock
from feeds.bridges.reads.mapping_values import said_table, said_text, said_texts
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.reads_bridge import ReadsBridge
from feeds.errors import UserError
from feeds.legal_text import legal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raw_input import Piece
    from race.times import TimeOfDay

FACILITY = "160"
"""Of the tags of ChronoTrack."""

TEST_TAGS = frozenset(["99995", "99996", "99997", "99998"])

LONGEST_TAG, LONGEST_PLACE, LONGEST_NUMBER = 64, 200, 9
"""Characters."""

LEAST_FIELDS = 5
"""Of a line of CTP01; those behind them say nothing of the race."""

MOST_TOLD = 100
"""Sentences to the operator, each once."""

_DATA = re.compile(r"CT\d\d_\d\d", re.ASCII)

SMALL_STEP_MS = 1_000
"""A clock that is set by less follows the satellites, as controllers do by themselves."""


class ChronoTrack(ReadsBridge):
    """Reads and presses of the gun button, of several boxes at once."""

    name = "chronotrack"
    keys: ClassVar = ("facilities", "place", "unix")
    summary: ClassVar = (
        "reads of ChronoTrack controllers, at a port (CTP01) or from their .csv and .mrk files"
    )
    patterns: ClassVar = tuple(f"{folder}*.{end}" for end in ("mrk", "csv") for folder in ("", "*/", "*/*/"))
    files_grow: ClassVar = True
    idle_s: ClassVar = 2.0
    silence_s: ClassVar = 30.0
    sends: ClassVar = (
        *(re.escape(f"{line}\r\n").encode() for line in (GREETING, *OPTIONS, "getlocations", "start")),
        rb"start~[ -}]{1,64}\r\n",
        rb"start~[ -}]{1,64}~\d{1,9}\r\n",
        *(re.escape(f"{line}\r\n").encode() for line in ("ping", "ack~ping")),
    )
    example: ClassVar = """\
  The controllers, or the program that collects their reads, are told to send to port 61611 of
  this computer, 192.168.1.5. With map.toml saying

      zone = "America/Chicago"
      device_guns = [""]
      [places]
      start = "start"
      9k = "9k"
      finish = "finish"

  lapbell bridge chronotrack listen:192.168.1.5:61611 --map map.toml \\
      --start-list marathon.jsonl --try
  lapbell bridge chronotrack listen:192.168.1.5:61611 --map map.toml \\
      --start-list marathon.jsonl --with-start-list --to HOST:8400

  Or from a folder with the files of all controllers, while they are copied or afterwards:

  lapbell bridge chronotrack race-day/ --map map.toml --start-list marathon.jsonl --try"""

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a mapping file that cannot be meant."""
        super().__init__(settings)
        said = settings.table
        unix = said_text(said, "unix") or "local"
        if unix not in ("local", "utc"):
            raise UserError('mapping file: unix must be "local" or "utc"')
        self._time = SourceClock(settings, is_utc=unix == "utc")
        self._points = FilePoints(said_text(said, "place"))
        self._facilities = said_texts(said.get("facilities", [FACILITY]), "facilities")
        self._chips = said_table(said, "chips")
        entrants = settings.start_list.entrants if settings.start_list is not None else ()
        self._bibs = frozenset(entrant.bib for entrant in entrants)
        self._told: set[str] = set()
        """What the operator was told."""
        self._logs: dict[str, LocationLog] = {}
        self._dialogues: dict[str, Dialogue] = {}
        """By connection."""
        self._more: deque[Iterable[Outcome]] = deque()
        """What else is made of the line that was read."""

    def begin(self, origin: str) -> None:
        """A connection was opened, or a file begins."""
        self._points.begin(origin)
        self._dialogues[origin] = Dialogue(self._logs)

    def end(self, origin: str) -> None:
        """A connection was closed, or a file is gone."""
        self._dialogues.pop(origin, None)

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a piece; what is answered, and what else follows from a line, are outcomes of their own."""
        if piece.kind == "idle":
            if piece.origin in self._dialogues:
                self._answer(piece.origin, self._dialogues[piece.origin].be_silent())
        else:
            for outcome in super().take(piece):
                yield outcome
                yield from self._rest()
        yield from self._rest()

    def _rest(self) -> Iterator[Outcome]:
        while self._more:
            yield from self._more.popleft()

    def _answer(self, origin: str, lines: Iterable[str]) -> None:
        """Answer a source, unless what it has said stands in a file."""
        answers = [Outcome(remark=f"answered with {line}", reply=f"{line}\r\n".encode()) for line in lines]
        if origin not in self._files:
            self._more.append(answers)

    def _tell(self, sentence: str) -> None:
        """Tell the operator something, once."""
        if sentence not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(sentence)
            self._more.append([Outcome(news=sentence)])

    def read_line(self, line: str, origin: str) -> RawRead | RawGun | None:
        """A read or a press; None for the rest of what a source says. Raises ValueError."""
        line = line.strip()
        line = line.removeprefix("ack~ping") or line  # some sources end this answer without an end of line
        fields = line.split(SEPARATOR)
        if _DATA.fullmatch(fields[0]):
            return self._tag_event(fields, origin)
        if fields[0] == READ:
            return self._file_read(line, origin)
        if (found := mark(line)) is not None:
            return self._mark(found, origin)
        self._answer(origin, self._dialogue(origin).hear(fields))
        return None

    def _tag_event(self, fields: Sequence[str], origin: str) -> RawRead | RawGun | None:
        if len(fields) < LEAST_FIELDS:
            raise ValueError(f"only {len(fields)} fields")
        number, place, tag, time = (field.strip() for field in fields[1:LEAST_FIELDS])
        place = legal(place)[:LONGEST_PLACE]
        dialogue = self._dialogue(origin)
        if tag.casefold() == "newlocation":
            self._answer(origin, dialogue.hear_of(place))
            return None
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            raise ValueError(f"not the number of a line: {number[:20]!r}")
        if max(len(tag), len(time)) > LONGEST_TAG:
            raise ValueError(f"tag and time have {LONGEST_TAG} characters at most")
        line = TagLine(int(number), tag, time)
        clock = self._time.read(time, (place, line))
        self._answer(origin, dialogue.hear_data(place, line))
        return RawGun(clock, place) if tag.casefold() == "guntime" else self._read(tag, clock, place)

    def _file_read(self, line: str, origin: str) -> RawRead | None:
        found = controller_read(line)
        if found.facility not in self._facilities:
            self._tell(
                f"a read of a tag of the facility {found.facility} is not taken; if you have such tags, add "
                f'facilities = ["{FACILITY}", "{found.facility}"] to the mapping file'
            )
            raise ValueError(f"a corrupt read, of the facility {found.facility}")
        if found.group == TEST_GROUP and not self._is_known(found.tag):
            return None
        place = self._points.place(origin, found.number)
        read = self._read(found.tag, self._time.of_file(found.seconds), place)
        if read is not None:
            self._points.took(origin, found.number, read)
        return read

    def _mark(self, found: Mark, origin: str) -> RawGun | None:
        match found.kind.casefold():
            case "point" if found.text:
                point, folder = legal(found.text)[:LONGEST_PLACE], PurePosixPath(origin).parent.name
                if folder != point and folder in self.reads_map.places:
                    self._tell(f"{origin} says that its reads were taken at {point}, not at {folder}")
                moved = self._points.learn(origin, found.next_read, point)
                self._more.append(outcome for one in moved for outcome in self.understand(*one))
            case "gun":
                place = self._points.place(origin, found.next_read)
                return RawGun(self._time.of_file(found.clock), place)
            case "timechange" | "timeset" if found.next_read > 1:
                change_ms = found.change_ms
                if change_ms is None or abs(change_ms) >= SMALL_STEP_MS:
                    step = "for the first time" if change_ms is None else f"by {_seconds(change_ms)}"
                    self._tell(
                        f"the clock of the box {found.box} was set {step} before its read {found.next_read}: "
                        "the reads before that have another time"
                    )
        return None

    def _read(self, tag: str, clock: TimeOfDay, place: str) -> RawRead | None:
        """A read; None for one of a tag with which mats are tested."""
        if not tag or len(tag) > LONGEST_TAG:
            raise ValueError("no tag" if not tag else f"a tag has {LONGEST_TAG} characters at most")
        chip = tag if tag in self._chips or not tag.isdecimal() else tag.lstrip("0") or tag
        if chip in TEST_TAGS and not self._is_known(chip):
            return None
        return RawRead(legal(chip), clock, place)

    def _is_known(self, tag: str) -> bool:
        return tag in self._chips or tag in self._bibs or tag.lstrip("0") in self._bibs

    def _dialogue(self, origin: str) -> Dialogue:
        if origin not in self._dialogues:
            self.begin(origin)
        return self._dialogues[origin]


def _seconds(ms: int) -> str:
    whole, rest = divmod(abs(ms), 1000)
    return f"{'+' if ms > 0 else '-'}{whole}.{rest // 10:02} s"
