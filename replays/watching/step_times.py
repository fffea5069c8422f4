"""Where a playhead can step to: the race times of checkpoints, moments and messages."""

from __future__ import annotations

from race.fold.history import History
from race.moments.commentary import Commentary
from race.moments.moment import CHATTER
from race.times import LONGEST_MS


def find_step_times(history: History, kind: str, *, estimates: bool = True) -> list[int]:
    """Race times in order, in milliseconds from the gun, of one kind: checkpoint, moment or message.

    Moments that say no more than the board does are passed over.
    """
    if kind == "message":
        return history.times()
    commentary = Commentary()
    told = commentary.moments(history.at(history.end_ms), LONGEST_MS)
    if kind == "moment":
        heard = (moment for moment in told if estimates or not moment.estimated)
        return sorted({moment.when_ms for moment in heard if moment.priority >= CHATTER})
    return sorted({ms for ms, _ in commentary.reached()})
