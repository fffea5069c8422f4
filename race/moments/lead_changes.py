"""The lead: who has it at each checkpoint and at the bell, and when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments import sentences
from race.moments.bell import PRIORITY as BELL_PRIORITY
from race.moments.bell import awaits_second, bell_checkpoint, bell_words
from race.moments.checkpoint_story import Arrival, CheckpointStory, known
from race.moments.moment import Moment
from race.moments.phrases import (
    JUST_OVER_M,
    at_checkpoint,
    count,
    listed,
    pacemaker,
    place_word,
    through,
    where,
)
from race.moments.record_pace import announced_pace, pace_news
from race.moments.running_order_calls import expects_lap, with_distance_to_go

if TYPE_CHECKING:
    from collections.abc import Iterator

BIG_GAIN = 3
"""A runner who takes the lead from so many places back makes a big move."""

MOST_NAMED = 4
"""So many are named of those whom a runner passes on the way into the lead."""

KNOWN_M = 5000
"""On a road a change of lead happened between two checkpoints no further apart than this."""

RESTLESS_LAPS = 0.4
"""A lead that changes again within this share of a lap is announced in the last lap or after a big gain."""


def leads(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The lead, announced as the leader passes; the finish has sentences of its own.

    A lead that changes back soon is not announced. One that lasts is, a little later. The leader at the start
    of the last lap is announced as the bell rings.
    """
    if arrival.place != 1 or story.is_finish or not _is_first(story, arrival):
        return
    earlier, announced = story.leader(arrival.when_ms), story.announced_leader(arrival.when_ms)
    is_restless = _gained(story, arrival) < BIG_GAIN and any(
        near is not story and _changed(near, arrival.when_ms) for near in story.near(RESTLESS_LAPS)
    )
    is_bell = story.index == bell_checkpoint(story.course) and not story.leads
    story.leads.append(arrival)
    if earlier is None or announced is None:
        yield _holds(story, arrival, "lead", 35, is_bell=is_bell)
    elif announced.bib != arrival.bib and (story.in_last_lap or is_bell or not is_restless):
        yield _change(story, arrival, announced, is_bell=is_bell)
    elif announced.bib == arrival.bib and not is_bell and _lost_it(story, arrival):
        yield _regains(story, arrival)
    elif is_bell or (announced.bib == arrival.bib and story.is_order_checkpoint):
        has_news = pace_news(story, arrival, is_lap=True) is not None
        story.is_left_to_lap = not is_bell and not has_news and expects_lap(story, arrival)
        story.is_bell_awaited = is_bell and not has_news and awaits_second(story, arrival)
        if not story.is_left_to_lap and not story.is_bell_awaited:
            yield _holds(story, arrival, "through", 30, is_bell=is_bell)


