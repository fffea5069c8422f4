"""Whether a runner or only a reading is missing, where a runner has not been seen at a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.fold.runner import Runner

ENOUGH = 8
"""So many times at a checkpoint show that it works, whatever the size of the field."""


def shows_that_it_works(times: int, racing: int) -> bool:
    """Whether so many times at a checkpoint, with so many runners in the race, show that all are timed there.

    Eight do, or those of more than half of the field.
    """
    return times >= min(ENOUGH, racing // 2 + 1)


def is_lost_in_front(runner: Runner, front: int) -> bool:
    """Whether no one has been seen beyond the runner, who was timed in the race itself.

    Published times are often those of leaders alone, so that others say nothing about this one.
    """
    last = runner.last
    return runner.furthest == front and last is not None and last.evidence != "published"
