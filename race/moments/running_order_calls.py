"""The laps: who leads, who follows and how far behind, for those who listen without a board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.laps import time_between
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, known
from race.moments.first_known import first_known, is_first_known
from race.moments.moment import CHATTER, Moment
from race.moments.phrases import (
    at_checkpoint,
    back,
    has_many_laps,
    left_to_go,
    place_word,
    through,
)
from race.moments.record_pace import announced_pace, pace_news

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course
    from race.moments.checkpoint_story import Arrival, CheckpointStory

MOST_CHECKPOINTS = 12
"""The order is announced at so many checkpoints at most."""

NAMED = 3
"""So many are named of a lap."""

MOST_AWAITED = 4
"""Once more than so many have passed the leader is named alone."""


def order_checkpoints(course: Course) -> frozenset[int]:
    """The checkpoints at which the order is announced: each lap or kilometre, or every so many of them."""
    last_m = (course.lap_m or 0.0) / 4
    indices = [i for i in range(course.finish) if course.ends_lap(i) and course.to_go(i) > last_m]
    if len(indices) > MOST_CHECKPOINTS:
        kilometres = [i for i in range(course.finish) if course.distance(i) % 1000 == 0]
        indices = kilometres if len(kilometres) * 2 > MOST_CHECKPOINTS else indices
    step = -(-len(indices) // MOST_CHECKPOINTS) or 1
    return frozenset(indices[step - 1 :: step])


def with_distance_to_go(
    story: CheckpointStory, template: str, fields: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """The sentence about a lap with how far there is to go: in a race of many laps, once a kilometre."""
    course = story.course
    before = next((past.index for past in story.past() if past.is_order_checkpoint), START)
    is_first = course.distance(before) // 1000 < course.distance(story.index) // 1000
    left = left_to_go(course, story.index) if has_many_laps(course) and is_first else ""
    if not left or not story.is_order_checkpoint or template not in sentences.TO_GO:
        return template, fields
    return sentences.TO_GO[template], fields | {"left": left}


def expects_lap(story: CheckpointStory, leader: Arrival) -> bool:
    """Whether those behind the leader are going to be timed here, as at the checkpoint before."""
    if story.field.has_waves or leader.time is None:
        return False
    before = (known(earlier.arrivals, leader.when_ms) for earlier in story.past())
    timed = next((there for there in before if there), [])
    return sum(arrival.time is not None for arrival in timed) >= NAMED


def laps(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The first three of a lap with their gaps; behind a pacemaker the first runner.

    Where it stays unclear who follows, the leader alone.
    """
    if not story.is_order_checkpoint or story.has_lap:
        return
    if story.says_lead or any(moment.kind == "gap" or _says_gap(story, moment) for moment in story.announced):
        return  # it has said the same
    if is_first_known(story, arrival) and not story.announced:
        yield from first_known(story, arrival)
        return
    so_far = story.up_to(arrival)
    if not so_far or story.is_stale(so_far[min(len(so_far), NAMED) - 1], arrival.when_ms):
        return
    found = _lap(story, so_far)
    if found is None and story.is_left_to_lap and len(so_far) > MOST_AWAITED:
        found = _sentence(story, arrival, sentences.LAP_ALONE, "through", 30, so_far[0])
    if found is not None:
        story.lap_text = found.text
        yield found


def _says_gap(story: CheckpointStory, moment: Moment) -> bool:
    """Whether a moment says how far the leader is ahead, alone."""
    is_leader = bool(story.leads) and moment.bib == story.leads[-1].bib
    return moment.kind == "dropped" and is_leader and not moment.others


def _lap(story: CheckpointStory, so_far: list[Arrival]) -> Moment | None:
    """The sentence about those who have passed, once it is clear who follows the leader."""
    leader, arrival = so_far[0], so_far[-1]
    if not arrival.place or not story.is_settled(arrival) or story.awaits_rival(arrival, arrival.when_ms):
        return None
    if arrival.place > len(so_far):
        return _next_known(story, leader, arrival)
    if leader.is_pacemaker and all(ahead.is_pacemaker for ahead in so_far[:-1]):
        return None if arrival.is_pacemaker else _behind_pacemaker(story, leader, arrival)
    if len(so_far) < NAMED:
        return None
    second, third = so_far[1:NAMED]
    if not 0 < second.place <= 2 or third.place not in (second.place, NAMED):
        return None
    is_shared = third.place == second.place
    if story.is_left_to_lap:
        template = sentences.LAP_SHARED if is_shared else sentences.LAP
        return _sentence(story, arrival, template, "through", 30, leader, second, third)
    template = sentences.FIELD_SHARED if is_shared else sentences.FIELD
    return _sentence(story, arrival, template, "order", 10, second, third)


