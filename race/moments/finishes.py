"""Finishes: places and times, what they are worth, how they came about; and the result."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from race.eligibility import RECORDS
from race.fold.runner import UNLISTED, Runner
from race.laps import time_between
from race.lazy_named_tuple import NamedTuple
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory, is_ahead, known
from race.moments.finish_story import how_it_came_about
from race.moments.moment import Moment
from race.moments.noted import counted_under
from race.moments.phrases import count, place_word
from race.order.awaited import awaited
from race.order.places import NEVER, Departed, in_order, places
from race.order.thousandths import PlacedTime, decided_by_thousandths
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from race.course import Course
    from race.fold.state import RaceState

SMALL_FIELD = 16
"""In a field of up to so many every finish is announced."""

MEDALS = 3
"""Places that are announced with their gaps, once more when they are settled, and in the result."""

PRIORITIES = {1: 95, 2: 78, 3: 76}

BARS_MS = (3_600_000, 1_800_000, 600_000, 300_000, 60_000, 30_000, 10_000, 5_000, 1_000)
"""Round figures are multiples of one of these, the roundest first."""

IN_REACH = 1.035
"""Only so much more than the winner's time is worth counting, as a share of it."""

ROUND = 0.005
"""A figure is round if it is a multiple of at least this share of itself."""

FEWEST = 3
"""So many under a round figure are worth saying."""

_TEMPLATES = {
    (False, False, False): sentences.FINISH,
    (False, False, True): sentences.FINISH_HOW,
    (False, True, False): sentences.FINISH_WORTH,
    (False, True, True): sentences.FINISH_WORTH_HOW,
    (True, False, False): sentences.FINISH_BACK,
    (True, False, True): sentences.FINISH_BACK_HOW,
    (True, True, False): sentences.FINISH_BACK_WORTH,
    (True, True, True): sentences.FINISH_BACK_WORTH_HOW,
}
"""By what is said of a finish: how far back, what it is worth, how it came about."""


