"""Moments: what happened, told from what the playhead has shown, in sentences.

Each is found from a state alone and none is later than the clock, so nothing is told early.
"""

from __future__ import annotations

from typing import NamedTuple

from race.course import NEAR_M, START, Course
from race.laps import is_estimated
from race.messages import Official, Status
from race.order import NEVER, Departed, in_order, places
from race.state import Passing, RaceState, Runner
from race.times import Time


class Moment(NamedTuple):
    """Something that happened."""

    when_ms: int
    """Race time, in milliseconds from the gun."""
    kind: str
    """gun, lead, through, bell, off, out, finish, note or official."""
    text: str
    bib: str | None = None
    time: Time | None = None
    """The time as it is known, for display beside the sentence."""
    estimated: bool = False
    """Whether it rests on estimated splits."""


def moments(state: RaceState, clock_ms: int) -> list[Moment]:
    """All moments of a state up to a race time, in the order in which they happened."""
    course = state.course
    if course is None:
        return []
    runners = sorted(state.runners.values(), key=lambda runner: runner.number)
    found = [
        *(Moment(0, "gun", "The gun") for _ in state.guns[:1]),
        *_leads(runners, course),
        *_bell(state, course),
        *_finishes(runners, course),
        *_departures(runners, course),
        *_notes(state),
        *(
            Moment(max(entry.when_ms, 0), "official", "The result is official")
            for entry in state.said(Official)[:1]
        ),
    ]
    past = (moment for moment in found if moment.when_ms <= clock_ms)
    return sorted(past, key=lambda moment: moment.when_ms)


def _leads(runners: list[Runner], course: Course) -> list[Moment]:
    contests = [_Contest() for _ in course.checkpoints]
    for runner in runners:
        for index, passing in runner.passings.items():
            contests[index].enter(runner, passing)
    found: list[Moment] = []
    leader: str | None = None
    for index in range(course.finish):
        first = contests[index].leader
        if first is None:
            continue
        entrant, passing, where = first.entrant, first.passings[index], course.label(index)
        estimated = is_estimated(first, index)
        if leader not in (None, entrant.bib):
            text = f"{entrant.short_name} takes the lead by {where}"
            found.append(Moment(passing.when_ms, "lead", text, entrant.bib, passing.time, estimated))
        elif leader is None or (course.ends_lap(index) and not estimated):
            text = f"{entrant.short_name} leads through {where}"
            kind = "lead" if leader is None else "through"
            found.append(Moment(passing.when_ms, kind, text, entrant.bib, passing.time, estimated))
        leader = entrant.bib
    return found


class _Contest:
    """Who led at a checkpoint, as far as the passings that were entered tell."""

    def __init__(self) -> None:
        self._fastest: tuple[int, int, int, Runner | None] = NOBODY
        """Time, rank, number."""
        self._foremost: tuple[int, int, int, Runner | None] = NOBODY
        """Rank, time, number."""

    def enter(self, runner: Runner, passing: Passing) -> None:
        """Take a passing into account."""
        time, rank = passing.time, passing.rank or NEVER
        ms = time.ms if time is not None and not passing.suspect else NEVER
        if ms <= self._fastest[0]:
            self._fastest = min(self._fastest, (ms, rank, runner.number, runner))
        if passing.rank is not None and rank <= self._foremost[0]:
            self._foremost = min(self._foremost, (rank, ms, runner.number, runner))

    @property
    def leader(self) -> Runner | None:
        """The best time, and between equal times the best rank, unless it is printed that another led.

        None while nobody's time is known, or not that of who led.
        """
        ms, rank, _, leader = self._fastest
        foremost_rank, foremost_ms, _, foremost = self._foremost
        if foremost_rank < rank and (rank != NEVER or foremost_rank == 1):
            ms, leader = foremost_ms, foremost
        return leader if ms != NEVER else None


NOBODY = (NEVER, NEVER, NEVER, None)


