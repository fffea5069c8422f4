"""Runners who leave the race before the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START, Course
from race.moments.checkpoint_story import ANNOUNCED_PLACES, CheckpointStory
from race.moments.moment import Moment
from race.moments.phrases import pacemaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.runner import Runner
    from race.messages import Status


def dropouts(runner: Runner, course: Course, stories: list[CheckpointStory]) -> Iterator[Moment]:
    """A runner leaves the race, at the time it was reported; not one who was out before the gun."""
    pacemakers = stories[0].field.pacemakers
    status = runner.statuses[-1] if runner.status_claims else None
    if status is None or status.status == "unknown" or runner.status_claims[-1].when_ms <= 0:
        return
    when_ms = runner.status_claims[-1].when_ms
    is_pacemaker = runner.entrant.role == "pacemaker"
    name, how = runner.spoken_name, dropout_text(status, runner, course)
    if is_pacemaker and status.status == "dnf":
        text = f"{name}, {pacemaker(pacemakers)}, {how.replace('stepped', 'steps')}"
    else:
        text = f"{name} {how}"
    priority = 35 if is_pacemaker else 50 if _was_in_front(runner, when_ms, stories) else 19
    yield Moment(when_ms, "off" if is_pacemaker else "out", text, runner.entrant.bib, priority=priority)


def _was_in_front(runner: Runner, when_ms: int, stories: list[CheckpointStory]) -> bool:
    """Whether a runner was among the first at the last checkpoint passed."""
    for story in reversed(stories):
        arrival = story.arrival(runner.entrant.bib, when_ms)
        if arrival is not None:
            return 0 < arrival.place <= ANNOUNCED_PLACES
    return False


def dropout_text(status: Status, runner: Runner, course: Course) -> str:
    """How a runner left the race: "stepped off after 800 m"."""
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
