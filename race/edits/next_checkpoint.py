"""To which checkpoint a passing belongs: the runner's next one, and what speaks against that."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.messages import Order, Split
from race.times import span_text

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from race.course import Course
    from race.edits.edit import Timekeeper
    from race.fold.runner import Runner
    from race.fold.state import RaceState

MISSED = 1.6
"""Someone who takes so many times the usual time for a stretch was probably missed in between."""

TOGETHER_MS = 10_000
"""A passing that someone else timed longer ago than this is an earlier one: no lap is so short."""

BEFORE = START - 1
"""Comes before the start line, which may be timed too."""

FEWEST = 2
"""With fewer others timed over a stretch, nothing is concluded."""


class Suspicion(NamedTuple):
    """What makes it likely that a passing belongs to a later checkpoint. Nothing is moved for it."""

    text: str
    """`Berg took 2:20 to 700 m, the others 1:09: was a passing missed?`"""
    checkpoint: str
    """The id of the checkpoint that would fit better."""


def timed_indices(course: Course, timekeeper: Timekeeper) -> list[int]:
    """The indices of the checkpoints that someone times, in the order of the course."""
    named = [course.index[name] for name in timekeeper.checkpoints if name in course.index]
    return sorted(named) if timekeeper.checkpoints else list(range(course.finish + 1))


def next_index(
    course: Course, timekeeper: Timekeeper, runner: Runner | None, race_ms: int | None, passed: int = BEFORE
) -> int | None:
    """The index of the checkpoint that a runner passes at a time; None after the last that someone times.

    It is the next one after those that the same watch has, and after those that others had a while before.
    So two watches on one line time the same passing.

    Args:
        course: The course.
        timekeeper: Who times, and where.
        runner: The runner; None for a bib that nothing is known about.
        race_ms: The time, from the first gun; None where that is not known.
        passed: The furthest checkpoint passed, where that is not in the log yet.
    """
    indices = timed_indices(course, timekeeper)
    if runner is not None:
        passed = max(passed, _own(runner, indices, timekeeper.source), _passed_by(runner, race_ms))
    return next((index for index in indices if index > passed), None)


def _own(runner: Runner, indices: Sequence[int], source: str) -> int:
    """The furthest checkpoint at which a watch has a runner, as far as believed."""
    doubts = runner.doubts if runner.unbelieved.doubts else {}
    furthest = max(runner.claims(), default=BEFORE) if doubts else runner.furthest
    for index in reversed(indices):
        if index <= furthest and _has_own(runner, index, source, doubts):
            return index
    return BEFORE


def _has_own(runner: Runner, index: int, source: str, doubts: Container[int]) -> bool:
    """Whether a watch has timed or placed a runner at a checkpoint, as far as believed."""
    return any(
        isinstance(entry.message, Split | Order)
        and entry.message.evidence == "hand"
        and entry.message.source == source
        and entry.number not in doubts
        for entry in runner.claims_at(index)
    )


def _passed_by(runner: Runner, race_ms: int | None) -> int:
    """The furthest checkpoint that a runner had passed a while before a time."""
    if race_ms is None:
        return BEFORE
    until_ms = race_ms - TOGETHER_MS
    for index in range(runner.furthest, START - 1, -1):
        passing = runner.start_mat if index == START else runner.passings.get(index)
        if passing is not None and passing.when_ms < until_ms:
            return index
    return BEFORE


def usual_index(state: RaceState, timekeeper: Timekeeper, race_ms: int | None) -> int | None:
    """The index of the checkpoint that most of those who are still running come to next."""
    course = state.course
    if course is None:
        return None
    running = [runner for runner in state.runners.values() if runner.out is None]
    coming = Counter(
        index for runner in running if (index := next_index(course, timekeeper, runner, race_ms)) is not None
    )
    if not coming:
        return timed_indices(course, timekeeper)[-1]
    return min(coming, key=lambda index: (-coming[index], index))


def suspicion(
    state: RaceState, timekeeper: Timekeeper, runner: Runner, index: int, ms: int
) -> Suspicion | None:
    """Whether a passing, by its time from the gun, took so long that one before it was probably missed."""
    course = state.course
    if course is None:
        return None
    start = next((i for i in range(index - 1, START - 1, -1) if runner.time_at(i) is not None), START)
    others = [
        there.ms - before.ms
        for other in state.runners.values()
        if other.entrant.bib != runner.entrant.bib
        and (before := other.time_at(start)) is not None
        and (there := other.time_at(index)) is not None
    ]
    later = next((i for i in timed_indices(course, timekeeper) if i > index), None)
    begin = runner.time_at(start)
    if len(others) < FEWEST or later is None or begin is None:
        return None
    taken_ms, usual_ms = ms - begin.ms, round(median(others))
    if taken_ms < MISSED * usual_ms:
        return None
    text = f"{runner.spoken_name} took {span_text(taken_ms)} to {course.label(index)}, the others "
    return Suspicion(f"{text}{span_text(usual_ms)}: was a passing missed?", course.checkpoints[later].id)
