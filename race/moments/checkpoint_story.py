"""The story of a checkpoint: who passes in front, one after the other, and what was announced about it.

Each sentence is found when a runner passes, from what was known by then. So later runners add sentences and
change none; only a correction or a late split does.
"""

from __future__ import annotations

from dataclasses import field as detail
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from race.course import START, Course
from race.eligibility import counts_here
from race.fold.runner import UNLISTED, Runner
from race.laps import Stretch, lap
from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from race.marks import RunningMark
from race.moments.titles import prize
from race.moments.worth import Worth
from race.order.places import NEVER
from race.order.places_gained import gained
from race.records import Badges, Beaten, badges_of, beaten_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from race.fold.checkpoint_passing import Passing
    from race.fold.state import RaceState
    from race.messages import Mark
    from race.moments.moment import Moment
    from race.order.settled_places import SettledPlaces
    from race.times import Time

IMPORTANCE = ("WR", "WB", "AR", "OR", "CR", "NR", "DLR", "MR", "WL")
"""Codes of the records whose pace is announced, most important first."""

LEADING = frozenset({"lead", "through", "bell"})
"""Kinds of moments that are about the leader."""

STALE = 0.05
"""What is known only so much later, as a share of the race time, is no news any more."""

ANNOUNCED_PLACES = 8
"""Places behind these are announced for followed athletes only."""


class Arrival(NamedTuple):
    """A runner passing a checkpoint."""

    number: int
    """How many of the arrivals there came before."""
    runner: Runner
    passing: Passing
    place: int
    """The official place, or the place among those who had passed; 0 for a pacemaker at the finish."""

    @property
    def bib(self) -> str:
        """The runner's bib."""
        return self.runner.entrant.bib

    @property
    def is_pacemaker(self) -> bool:
        """Whether the runner is a pacemaker."""
        return self.runner.entrant.role == "pacemaker"

    @property
    def when_ms(self) -> int:
        """Race time."""
        return self.passing.when_ms

    @property
    def time(self) -> Time | None:
        """Time from the runner's own gun; None if unknown."""
        return self.passing.time


class Overtake(NamedTuple):
    """An overtaking that was announced."""

    when_ms: int
    passer: str
    passed: str


class RecordPace(NamedTuple):
    """An announcement of record or target pace."""

    when_ms: int
    target: str
    """Label of the target; empty for a record."""
    code: str
    is_inside: bool


class LeadingGroup(NamedTuple):
    """The leading group, with a break behind it."""

    when_ms: int
    bibs: tuple[str, ...]


class CompletedLap(NamedTuple):
    """A lap that was run."""

    when_ms: int
    """Race time of its end."""
    pace: float
    """Milliseconds per metre."""


class RaceField:
    """Facts about the whole field that sentences need, each worked out once a state."""

    def __init__(
        self,
        state: RaceState,
        course: Course,
        followed: frozenset[str],
        targets: tuple[Mark, ...],
        settled_places: SettledPlaces,
    ) -> None:
        self.course = course
        self.followed = followed
        self.targets = [RunningMark(mark, course) for mark in targets]
        """Marks that the viewer added."""
        self.settled_places = settled_places
        """When the places are settled."""
        self._state = state

    @cached_property
    def badges(self) -> Badges:
        """What is shown beside the results, by bib."""
        return badges_of(self._state, [running.mark for running in self.targets])

    @cached_property
    def beaten(self) -> dict[str, Beaten]:
        """The marks that the finishers beat or equalled, by bib."""
        return beaten_marks(self._state, [running.mark for running in self.targets])

    @cached_property
    def worth(self) -> Worth:
        """Words what the results are worth."""
        return Worth(self._state.start_list)

    @cached_property
    def prize(self) -> str:
        """What the winner wins, such as a title; empty where there is nothing to say."""
        return prize(self._state.start_list) if self._state.start_list else ""

    @property
    def event(self) -> str:
        """Code of the event; empty if unknown."""
        return self._state.start_list.event if self._state.start_list else ""

    @cached_property
    def running_marks(self) -> list[RunningMark]:
        """The records that can be broken here and are announced, most important first."""
        start_list = self._state.start_list
        if start_list is None:
            return []
        marks = [m for m in start_list.marks if m.code in IMPORTANCE and counts_here(m, start_list)]
        marks.sort(key=lambda mark: (IMPORTANCE.index(mark.code), mark.time.ms))
        return [RunningMark(mark, self.course) for mark in marks]

    @cached_property
    def size(self) -> int:
        """How many runners are on the start list."""
        return sum(runner.number < UNLISTED for runner in self._state.runners.values())

    @cached_property
    def pacemakers(self) -> int:
        """How many pacemakers are on the start list."""
        return sum(runner.entrant.role == "pacemaker" for runner in self._state.runners.values())

    @cached_property
    def has_waves(self) -> bool:
        """Whether there is more than one start."""
        return len({r.entrant.wave for r in self._state.runners.values() if r.number < UNLISTED}) > 1

    def notes(self, bib: str, when_ms: int) -> list[str]:
        """The notes about a runner in the second that ends at a race time."""
        there = ((note.text, note.when) for note in self._state.notes if note.bib == bib)
        return [text for text, when in there if when is not None and 0 <= when_ms - when.ms <= 1000]

    @cached_property
    def _left_ms(self) -> dict[str, int]:
        """When runners left the race, by bib. One whose result was not published has not, but a pacemaker."""
        runners = self._state.runners.items()
        return {
            bib: runner.status_claims[-1].when_ms
            for bib, runner in runners
            if runner.out and (runner.out != "unknown" or runner.entrant.role == "pacemaker")
        }

    def has_left(self, bib: str, when_ms: int) -> bool:
        """Whether a runner had left the race by a race time."""
        return self._left_ms.get(bib, when_ms + 1) <= when_ms

    def racing(self, when_ms: int) -> int:
        """How many were in the race at a race time."""
        return self.size - sum(left_ms <= when_ms for left_ms in self._left_ms.values())


