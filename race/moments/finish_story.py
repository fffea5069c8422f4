"""How a finish came about: from which place, past whom, with what last lap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.course import NEAR_M, START
from race.laps import segment, time_between
from race.moments import sentences
from race.moments.checkpoint_story import known
from race.moments.phrases import at_checkpoint, place_word, where

if TYPE_CHECKING:
    from race.moments.checkpoint_story import Arrival, CheckpointStory

KICK = 0.98
"""A last lap is a kick if its pace, in time per metre, is at most this share of that before."""


def how_it_came_about(story: CheckpointStory, arrival: Arrival) -> str:
    """Where a finisher came from, or else how the time was run; empty where there is nothing to say."""
    return _from_where(story, arrival) or _how_run(story, arrival)


def _from_where(story: CheckpointStory, arrival: Arrival) -> str:
    """Where the runner came from since the last checkpoint in the last lap, and for a winner past whom."""
    seen = story.before(arrival)
    if story.field.has_waves or not arrival.place:
        return ""
    passed = _passed_leader(story, arrival) if arrival.place == 1 else None
    if seen is not None and _is_late(story, seen[0]) and (passed is None or passed[0] is seen[0]):
        earlier, then = seen
        gained = story.places_won(arrival, earlier)
        if gained >= 1 and then.place - arrival.place == gained:
            return (sentences.FROM_PLACE_PAST if passed else sentences.FROM_PLACE).format(
                place=place_word(then.place),
                spot=at_checkpoint(story.course, earlier.index),
                other=passed[1].runner.spoken_name if passed else "",
            )
    if passed is None:
        return ""
    led, leader = passed
    return sentences.PAST.format(other=leader.runner.spoken_name, spot=where(story.course, led.index))


def _passed_leader(story: CheckpointStory, winner: Arrival) -> tuple[CheckpointStory, Arrival] | None:
    """The last checkpoint of the last lap with a known leader, and that leader, where someone else won.

    None where a note is about it, and where the leader has lost the lead or left the race since.
    """
    led = next((s for s in story.past() if known(s.leads, winner.when_ms)), None)
    if led is None or not _is_late(story, led):
        return None
    leader = known(led.leads, winner.when_ms)[-1]
    name = leader.runner.spoken_name
    if leader.bib == winner.bib or story.field.has_left(leader.bib, winner.when_ms):
        return None
    since = (
        later.arrival(leader.bib, winner.when_ms) for later in story.stories[led.index + 1 : story.index]
    )
    if any(passing is not None and passing.place > 1 for passing in since):
        return None
    is_noted = any(name in text for text in story.field.notes(winner.bib, winner.when_ms))
    return None if is_noted or leader.is_pacemaker else (led, leader)


def _is_late(story: CheckpointStory, earlier: CheckpointStory) -> bool:
    """Whether a checkpoint is in the last lap, or at its start."""
    return earlier.in_last_lap or story.course.to_go(earlier.index) <= (story.course.lap_m or 0.0) * 1.1


def _how_run(story: CheckpointStory, arrival: Arrival) -> str:
    """How the time was run; not beside a great record, which is enough for one breath."""
    if story.field.beaten.get(arrival.bib, {}).keys() & {"WR", "WB"}:
        return ""
    return _kick(story, arrival) or _second_half(story, arrival)


def _kick(story: CheckpointStory, arrival: Arrival) -> str:
    """A last lap faster than the pace before it: "with a last lap of 54.64"; not where a note is about it."""
    course, time = story.course, arrival.time
    last = segment(course, arrival.runner, story.index)
    if course.lap_m is None or time is None or last is None:
        return ""
    before_m = course.distance_m - last.metres
    if abs(last.metres - course.lap_m) > NEAR_M or before_m < course.lap_m / 2:
        return ""
    if any(re.search(r"\blast\b", text) for text in story.field.notes(arrival.bib, arrival.when_ms)):
        return ""
    pace, pace_before = last.time.ms / last.metres, (time.ms - last.time.ms) / before_m
    if pace > KICK * pace_before or not _is_news(story, arrival, pace):
        return ""
    return sentences.LAST_LAP.format(unit=course.lap_word, lap=last.time.show(2))


def _is_news(story: CheckpointStory, arrival: Arrival, pace: float) -> bool:
    """Whether no earlier finisher had a faster last lap, or it is the winner's or a followed athlete's."""
    if arrival.place == 1 or arrival.bib in story.field.followed:
        return True
    laps = (segment(story.course, other.runner, story.index) for other in story.arrivals[: arrival.number])
    return all(lap is None or lap.time.ms / lap.metres > pace for lap in laps)


def _second_half(story: CheckpointStory, arrival: Arrival) -> str:
    """A second half faster than the first, where there is a checkpoint at halfway."""
    course, time, half_m = story.course, arrival.time, story.course.distance_m / 2
    half = course.last_before(half_m + NEAR_M)
    if half == START or course.event.is_team_race or half_m - course.distance(half) > NEAR_M:
        return ""
    first = arrival.runner.time_at(half)
    if time is None or first is None:
        return ""
    first, second = first.rounded(course.digits), time_between(course, time, first)
    return sentences.SECOND_HALF.format(second=second, first=first) if second.ms < first.ms else ""
