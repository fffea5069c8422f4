"""Records, bests and standards: what a result is worth by the marks set before the race.

Results, timed from each entrant's own gun, are compared as published: rounded up to the hundredth, or to the
precision of the coarser of the two figures (World Athletics Technical Rule 19.24). A record that several
break in one race belongs to the best of them, and to all who share that time; an equalled record is `=WR`.

World Athletics requires fully automatic timing for records up to 800 m (Competition Rule 31). Here a time
taken by hand, which is never an official time, makes no record and meets no standard at any distance. It may
be a personal or season's best.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from race.eligibility import counts_here, may_hold, owner
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Mark
    from race.times import Time

Badges = dict[str, tuple[str, ...]]
"""What is shown beside each result, by bib."""

MOST_WIND = 2.0
"""Metres a second behind the runners, beyond which a time is no record and no best."""

STANDARD = "Q"
"""The code of a standard, which every runner may meet, not the best one alone."""

SPELLED_OUT = {"world best": "WB", "world U20 best": "WU20B"}
"""Badges that some results print in words."""

Beaten = dict[str, "Mark | None"]
"""By badge, the mark that a result beats or equals; None for a best of the runner's own."""


class CountedResult(NamedTuple):
    """A finishing time that counts, as published."""

    time: Time
    runner: Runner
    by_hand: bool
    is_wind_assisted: bool = False

    @property
    def may_be_record(self) -> bool:
        """Whether it was timed automatically, and with no more wind than a record may have."""
        return not self.by_hand and not self.is_wind_assisted


def badges_of(state: RaceState, targets: Sequence[Mark] = ()) -> Badges:
    """What is shown beside each finisher's result: first what was printed, then what is recognised besides.

    A runner who meets one of the viewer's `targets` gets its label.
    """
    course = state.course
    found = recognised(state, targets)
    if course is None:
        return found
    for bib, runner in state.runners.items():
        if runner.has_finished(course) and runner.passings[course.finish].notes:
            found[bib] = _joined(runner.passings[course.finish].notes, found.get(bib, ()))
    return found


def recognised(state: RaceState, targets: Sequence[Mark] = ()) -> Badges:
    """The records, bests, standards and targets that the finishers reached, whatever was printed."""
    return {bib: tuple(beaten) for bib, beaten in beaten_marks(state, targets).items()}


def beaten_marks(state: RaceState, targets: Sequence[Mark] = ()) -> dict[str, Beaten]:
    """By bib, the marks that the finishers beat or equalled, with their badges in the order of those."""
    start_list = state.start_list
    results = results_of(state)
    if start_list is None or not results:
        return {}
    found: dict[str, Beaten] = {}
    automatic = [result for result in results if result.may_be_record]
    marks = [mark for mark in start_list.marks if mark.code and counts_here(mark, start_list)]
    for mark in _to_be_beaten(mark for mark in marks if mark.code != STANDARD):
        for result in holders(automatic, mark):
            badge = mark.code if _margin(result, mark.time) < 0 else f"={mark.code}"
            _award(found, result, badge, mark)
    for result in results:
        for badge in _own_bests(result) if not result.is_wind_assisted else ():
            _award(found, result, badge)
    for mark in (mark for mark in marks if mark.code == STANDARD):
        for result in _reached(automatic, mark):
            _award(found, result, mark.code, mark)
    for mark in targets:
        if mark.code and counts_here(mark, start_list):
            for result in _reached(results, mark):
                _award(found, result, mark.label, mark)
    return found


def results_of(state: RaceState) -> list[CountedResult]:
    """The finishing times that count, fastest first: no suspect ones."""
    course = state.course
    if course is None:
        return []
    found = []
    for runner in state.runners.values():
        time = runner.time_at(course.finish) if runner.has_finished(course) else None
        if time is not None:
            passing = runner.passings[course.finish]
            is_assisted = course.event.measures_wind and (passing.wind or 0.0) > MOST_WIND
            found.append(CountedResult(time.rounded(2), runner, passing.evidence == "hand", is_assisted))
    return sorted(found, key=lambda result: result.time.ms)


def holders(results: Sequence[CountedResult], mark: Mark) -> list[CountedResult]:
    """The results that hold the record after the race, alone or shared; `results` are fastest first."""
    reached = _reached(results, mark)
    first = next(reached, None)
    if first is None:
        return []
    best = first.time.rounded(mark.time.digits)
    return [first, *takewhile(lambda result: _margin(result, best) == 0, reached)]


def _reached(results: Iterable[CountedResult], mark: Mark) -> Iterator[CountedResult]:
    """The results, in their order, that are as fast as a mark, of runners who may hold it."""
    as_fast = takewhile(lambda result: _margin(result, mark.time) <= 0, results)
    return (result for result in as_fast if may_hold(result.runner.entrant, mark))


def _to_be_beaten(marks: Iterable[Mark]) -> list[Mark]:
    """The fastest mark for each badge and area or nation: a faster one may not be ratified yet."""
    fastest: dict[tuple[str, str | None], Mark] = {}
    for mark in marks:
        key = (mark.code, owner(mark))
        if key not in fastest or mark.time.ms < fastest[key].time.ms:
            fastest[key] = mark
    return list(fastest.values())


def _margin(result: CountedResult, time: Time) -> int:
    """Milliseconds behind a time, in the coarser of both precisions; negative inside it.

    No precision is coarser than a second, so times further apart need no rounding.
    """
    behind_ms = result.time.ms - time.ms
    return behind_ms if abs(behind_ms) > 1000 else result.time.minus(time).ms


def _own_bests(result: CountedResult) -> list[str]:
    """PB or SB, with `=` if equalled. A personal best is also a season's best, so it is shown alone."""
    entrant = result.runner.entrant
    for badge, best in (("PB", entrant.pb), ("SB", entrant.sb)):
        margin = _margin(result, best) if best is not None else 1
        if margin <= 0:
            return [badge if margin < 0 else f"={badge}"]
    return []


def _award(found: dict[str, Beaten], result: CountedResult, badge: str, mark: Mark | None = None) -> None:
    found.setdefault(result.runner.entrant.bib, {}).setdefault(badge, mark)


def _joined(printed: tuple[str, ...], recognised: tuple[str, ...]) -> tuple[str, ...]:
    """What was printed, and what that does not already say. A printed PB or SB settles both."""
    kinds = {kind_of_badge(note) for note in printed}
    if kinds & {"PB", "SB"}:
        kinds |= {"PB", "SB"}
    return (*printed, *(badge for badge in recognised if kind_of_badge(badge) not in kinds))


def kind_of_badge(badge: str) -> str:
    """The badge without details: `NR (indoor)` and `=NR` are both NR."""
    stem = badge.partition(" (")[0].removeprefix("=")
    return SPELLED_OUT.get(stem, stem)
