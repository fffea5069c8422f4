"""Where a playhead can step to: the race times of checkpoints, moments and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from race.moments.commentary import Commentary
from race.moments.moment import CHATTER
from race.times import LONGEST_MS

if TYPE_CHECKING:
    from race.fold.history import History

StepKind = Literal["checkpoint", "moment", "message"]


def find_step_times(history: History, kind: StepKind) -> list[int]:
    """The race times of one kind, in milliseconds from the gun, each once and in order.

    Moments that say no more than the board does are left out.
    """
    if kind == "message":
        return history.times()
    commentary = Commentary()
    moments = commentary.moments(history.at(history.end_ms), LONGEST_MS)
    if kind == "checkpoint":
        return sorted({ms for ms, _ in commentary.reached()})
    return sorted({moment.when_ms for moment in moments if moment.priority >= CHATTER})
