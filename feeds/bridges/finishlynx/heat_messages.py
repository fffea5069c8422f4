"""A heat of FinishLynx as the messages of a race: what holds of it at the moment of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.lap_meanings import lap_meanings
from feeds.bridges.pass_numbers import RunnerPasses, number_passes
from feeds.bridges.reads.device_clock import DeviceClock
from feeds.tables.printed.lynx_headings import SCHEDULED, lynx_race
from feeds.tables.printed.lynx_rows import lynx_entrant, row_place, row_time
from feeds.tables.printed.unplaced_splits import read_passes
from feeds.tables.race_messages import convert_table
from feeds.tables.status_words import read_status
from race.messages import Gun, Message, Official, Order, Split, StartList, Status
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.finishlynx.heat_course import HeatCourse
    from feeds.tables.printed.lynx_files import LynxHeat, LynxRow
    from race.times import TimeOfDay

NEAR_LAPS = 0.1
"""Laps from a checkpoint within which a pass with so many laps to go was there."""


class Points(NamedTuple):
    """The checkpoints of a race, in the order of the course; the last one is the finish."""

    ids: Sequence[str]
    distances: Sequence[float]

    @classmethod
    def of(cls, start_list: StartList) -> Points:
        """Those of a start list, without its start line."""
        ways = [(c.distance_m, c.id) for c in start_list.checkpoints if c.distance_m > 0]
        ways.sort(key=lambda way: way[0])
        return cls([name for _, name in ways], [metres for metres, _ in ways])

    @property
    def finish(self) -> Points:
        """The finish alone."""
        return Points(self.ids[-1:], self.distances[-1:])


def heat_start_list(
    heat: LynxHeat, rows: Mapping[str, LynxRow], course: HeatCourse, settings: BridgeSettings
) -> StartList:
    """The start list of a heat with rows by bib. Raises FeedError where a race cannot have what it says."""
    runners = []
    for bib, row in rows.items():
        note = f"Lane {row.lane}." if row.lane not in ("", "0") else ""
        runners.append(replace(lynx_entrant(row), bib=bib, note=note))
    race = lynx_race(heat._replace(start=""), course.title, heat.system, course.points, tuple(runners))
    scheduled = SCHEDULED.match(heat.title)
    planned = heat.planned or (scheduled["time"] if scheduled else "")
    race = replace(
        race,
        is_final=False,
        date=settings.date.isoformat() if settings.date else heat.day,
        zone=str(getattr(settings.zone, "key", "")),
        start=_clock(f"{heat.day} {planned}:00", settings) if planned else None,
    )
    (start_list, *_) = convert_table(race).messages
    assert isinstance(start_list, StartList)
    return replace(start_list, sources={})


def heat_gun(heat: LynxHeat, settings: BridgeSettings) -> Gun | None:
    """The gun, if there was one; with its time of day where day and zone are known."""
    if not heat.start:
        return Gun() if heat.is_on or any(row.time or row.has_passes for row in heat.rows) else None
    return Gun(clock=_clock(f"{heat.day} {heat.start}", settings))


def _clock(text: str, settings: BridgeSettings) -> TimeOfDay | None:
    """A time of day, where its zone and its day are known."""
    try:
        return DeviceClock(settings).read(text) if settings.zone is not None else None
    except ValueError:
        return None


class HeatResults(NamedTuple):
    """What a file says of the runners of a heat."""

    messages: Sequence[Message]
    notes: Sequence[str]
    """What was not understood."""


def heat_results(heat: LynxHeat, rows: Mapping[str, LynxRow], start_list: StartList) -> HeatResults:
    """The splits, places and statuses of rows by bib."""
    notes: list[str] = []
    results = {bib: row_time(row, notes) for bib, row in rows.items()}
    passes = {bib: _passes(row, results[bib], notes) for bib, row in rows.items()}
    points = Points.of(start_list)
    if not any(row.has_passes for row in rows.values()):
        points = points.finish
    runners = [
        RunnerPasses(
            [time.ms for time in times],
            may_have_finished=results[bib] is not None,
            counted=_counted(rows[bib], times, points, start_list.lap_m),
        )
        for bib, times in passes.items()
    ]
    numbers = number_passes(points.distances, runners, start_list.sex)
    meanings = _lap_meanings(rows.values(), points, start_list.sex)
    if not meanings and any(shown.lap is not None for row in rows.values() for shown in row.passes):
        notes.append("the numbers of the laps do not say which they are: the times do")
    wind = float(heat.wind) if re.fullmatch(r"[+-]?\d{1,2}\.\d", heat.wind) else None
    splits: list[Split] = []
    others: list[Message] = []
    unplaced: dict[str, int] = {}
    for (bib, row), own in zip(rows.items(), numbers, strict=True):
        known = _numbered(row, passes[bib], meanings, len(points.ids) - 1) or own
        runner = _Runner(bib, row, passes[bib], known, results[bib], points, heat.system)
        splits += runner.splits(wind)
        others += runner.status()
        if runner.is_placed_only:
            unplaced[bib] = row_place(row) or 1
    splits.sort(key=lambda split: split.time or Time(0))
    orders = [Order(checkpoint=points.ids[-1], places=unplaced)] if unplaced else []
    final = [Official(source=heat.system)] if heat.is_official else []
    return HeatResults([*splits, *orders, *others, *final], notes)


class _Runner(NamedTuple):
    bib: str
    row: LynxRow
    passes: Sequence[Time]
    numbers: Sequence[int | None]
    result: Time | None
    points: Points
    system: str

    @property
    def is_placed_only(self) -> bool:
        return row_place(self.row) is not None and self.result is None

    @property
    def is_out(self) -> bool:
        word = read_status(self.row.place) if self.row.place and not self.row.place.isdigit() else None
        return (
            bool(self.row.place)
            and not self.row.place.isdigit()
            and (word is None or word.status is not None)
        )

    def splits(self, wind: float | None) -> Iterator[Split]:
        """The passes at checkpoints, the last one at the finish if it is the result."""
        finish = len(self.points.ids) - 1
        for time, number in zip(self.passes, self.numbers, strict=True):
            at = finish if finish == 0 else number
            is_result = time is self.result and at == finish
            if at is None or (at == finish and (not is_result or self.is_out)):
                continue
            yield Split(
                bib=self.bib,
                checkpoint=self.points.ids[at],
                time=time,
                rank=row_place(self.row) if is_result else None,
                evidence="device",
                source=self.system,
                wind=wind if is_result else None,
            )

    def status(self) -> Iterator[Status]:
        if not self.is_out:
            return
        word = read_status(self.row.place)
        status = (word.status if word else None) or "unknown"
        timed = f"Timed at {self.result}" if self.result is not None else ""
        reason = ". ".join(filter(None, (word.reason if word else self.row.place, timed)))
        passed = [number for number in self.numbers[: None if not timed else -1] if number is not None]
        after = self.points.ids[passed[-1]] if passed and status == "dnf" else None
        yield Status(bib=self.bib, status=status, after=after, reason=reason, source=self.system)


def _passes(row: LynxRow, result: Time | None, notes: list[str]) -> list[Time]:
    """The passes up to the result, with the result as the last one."""
    times = [shown.time for shown in row.passes]
    if row.splits:
        try:
            found = read_passes(row.splits)
        except ValueError as error:
            notes.append(f"line {row.line}: {error}; the splits of this row are left out")
            found = []
        if found is None:
            notes.append(f"line {row.line}: splits not understood, left out: {row.splits[:60]}")
        times = sorted(found or [])
    if result is None:
        return times
    near = UNITS_MS[min(result.digits, 2)]
    return [*(time for time in times if time.ms < result.ms - near), result]


def _counted(row: LynxRow, times: Sequence[Time], points: Points, lap_m: float | None) -> list[int | None]:
    """For each pass the index of the checkpoint that it was by the laps to go, where those were shown."""
    to_go = {shown.time.ms: shown.to_go for shown in row.passes if shown.to_go is not None}
    found: list[int | None] = []
    for time in times:
        laps = to_go.get(time.ms)
        if laps is None or not lap_m:
            found.append(None)
            continue
        metres = points.distances[-1] - laps * lap_m
        near = min(range(len(points.distances)), key=lambda index: abs(points.distances[index] - metres))
        found.append(near if abs(points.distances[near] - metres) <= lap_m * NEAR_LAPS else None)
    return found


def _lap_meanings(rows: Iterable[LynxRow], points: Points, sex: str) -> dict[int, int]:
    """The index of the checkpoint of each lap, where the system numbers laps in a way of its own."""
    earliest: dict[int, int] = {}
    for shown in (shown for row in rows for shown in row.passes):
        if shown.lap is not None:
            earliest[shown.lap] = min(earliest.get(shown.lap, shown.time.ms), shown.time.ms)
    return lap_meanings(earliest, points.distances, sex)


def _numbered(
    row: LynxRow, times: Sequence[Time], meanings: Mapping[int, int], finish: int
) -> list[int | None]:
    """The index of the checkpoint of each time by the number of its lap; empty where it is not known."""
    laps = {shown.time: meanings.get(shown.lap) for shown in row.passes if shown.lap is not None}
    if not laps or None in laps.values():
        return []
    return [laps.get(time, finish) for time in times]