def _lost_it(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether the leader was behind when last seen, and it was not published behind whom."""
    seen = story.before(arrival)
    return seen is not None and seen[1].place > 1 and not known(seen[0].leads, arrival.when_ms)


def _regains(story: CheckpointStory, arrival: Arrival) -> Moment:
    """The lead of someone who led before, and of whom it is not known who led in between."""
    fields = {"leader": arrival.runner.spoken_name, "spot": where(story.course, story.index)}
    priority = 80 if story.in_last_lap else 60
    return _moment(story, arrival, "lead", sentences.BACK_IN_LEAD, fields, priority)


def _is_first(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether the runner leads here: is first, or beats the first by official place or, in waves, time."""
    if not story.leads:
        return True
    first = story.leads[-1]
    if first.passing.official_place is None and arrival.passing.official_place == 1:
        return True
    times = first.time, arrival.time
    return (
        arrival.passing.official_place is None
        and times[0] is not None
        and times[1] is not None
        and times[1] < times[0]
    )


def _changed(story: CheckpointStory, when_ms: int) -> bool:
    """Whether a change of lead was announced at a checkpoint."""
    return any(moment.kind == "lead" for moment in known(story.announced, when_ms))


def _gained(story: CheckpointStory, arrival: Arrival) -> int:
    """How many places the runner has won since last seen."""
    seen = story.before(arrival)
    return story.places_won(arrival, seen[0]) if seen else 0


def _holds(story: CheckpointStory, arrival: Arrival, kind: str, priority: int, *, is_bell: bool) -> Moment:
    """The leader, where nothing says that someone else led before."""
    fields = {
        "leader": arrival.runner.spoken_name,
        "spot": through(story.course, story.index),
        "bell": bell_words(story),
    }
    if not story.is_settled(arrival):
        template = sentences.BELL_FASTEST_SO_FAR if is_bell else sentences.FASTEST_SO_FAR
        fields["spot"] = where(story.course, story.index)
    elif is_bell:
        template = sentences.BELL
    else:
        template = sentences.TAKES_THEM if arrival.is_pacemaker else sentences.LEADS
    kind, priority = ("bell", BELL_PRIORITY) if is_bell else (kind, priority)
    return _moment(story, arrival, kind, template, fields, priority)


def _change(story: CheckpointStory, arrival: Arrival, earlier: Arrival, *, is_bell: bool) -> Moment:
    fields = {
        "leader": arrival.runner.spoken_name,
        "other": earlier.runner.spoken_name,
        "spot": where(story.course, story.index),
        "bell": bell_words(story),
    }
    seen, began = story.before(arrival), _began(story, arrival)
    gained = _gained(story, arrival)
    if not story.is_settled(arrival) or (story.field.has_waves and story.leads[:-1]):
        template, priority = sentences.BELL_FASTEST_SO_FAR if is_bell else sentences.FASTEST_SO_FAR, 60
    elif seen is not None and began is story and gained >= BIG_GAIN:
        fields["start"] = _start(*seen, gained, arrival.when_ms)
        is_noted = bool(story.field.notes(arrival.bib, arrival.when_ms))
        template = sentences.TAKES_THE_LEAD if is_noted else sentences.MOVES_INTO_LEAD
        template = sentences.BELL_MOVES_INTO_LEAD if is_bell else template
        priority = 86 + min(gained, 8)
        story.moved.append(arrival)
    else:
        fields |= {} if is_bell else _named_pacemakers(story, arrival, earlier)
        is_recent, led_at = _led(story, earlier)
        fields["since"] = (
            where(story.course, began.index) if is_recent else at_checkpoint(story.course, led_at)
        )
        template = _takes(
            story, arrival, earlier, is_bell=is_bell, began_here=began is story, is_recent=is_recent
        )
        priority = 35 if arrival.is_pacemaker else 60
    if story.in_last_lap:
        priority = max(priority, 80)
    kind, priority = ("bell", max(priority, BELL_PRIORITY)) if is_bell else ("lead", priority)
    return _moment(story, arrival, kind, template, fields, priority, (earlier.bib,))


def _start(earlier: CheckpointStory, then: Arrival, gained: int, when_ms: int) -> str:
    """Where a runner who now leads was before, with those who were ahead where they are few."""
    if then.place - 1 != gained:
        return sentences.MOVED_UP.format(number=count(gained))
    place = place_word(then.place)
    there = (other for other in known(earlier.arrivals, when_ms) if not other.is_pacemaker)
    ahead = [other for other in there if 0 < other.place < then.place]
    if not len(ahead) == gained <= MOST_NAMED:
        return sentences.MOVED_FROM.format(place=place)
    nearest_first = sorted(ahead, key=lambda other: -other.place)
    passed = listed([other.runner.spoken_name for other in nearest_first])
    return sentences.MOVED_PAST.format(place=place, passed=passed)


def _led(story: CheckpointStory, leader: Arrival) -> tuple[bool, int]:
    """Whether a runner was last known to lead within a lap, and at which checkpoint that was."""
    course = story.course
    led_at = next((s.index for s in story.past() if any(lead.bib == leader.bib for lead in s.leads)), 0)
    gone_m = course.distance(story.index) - course.distance(led_at)
    return gone_m <= (course.lap_m or KNOWN_M) + JUST_OVER_M, led_at


def _takes(
    story: CheckpointStory,
    arrival: Arrival,
    earlier: Arrival,
    *,
    is_bell: bool,
    began_here: bool,
    is_recent: bool,
) -> str:
    """The sentence for a lead that was taken; between pacemakers it is the pace that changes hands."""
    has_left = story.field.has_left(earlier.bib, arrival.when_ms)
    is_between_pacemakers = arrival.is_pacemaker and earlier.is_pacemaker
    if is_bell and not is_recent:
        return sentences.BELL
    if is_bell:
        return sentences.BELL_TAKES_OVER if has_left else sentences.BELL_TAKES_LEAD
    if has_left and began_here:
        return sentences.TAKES_OVER_PACE if is_between_pacemakers else sentences.TAKES_OVER
    if has_left:
        return sentences.TOOK_OVER
    if not is_recent and began_here:
        return sentences.NOW_LEADS
    if is_between_pacemakers:
        return sentences.TAKES_PACE if began_here else sentences.TOOK_PACE
    return sentences.TAKES_LEAD if began_here else sentences.TOOK_LEAD


def _named_pacemakers(story: CheckpointStory, arrival: Arrival, earlier: Arrival) -> dict[str, str]:
    """The names, that of a pacemaker with what it is where the other runs for the win."""
    names = {"leader": arrival.runner.spoken_name, "other": earlier.runner.spoken_name}
    if arrival.is_pacemaker != earlier.is_pacemaker:
        paced = "leader" if arrival.is_pacemaker else "other"
        names[paced] += f", {pacemaker(story.field.pacemakers)},"
    return names


def _began(story: CheckpointStory, arrival: Arrival) -> CheckpointStory:
    """Where the runner took the lead that is still held: here, or at a checkpoint before."""
    began = story
    for earlier in story.past():
        leads = known(earlier.leads, arrival.when_ms)
        if leads and leads[-1].bib != arrival.bib:
            break
        began = earlier if leads else began
    return began


def _moment(
    story: CheckpointStory,
    arrival: Arrival,
    kind: str,
    template: str,
    fields: dict[str, str],
    priority: int,
    others: tuple[str, ...] = (),
) -> Moment:
    """The sentence, with the pace of a record where the leader is on it."""
    is_lap = story.is_order_checkpoint or kind == "bell"
    news = pace_news(story, arrival, is_lap=is_lap) if template in sentences.ON_PACE else None
    if news is None:
        template, fields = with_distance_to_go(story, template, fields)
    if news is not None:
        template = sentences.ON_PACE[template]
        fields = fields | announced_pace(story, arrival, news)
        kind, priority = "record" if kind == "through" else kind, max(priority, news.priority)
    return Moment(
        arrival.when_ms,
        kind,
        template.format(**fields),
        arrival.bib,
        arrival.time,
        priority,
        others,
        is_inside_pace=news is not None and news.is_inside and news.is_new,
    )