def finishes(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A runner finishes."""
    if not story.is_finish:
        return
    followed = arrival.bib in story.field.followed
    if not (arrival.place <= ANNOUNCED_PLACES or story.field.size <= SMALL_FIELD or followed):
        return
    priority = _priority(arrival.place)
    if arrival.time is None:
        does = _does(story, arrival.place, is_settled=True)
        text = sentences.FINISH_WITHOUT_TIME.format(runner=arrival.runner.spoken_name, does=does)
        yield Moment(arrival.when_ms, "finish", text, arrival.bib, priority=priority)
        return
    badges = story.field.badges.get(arrival.bib, ())
    if has_record(badges):
        priority = min(max(priority + 5, 60), 100)
    text = _finish(story, arrival, arrival.time, badges)
    yield Moment(arrival.when_ms, "finish", text, arrival.bib, arrival.time, priority)


def _finish(story: CheckpointStory, arrival: Arrival, time: Time, badges: Sequence[str]) -> str:
    field = story.field
    is_settled = story.settled_ms(arrival) <= arrival.when_ms
    is_first_three = 1 <= arrival.place <= MEDALS
    earlier = ((other.runner, other.place) for other in story.arrivals[: arrival.number + 1])
    is_known = time.digits == 3 or arrival.passing.official_place is not None
    is_close = is_known and arrival.bib in _close(story.course, earlier)
    is_followed = arrival.bib in field.followed
    worth = field.worth.words(
        arrival.runner,
        time,
        badges,
        field.beaten.get(arrival.bib, {}),
        in_full=arrival.place == 1,
        with_bests=is_first_three or is_followed or not arrival.place,
    )
    details = {
        "back": _back(story, arrival, time) if is_settled and is_first_three and not is_close else "",
        "worth": worth,
        "how": "",
    }
    if is_close:
        details["how"] = sentences.BY_THOUSANDTHS
    elif arrival.place == 1 or (is_first_three and not worth) or is_followed:
        details["how"] = how_it_came_about(story, arrival)
    template = _TEMPLATES[bool(details["back"]), bool(details["worth"]), bool(details["how"])]
    if arrival.place > MEDALS and is_settled and not is_followed and not is_close:
        template = sentences.FINISH_FURTHER_BACK_WORTH if worth else sentences.FINISH_FURTHER_BACK
    return template.format(
        runner=arrival.runner.spoken_name,
        place=place_word(arrival.place),
        does=_does(story, arrival.place, is_settled=is_settled),
        time=_time(story, arrival, time),
        **details,
    )


def _time(story: CheckpointStory, arrival: Arrival, time: Time) -> str:
    """The time, of the winner of a sprint with the wind."""
    shown, wind = time.show(story.course.digits), arrival.passing.wind
    is_said = wind is not None and arrival.place == 1 and story.course.event.measures_wind
    return sentences.TIME_AND_WIND.format(time=shown, wind=f"{wind:+.1f}") if is_said else shown


def _does(story: CheckpointStory, place: int, *, is_settled: bool) -> str:
    """What a finisher does; in other places than are settled, so far."""
    if not place or story.field.size == 1:
        return "finishes"
    if not is_settled:
        return "is the fastest so far" if place == 1 else f"is {place_word(place)} so far"
    if place > 1:
        return f"is {place_word(place)}"
    return f"wins {story.field.prize}" if story.field.prize else "wins"


def _back(story: CheckpointStory, arrival: Arrival, time: Time) -> str:
    """How far behind the winner one of the next two is; empty where that is not known."""
    winner = next((other for other in story.arrivals[: arrival.number] if other.place == 1), None)
    if winner is None or winner.time is None:
        return ""
    gap = time_between(story.course, time, winner.time)
    unit = " s" if not gap.digits and gap.ms < 60_000 else ""
    return sentences.BACK.format(gap=f"{gap}{unit}") if gap.ms > 0 else ""


def _priority(place: int) -> int:
    return PRIORITIES.get(place, 55 if 0 < place <= ANNOUNCED_PLACES else 30)


def settled(story: CheckpointStory) -> Iterator[Moment]:
    """The first three, once no one who is still out can take their places, where that was open before."""
    placed = [arrival for arrival in story.arrivals if arrival.place and arrival.time is not None]
    for arrival in (arrival for arrival in placed if arrival.place <= MEDALS):
        settled_ms = story.settled_ms(arrival)
        if not arrival.when_ms < settled_ms < NEVER or arrival.time is None:
            continue
        there = known(placed, settled_ms)
        place = 1 + sum(is_ahead(other, arrival) is True for other in there)
        if place <= MEDALS:
            by_time = ((other.runner, other.time.ms) for other in there if other.time is not None)
            is_close = arrival.bib in _close(story.course, by_time)
            text = _TEMPLATES[False, False, is_close].format(
                runner=arrival.runner.spoken_name,
                does=_does(story, place, is_settled=True),
                time=arrival.time.show(story.course.digits),
                how=sentences.BY_THOUSANDTHS,
            )
            time = arrival.time.rounded(story.course.digits)
            yield Moment(settled_ms, "finish", text, arrival.bib, time, _priority(place), by_clock=True)


def has_record(badges: Iterable[str]) -> bool:
    """Whether one of the badges of a finish is that of a record or a world lead."""
    return any(badge.lstrip("=").partition(" ")[0] in RECORDS for badge in badges)


class Finisher(NamedTuple):
    """A runner in the result."""

    runner: Runner
    place: int
    time: Time | None


def result(state: RaceState, course: Course) -> Iterator[Moment]:
    """The first three of the result, once every runner on the start list has finished or left the race."""
    if any(awaited(state)):
        return
    field = [r for r in state.runners.values() if r.number < UNLISTED and r.entrant.role == "runner"]
    finishers = [runner for runner in field if runner.has_finished(course)]
    if not finishers:
        return
    ends = [runner.passings[course.finish].when_ms for runner in finishers]
    ends += [runner.status_claims[-1].when_ms for runner in field if runner.out]
    order = in_order(course.finish, finishers)
    departed = Departed((runner for runner in state.runners.values() if runner.out), course.finish)
    placed = places(((course.finish, runner.passings[course.finish]) for runner in order), departed)
    times = (runner.time_at(course.finish) for runner in order)
    listed = [Finisher(*figures) for figures in zip(order, placed, times, strict=True)]
    first = [finisher for finisher in listed if finisher.place <= MEDALS]
    named = ", ".join(f"{one.runner.spoken_name} {place_word(one.place)}" for one in first)
    bibs = tuple(finisher.runner.entrant.bib for finisher in first)
    if not bibs:
        return
    when_ms, bar = max(*ends, 0), _round_figure(listed)
    told = [note for note in state.notes if note.when is not None and note.when.ms <= when_ms]
    left = counted_under(told, state, course)
    if left is None and bar and any(f"under {bar[0]}" in note.text for note in told):
        bar = None
    bar = left or bar
    template = sentences.RESULT_UNDER if bar else sentences.RESULT
    text = template.format(order=named, number=count(bar[1]) if bar else "", bar=bar[0] if bar else "")
    yield Moment(when_ms, "result", text, bibs[0], priority=50 if bar else 30, others=bibs[1:])


def _round_figure(finishers: Sequence[Finisher]) -> tuple[Time, int] | None:
    """The roundest figure that at least three, and not all, are under, and how many: 3:50, nine.

    The last who is under it and the first who is not must have places one apart: then no one is missing.
    """
    winner = finishers[0].time
    if winner is None:
        return None
    for bar_ms in BARS_MS:
        for last, first in pairwise(finishers):
            if last.time is None or first.time is None or first.place != last.place + 1:
                continue
            figure_ms = first.time.ms // bar_ms * bar_ms
            if bar_ms < figure_ms * ROUND or figure_ms > winner.ms * IN_REACH:
                continue
            if last.time.ms < figure_ms and last.place >= FEWEST:
                return Time(figure_ms, 0), last.place
    return None


def _close(course: Course, finishers: Iterable[tuple[Runner, int]]) -> frozenset[str]:
    """The finishers between whom thousandths decide."""
    finish = course.finish
    return decided_by_thousandths(
        course, (PlacedTime(r.entrant.bib, finish, place, r.time_at(finish)) for r, place in finishers)
    )
