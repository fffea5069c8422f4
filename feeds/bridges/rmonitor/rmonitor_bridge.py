"""The bridge to RMonitor: laps of one run, from a stream that is repeated, corrected and reset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from feeds.bridges.bridge import LONGEST_RAW, Bridge, Outcome
from feeds.bridges.line_splitter import LineSplitter
from feeds.bridges.reads.device_clock import DeviceClock
from feeds.bridges.rmonitor.rmonitor_course import LapCourse, lap_race, lap_start_list
from feeds.bridges.rmonitor.rmonitor_lines import read_count, read_line, read_ms
from feeds.bridges.rmonitor.rmonitor_run import LapChange, Run
from feeds.bridges.snapshot_differ import SnapshotDiffer
from race.messages import Entrant, Gun, Message, Split
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raw_input import Piece
    from feeds.bridges.rmonitor.rmonitor_lines import RMonitorLine

NO_LAPS_TO_GO = 9999
"""Of a race by time."""

BOM, STAMP = b"\xef\xbb\xbf", b"##"
"""At the beginning of a recorded file, and of a line that a recorder has added."""

MOST_ENTRIES = 5000
MOST_RUNS = 200
LONGEST_BIB = 16

KNOWN = frozenset(("A", "B", "C", "COMP", "COR", "E", "F", "G", "H", "I", "J", "L"))


class _Entry(NamedTuple):
    number: str
    name: str
    nation: str
    category: str


class RMonitor(Bridge):
    """Passings (`$J`) with their laps (`$G`), entries, and the gun by the heartbeat (`$F`)."""

    summary: ClassVar = "laps from Orbits and other programs that speak RMonitor"
    example: ClassVar = """\
  lapbell bridge rmonitor 192.168.1.20:50000 --start-list 5000m.jsonl --to wss://hub.example

  The checkpoints of the race are the ends of its laps, in their order. To see what is sent:

  lapbell bridge rmonitor --try 192.168.1.20:50000"""
    needs_clock: ClassVar = False
    silence_s: ClassVar = 5.0

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._differ = SnapshotDiffer("rmonitor")
        self._lines: dict[str, LineSplitter] = {}
        self._record = 0
        self._entries: dict[str, _Entry] = {}
        self._worn: Counter[str] = Counter()
        """How many have each number."""
        self._classes: dict[str, str] = {}
        self._track_length = ""
        self._runs: dict[tuple[str, str], Run] = {}
        self._run = self._runs[("", "")] = Run("", "")
        self._meant: Run | None = None
        self._course: LapCourse | None = None
        self._laps_to_go = 0
        self._assumed = ""
        """What was said last of what is assumed."""
        self._gun: Gun | None = None
        self._clock = DeviceClock(settings) if settings.zone and settings.date else None
        self._is_changed = True
        """Whether the start list may have changed."""

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a part of a stream."""
        if piece.kind in ("opened", "file"):
            self._lines[piece.origin] = LineSplitter()
        lines = self._lines.setdefault(piece.origin, LineSplitter())
        for line in lines.take(piece.data):
            yield from self._line(line)
        if piece.kind == "file":
            for line in lines.end():
                yield from self._line(line)
        if piece.kind != "data" and piece.kind != "opened":
            self._lines.pop(piece.origin, None)  # half a line at the end of a connection is none

    def _line(self, data: bytes | None) -> Iterator[Outcome]:
        if data is None:
            self._record += 1
            yield Outcome("", self._record, remark="a line that is too long", is_bad=True)
            return
        raw = data[:LONGEST_RAW].decode("utf-8", "replace")
        if not (data := data.removeprefix(BOM)).strip() or data.startswith(STAMP):
            return
        self._record += 1
        line = read_line(data)
        if line is None:
            yield Outcome(raw, self._record, remark="not a line of RMonitor", is_bad=True)
        elif line.command not in KNOWN:
            yield Outcome(raw, self._record, remark="not a command that is used")
        else:
            yield self._outcome(line, raw)

    def _outcome(self, line: RMonitorLine, raw: str) -> Outcome:
        was_meant = self._meant
        try:
            changes = self._taken(line)
        except ValueError as error:
            return Outcome(raw, self._record, remark=str(error), is_bad=True)
        run = self._chosen()
        if run is None or run is not self._run:
            return Outcome(raw, self._record)
        is_due = line.command == "F" or bool(changes)
        if changes and self._course is not None:
            self._is_changed |= any(self._course.is_too_short(max(change.new)) for change in changes)
        if was_meant is None or changes is None or (self._is_changed and is_due):
            messages, news = self._all(run)
        else:
            messages, news = self._news(changes) if is_due else [], ""
        return Outcome(raw, self._record, messages, "; ".join(self._differ.faults()), news=news)

    def _taken(self, line: RMonitorLine) -> Sequence[LapChange] | None:
        """What is new of laps; None where everything is. Raises ValueError for a line that cannot be read."""
        run = self._run
        match line.command:
            case "A":
                self._enter(line, first=3, last=4, nation=5, category=6)
            case "COMP":
                self._enter(line, first=3, last=4, nation=5, category=2)
            case "C":
                self._classes[line.field(0)[:32]] = line.field(1)[:32]
            case "E" if line.field(0) == "TRACKLENGTH":
                self._track_length = line.field(1)[:16]
            case "B":
                self._run = self._run_of(line.field(0)[:32], line.field(1)[:200])
            case "I":
                run.reset()
            case "F":
                return self._beat(line)
            case "J":
                lap_ms, total_ms = _ms(line, 1), _ms(line, 2)
                if run.begins_anew(line.field(0), total_ms):
                    run.clear()
                    self._gun = None
                    run.passing(line.field(0), lap_ms, total_ms)
                    return None
                return _some(run.passing(line.field(0), lap_ms, total_ms))
            case "G":
                return _some(run.row(line.field(1), _count(line, 2), _ms(line, 3)))
            case "COR":
                return _some(run.corrected(line.field(0), _count(line, 2), _ms(line, 3)))
        return ()

    def _beat(self, line: RMonitorLine) -> Sequence[LapChange]:
        laps_to_go, race_ms = read_count(line.field(0)), read_ms(line.field(3))
        run = self._run
        if laps_to_go and laps_to_go != NO_LAPS_TO_GO and not run.has_begun:
            self._is_changed |= self._laps_to_go != laps_to_go
            self._laps_to_go = laps_to_go
        if race_ms and self._gun is None and run is self._meant:
            self._gun = self._gun_at(line.field(2), race_ms)
        return run.beat(race_ms)

    def _gun_at(self, time_of_day: str, race_ms: int) -> Gun:
        """The gun by a heartbeat, whose time of day and race time are cut to the second."""
        if self._clock is None:
            return Gun()
        try:
            now = self._clock.read(time_of_day)
        except ValueError:
            return Gun()
        return Gun(clock=TimeOfDay(now.utc_ms - race_ms // 1000 * 1000, 0, now.offset_min))

    def _enter(self, line: RMonitorLine, *, first: int, last: int, nation: int, category: int) -> None:
        reg = line.field(0)
        name = " ".join(filter(None, (line.field(first), line.field(last))))[:200]
        country = line.field(nation) if len(line.field(nation)) == 3 else ""
        entry = _Entry(line.field(1) or reg, name, country, line.field(category)[:32])
        if not 0 < len(reg) <= LONGEST_BIB or self._entries.get(reg) == entry:
            return
        if reg in self._entries or len(self._entries) < MOST_ENTRIES:
            self._is_changed = True
            self._entries[reg] = entry
            self._worn = Counter(one.number for one in self._entries.values())

    def _run_of(self, number: str, description: str) -> Run:
        """The run that is named; what came before any was named is of the first."""
        key = number, description
        unnamed = self._runs.pop(("", ""), None)
        if unnamed is not None and key not in self._runs:
            unnamed.number, unnamed.description = key
            self._is_changed = True
            self._runs[key] = unnamed
        if key not in self._runs and len(self._runs) >= MOST_RUNS:
            del self._runs[next(key for key, run in self._runs.items() if run is not self._meant)]
        return self._runs.setdefault(key, Run(number, description))

    def _chosen(self) -> Run | None:
        """The run that is the race: the one that was named, or the first in which someone passes the line."""
        only, run = self.settings.only.casefold().strip(), self._run
        if self._meant is None:
            is_named = only in (run.number.casefold(), run.description.casefold())
            if is_named if only else run.has_begun:
                self._meant = run
        return self._meant

    def _all(self, run: Run) -> tuple[list[Message], str]:
        """What makes all that is known of the run hold, and nothing else."""
        messages, news = self._race()
        held = [*messages, *([self._gun] if self._gun else [])]
        for reg, laps in run.laps.items():
            held += self._splits(LapChange(reg, laps))
        return self._differ.whole(held, self._record), news

    def _news(self, changes: Sequence[LapChange]) -> list[Message]:
        new: list[Message] = [self._gun] if self._gun else []
        gone: list[Message] = []
        for change in changes:
            new += self._splits(change)
            gone += self._splits(change._replace(new=dict.fromkeys(change.gone, 0)))
        return [*self._differ.without(gone, self._record), *self._differ.part(new, self._record)]

    def _race(self) -> tuple[list[Message], str]:
        """The start list, if it is not the operator's, and what was assumed of it."""
        self._is_changed = False
        start_list = self.settings.start_list
        if start_list is not None:
            self._course = LapCourse.of(start_list)
            return [], ""
        furthest = max((max(laps) for laps in self._run.laps.values() if laps), default=0)
        race = lap_race(self.settings.table, self._track_length, self._laps_to_go, furthest)
        bibs = {self._bib(reg): entry for reg, entry in self._entries.items()}
        entrants = [
            Entrant(bib=bib, name=e.name or bib, nation=e.nation, category=self._classes.get(e.category, ""))
            for bib, e in bibs.items()
        ]
        settings, run = self.settings, self._meant
        day = settings.date.isoformat() if settings.date else ""
        zone = str(getattr(settings.zone, "key", ""))
        made = lap_start_list(race, run.description if run else "", entrants, day, zone)
        self._course = LapCourse.of(made, is_open=race.is_open)
        assumed = f"assumed: {'; '.join(race.assumed)}" if race.assumed else ""
        news, self._assumed = "" if assumed == self._assumed else assumed, assumed
        return [made], news

    def _bib(self, reg: str) -> str:
        """What is worn, if no one else wears it and it fits."""
        number = self._entries[reg].number if reg in self._entries else reg
        return number if self._worn[number] <= 1 and 0 < len(number) <= LONGEST_BIB else reg[:LONGEST_BIB]

    def _splits(self, change: LapChange) -> list[Split]:
        course = self._course
        return [
            Split(
                bib=self._bib(change.reg), checkpoint=at, time=Time(ms), evidence="device", source="RMonitor"
            )
            for lap, ms in change.new.items()
            if course is not None and (at := course.checkpoint(lap)) and change.reg
        ]


def _some(change: LapChange | None) -> Sequence[LapChange]:
    return () if change is None else (change,)


def _ms(line: RMonitorLine, index: int) -> int:
    ms = read_ms(line.field(index))
    if ms is None:
        raise ValueError(f"no time: {line.field(index)[:20]!r}")
    return ms


def _count(line: RMonitorLine, index: int) -> int:
    count = read_count(line.field(index))
    if count is None:
        raise ValueError(f"no number of laps: {line.field(index)[:20]!r}")
    return count
