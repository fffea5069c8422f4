"""Finishes: places and times with records and bests, last laps, second halves, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.eligibility import RECORDS
from race.fold.runner import UNLISTED, Runner
from race.laps import segment, time_between
from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory, is_ahead, known
from race.moments.moment import Moment
from race.moments.phrases import badge_words, place_word
from race.order.awaited import awaited
from race.order.places import NEVER, Departed, in_order, places
from race.order.thousandths import PlacedTime, decided_by_thousandths, thousandths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from race.fold.state import RaceState
    from race.times import Time

SMALL_FIELD = 16
"""In a field of up to so many every finish is announced."""

LISTED = 16
"""How many of a result are listed."""

KICK = 0.98
"""A last lap is a kick if its pace, in time per metre, is at most this share of that before."""

MEDALS = 3
"""Places that are announced once more when they are settled."""

PRIORITIES = {1: 95, 2: 78, 3: 76}


def finishes(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A runner finishes."""
    if not story.is_finish or arrival.time is None:
        return
    followed = arrival.bib in story.field.followed
    if not (arrival.place <= ANNOUNCED_PLACES or story.field.size <= SMALL_FIELD or followed):
        return
    yield _finish(story, arrival, arrival.time)
    if 1 <= arrival.place <= 3 or followed:
        yield from _kick(story, arrival)
        yield from _negative_split(story, arrival)


def _finish(story: CheckpointStory, arrival: Arrival, time: Time) -> Moment:
    is_settled = story.settled_ms(arrival) <= arrival.when_ms
    words = _final_words if is_settled else _words_so_far
    badges = story.field.badges.get(arrival.bib, ())
    earlier = ((other.runner, other.place) for other in story.arrivals[: arrival.number + 1])
    close = thousandths(time) if arrival.bib in _close(story.course, earlier) else ""
    text = f"{words(arrival, arrival.place)} in {time.show(story.course.digits)}{close}"
    if badges:
        text += f", {badge_words(badges)}"
    priority = _priority(arrival.place)
    if has_record(badges):
        priority = max(priority + 5, 60)
    return Moment(arrival.when_ms, "finish", text, arrival.bib, time, arrival.estimated, min(priority, 100))


def _final_words(arrival: Arrival, place: int) -> str:
    name = arrival.runner.spoken_name
    return f"{name} wins" if place == 1 else f"{name} is {place_word(place)}" if place else f"{name} finishes"


def _words_so_far(arrival: Arrival, place: int) -> str:
    """While a runner who is still out may be faster."""
    name = arrival.runner.spoken_name
    if place <= 1:
        return f"{name} is the fastest so far" if place else f"{name} finishes"
    return f"{name} is {place_word(place)} so far"


def _priority(place: int) -> int:
    return PRIORITIES.get(place, 55 if 0 < place <= ANNOUNCED_PLACES else 30)


def settled(story: CheckpointStory) -> Iterator[Moment]:
    """The first three, once nobody who is still out can take their places, where that was open before."""
    placed = [arrival for arrival in story.arrivals if arrival.place and arrival.time is not None]
    for arrival in (arrival for arrival in placed if arrival.place <= MEDALS):
        settled_ms = story.settled_ms(arrival)
        if not arrival.when_ms < settled_ms < NEVER or arrival.time is None:
            continue
        there = known(placed, settled_ms)
        place = 1 + sum(is_ahead(other, arrival) is True for other in there)
        if place <= MEDALS:
            by_time = ((other.runner, other.time.ms) for other in there if other.time is not None)
            close = thousandths(arrival.time) if arrival.bib in _close(story.course, by_time) else ""
            text = f"{_final_words(arrival, place)} in {arrival.time.show(story.course.digits)}{close}"
            time, estimated = arrival.time, arrival.estimated
            yield Moment(
                settled_ms, "finish", text, arrival.bib, time, estimated, _priority(place), by_clock=True
            )


def has_record(badges: Iterable[str]) -> bool:
    """Whether one of the badges of a finish is that of a record or a world lead."""
    return any(badge.lstrip("=").partition(" ")[0] in RECORDS for badge in badges)


def _kick(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A last lap faster than the pace before it."""
    course, time = story.course, arrival.measured
    last = segment(course, arrival.runner, story.index)
    if course.lap_m is None or time is None or last is None or last.estimated:
        return
    before_m = course.distance_m - last.metres
    if abs(last.metres - course.lap_m) > course.lap_m / 10 or before_m < course.lap_m / 2:
        return
    pace, pace_before = last.time.ms / last.metres, (time.ms - last.time.ms) / before_m
    if pace <= KICK * pace_before and _is_news(story, arrival, pace):
        text = f"{arrival.runner.spoken_name} kicks: {last.time.show(2)} for the last {last.metres:.0f} m"
        yield _about(arrival, "kick", text, 60 if arrival.place == 1 else 48)


def _is_news(story: CheckpointStory, arrival: Arrival, pace: float) -> bool:
    """Whether no earlier finisher had a faster last lap, or it is the winner's or a followed athlete's."""
    if arrival.place == 1 or arrival.bib in story.field.followed:
        return True
    laps = (segment(story.course, other.runner, story.index) for other in story.arrivals[: arrival.number])
    return all(lap is None or lap.time.ms / lap.metres > pace for lap in laps)


def _negative_split(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A second half faster than the first, where there is a checkpoint at halfway."""
    course, time, half_m = story.course, arrival.measured, story.course.distance_m / 2
    half = course.last_before(half_m + NEAR_M)
    if half == START or half_m - course.distance(half) > NEAR_M or arrival.runner.time_at(half) is None:
        return
    first = arrival.runner.time_at(half)
    if time is None or first is None:
        return
    first, second = first.rounded(course.digits), time_between(course, time, first)
    if second.ms < first.ms:
        name = arrival.runner.spoken_name
        text = f"{name} runs the second half faster: {second} after {first}"
        yield _about(arrival, "negative", text, 45)


def _about(arrival: Arrival, kind: str, text: str, priority: int) -> Moment:
    return Moment(arrival.when_ms, kind, text, arrival.bib, arrival.time, priority=priority)


def result(state: RaceState, course: Course) -> Iterator[Moment]:
    """The result, once every runner on the start list has finished or left the race."""
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
    close = _close(course, zip(order, placed, strict=True))
    listed = list(zip(order, placed, strict=True))[:LISTED]
    lines = [_line(runner, place, course, close) for runner, place in listed]
    more = f"; and {len(order) - LISTED} more" if len(order) > LISTED else ""
    bibs = tuple(runner.entrant.bib for runner in order[:LISTED])
    text = f"Result: {'; '.join(lines)}{more}"
    yield Moment(max(*ends, 0), "result", text, bibs[0], priority=15, others=bibs[1:])


def _line(runner: Runner, place: int, course: Course, close: frozenset[str]) -> str:
    time = runner.time_at(course.finish)
    if time is None:
        return f"{place} {runner.spoken_name}"
    more = thousandths(time) if runner.entrant.bib in close else ""
    return f"{place} {runner.spoken_name} {time.show(course.digits)}{more}"


def _close(course: Course, finishers: Iterable[tuple[Runner, int]]) -> frozenset[str]:
    """The finishers between whom thousandths decide."""
    finish = course.finish
    return decided_by_thousandths(
        course, (PlacedTime(r.entrant.bib, finish, place, r.time_at(finish)) for r, place in finishers)
    )
