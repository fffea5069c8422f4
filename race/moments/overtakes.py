"""Overtaking in the first places, and moves: a runner clearly faster than those around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START
from race.moments import sentences
from race.moments.checkpoint_story import Arrival, CheckpointStory, Overtake, is_ahead, known
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, count, length, place_word

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTLED = 0.2
"""Before this share of the distance positions change too often to announce."""

MOVE_PLACES = 3
"""Places gained over a lap that make a move."""

MOVED_UP_TO = 5
"""A move must end in one of these first places."""

FASTER_MS = 300
"""How much faster than the leaders' a lap must be to make a move."""

FEW_LAPS = 2.5
"""In a race of no more laps one that ends within the last is not spoken of."""

LIFT = 0.97
"""The leader lifts the pace with a lap of at most this share of the one before."""


def overtakes(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A runner now at the checkpoint was overtaken by one who got there before."""
    if arrival.is_pacemaker or not _is_settled(story):
        return
    seen = story.before(arrival)
    if (
        seen is None
        or arrival.place <= seen[1].place
        or not _is_announced_place(story, arrival.bib, seen[1].place)
    ):
        return
    for passer in story.arrivals[: arrival.number]:
        if story.is_stale(passer, arrival.when_ms):
            continue
        if _is_pass(story, passer, arrival, *seen) and not _is_announced(story, passer, arrival):
            story.overtakes.append(Overtake(arrival.when_ms, passer.bib, arrival.bib))
            yield _passed(story, passer, arrival)
            return


def _is_settled(story: CheckpointStory) -> bool:
    return story.course.distance(story.index) >= SETTLED * story.course.distance_m


def _is_announced_place(story: CheckpointStory, bib: str, place: int) -> bool:
    """Whether the loss of a place is announced; further back only if a followed athlete may gain it."""
    return place <= max(3, *(story.announced_width(other) for other in (bib, *story.field.followed)))


def _is_pass(
    story: CheckpointStory, passer: Arrival, passed: Arrival, earlier: CheckpointStory, then: Arrival
) -> bool:
    """Whether one runner overtook another since a checkpoint, into a place that is announced."""
    wide = max(story.announced_width(passer.bib), story.announced_width(passed.bib))
    if not max(2, then.place) <= passer.place <= wide:
        return False
    if passer.runner.entrant.wave != passed.runner.entrant.wave or not story.is_settled(passer):
        return False
    behind = earlier.arrival(passer.bib, passed.when_ms)
    if behind is None or is_ahead(passer, passed) is not True:
        return False
    return is_ahead(then, behind) is True


def _is_announced(story: CheckpointStory, passer: Arrival, passed: Arrival) -> bool:
    """Whether it was announced already, or the two have just overtaken each other before."""
    announced = {overtake.passer for overtake in story.overtakes} | {mover.bib for mover in story.moved}
    if passer.bib in announced or (not story.in_last_lap and passer.bib in story.placed):
        return True
    pair = {passer.bib, passed.bib}
    return not story.in_last_lap and any(
        {overtake.passer, overtake.passed} == pair
        for near in story.near(1)
        for overtake in known(near.overtakes, passed.when_ms)
    )


def _passed(story: CheckpointStory, passer: Arrival, passed: Arrival) -> Moment:
    text = sentences.PASS.format(
        runner=passer.runner.spoken_name,
        other=passed.runner.spoken_name,
        place=place_word(passer.place),
        spot=at_checkpoint(story.course, story.index),
    )
    priority = 52 if story.in_last_lap else 44
    return Moment(passed.when_ms, "pass", text, passer.bib, passer.time, priority, (passed.bib,))


def moves(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A lap that brings a runner far forward, or with which the leader lifts the pace."""
    if arrival.time is None or not story.leads:
        return
    text = _lift(story, arrival) if arrival == story.leads[0] else _move(story, arrival)
    if (
        text
        and not any(mover != arrival for mover in story.moved)
        and not story.has_just("moved", arrival, 1)
    ):
        story.moved.append(arrival)
        yield Moment(arrival.when_ms, "move", text, arrival.bib, arrival.time, priority=62)


def _move(story: CheckpointStory, arrival: Arrival) -> str:
    """Places gained by a lap faster than the leaders'."""
    start = story.course.lap_start[story.index]
    if start is None or start == START or not 0 < arrival.place <= _widest(story, arrival):
        return ""
    earlier, seen = story.stories[start].arrival(arrival.bib, arrival.when_ms), story.before(arrival)
    if earlier is None or not story.is_settled(arrival):
        return ""
    if (seen is not None and seen[1].place < arrival.place) or not _is_settled(story.stories[start]):
        return ""
    lap, front_ms = story.lap(arrival), _front_lap_ms(story, arrival.when_ms)
    if lap is None or front_ms is None or lap.time.ms > front_ms - FASTER_MS:
        return ""
    gained = story.places_won(arrival, story.stories[start])
    if gained < MOVE_PLACES:
        return ""
    whole = earlier.place - arrival.place == gained
    is_lap = story.course.lap_m is not None and abs(lap.metres - story.course.lap_m) < NEAR_M
    moved = sentences.MOVED_FROM if whole else sentences.MOVED_UP
    template = sentences.MOVE_WITH_LAP if is_lap else sentences.MOVE
    return (sentences.MOVE_ALONE if _is_mistaken(story) else template).format(
        runner=arrival.runner.spoken_name,
        start=moved.format(place=place_word(earlier.place), number=count(gained)),
        place=place_word(arrival.place),
        spot=at_checkpoint(story.course, story.index),
        length=length(story.course, lap.metres),
        unit=story.course.lap_word,
        lap=lap.time.show(2),
    )


def _is_mistaken(story: CheckpointStory) -> bool:
    """Whether a lap that ends here is taken for the last: within that, in a race of hardly more than two."""
    course = story.course
    return course.lap_m is not None and story.in_last_lap and course.distance_m <= FEW_LAPS * course.lap_m


def _widest(story: CheckpointStory, arrival: Arrival) -> int:
    return max(MOVED_UP_TO, story.announced_width(arrival.bib))


def _lift(story: CheckpointStory, arrival: Arrival) -> str:
    """A lap of the leader clearly faster than the one before it at the front."""
    lap, start = story.lap(arrival), story.course.lap_start[story.index]
    if story.course.event.is_team_race:
        return ""  # another runner
    if story.course.lap_m is None or not story.course.ends_lap(story.index) or _is_mistaken(story):
        return ""
    if lap is None or start is None or start == START:
        return ""
    before_ms = _front_lap_ms(story.stories[start], arrival.when_ms)
    if before_ms is None or lap.time.ms > before_ms * LIFT:
        return ""
    before = arrival.time._replace(ms=before_ms) if arrival.time else lap.time
    return sentences.LIFT.format(
        runner=arrival.runner.spoken_name,
        spot=at_checkpoint(story.course, story.index),
        lap=lap.time.show(2),
        before=before.show(2),
    )


def _front_lap_ms(story: CheckpointStory, when_ms: int) -> int | None:
    """From the first time at the start of a lap to the first time at its end, in milliseconds."""
    start = story.course.lap_start[story.index]
    end = _first_ms(story, when_ms)
    if start is None or end is None:
        return None
    begun = _first_ms(story.stories[start], when_ms) if start != START else 0
    return None if begun is None else end - begun


def _first_ms(story: CheckpointStory, when_ms: int) -> int | None:
    leads = known(story.leads, when_ms)
    time = leads[0].time if leads else None
    return time.ms if time is not None else None
