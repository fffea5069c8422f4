"""Overdue runners: announced by the clock, for as long as they are not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory
from race.moments.moment import Moment
from race.moments.phrases import due_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.projector import Projector


def overdue(stories: list[CheckpointStory], state: RaceState, projector: Projector) -> Iterator[Moment]:
    """Runners in front, and the followed, from when they are overdue at the next checkpoint.

    This is the one kind of moment that is withdrawn again: once the runner passes or leaves the race.
    """
    for story, arrival in _last_seen(stories):
        is_announced = 0 < arrival.place <= ANNOUNCED_PLACES or arrival.bib in story.field.followed
        runner = state.runners.get(arrival.bib)
        if not is_announced or runner is None or runner.furthest != story.index:
            continue
        due = _due(runner, projector)
        if due is not None:
            checkpoint, when_ms = due
            spot = due_at(story.course, checkpoint)
            text = sentences.OVERDUE.format(runner=runner.spoken_name, spot=spot)
            yield Moment(when_ms, "overdue", text, arrival.bib, priority=45, by_clock=True)


def _last_seen(stories: list[CheckpointStory]) -> list[tuple[CheckpointStory, Arrival]]:
    """The last arrivals of all, from the first checkpoint on; not those who came to the finish."""
    seen: set[str] = set()
    found: list[tuple[CheckpointStory, Arrival]] = []
    for story in reversed(stories):
        bibs = story.by_bib.keys() - seen
        if bibs:
            seen |= bibs
            found += [(story, arrival) for arrival in reversed(story.arrivals) if arrival.bib in bibs]
    return [(story, arrival) for story, arrival in reversed(found) if story is not stories[-1]]


def _due(runner: Runner, projector: Projector) -> tuple[int, int] | None:
    """The next checkpoint of a runner, and the race time from which the runner is overdue there.

    None for pacemakers, for those who have left the race, and for those known to have come further.
    """
    is_racing = runner.entrant.role == "runner" and not runner.status_claims
    is_racing = is_racing and runner.reached == runner.furthest
    projection = projector(runner) if is_racing else None
    expected = projection.next if projection is not None else None
    if expected is None or not expected.is_watched:
        return None
    return expected.checkpoint, expected.limit_ms + 1
