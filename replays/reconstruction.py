"""Reconstruction: likely splits for a race that has ended, where none were published.

`reconstruct` is a pure function of the log. It adds splits with the evidence "estimated" and changes no
published figure; `docs/reconstruction.md` says how they are made and how good they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from race.course import START, Course
from race.fold.history import History
from race.fold.runner import ZERO, Runner
from race.messages import Estimate, Gun, Message, Note, Official, Order, Split, Status, TimeBand
from race.order.packs import BREAK_MS
from race.times import Time
from replays.estimates.place_estimates import estimate_all
from replays.estimates.speed_limits import PossibleTimes

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.state import RaceState

JUST_AFTER_MS = 10
"""The end of a race comes this long after the last time."""


def reconstruct(messages: Sequence[Message]) -> list[Message]:
    """The log of a race that has ended, with estimated splits and a `when` for messages without a time.

    Runners get estimates up to the last checkpoint that they are known to have reached, none at the finish.
    Estimates contradict nothing that was published. A message that a hub has heard took effect when it came.
    """
    timed, splits = _reconstructed(messages)
    return [*timed, *splits]


def with_known_times(messages: Sequence[Message]) -> list[Message]:
    """The log with a `when` for messages without a time, as a replay has it, but without estimates."""
    return _reconstructed(messages)[0]


def _reconstructed(messages: Sequence[Message]) -> tuple[list[Message], list[Estimate]]:
    """The messages with their times, and the estimates."""
    messages = [message for message in messages if not isinstance(message, Estimate)]
    history = History(messages)
    state = history.at(history.end_ms)
    course = state.course
    if course is None:
        return list(messages), []
    distances = [0.0, *course.distances]
    runs = [run for runner in state.runners.values() if (run := _run(course, distances, runner)) is not None]
    if not any(run.published for run in runs):
        return list(messages), []
    leader = estimate_all(distances, runs)
    splits = sorted(_splits(state, course, runs), key=lambda split: (split.time, split.rank, split.bib))
    known_when = _KnownWhen(history, state, course, splits, leader[1:])
    return list(known_when.with_times(messages)), list(_in_packs(history, splits))


def _in_packs(history: History, splits: Sequence[Split]) -> Iterator[Estimate]:
    """The likely times as bands, one for all who come to a checkpoint together."""
    for checkpoint in dict.fromkeys(split.checkpoint for split in splits):
        timed = [(history.effect_ms(s), s.bib) for s in splits if s.checkpoint == checkpoint]
        together: list[tuple[int, str]] = []
        for number, (ms, bib) in enumerate(timed):
            together.append((ms, bib))
            if number + 1 == len(timed) or timed[number + 1][0] - ms >= BREAK_MS:
                band = TimeBand(together[0][0], together[len(together) // 2][0], ms)
                when = Time(band.low_ms, 3)
                yield from (Estimate(bib=b, checkpoint=checkpoint, band=band, when=when) for _, b in together)
                together = []


def _run(course: Course, distances: Sequence[float], runner: Runner) -> PossibleTimes | None:
    """What is known of an entrant; None where nothing is."""
    times: dict[int, int] = {}
    places: dict[int, int] = {}
    claimed: dict[int, set[int]] = {}
    status = runner.statuses[-1] if runner.statuses else None
    last = course.index.get(status.after, START) if status and status.after else START
    for index, passing in runner.passings.items():
        last = max(last, index)
        if passing.time is not None:
            times[index + 1] = passing.time.ms
        published = [
            _published_place(entry.message, runner.entrant.bib)
            for entry in passing.entries
            if entry.number not in runner.unbelieved.doubts
        ]
        claimed[index + 1] = {place for place in published if place is not None}
        if passing.official_place is not None:
            places[index + 1] = passing.official_place
    if last == START or (runner.out == "dns" and not times):
        return None
    pacemaker = runner.entrant.role == "pacemaker"
    return PossibleTimes(
        bib=runner.entrant.bib,
        distances=distances,
        times=times,
        places=places,
        claimed_places=claimed,
        last=last + 1,
        pacemaker=pacemaker,
        may_be_nameless=runner.out in (None, "unknown") and not pacemaker and last < course.finish,
    )


def _published_place(claim: Message, bib: str) -> int | None:
    match claim:
        case Order(places=places):
            return places[bib]
        case Split(rank=rank):
            return rank
    return None


def _splits(state: RaceState, course: Course, runs: Sequence[PossibleTimes]) -> Iterator[Split]:
    """The estimates short of the finish, for runners who started.

    There is none where a runner was read, by time of day, and the gun's is not known.
    """
    for run in runs:
        runner = state.runners[run.bib]
        if runner.out == "dns":
            continue
        shown = {**runner.doubtful, **runner.passings}
        read = {index + 1 for index, passing in shown.items() if _is_by_time_of_day(passing)}
        for point in set(run.times) - run.published - read - {0, len(run.distances) - 1}:
            yield Split(
                bib=run.bib,
                checkpoint=course.checkpoints[point - 1].id,
                time=Time(run.times[point], 1),
                rank=run.counted_places[point],
                evidence="estimated",
            )


def _is_by_time_of_day(passing: Passing) -> bool:
    return passing.time is None and any(isinstance(claim, Split) for claim in passing.claims)


class _KnownWhen:
    """When a message without a time of its own takes effect."""

    def __init__(
        self,
        history: History,
        state: RaceState,
        course: Course,
        estimates: Sequence[Split],
        leader: Sequence[float],
    ) -> None:
        self._course = course
        self._runners = state.runners
        self._leader = leader
        self._arrivals: list[dict[str, int]] = [{} for _ in course.checkpoints]
        """Race times by checkpoint and bib."""
        for bib, runner in state.runners.items():
            delay_ms = history.effect_ms(Split(bib=bib, checkpoint="", time=ZERO, evidence="estimated"))
            for index in runner.passings:
                if (time := runner.time_at(index)) is not None:
                    self._arrivals[index][bib] = time.ms + delay_ms
        for split in estimates:
            self._arrivals[course.index[split.checkpoint]].setdefault(split.bib, history.effect_ms(split))
        self._end_ms = max(max(there.values()) for there in self._arrivals if there) + JUST_AFTER_MS

    def with_times(self, messages: Sequence[Message]) -> Iterator[Message]:
        """The messages; each without a time gets the one at which it takes effect."""
        last_split = max((i for i, message in enumerate(messages) if isinstance(message, Split)), default=-1)
        started = False
        for number, message in enumerate(messages):
            started = started or isinstance(message, Gun | Split)
            is_known = message.when is not None or message.heard_ms is not None
            ms = None if is_known else self._when(message, started=started, over=number > last_split)
            yield message if ms is None else replace(message, when=Time(ms, 3))

    def _when(self, message: Message, *, started: bool, over: bool) -> int | None:
        match message:
            case Order():
                return self._order(message)
            case Status():
                return self._absence(message, started=started)
            case Note(checkpoint=None):
                return self._end_ms if over else None
            case Note():
                return self._note(message)
            case Official():
                return self._end_ms
        return None

    def _order(self, order: Order) -> int | None:
        """When the last runner listed is there."""
        index = self._course.index.get(order.checkpoint, START)
        if index == START:
            return None
        there = self._arrivals[index]
        listed = [there[bib] for bib in order.places if bib in there]
        if len(listed) < len(order.places):
            listed = list(there.values())
        return max(listed, default=round(self._leader[index]))

    def _note(self, note: Note) -> int | None:
        """When its subject is there, or else the first runner who is."""
        index = self._course.index.get(note.checkpoint or "", START)
        if index == START:
            return None
        there = self._arrivals[index]
        if note.bib in there:
            return there[note.bib]
        return min(there.values(), default=round(self._leader[index]))

    def _absence(self, status: Status, *, started: bool) -> int | None:
        """When the next checkpoint is passed by another runner, but not by this one."""
        runner = self._runners.get(status.bib)
        after = self._course.index.get(status.after or "", START)
        seen = max(after, runner.furthest if runner else START)
        if seen == START and not started:
            return None
        own = self._arrivals[seen].get(status.bib, 0) if seen != START else 0
        for there in self._arrivals[seen + 1 :]:
            others = [ms for bib, ms in there.items() if bib != status.bib]
            if others:
                return max(min(others), own)
        return self._end_ms
