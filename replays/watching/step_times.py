"""Where a playhead can step to: the race times of checkpoints, moments and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from race.moments.commentary import Commentary
from race.moments.moment import CHATTER
from race.times import LONGEST_MS

if TYPE_CHECKING:
    from race.fold.history import History
    from race.fold.state import RaceState

StepKind = Literal["checkpoint", "moment", "message"]


def find_step_times(history: History, kind: StepKind) -> list[int]:
    """The race times of one kind, in milliseconds from the gun, each once and in order.

    Moments that say no more than the board does are left out.
    """
    if kind == "message":
        return history.times()
    commentary, end = Commentary(), history.at(history.end_ms)
    moments = commentary.moments(end, LONGEST_MS)
    if kind == "checkpoint":
        return sorted(_first_times(end, {name: ms for ms, name in commentary.reached()}).values())
    return sorted({moment.when_ms for moment in moments if moment.priority >= CHATTER})


def _first_times(state: RaceState, known: dict[str, int]) -> dict[str, int]:
    """By checkpoint the first time there; where none was published, when the field is likely to come."""
    likely: dict[str, int] = {}
    for runner in state.runners.values():
        for index, band in runner.estimates.items():
            name = state.course.checkpoints[index].id if state.course is not None else ""
            likely[name] = min(likely.get(name, band.low_ms), band.low_ms)
    return likely | known