def _next_known(story: CheckpointStory, leader: Arrival, arrival: Arrival) -> Moment | None:
    """The next runner behind the leader of whom anything was published, where others are in between."""
    is_next = arrival in story.up_to(arrival)[1:2] and arrival.passing.official_place is not None
    if not is_next or arrival.is_pacemaker or arrival.place > ANNOUNCED_PLACES:
        return None
    if leader.is_pacemaker:
        return _behind_pacemaker(story, leader, arrival)
    return _sentence(story, arrival, sentences.PLACE_BACK, "order", CHATTER, arrival)


def _behind_pacemaker(story: CheckpointStory, leader: Arrival, runner: Arrival) -> Moment:
    """The lap of a pacemaker, and the first runner behind."""
    news = pace_news(story, runner, is_lap=True)
    pace = announced_pace(story, runner, news) if news is not None else {}
    kind = "record" if news is not None and news.is_inside else "through" if story.is_left_to_lap else "order"
    if story.is_left_to_lap:
        template = sentences.PACED_LAP_ON_PACE if news else sentences.PACED_LAP
        priority = max(30, news.priority if news else 0)
        return _sentence(story, runner, template, kind, priority, leader, runner, **pace)
    template = sentences.PLACE_BACK_ON_PACE if news else sentences.PLACE_BACK
    priority = max(CHATTER, news.priority if news else 0)
    return _sentence(story, runner, template, kind, priority, runner, **pace)


def _sentence(
    story: CheckpointStory,
    arrival: Arrival,
    template: str,
    kind: str,
    priority: int,
    *about: Arrival,
    **fields: str,
) -> Moment:
    """A sentence about a lap, known as someone passes."""
    course, leader = story.course, story.leads[-1]
    names = [one.runner.spoken_name for one in about]
    follower = about[1] if about[0] == leader and about[1:] else about[0]
    template, fields = with_distance_to_go(story, template, fields)
    text = template.format(
        leader=leader.runner.spoken_name,
        runner=follower.runner.spoken_name,
        second=names[-2] if names[1:] else "",
        third=names[-1],
        place=place_word(follower.place),
        back=_back(story, follower, leader) or "",
        time=leader.time.show(course.digits) if leader.time else "",
        spot=(through if about[0] == leader else at_checkpoint)(course, story.index),
        **fields,
    )
    first, *others = about
    return Moment(arrival.when_ms, kind, text, first.bib, first.time, priority, tuple(o.bib for o in others))


def _back(story: CheckpointStory, arrival: Arrival, leader: Arrival) -> str | None:
    """How far one is behind the leader; None where that is not known."""
    if arrival.time is None or leader.time is None or arrival.time.ms < leader.time.ms:
        return None
    return back(time_between(story.course, arrival.time, leader.time))


def followed_places(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The place of a followed athlete who is not among the first three."""
    is_followed = arrival.bib in story.field.followed
    if not (is_followed and story.is_order_checkpoint and arrival.place > NAMED) or arrival.time is None:
        return
    first = story.arrivals[0]
    behind = _back(story, arrival, first) if first.place == 1 else None
    is_settled = story.is_settled(arrival)
    if behind is None:
        template = sentences.PLACE if is_settled else sentences.PLACE_SO_FAR
    else:
        template = sentences.PLACE_BACK if is_settled else sentences.PLACE_SO_FAR_BACK
    text = template.format(
        runner=arrival.runner.spoken_name,
        place=place_word(arrival.place),
        spot=at_checkpoint(story.course, story.index),
        back=behind,
    )
    yield Moment(arrival.when_ms, "place", text, arrival.bib, arrival.time, priority=15)
