"""Runners who leave the race before the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START, Course
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, CheckpointStory, known
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, checkpoint_name, pacemaker
from race.order.contradicted_status import last_seen, seen_against_status
from race.order.places import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.runner import Runner
    from race.messages import Status
    from race.moments.checkpoint_story import Arrival


HELD_MS = 60_000
"""In the finish of a race on the track those who leave are announced at the end, or so long after the win."""


def dropouts(
    runner: Runner, course: Course, stories: list[CheckpointStory], ended_ms: int | None = None
) -> Iterator[Moment]:
    """A runner leaves the race, at the time it was reported; not one who was out before the gun.

    In the finish it is announced after it, at latest when the race has ended. One who is seen after that is
    reported once more.
    """
    if not runner.status_claims or runner.out == "unknown":
        return
    status, when_ms = runner.statuses[-1], runner.status_claims[-1].when_ms
    pacemakers = stories[0].field.pacemakers
    is_pacemaker = runner.entrant.role == "pacemaker"
    name = runner.spoken_name
    if when_ms > 0 and not (is_pacemaker and _is_unseen(status, runner, course, when_ms)):
        led = _led(status, runner, course, when_ms, stories)
        told_ms = when_ms if led is not None else _told_ms(status, when_ms, course, stories, ended_ms)
        is_won = bool(known(stories[course.finish].arrivals, told_ms))
        template = sentences.OUT if is_won else _template(status, runner, course, when_ms)
        is_led = led is not None and template == sentences.DROPS_OUT_AFTER
        template = sentences.LEADER_DROPS_OUT if is_led else template
        text = template.format(
            runner=name,
            second=led.runner.spoken_name if led is not None else "",
            spot=at_checkpoint(course, _last(status, runner, course, when_ms)),
            pacemaker=pacemaker(pacemakers),
            how=dropout_text(status, runner, course, when_ms),
            checkpoint=checkpoint_name(course, _last(status, runner, course, when_ms)),
        )
        priority = 35 if is_pacemaker else 50 if _was_in_front(runner, when_ms, stories) else 19
        yield Moment(told_ms, "off" if is_pacemaker else "out", text, runner.entrant.bib, priority=priority)
    seen = seen_against_status(runner, course)
    if seen and runner.passings[seen[0]].when_ms > max(when_ms, 0):
        passing = runner.passings[seen[0]]
        how = "reported not to have started" if status.status == "dns" else "reported out of the race"
        text = sentences.SEEN_THOUGH_OUT.format(runner=name, how=how, seen=_seen(runner, course, seen[0]))
        yield Moment(passing.when_ms, "out", text, runner.entrant.bib, passing.time, priority=50)


def _told_ms(
    status: Status, when_ms: int, course: Course, stories: list[CheckpointStory], ended_ms: int | None
) -> int:
    """When it is announced that someone leaves: at once, or in the finish of a race on the track after it."""
    if course.lap_m is None or course.limit_ms is not None or status.status != "dnf":
        return when_ms
    last = next((s for s in stories if course.to_go(s.index) <= course.lap_m / 2), stories[-1])
    near = [story for story in stories[last.index :] if known(story.arrivals, when_ms)]
    finish = stories[course.finish].arrivals
    won_ms = finish[0].when_ms if finish else NEVER
    if not near or when_ms > won_ms + HELD_MS:
        return when_ms
    return max(min(won_ms + HELD_MS, NEVER if ended_ms is None else ended_ms), when_ms)


def _led(
    status: Status, runner: Runner, course: Course, when_ms: int, stories: list[CheckpointStory]
) -> Arrival | None:
    """Who was second where a runner, who leaves the race, led last; None where that is not known."""
    last = _last(status, runner, course, when_ms)
    if last == START:
        return None
    there = known(stories[last].arrivals, when_ms)
    places = {arrival.place: arrival for arrival in there}
    leads = 1 in places and places[1].bib == runner.entrant.bib
    return places.get(2) if leads else None


def _template(status: Status, runner: Runner, course: Course, when_ms: int) -> str:
    """The sentence for someone who leaves; one who was seen further on, or did not start, has no other."""
    seen = any(runner.passings[i].when_ms <= when_ms for i in seen_against_status(runner, course))
    if status.status != "dnf" or seen:
        return sentences.OUT
    is_somewhere = _last(status, runner, course, when_ms) != START
    if runner.entrant.role == "pacemaker":
        return sentences.STEPS_OFF_AFTER if is_somewhere else sentences.STEPS_OFF
    return sentences.DROPS_OUT_AFTER if is_somewhere else sentences.DROPS_OUT


def _is_unseen(status: Status, runner: Runner, course: Course, until_ms: int) -> bool:
    """Whether it is not known how far a runner who left had come."""
    return status.status == "dnf" and _last(status, runner, course, until_ms) == START


def _last(status: Status, runner: Runner, course: Course, until_ms: int) -> int:
    """Index of the last checkpoint that a runner who left had passed."""
    return course.index.get(status.after or "", last_seen(runner, until_ms))


def _was_in_front(runner: Runner, when_ms: int, stories: list[CheckpointStory]) -> bool:
    """Whether a runner was among the first at the last checkpoint passed."""
    for story in reversed(stories):
        arrival = story.arrival(runner.entrant.bib, when_ms)
        if arrival is not None:
            return 0 < arrival.place <= ANNOUNCED_PLACES
    return False


NOT_CONFIRMED = "start not confirmed"
"""Of someone announced who may not have run, which says more than that there is no result."""


def dropout_text(status: Status, runner: Runner, course: Course, until_ms: int = NEVER) -> str:
    """How a runner left the race, as known by a race time: "stepped off after 800 m".

    With where the runner was seen all the same, and the time of a runner who was disqualified at the finish.
    """
    seen = [i for i in seen_against_status(runner, course) if runner.passings[i].when_ms <= until_ms]
    but = f", but seen {_seen(runner, course, max(seen))}" if seen else ""
    index = _last(status, runner, course, until_ms)
    is_last = index != START and not seen
    match status.status:
        case "unknown" if runner.entrant.role == "pacemaker":
            return f"set the pace{f', last seen at {checkpoint_name(course, index)}' if is_last else but}"
        case "dnf" if runner.entrant.role == "pacemaker":
            return f"stepped off{f' after {checkpoint_name(course, index)}' if is_last else but}"
        case "dnf":
            return f"did not finish{f', last seen at {checkpoint_name(course, index)}' if is_last else but}"
        case "dns":
            return f"did not start{but}"
        case "dq":
            reason = f" ({status.reason})" if status.reason else ""
            time = runner.time_at(index) if index == course.finish else None
            return f"disqualified{reason}{f' after finishing in {time.show(course.digits)}' if time else ''}"
    return _without_result(status.reason)


def _without_result(reason: str) -> str:
    """That no result was published, with what the race file knows instead of it."""
    if "not published" in reason:
        return reason
    if NOT_CONFIRMED in reason:
        return NOT_CONFIRMED
    return f"result not published: {reason}" if reason else "result not published"


def _seen(runner: Runner, course: Course, index: int) -> str:
    """Where a runner was seen, and the time there: "at the finish 5:30:00"."""
    label = checkpoint_name(course, index)
    time = runner.time_at(index)
    return f"at {label} {time.show(course.digits)}" if time is not None else f"at {label}"
