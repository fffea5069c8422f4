"""A scene: a checkpoint as those in front come by, one after the other, and what was said about it.

Each sentence is found when somebody comes by, from what was known by then alone. So what comes later adds
sentences and changes none; only a correction, or a split that came late, does.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as detail
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from race.course import START, Course
from race.fold.state import UNLISTED, RaceState, Runner
from race.laps import Stretch, lap
from race.marks import RunningMark
from race.messages import Mark, Order
from race.order.places import NEVER
from race.records import Badges, badges_of, counts_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.checkpoint_passing import Passing
    from race.moments.moment import Moment
    from race.times import Time

IMPORTANCE = ("WR", "WB", "AR", "OR", "CR", "NR", "DLR", "MR", "WL")
"""Codes of the records that are spoken of on the way, the most important first."""

TOLD_PLACES = 8
"""Nothing is said about places behind these, but of a followed athlete."""


class Arrival(NamedTuple):
    """Somebody who comes by."""

    number: int
    """How many of those looked at came before."""
    runner: Runner
    passing: Passing
    place: int
    """The printed place, or that among those who had come by; 0 for who holds none in the result."""

    @property
    def bib(self) -> str:
        """Who it is."""
        return self.runner.entrant.bib

    @property
    def when_ms(self) -> int:
        """Race time."""
        return self.passing.when_ms

    @property
    def time(self) -> Time | None:
        """Time from the own gun; None where it is not known, or suspect."""
        return None if self.passing.suspect else self.passing.time

    @property
    def estimated(self) -> bool:
        """Whether that is an estimate."""
        return self.passing.evidence == "estimated"

    @property
    def measured(self) -> Time | None:
        """The time where it is known and no estimate."""
        return None if self.estimated else self.time

    def is_placed(self, when_ms: int) -> bool:
        """Whether the place was known by a race time, and not only that of a reconstruction."""
        return not self.estimated or any(
            isinstance(entry.message, Order) and entry.when_ms <= when_ms for entry in self.passing.entries
        )


class Overtake(NamedTuple):
    """Somebody got past somebody, as it was told."""

    when_ms: int
    passer: str
    passed: str


class RecordPace(NamedTuple):
    """Record pace, or that of a target, as it was told."""

    when_ms: int
    target: str
    """Its label; nothing where it is a record."""
    code: str
    is_inside: bool


class Group(NamedTuple):
    """Those together in front, with nobody close behind."""

    when_ms: int
    bibs: tuple[str, ...]


class Lap(NamedTuple):
    """A lap that was run."""

    when_ms: int
    """Race time of its end."""
    pace: float
    """Milliseconds per metre."""


class RaceField:
    """All that are in the race, as far as sentences need them."""

    def __init__(
        self, state: RaceState, course: Course, followed: frozenset[str], targets: tuple[Mark, ...]
    ) -> None:
        self.course = course
        self.followed = followed
        self.targets = [RunningMark(mark, course) for mark in targets]
        """Marks of the listener's own."""
        self._state = state

    @cached_property
    def badges(self) -> Badges:
        """What stands beside the results, by bib."""
        return badges_of(self._state, [running.mark for running in self.targets])

    @cached_property
    def running_marks(self) -> list[RunningMark]:
        """The records that can be broken here and are spoken of, the most important first."""
        start_list = self._state.start_list
        if start_list is None:
            return []
        marks = [m for m in start_list.marks if m.code in IMPORTANCE and counts_here(m, start_list)]
        marks.sort(key=lambda mark: (IMPORTANCE.index(mark.code), mark.time.ms))
        return [RunningMark(mark, self.course) for mark in marks]

    @cached_property
    def size(self) -> int:
        """How many are on the start list."""
        return sum(runner.number < UNLISTED for runner in self._state.runners.values())

    @cached_property
    def has_waves(self) -> bool:
        """Whether not all start together."""
        return len({runner.entrant.wave for runner in self._state.runners.values()}) > 1

    @cached_property
    def _left_ms(self) -> dict[str, int]:
        """When somebody left the race, by bib."""
        runners = self._state.runners.items()
        return {bib: runner.status_claims[-1].when_ms for bib, runner in runners if runner.status_claims}

    def has_left(self, bib: str, when_ms: int) -> bool:
        """Whether somebody had left the race by then."""
        return self._left_ms.get(bib, when_ms + 1) <= when_ms

    def racing(self, when_ms: int) -> int:
        """How many were in the race then."""
        return self.size - sum(left_ms <= when_ms for left_ms in self._left_ms.values())


