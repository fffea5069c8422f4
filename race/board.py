"""The board at one moment: the running order with all that is said about it, and its JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from race.course import START, Course
from race.laps import Stretch
from race.projection import Model, even_pace
from race.standings import Row, standings
from race.state import RaceState
from race.times import Time

VERSION = 1
"""Of the JSON. Fields may be added within a version; none changes its meaning."""

Json = dict[str, Any]


@dataclass(slots=True)
class Board:
    """A race as it stands at `clock_ms`, race time in milliseconds from the gun."""

    race: str
    """The id of the race."""
    clock_ms: int
    state: RaceState
    rows: list[Row]

    @classmethod
    def at(cls, race: str, clock_ms: int, state: RaceState, model: Model = even_pace) -> Board:
        """The board of a state."""
        return cls(race, clock_ms, state, standings(state, model))

    @property
    def phase(self) -> str:
        """before, running, finished or official."""
        return phase(self.state)

    @property
    def leader(self) -> Row | None:
        """The row at the head of the race; None before the first split."""
        first = self.rows[0] if self.rows else None
        return first if first and first.runner.out is None and first.passing else None

    def holes(self) -> dict[int, tuple[int, int]]:
        """Places that nobody is known to hold: row number -> the first and last place missing before it."""
        found: dict[int, tuple[int, int]] = {}
        holders = Counter(row.place for row in self.rows if row.place is not None)
        last = 0
        for number, row in enumerate(self.rows):
            if row.place is None:
                continue
            if row.place > last + 1:
                found[number] = (last + 1, row.place - 1)
            last = max(last, row.place + holders[row.place] - 1)
        return found

    def to_json(self) -> Json:
        """The object that `lapbell board --json` prints. Times in milliseconds; unknown is None."""
        course, start_list = self.state.course, self.state.start_list
        leader = self.leader
        return {
            "version": VERSION,
            "race": self.race,
            "name": start_list.name if start_list else None,
            "meet": start_list.meet if start_list else None,
            "date": start_list.date if start_list else None,
            "distance_m": course.distance_m if course else None,
            "state": self.phase,
            "clock_ms": self.clock_ms,
            "checkpoint": _checkpoint(course, leader.checkpoint) if leader else None,
            "rows": [_row(course, row) for row in self.rows],
        }


def phase(state: RaceState) -> str:
    """before, running, finished or official; without working out who stands where."""
    if state.officials:
        return "official"
    field = state.runners.values()
    if not state.guns and all(runner.furthest == START for runner in field):
        return "before"
    finish = state.course.finish if state.course else START
    over = finish != START and any(runner.furthest == finish for runner in field)
    runners = (runner for runner in field if runner.entrant.role == "runner")
    done = over and all(runner.out or runner.furthest == finish for runner in runners)
    return "finished" if done else "running"


def _row(course: Course | None, row: Row) -> Json:
    passing, entrant, projection, segment = row.passing, row.runner.entrant, row.projection, row.segment
    point = _checkpoint(course, row.checkpoint)
    return {
        "place": row.place,
        "bib": entrant.bib,
        "name": entrant.name,
        "nation": entrant.nation or None,
        "role": entrant.role,
        "status": row.status,
        "checkpoint": point["id"] if point else None,
        "distance_m": point["distance_m"] if point else None,
        "time_ms": passing.time.ms if passing and passing.time else None,
        "digits": passing.time.digits if passing and passing.time else None,
        "evidence": passing.evidence if passing else None,
        "rank": passing.rank if passing else None,
        "suspect": passing.suspect if passing else False,
        "lap_ms": _ms(row.lap),
        "segment_ms": _ms(segment),
        "segment_m": round(segment.metres, 3) if segment else None,
        "gap_ms": _ms(row.gap),
        "interval_ms": _ms(row.interval),
        "laps_down": row.laps_down if row.is_racing else None,
        "change": row.change,
        "projected_ms": projection.time.ms if projection else None,
        "projected_low_ms": _time_ms(projection.low) if projection else None,
        "projected_high_ms": _time_ms(projection.high) if projection else None,
        "projected_place": row.projected_place,
        "notes": list(passing.notes) if passing else [],
        "reason": row.runner.statuses[-1].reason or None if row.runner.statuses else None,
    }


def _checkpoint(course: Course | None, index: int) -> Json | None:
    if course is None or index == START:
        return None
    checkpoint = course.checkpoints[index]
    return {"id": checkpoint.id, "distance_m": checkpoint.distance_m}


def _ms(stretch: Stretch | None) -> int | None:
    return stretch.time.ms if stretch else None


def _time_ms(time: Time | None) -> int | None:
    return time.ms if time else None
