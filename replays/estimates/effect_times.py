"""When a message without a time of its own takes effect."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START
from race.fold.plain_splits import PlainPassings
from race.lazy_named_tuple import NamedTuple
from race.messages import Gun, Message, Note, Official, Order, Split, Status
from race.times import Time
from replays.estimates.note_figures import place_of

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.history import History
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Estimate

JUST_MS = 10
"""The end of a race comes so long after the last time."""


class Along(NamedTuple):
    """Times at distances from the start, in order; evenly in between."""

    distances: Sequence[float]
    times: Sequence[float]

    def at(self, metres: float) -> float:
        """The time at a distance; beyond the last one that of the last."""
        after = bisect_left(self.distances, metres)
        if after == len(self.distances) or after == 0:
            return self.times[max(after - 1, 0)]
        start_m, end_m = self.distances[after - 1 : after + 1]
        start_ms, end_ms = self.times[after - 1 : after + 1]
        return start_ms + (end_ms - start_ms) * (metres - start_m) / max(end_m - start_m, 0.001)


class KnownWhen:
    """When the messages of a race take effect, so that nothing is said early and nothing late."""

    def __init__(
        self,
        history: History,
        state: RaceState,
        course: Course,
        estimates: Sequence[Estimate],
        leader: Along,
    ) -> None:
        self._course = course
        self._history = history
        self._runners = state.runners
        self._notes = state.notes
        self._leader = leader
        self._estimates = estimates

    @cached_property
    def _arrivals(self) -> list[dict[str, int]]:
        """Race times by checkpoint and bib."""
        arrivals: list[dict[str, int]] = [{} for _ in self._course.checkpoints]
        for bib, runner in self._runners.items():
            delay_ms = self._history.gun_ms(bib)
            for index, passing in runner.passings.items():
                if passing.time is not None:
                    arrivals[index][bib] = passing.time.ms + delay_ms
        for estimate in self._estimates:
            there = arrivals[self._course.index[estimate.checkpoint]]
            there.setdefault(estimate.bib, estimate.band.likely_ms)
        return arrivals

    @cached_property
    def _end_ms(self) -> int:
        """Just after the last time."""
        latest = [
            passing.time.ms + self._history.gun_ms(bib)
            for bib, runner in self._runners.items()
            for passing in _latest_passings(runner)
            if passing.time is not None
        ]
        index = self._course.index
        untimed = (e for e in self._estimates if self._runners[e.bib].time_at(index[e.checkpoint]) is None)
        return max([*latest, *(estimate.band.likely_ms for estimate in untimed)]) + JUST_MS

    @cached_property
    def _against_places(self) -> dict[int, int]:
        """The messages whose time contradicts the place printed with it, and which show that, by number."""
        return {
            number: doubt.against
            for number, doubt in self._history.doubts.items()
            if doubt.reason == "against its place" and doubt.against is not None
        }

    def with_times(self, messages: Sequence[Message]) -> Iterator[Message]:
        """The messages; each without a time that counts gets the one at which it takes effect."""
        last_split = max(
            (i for i, message in enumerate(messages, 1) if isinstance(message, Split)), default=0
        )
        return (message for _, message in self.numbered_with_times(enumerate(messages, 1), last_split))

    def numbered_with_times(
        self, numbered: Iterable[tuple[int, Message]], last_split: int
    ) -> Iterator[tuple[int, Message]]:
        """The same of messages with their numbers in the log, in order; splits with times may be missing."""
        started = False
        for number, message in numbered:
            started = started or isinstance(message, Gun | Split)
            is_known = message.when is not None or message.heard_ms is not None
            is_known = is_known or (isinstance(message, Split) and number not in self._against_places)
            over = number > last_split
            ms = None if is_known else self._when(message, number, started=started, over=over)
            yield number, message if ms is None else replace(message, when=Time(ms, 3))

    def _when(self, message: Message, number: int, *, started: bool, over: bool) -> int | None:
        match message:
            case Split():
                return self._misplaced(message, number)
            case Order():
                return self._order(message)
            case Status():
                return self._absence(message, started=started)
            case Note():
                return self._note(message, over=over)
            case Official():
                return self._end_ms
        return None

    def _misplaced(self, split: Split, number: int) -> int | None:
        """When a place printed with a time too slow for it counts: as soon as something shows that."""
        history = self._history
        shown_ms = history.effect_ms(history.messages[self._against_places[number] - 1])
        return shown_ms if shown_ms < history.effect_ms(split) else None

    def _order(self, order: Order) -> int | None:
        """When the last runner listed is there, at latest just before one whose place is further back."""
        index = self._course.index.get(order.checkpoint, START)
        if index == START:
            return None
        there = self._arrivals[index]
        end_ms = max(there.values(), default=self._leader_ms(index))
        listed = [there.get(bib, self._by_place(place, index, end_ms)) for bib, place in order.places.items()]
        return max(listed, default=end_ms)

    def _by_place(self, place: int, index: int, end_ms: int) -> int:
        """When someone without a time passed, by the place: before those further back, or by `end_ms`."""
        ahead_ms, behind_ms = 0, end_ms
        for bib, ms in self._arrivals[index].items():
            passing = self._runners[bib].passings.get(index)
            other = passing.official_place if passing is not None else None
            if other is not None and other > place:
                behind_ms = min(behind_ms, ms - JUST_MS)
            elif other is not None:
                ahead_ms = max(ahead_ms, ms)
        return max(ahead_ms, behind_ms)

    def _note(self, note: Note, *, over: bool) -> int | None:
        """When its subject is there, or else the first runner who is; at the end where it names no place.

        A distance in its words tells more exactly where, if it is next to its checkpoint.
        """
        index = self._course.index.get(note.checkpoint or "", START)
        metres = place_of(note.text, self._course)
        if index == START:
            if note.checkpoint is not None:
                return None
            return self._end_ms if over else None
        if metres is not None and self._is_next_to(metres, index):
            return self._passes_ms(note.bib, metres)
        there = self._arrivals[index]
        if note.bib in there:
            return there[note.bib]
        return min(there.values(), default=self._leader_ms(index))

    def _is_next_to(self, metres: float, index: int) -> bool:
        """Whether a distance is between the checkpoints before and after one."""
        course = self._course
        return course.distance(index - 1) <= metres <= course.distance(min(index + 1, course.finish))

    def _passes_ms(self, bib: str | None, metres: float) -> int:
        """When a runner, or else the leader, is at a distance."""
        distance = self._course.distance
        own = [(distance(i), there[bib]) for i, there in enumerate(self._arrivals) if bib and bib in there]
        if not own or max(own)[0] < metres:
            return round(self._leader.at(metres))
        distances, times = zip(*sorted([(0.0, 0), *own]), strict=True)
        return round(Along(distances, times).at(metres))

    def _leader_ms(self, index: int) -> int:
        return round(self._leader.at(self._course.distance(index)))

    def _absence(self, status: Status, *, started: bool) -> int | None:
        """Halfway in time from where last seen to when another runner, but not this one, is at the next.

        Where its reason names a distance beyond the last checkpoint passed, it is when the leader is there.
        That nothing but the start was published of a runner is said at the end.
        """
        runner = self._runners.get(status.bib)
        after = self._course.index.get(status.after or "", START)
        seen = max(after, runner.furthest if runner else START)
        if seen == START and not started:
            return None
        if seen == START and status.status == "unknown":
            return self._end_ms
        own = self._last_seen_ms(status.bib, seen) if seen != START else 0
        own = max([own, *(ms + JUST_MS for ms in self._noted(status.bib, seen))])
        metres = place_of(status.reason, self._course)
        if metres is not None and metres >= self._course.distance(seen):
            return max(round(self._leader.at(metres)), own)
        for there in self._arrivals[seen + 1 :]:
            others = [ms for bib, ms in there.items() if bib != status.bib]
            if others:
                return max((own + min(others)) // 2, own)
        return self._end_ms

    def _noted(self, bib: str, seen: int) -> Iterator[int]:
        """When the notes on a runner from beyond the last checkpoint passed take effect."""
        for note in self._notes:
            if note.bib == bib and self._course.index.get(note.checkpoint or "", START) > seen:
                ms = note.when.ms if isinstance(note.when, Time) else self._note(note, over=False)
                yield ms or 0

    def _last_seen_ms(self, bib: str, seen: int) -> int:
        """When a runner was at the last checkpoint passed; if that is not known, not before the leader."""
        there = self._arrivals[seen]
        if bib in there:
            return there[bib]
        return max(self._leader_ms(seen), *(there.get(bib, 0) for there in self._arrivals[:seen]), 0)


def _latest_passings(runner: Runner) -> Iterable[Passing]:
    """The passings of a runner of which one is the latest."""
    last = runner.last
    if last is not None and isinstance(runner.passings, PlainPassings):
        return (last,)  # the times of plain splits only grow
    return runner.passings.values()
