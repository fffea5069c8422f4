"""Who should long have come by: told by the clock, for as long as nothing is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import TOLD_PLACES, CheckpointStory
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.state import RaceState, Runner
    from race.projection.projector import Projector

LEAST_MS = 5000
"""Nobody is said to be overdue by less."""


def overdue(scenes: list[CheckpointStory], state: RaceState, projector: Projector) -> Iterator[Moment]:
    """Those in front, and the followed, from when the range of the next checkpoint is over.

    It rests on somebody not having come by. So it is the one moment that does not hold any more once
    somebody does, or leaves the race.
    """
    for scene in scenes[:-1]:
        for arrival in scene.arrivals:
            is_told = 0 < arrival.place <= TOLD_PLACES or arrival.bib in scene.field.followed
            runner = state.runners.get(arrival.bib)
            if not is_told or runner is None or runner.furthest != scene.index:
                continue
            due = _due(runner, projector)
            if due is not None:
                checkpoint, when_ms = due
                text = f"{runner.spoken_name} is overdue {at_checkpoint(scene.course, checkpoint)}"
                yield Moment(when_ms, "overdue", text, arrival.bib, priority=45)


def _due(runner: Runner, projector: Projector) -> tuple[int, int] | None:
    """Where somebody is expected next, and the race time from which that is overdue.

    Pacemakers are not expected, nor is who has left the race.
    """
    is_racing = runner.entrant.role == "runner" and not runner.status_claims
    projection = projector(runner) if is_racing else None
    expected = projection.next if projection is not None else None
    if expected is None or expected.limit_ms is None:
        return None
    return expected.checkpoint, max(expected.limit_ms, expected.when_ms + LEAST_MS) + 1
