"""The running order at a checkpoint, for those who follow without a board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.laps import time_between
from race.moments.leading_runners import HEAD
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, count, gap_words, place_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course
    from race.moments.checkpoint_story import Arrival, CheckpointStory

MOST_CHECKPOINTS = 12
"""The order is announced at so many checkpoints at most."""

TOGETHER_MS = 1000


def order_checkpoints(course: Course) -> frozenset[int]:
    """The checkpoints at which the order is announced: each lap or kilometre, or every so many of them."""
    last_m = (course.lap_m or 0.0) / 4
    indices = [i for i in range(course.finish) if course.ends_lap(i) and course.to_go(i) > last_m]
    if len(indices) > MOST_CHECKPOINTS:
        kilometres = [i for i in range(course.finish) if course.distance(i) % 1000 == 0]
        indices = kilometres if len(kilometres) * 2 > MOST_CHECKPOINTS else indices
    step = -(-len(indices) // MOST_CHECKPOINTS) or 1
    return frozenset(indices[step - 1 :: step])


def orders(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The first three with their gaps, once it is clear how many are together."""
    if (
        story.is_finish
        or not story.is_order_checkpoint
        or any(moment.kind == "order" for moment in story.announced)
    ):
        return
    so_far = story.up_to(arrival)
    times = [other.measured for other in so_far if other.measured is not None]
    if len(so_far) < 3 or [other.place for other in so_far[:2]] != [1, 2] or so_far[2].place > 3:
        return
    within = [time for time in times if time.ms - times[0].ms <= TOGETHER_MS]
    are_all = len(so_far) == min(HEAD, story.field.racing(arrival.when_ms))
    if len(within) == len(so_far) and not are_all:
        return
    third = so_far[2]
    if not story.is_settled(third, arrival.when_ms) or story.awaits_rival(third, arrival.when_ms):
        return
    gaps = (gap_words(time_between(story.course, time, times[0])) for time in times[1:3])
    behind = (f"{so_far[n].runner.spoken_name} {gap}" for n, gap in enumerate(gaps, start=1))
    where = at_checkpoint(story.course, story.index).capitalize()
    text = f"{where}: {', '.join((so_far[0].runner.spoken_name, *behind))}"
    if 2 < len(within) < HEAD and arrival.place <= len(so_far):
        text += f"; {count(len(within))} within a second"
    bibs = tuple(other.bib for other in so_far[1:3])
    yield Moment(arrival.when_ms, "order", text, so_far[0].bib, times[0], priority=10, others=bibs)


def followed_places(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The place of a followed athlete who is not among the first three."""
    is_followed = arrival.bib in story.field.followed
    if not (is_followed and story.is_order_checkpoint and arrival.place > 3) or arrival.measured is None:
        return
    first = story.arrivals[0]
    spot = at_checkpoint(story.course, story.index)
    so_far = "" if story.is_settled(arrival) else " so far"
    text = f"{arrival.runner.spoken_name} is {place_word(arrival.place)}{so_far} {spot}"
    if first.place == 1 and first.measured is not None and arrival.measured >= first.measured:
        text += f", {gap_words(time_between(story.course, arrival.measured, first.measured))} back"
    yield Moment(arrival.when_ms, "place", text, arrival.bib, arrival.time, priority=15)