def first_at(state: RaceState, index: int) -> Runner | None:
    """Who led at a checkpoint; None while nobody's time there is known, or not that of who led."""
    contest = _Contest()
    for runner in state.runners.values():
        passing = runner.passings.get(index)
        if passing is not None:
            contest.enter(runner, passing)
    return contest.leader


def _bell(state: RaceState, course: Course) -> list[Moment]:
    """The leader at the start of the last lap, timed by the last checkpoint up to it.

    Where no checkpoint lies at the bell its time is the leader's at the one before, run on at the
    leader's average pace: an estimate, made only over a tenth of a lap or less.
    """
    if course.lap_m is None or course.distance_m < 2 * course.lap_m:
        return []
    bell_m = course.distance_m - course.lap_m
    index = course.last_before(bell_m + NEAR_M)
    short_m = bell_m - course.distance(index)
    leader = first_at(state, index) if index != START else None
    if leader is None or short_m > course.lap_m / 10:
        return []
    passing = leader.passings[index]
    time, when_ms = passing.time, passing.when_ms
    assert time is not None
    estimated = short_m > NEAR_M or is_estimated(leader, index)
    if short_m > NEAR_M:
        later = Time(round(time.ms * bell_m / course.distance(index)), 1)
        time, when_ms = later, when_ms + later.ms - time.ms
    text = f"The bell: {leader.entrant.short_name} leads"
    return [Moment(when_ms, "bell", text, leader.entrant.bib, time, estimated)]


def _departures(runners: list[Runner], course: Course) -> list[Moment]:
    """Who left the race, when it was told; who was out of it before the gun is none of it."""
    found = []
    for runner in runners:
        status = runner.statuses[-1] if runner.verdicts else None
        if status is None or status.status == "unknown" or runner.verdicts[-1].when_ms < 0:
            continue
        kind = "off" if runner.entrant.role == "pacemaker" else "out"
        text = f"{runner.entrant.short_name} {departure(status, runner, course)}"
        found.append(Moment(runner.verdicts[-1].when_ms, kind, text, runner.entrant.bib))
    return found


def departure(status: Status, runner: Runner, course: Course) -> str:
    """How somebody left the race, in words: "stepped off after 800 m"."""
    index = course.index.get(status.after or "", runner.furthest)
    after = f" after {course.label(index)}" if index != START else ""
    match status.status:
        case "dnf" if runner.entrant.role == "pacemaker":
            return f"stepped off{after}"
        case "dnf":
            return f"did not finish{f', last seen at {course.label(index)}' if after else ''}"
        case "dns":
            return "did not start"
        case "dq":
            return f"disqualified{f' ({status.reason})' if status.reason else ''}"
    return "result not published"


def _finishes(runners: list[Runner], course: Course) -> list[Moment]:
    finish = course.finish
    order = in_order(finish, [runner for runner in runners if runner.has_finished(course)])
    holders = [runner for runner in order if runner.entrant.role == "runner"]
    departed = Departed((runner for runner in runners if runner.out), finish)
    found = places(((finish, runner.passings[finish]) for runner in holders), departed)
    placed = {runner.entrant.bib: place for runner, place in zip(holders, found, strict=True)}
    return [
        _finish(runner, runner.passings[finish], time, placed.get(runner.entrant.bib))
        for runner in order
        if (time := runner.time_at(finish)) is not None
    ]


def _finish(runner: Runner, passing: Passing, time: Time, place: int | None) -> Moment:
    verb = "wins in" if place == 1 else f"is {ordinal(place)} in" if place else "finishes in"
    text = f"{runner.entrant.short_name} {verb} {time.show(2)}"
    if passing.notes:
        text += f" ({', '.join(passing.notes)})"
    estimated = passing.evidence == "estimated"
    return Moment(passing.when_ms, "finish", text, runner.entrant.bib, time, estimated)


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    teens = 10 < place % 100 < 20
    return f"{place}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _notes(state: RaceState) -> list[Moment]:
    return [
        Moment(note.when.ms, "note", note.text, note.bib) for note in state.notes if note.when is not None
    ]
