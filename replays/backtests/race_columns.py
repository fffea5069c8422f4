"""One race of a split table, in columns, as a table may have half a million athletes."""

from __future__ import annotations

from array import array
from math import isnan, nan
from typing import TYPE_CHECKING

from race.projection.pace_curve import Read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replays.backtests.split_table import Athlete


class RaceColumns:
    """The athletes of a race by number, from 0, with their times at its checkpoints."""

    def __init__(self, name: str, distances: Sequence[float]) -> None:
        self.name = name
        self.distances = distances
        """Metres from the start of each checkpoint, the finish last."""
        self._width = len(distances)
        self.sexes: list[str] = []
        """By athlete, as in the table."""
        self._starts_s = array("d")
        self._seconds = array("d")
        """All times of the first athlete, then those of the second ...; not a number where none was taken."""

    def __len__(self) -> int:
        return len(self._starts_s)

    def add(self, athlete: Athlete) -> None:
        """Add the next athlete."""
        self.sexes.append(athlete.sex)
        self._starts_s.append(athlete.start_s)
        self._seconds.extend(nan if seconds is None else seconds for seconds in athlete.seconds)

    def seconds(self, number: int, checkpoint: int) -> float | None:
        """An athlete's time at a checkpoint, from the athlete's own start."""
        seconds = self._seconds[number * self._width + checkpoint]
        return None if isnan(seconds) else seconds

    def reads(self, number: int, last: int | None = None) -> Iterator[Read]:
        """An athlete's times up to a checkpoint, or all."""
        first, start_s = number * self._width, self._starts_s[number]
        end = first + (self._width if last is None else last + 1)
        for checkpoint, seconds in enumerate(self._seconds[first:end]):
            if not isnan(seconds):
                yield Read(checkpoint, seconds, round((start_s + seconds) * 1000))

    def selection(self, most: int) -> Sequence[int]:
        """The numbers of at most so many athletes, evenly spread over the table."""
        count = len(self)
        return range(count) if count <= most else [count * each // most for each in range(most)]

    def arrivals(self, numbers: Iterable[int], checkpoint: int) -> list[int]:
        """Those of some athletes who have a time at a checkpoint, in the order in which they got there."""
        seconds, starts_s, width = self._seconds, self._starts_s, self._width
        there = [number for number in numbers if not isnan(seconds[number * width + checkpoint])]
        there.sort(key=lambda number: starts_s[number] + seconds[number * width + checkpoint])
        return there


def races_of(athletes: Iterable[Athlete], distances: Sequence[float]) -> list[RaceColumns]:
    """The athletes by race."""
    races: dict[str, RaceColumns] = {}
    for athlete in athletes:
        race = races.get(athlete.race) or races.setdefault(athlete.race, RaceColumns(athlete.race, distances))
        race.add(athlete)
    return list(races.values())
