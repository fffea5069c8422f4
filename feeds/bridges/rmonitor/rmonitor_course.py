"""The checkpoints of a race by laps: those of the operator's race, or one each lap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from race.messages import Checkpoint, Entrant, StartList

ASSUMED_LAPS = 100
ASSUMED_LAP_M = 400.0

MOST_LAPS = 998
"""A race has at most a thousand checkpoints."""

FARTHEST_M = 1_000_000
"""Of a race."""

SHORTEST_METRES = 50
"""A length of the track below that is in kilometres, as far as anyone can know: its unit is not sent."""


class LapCourse(NamedTuple):
    """Where laps end."""

    ids: Sequence[str]
    """By lap; lap 0 is the start line. Empty where nothing is timed."""
    is_open: bool = False
    """Whether no one is to come to the last one."""

    def is_too_short(self, lap: int) -> bool:
        """Whether a lap is further than the race was assumed to be."""
        return self.is_open and len(self.ids) - 1 <= lap < MOST_LAPS

    def checkpoint(self, lap: int) -> str:
        """The checkpoint at the end of a lap; empty if there is none."""
        return self.ids[lap] if lap < len(self.ids) else ""

    @classmethod
    def of(cls, start_list: StartList, *, is_open: bool = False) -> LapCourse:
        """The checkpoints of a race, the first behind the start being the end of lap 1."""
        timed = sorted(start_list.checkpoints, key=lambda checkpoint: checkpoint.distance_m)
        start = next((c.id for c in timed if not c.distance_m), "")
        laps = [c for c in timed if c.distance_m]
        return cls([start, *(c.id for c in laps)], is_open)


class LapRace(NamedTuple):
    """A race by laps, and what was assumed of it."""

    lap_m: float
    laps: int
    assumed: tuple[str, ...] = ()
    is_open: bool = False
    """Whether it is not known how many laps there are."""


def lap_race(table: Mapping[str, object], track_length: str, laps_to_go: int, furthest: int) -> LapRace:
    """A race by the operator's `lap_m` and `laps`, and by what the system says.

    Where no one says how many laps there are, the finish is further than anyone has come.
    """
    assumed = []
    lap_m, laps = _positive(table.get("lap_m")), int(_positive(table.get("laps")))
    is_open = not laps and not laps_to_go
    laps = laps or laps_to_go or (furthest // ASSUMED_LAPS + 1) * ASSUMED_LAPS
    if not lap_m:
        length = _length(track_length)
        lap_m = length if length * laps <= FARTHEST_M else ASSUMED_LAP_M
        assumed.append(f"a lap is {lap_m:g} m (lap_m in the mapping file)")
    if is_open:
        assumed.append("how many laps there are is not known (laps in the mapping file)")
    laps = min(laps, MOST_LAPS, max(int(FARTHEST_M // lap_m), 1))
    return LapRace(lap_m, laps, tuple(assumed), is_open)


def lap_start_list(race: LapRace, name: str, entrants: Sequence[Entrant], date: str, zone: str) -> StartList:
    """The start list of a race by laps."""
    ends = [(f"lap {lap}", race.lap_m * lap) for lap in range(1, race.laps)]
    distance_m = round(race.lap_m * race.laps, 3)
    ways = [("start", 0.0), *ends, ("finish", distance_m)]
    return StartList(
        name=name or "Race",
        date=date,
        zone=zone,
        setting="track",
        distance_m=distance_m,
        lap_m=race.lap_m,
        checkpoints=tuple(Checkpoint(id=name, distance_m=round(metres, 3)) for name, metres in ways),
        entrants=tuple(entrants),
    )


def _positive(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 < value <= 100_000 else 0.0  # type: ignore[operator,arg-type]


def _length(text: str) -> float:
    """A length that is sent without its unit."""
    try:
        length = _positive(float(text))
    except ValueError:
        length = 0.0
    if not length:
        return ASSUMED_LAP_M
    return length if length >= SHORTEST_METRES else round(1000 * length, 3)