@dataclass(slots=True)
class CheckpointStory:
    """What happened and was announced at a checkpoint, kept for the checkpoints after it."""

    field: RaceField
    index: int
    arrivals: list[Arrival]
    stories: Sequence[CheckpointStory]
    """The stories of all checkpoints so far."""
    is_order_checkpoint: bool
    """Whether the running order is announced here."""
    last_ms: int = -NEVER
    """Race time of the last arrival; long ago without any."""
    count: int = 0
    """What `LeadingRunners.count` was when the arrivals were read."""
    by_bib: dict[str, Arrival] = detail(default_factory=dict)
    announced: list[Moment] = detail(default_factory=list)
    leads: list[Arrival] = detail(default_factory=list)
    overtakes: list[Overtake] = detail(default_factory=list)
    is_left_to_lap: bool = False
    """Whether the leader is named with those behind, once they have passed."""
    is_bell_awaited: bool = False
    """Whether the bell is announced with the lead, once the next runner has passed."""
    says_lead: bool = False
    """Whether it was announced with the bell by how much the leader leads."""
    lap_text: str = ""
    """The sentence that names those behind the leader, which may come later than one of more importance."""
    groups: list[LeadingGroup] = detail(default_factory=list)
    dropped: list[Arrival] = detail(default_factory=list)
    paces: list[RecordPace] = detail(default_factory=list)
    moved: list[Arrival] = detail(default_factory=list)
    laps: list[CompletedLap] = detail(default_factory=list)

    @property
    def course(self) -> Course:
        """The course of the race."""
        return self.field.course

    @property
    def has_lap(self) -> bool:
        """Whether those behind the leader were named."""
        return any(moment.text == self.lap_text for moment in self.announced)

    @property
    def placed(self) -> frozenset[str]:
        """The bibs of those who were named with their places."""
        return frozenset(bib for m in self.announced if m.text == self.lap_text for bib in m.bibs)

    @property
    def is_finish(self) -> bool:
        """Whether it is the finish."""
        return self.index == self.course.finish

    @property
    def in_last_lap(self) -> bool:
        """Whether it is in the last lap, or on a road in the last tenth."""
        last_m = self.course.lap_m or self.course.distance_m / 10
        return self.course.to_go(self.index) < last_m

    @property
    def is_run_in(self) -> bool:
        """Whether it is on a track within an eighth of a lap of the finish, which then says it all."""
        return self.course.to_go(self.index) < (self.course.lap_m or 0.0) / 8

    def settled_ms(self, arrival: Arrival) -> int:
        """The race time from which a place here can no longer be taken by a runner who is still out."""
        if arrival.time is None:
            return arrival.when_ms
        return self.field.settled_places.settled_ms(self.index, arrival.time.ms, arrival.when_ms)

    def is_settled(self, arrival: Arrival, when_ms: int | None = None) -> bool:
        """Whether a place here can no longer be taken, at a race time; else when the runner passed."""
        return self.settled_ms(arrival) <= (arrival.when_ms if when_ms is None else when_ms)

    @staticmethod
    def is_stale(arrival: Arrival, when_ms: int) -> bool:
        """Whether a passing is no news any more at a race time."""
        return when_ms > arrival.when_ms * (1 + STALE)

    def awaits_rival(self, arrival: Arrival, when_ms: int) -> bool:
        """Whether a runner is unaccounted for who was level with another, or ahead, when both were last seen.

        That is one not seen here by a race time, and not known to have left. An official place settles it.
        """
        if arrival.passing.official_place is not None:
            return False
        seen = {bib for bib in self.by_bib if self.arrival(bib, when_ms) is not None}
        for story in self.past():
            here = story.arrival(arrival.bib, when_ms)
            if here is None:
                continue
            for bib in story.by_bib.keys() - seen:
                other = story.arrival(bib, when_ms)
                if other is None or other.is_pacemaker:
                    continue
                seen.add(bib)
                if is_ahead(here, other) is not True and not self.field.has_left(bib, when_ms):
                    return True
        return False

    def past(self) -> Iterator[CheckpointStory]:
        """The checkpoints before it, last first."""
        return (self.stories[index] for index in range(self.index - 1, START, -1))

    def near(self, laps: float) -> Iterator[CheckpointStory]:
        """This one and those within some laps before it, last first; on a road only this one."""
        start_m = self.course.distance(self.index) - laps * (self.course.lap_m or 0.0)
        yield self
        for story in self.past():
            if self.course.distance(story.index) < start_m:
                return
            yield story

    def leader(self, when_ms: int) -> Arrival | None:
        """The leader known by a race time: here, or else at the last checkpoint with a known leader."""
        return latest((story.leads for story in chain((self,), self.past())), when_ms)

    def announced_leader(self, when_ms: int) -> Arrival | None:
        """The leader last announced, by a race time."""
        for story in chain((self,), self.past()):
            for moment in reversed(known(story.announced, when_ms)):
                arrival = story.by_bib.get(moment.bib or "")
                if moment.kind in LEADING and arrival is not None and arrival.place == 1:
                    return arrival
        return None

    def places_won(self, arrival: Arrival, earlier: CheckpointStory) -> int:
        """Places gained since an earlier checkpoint, as the board gives them when the runner passes."""
        when_ms = arrival.when_ms
        left_out = (earlier._left_out(self, when_ms), self._left_out(earlier, when_ms))
        return gained(earlier.by_bib[arrival.bib].place, arrival.place, *left_out)

    def _left_out(self, there: CheckpointStory, when_ms: int) -> list[int]:
        """The places here of those who do not count in a comparison with another checkpoint."""
        arrivals = known(self.arrivals, when_ms)
        return sorted(a.place for a in arrivals if a.place and not there._counts(a, when_ms))

    def _counts(self, arrival: Arrival, when_ms: int) -> bool:
        """Whether a runner seen elsewhere has passed here too, or may still: not a pacemaker.

        Later checkpoints are not asked: what comes there does not change what was said here.
        """
        if arrival.is_pacemaker or self.arrival(arrival.bib, when_ms) is not None:
            return not arrival.is_pacemaker
        return not self.field.has_left(arrival.bib, when_ms)

    def group(self, when_ms: int) -> LeadingGroup | None:
        """The last leading group known by a race time."""
        return latest((story.groups for story in self.past()), when_ms)

    def has_just(self, event: Literal["moved", "dropped"], arrival: Arrival, laps: float) -> bool:
        """Whether a runner was announced, within some laps, to have moved up or to be dropped."""
        return any(
            earlier.bib == arrival.bib
            for story in self.near(laps)
            for earlier in known(story.moved if event == "moved" else story.dropped, arrival.when_ms)
        )

    def arrival(self, bib: str, when_ms: int) -> Arrival | None:
        """A runner's arrival here, if it had happened by a race time."""
        arrival = self.by_bib.get(bib)
        return arrival if arrival is not None and arrival.when_ms <= when_ms else None

    def before(self, arrival: Arrival) -> tuple[CheckpointStory, Arrival] | None:
        """The last earlier checkpoint where the runner arrived, and that arrival."""
        for story in self.past():
            earlier = story.arrival(arrival.bib, arrival.when_ms)
            if earlier is not None:
                return story, earlier
        return None

    def lap(self, arrival: Arrival) -> Stretch | None:
        """The lap that ends with an arrival; None unless both its ends are known."""
        completed = lap(self.course, arrival.runner, self.index)
        start = self.course.lap_start[self.index]
        if completed is None or start is None:
            return None
        passing = arrival.runner.passings.get(start)
        return completed if passing is None or passing.when_ms <= arrival.when_ms else None

    def up_to(self, arrival: Arrival) -> list[Arrival]:
        """The timed arrivals up to one of them; none unless the first of them leads."""
        timed = [other for other in self.arrivals if other.time is not None]
        if arrival not in timed or not self.leads or timed[0] != self.leads[-1]:
            return []
        return timed[: timed.index(arrival) + 1]

    def announced_width(self, bib: str) -> int:
        """Down to which place a runner's overtaking is announced."""
        return ANNOUNCED_PLACES if bib in self.field.followed else 3


class _Timed(Protocol):
    @property
    def when_ms(self) -> int: ...


D = TypeVar("D", bound=_Timed)


def known(events: Sequence[D], when_ms: int) -> Sequence[D]:
    """The events that were known by a race time."""
    return [event for event in events if event.when_ms <= when_ms]


def latest(several: Iterable[Sequence[D]], when_ms: int) -> D | None:
    """The last event known by a race time in the first of several sequences that has one."""
    return next((seen[-1] for events in several if (seen := known(events, when_ms))), None)


def is_ahead(arrival: Arrival, other: Arrival) -> bool | None:
    """Whether one was ahead of another at a checkpoint, by official place or by time; None if unknown."""
    first, second = arrival.passing.official_place, other.passing.official_place
    if first is None or second is None:
        first = arrival.time.ms if arrival.time else None
        second = other.time.ms if other.time else None
    return None if first is None or second is None or first == second else first < second