@dataclass(slots=True)
class CheckpointStory:
    """A checkpoint. What is found there is kept for the checkpoints after it."""

    field: RaceField
    index: int
    arrivals: list[Arrival]
    """Those who have come by and were told of."""
    scenes: Sequence[CheckpointStory]
    """Those of all checkpoints, as far as they are told."""
    is_order_checkpoint: bool
    """Whether the order is told here."""
    by_bib: dict[str, Arrival] = detail(default_factory=dict)
    told: list[Moment] = detail(default_factory=list)
    leads: list[Arrival] = detail(default_factory=list)
    passes: list[Overtake] = detail(default_factory=list)
    groups: list[Group] = detail(default_factory=list)
    dropped: list[Arrival] = detail(default_factory=list)
    """Of whom it was told that they lost contact."""
    paces: list[RecordPace] = detail(default_factory=list)
    moved: list[Arrival] = detail(default_factory=list)
    """Of whom it was told that they moved."""
    laps: list[Lap] = detail(default_factory=list)
    """Those that end here."""

    @property
    def course(self) -> Course:
        """The course of the race."""
        return self.field.course

    @property
    def last_ms(self) -> int:
        """When the last of those told of came by; long ago before the first."""
        return self.arrivals[-1].when_ms if self.arrivals else -NEVER

    @property
    def is_finish(self) -> bool:
        """Whether it is the last."""
        return self.index == self.course.finish

    @property
    def in_last_lap(self) -> bool:
        """Whether it lies in the last lap, or on a road in the last tenth."""
        last_m = self.course.lap_m or self.course.distance_m / 10
        return self.course.to_go(self.index) < last_m

    @property
    def is_run_in(self) -> bool:
        """Whether it lies on a track so near to the finish that the finish says it all."""
        return self.course.to_go(self.index) < (self.course.lap_m or 0.0) / 8

    def past(self) -> Iterator[CheckpointStory]:
        """The checkpoints before it, the last first."""
        return (self.scenes[index] for index in range(self.index - 1, START, -1))

    def near(self, laps: float) -> Iterator[CheckpointStory]:
        """This one and those within some laps before it, the last first; on a road this one alone."""
        start_m = self.course.distance(self.index) - laps * (self.course.lap_m or 0.0)
        yield self
        for scene in self.past():
            if self.course.distance(scene.index) < start_m:
                return
            yield scene

    def leader(self, when_ms: int) -> Arrival | None:
        """Who led as far as was known: here, or else at the last checkpoint where that is known."""
        for scene in chain((self,), self.past()):
            leads = known(scene.leads, when_ms)
            if leads:
                return leads[-1]
        return None

    def group(self, when_ms: int) -> Group | None:
        """The last group in front that was known."""
        for scene in self.past():
            groups = known(scene.groups, when_ms)
            if groups:
                return groups[-1]
        return None

    def has_just(self, told: str, arrival: Arrival, laps: float) -> bool:
        """Whether somebody was told, within some laps, to have `moved` or to be `dropped`."""
        return any(
            one.bib == arrival.bib
            for scene in self.near(laps)
            for one in known(getattr(scene, told), arrival.when_ms)
        )

    def arrival(self, bib: str, when_ms: int) -> Arrival | None:
        """Somebody's arrival here, if it had come by then."""
        found = self.by_bib.get(bib)
        return found if found is not None and found.when_ms <= when_ms else None

    def before(self, arrival: Arrival) -> tuple[CheckpointStory, Arrival] | None:
        """Where, and as what, somebody was last seen in front before; known places alone count."""
        for scene in self.past():
            earlier = scene.arrival(arrival.bib, arrival.when_ms)
            if earlier is not None and earlier.is_placed(arrival.when_ms):
                return scene, earlier
        return None

    def lap(self, arrival: Arrival) -> Stretch | None:
        """The lap that ends with an arrival, where both its ends are measured and known."""
        found = lap(self.course, arrival.runner, self.index)
        start = self.course.lap_start[self.index]
        if found is None or found.estimated or start is None:
            return None
        passing = arrival.runner.passings.get(start)
        return found if passing is None or passing.when_ms <= arrival.when_ms else None

    def up_to(self, arrival: Arrival) -> list[Arrival]:
        """Those whose times are measured, up to one of them; none unless the first of them led."""
        measured = [one for one in self.arrivals if one.measured is not None]
        if arrival not in measured or not self.leads or measured[0] != self.leads[-1]:
            return []
        return measured[: measured.index(arrival) + 1]

    def told_width(self, bib: str) -> int:
        """The places that are told of somebody's passes."""
        return TOLD_PLACES if bib in self.field.followed else 3


class _Timed(Protocol):
    @property
    def when_ms(self) -> int: ...


D = TypeVar("D", bound=_Timed)


def known(found: Sequence[D], when_ms: int) -> Sequence[D]:
    """What was known by a race time."""
    return [one for one in found if one.when_ms <= when_ms]


def leads_over(one: Arrival, other: Arrival) -> bool | None:
    """Whether one was ahead of another at a checkpoint: by rank, else by time; None where nobody can say."""
    if one.passing.official_place is not None and other.passing.official_place is not None:
        return (
            one.passing.official_place < other.passing.official_place
            if one.passing.official_place != other.passing.official_place
            else None
        )
    if one.time is None or other.time is None or one.time.ms == other.time.ms:
        return None
    return one.time.ms < other.time.ms
