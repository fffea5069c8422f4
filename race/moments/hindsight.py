"""What mattered, once it is known who won: the moments that led to the win come before the others.

While a race is being run a moment is as important as it was when it happened, since no one knows who will
win. So this is for the list of moments of a race that has been won by the time that is shown, and not for
what is reported on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from race.moments.moment import Moment

DECISIVE = 92
"""The lead that a winner took and never lost again."""

LED_TO_IT = 75
"""A lead that a winner took and lost again, what a source notes of a winner on the way, and record pace."""


def in_hindsight(moments: Sequence[Moment], winners: Collection[str]) -> list[Moment]:
    """The moments with the priorities that they have once these bibs have won; as they are before."""
    taken = [moment for moment in moments if _is_taken_by(moment, winners)]
    is_record_race = any(m.kind == "finish" and m.bib in winners and m.priority == HIGHEST for m in moments)
    won_ms = min((m.when_ms for m in moments if m.kind == "finish" and m.bib in winners), default=0)
    noted = [m for m in moments if m.kind == "note" and m.bib in winners and m.when_ms < won_ms]
    raised = dict.fromkeys((*taken, *noted), LED_TO_IT) | dict.fromkeys(taken[-1:], DECISIVE)
    if is_record_race:
        raised |= {moment: LED_TO_IT for moment in moments if moment.kind == "record"}
    return [moment._replace(priority=max(moment.priority, raised.get(moment, 0))) for moment in moments]


def _is_taken_by(moment: Moment, winners: Collection[str]) -> bool:
    """Whether a winner takes the lead from someone."""
    return moment.kind in ("lead", "bell") and moment.bib in winners and bool(moment.others)
