"""Runners who were seen after they were reported out of the race, or not to have started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner


def seen_against_status(runner: Runner, course: Course) -> list[int]:
    """The checkpoints where a runner who is out was seen, against the status in force; as passed, in order.

    A runner who did not start is seen nowhere. One who did not finish is not seen at the finish, nor beyond
    the checkpoint named in the status, nor, without that, after the status was given in the race.
    """
    if not runner.status_claims or runner.out not in ("dns", "dnf"):
        return []
    given_ms, status = runner.status_claims[-1].when_ms, runner.statuses[-1]
    last = course.index.get(status.after) if status.after is not None else None
    if runner.out == "dns":
        seen = [*runner.passings]
    elif last is not None:
        seen = [index for index in runner.passings if index > last]
    else:
        is_in_race = given_ms > 0
        seen = [i for i, p in runner.passings.items() if is_in_race and p.when_ms > given_ms]
        if course.finish in runner.passings and course.finish not in seen:
            seen.append(course.finish)
    return sorted(seen, key=lambda index: (runner.passings[index].when_ms, index))


def last_seen(runner: Runner, until_ms: int) -> int:
    """The furthest checkpoint passed by a race time; START before the first."""
    return max((i for i, p in runner.passings.items() if p.when_ms <= until_ms), default=START)
