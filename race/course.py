"""The course: a start list's checkpoints in order, and what a lap means on them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from race.event import event_of

if TYPE_CHECKING:
    from race.event import Event
    from race.messages import Checkpoint, StartList

NEAR_M = 1.0
"""Two checkpoints are a lap apart when the distance between them is a lap to within a metre."""

REST_M = 100.0
"""On roads and trails checkpoints this close to each other are at one place: the way into and out of an aid
station, between which runners rest."""

START = -1
"""The index of the start line, where every time is zero."""


class Course:
    """Checkpoints by index, from the start (-1) to the finish."""

    def __init__(self, start_list: StartList) -> None:
        self.distance_m = start_list.distance_m
        self.event = event_of(start_list)
        self._lanes_m = self.event.lanes_m
        self.track_m = start_list.lap_m
        """Metres once around the track; None on a road."""
        self.lap_m = _lap_m(self.event)
        """Metres of a lap; in a relay of equal legs on a track, of a leg."""
        self.limit_ms = round(start_list.limit_s * 1000) if start_list.limit_s else None
        """How long a race to a time lasts from each gun; None for a race over a distance."""
        self.digits = 0 if start_list.setting in ("road", "trail") else 2
        """Decimals of a second that times are shown with (World Athletics Technical Rule 19.24)."""
        self.checkpoints: tuple[Checkpoint, ...] = tuple(
            sorted((c for c in start_list.checkpoints if c.distance_m), key=lambda c: c.distance_m)
        )
        self.start_line = next((c for c in start_list.checkpoints if not c.distance_m), None)
        """The checkpoint at the start line; None where crossing it is not timed."""
        self.index = {checkpoint.id: i for i, checkpoint in enumerate(self.checkpoints)}
        if self.start_line is not None:
            self.index[self.start_line.id] = START
        self.distances = [checkpoint.distance_m for checkpoint in self.checkpoints]
        self.finish = len(self.checkpoints) - 1
        self.exchanges = self._exchanges()
        """In a relay, the leg that ends at a checkpoint, from 1; without the last one."""
        self.places = self._places(NEAR_M if self.digits else REST_M)
        """By checkpoint, the index of the first one at the same place."""
        self.place_distances = [self.distances[place] for place in self.places]
        """By checkpoint, metres from the start to its place: within one there is nothing to run."""
        self.lap_start: list[int | None] = [self._lap_earlier(i) for i in range(self.finish + 1)]
        """By checkpoint, the index of the one a lap earlier; None where there is no such checkpoint."""

    def at(self, index: int) -> Checkpoint:
        """The checkpoint of an index; for START that of the start line, where crossing it is timed."""
        checkpoint = self.start_line if index == START else self.checkpoints[index]
        if checkpoint is None:
            raise IndexError("the start line is not timed")
        return checkpoint

    def distance(self, index: int) -> float:
        """Metres from the start at a checkpoint; 0 for START."""
        return self.distances[index] if index >= 0 else 0.0

    def to_go(self, index: int) -> float:
        """Metres from a checkpoint to the finish."""
        return self.distance_m - self.distance(index)

    def next_place(self, index: int) -> int:
        """Index of the next checkpoint that is not at the same place, or else of the finish."""
        place = self.places[index] if index >= 0 else START
        return min(bisect_right(self.places, place), self.finish)

    def may_rest(self, index: int) -> bool:
        """Whether the next checkpoint is at the same place: the runner may be resting there."""
        return 0 <= index < self.finish and self.places[index] == self.places[index + 1]

    def is_in_lanes(self, index: int) -> bool:
        """Whether a checkpoint is before the break line, where no one is ahead of anyone yet."""
        return self.distance(index) < self._lanes_m

    def last_before(self, distance_m: float) -> int:
        """Index of the last checkpoint at or before a distance; START if there is none."""
        return bisect_right(self.distances, distance_m + 0.001) - 1

    def ends_lap(self, index: int) -> bool:
        """Whether a checkpoint is a whole number of laps from the start; on a road every checkpoint is."""
        if self.lap_m is None:
            return True
        laps = self.distance(index) / self.lap_m
        return abs(laps - round(laps)) * self.lap_m <= NEAR_M

    def label(self, index: int) -> str:
        """The name of a checkpoint for display: "start", "400 m", "30 km", "exchange 1", "finish"."""
        if index == START:
            return "start"
        if index == self.finish:
            return "finish"
        checkpoint, metres = self.checkpoints[index], self.distances[index]
        if index in self.exchanges:
            return checkpoint.name or f"exchange {self.exchanges[index]}"
        if self.lap_m is None and metres >= 1000:
            return checkpoint.name or f"{metres / 1000:g} km"
        return checkpoint.name or f"{metres:g} m"

    @property
    def lap_word(self) -> str:
        """What a lap is called: a leg, where each is run by another."""
        return "leg" if self.event.is_team_race else "lap"

    def _exchanges(self) -> dict[int, int]:
        ends = list(accumulate(self.event.legs))[:-1]
        return {
            index: leg
            for index, metres in enumerate(self.distances)
            for leg, end in enumerate(ends, start=1)
            if abs(metres - end) <= NEAR_M
        }

    def _places(self, apart_m: float) -> list[int]:
        """By checkpoint, the first one no further back; the finish is a place of its own on the way to it."""
        places: list[int] = []
        for index, distance_m in enumerate(self.distances):
            first = places[-1] if places else 0
            reach_m = apart_m if index < self.finish else NEAR_M
            places.append(first if distance_m - self.distances[first] <= reach_m else index)
        return places

    def _lap_earlier(self, index: int) -> int | None:
        legs = self.event.legs
        leg = len(legs) if index == self.finish else self.exchanges.get(index)
        if legs and leg:
            before = (i for i, ended in self.exchanges.items() if ended == leg - 1)
            return START if leg == 1 else next(before, None)
        if self.lap_m is None:
            return self.places[index] - 1
        wanted = self.distances[index] - self.lap_m
        if abs(wanted) <= NEAR_M:
            return START
        return next((i for i, d in enumerate(self.distances) if abs(d - wanted) <= NEAR_M), None)


def _lap_m(event: Event) -> float | None:
    return event.legs[0] if event.lap_m is not None and len(set(event.legs)) == 1 else event.lap_m
