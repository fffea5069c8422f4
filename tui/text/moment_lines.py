"""Moments as lines: when each happened, the sign of its kind, and a sentence in as many lines as it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.moments.moment import BIG, ON_TIMELINE
from tui.text.formatting import moment_time, pad_decimals
from tui.text.safe_text import clean, fit, wrapped

if TYPE_CHECKING:
    from race.moments.moment import Moment
    from tui.text.styled_line import StyledLine


class KindSign(NamedTuple):
    """The sign before each moment of a kind, so that none is distinguished by colour alone."""

    sign: str
    meaning: str
    """In a word or two, for the legend."""


SIGNS = {
    "gun": KindSign("●", "the gun"),
    "lead": KindSign("▲", "a new leader"),
    "through": KindSign("→", "the leader at a checkpoint"),
    "pass": KindSign("△", "overtaking"),
    "move": KindSign("↑", "a move through the field"),
    "pack": KindSign("∴", "a pack forms or splits"),
    "dropped": KindSign("↘", "clear, or dropped"),
    "gap": KindSign("↔", "a gap to the leader"),
    "place": KindSign("#", "a place in the race"),
    "order": KindSign("≡", "the order"),
    "bell": KindSign("◉", "the bell"),
    "record": KindSign("★", "the pace of a record"),
    "overdue": KindSign("?", "overdue"),
    "finish": KindSign("■", "a finish"),
    "result": KindSign("□", "the result"),
    "official": KindSign("✓", "official"),
    "off": KindSign("↓", "a pacemaker steps off"),
    "out": KindSign("×", "out of the race"),
    "note": KindSign("›", "a note"),
    "correction": KindSign("≠", "a correction"),
    "doubt": KindSign("¿", "not believed"),
}
"""By the kind of moment."""

BIGGEST = "▸"
"""Before moments of the highest priority."""

WHEN = 9
"""Cells for the time."""

BEFORE = WHEN + 4
"""Cells before the sentence."""


def legend(width: int) -> str:
    """What the signs of all moments mean, in lines of at most `width` cells."""
    signs = (f"{kind.sign} {kind.meaning}" for kind in SIGNS.values())
    return "\n".join(wrapped(f"Moments: {', '.join(signs)}, {BIGGEST} before the biggest.", width))


def moment_lines(moment: Moment, width: int, *, is_newest: bool = False) -> list[StyledLine]:
    """A moment in lines of at most `width` cells, its sentence wrapped beside the time."""
    is_big = moment.priority >= BIG
    style = "strong" if moment.priority >= ON_TIMELINE else "text"
    sign = SIGNS[moment.kind].sign if moment.kind in SIGNS else "·"
    first, *more = wrapped(clean(moment.text), max(width - BEFORE, 1))
    return [
        (
            (_aligned_time(moment), "dim"),
            (f" {BIGGEST if is_big else ' '}{sign} ", "accent" if is_newest else "dim"),
            (first, style),
        ),
        *(((" " * BEFORE + line, style),) for line in more),
    ]


def _aligned_time(moment: Moment) -> str:
    """The time of a moment in its column, decimal points aligned and decimals shown where there is room."""
    time = moment_time(moment)
    padded = pad_decimals(time, len(time.partition(".")[2]), 2)
    fitting = (text for text in (padded, time) if len(text) <= WHEN)
    return fit(next(fitting, moment_time(moment, 0)), WHEN, "right")
