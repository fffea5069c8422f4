"""How figures are written: what is estimated, doubtful or missing can be told from its characters."""

from __future__ import annotations

from race.laps import Stretch
from race.moments import Moment
from race.projection import Projection
from race.state import Passing
from race.times import Time

ABOUT = "~"
"""Stands before everything that is estimated."""

DOUBT = "?"
"""Stands before a figure that is at odds with the rest."""

MISSING = "·"
"""Stands where a time is known to be missing."""


def passing_text(passing: Passing | None) -> str:
    """The time of a passing as it is known, a dot where only the passing is."""
    if passing is None:
        return ""
    if passing.time is None:
        return MISSING
    sign = ABOUT if passing.evidence == "estimated" else DOUBT if passing.suspect else ""
    return sign + passing.time.show(2)


def stretch_text(stretch: Stretch | None, sign: str = "") -> str:
    """A lap, a segment or a gap as it is known; nothing for none."""
    if stretch is None:
        return ""
    about = ABOUT if stretch.estimated else ""
    return f"{about}{sign if stretch.time.ms >= 0 else ''}{stretch.time.show(2)}"


def segment_text(stretch: Stretch | None) -> str:
    """A segment with its metres: `54.64 /409`."""
    return f"{stretch_text(stretch)} /{stretch.metres:.0f}" if stretch else ""


def projection_text(projection: Projection) -> str:
    """A projected time to the tenth, with its range where there is one."""
    text = f"{ABOUT if projection.estimated else ''}{projection.time.show(1)}"
    if projection.low is None or projection.high is None:
        return text
    half = Time((projection.high.ms - projection.low.ms + 1) // 2, 1)
    return f"{text} ±{half.show(1)}"


def change_text(change: int | None) -> str:
    """Places gained or lost."""
    if not change:
        return ""
    return f"▲{change}" if change > 0 else f"▼{-change}"


def gap_text(gap: Stretch | None, laps_down: int) -> str:
    """A gap in time, or in laps for those who were lapped."""
    if laps_down:
        return f"+{laps_down} lap{'s' if laps_down > 1 else ''}"
    return stretch_text(gap, "+")


def pad_decimals(text: str, known: int, shown: int) -> str:
    """Blanks in place of decimals that are not known: times stand under each other by their points."""
    if not text:
        return ""
    return text + " " * (shown - min(known, shown) + (1 if shown and not known else 0))


def time_of(moment: Moment) -> str:
    """When it happened, as exactly as that is known."""
    time = moment.time or Time(moment.when_ms, 1)
    about = ABOUT if moment.estimated or (moment.time is None and moment.when_ms) else ""
    return about + time.show(2 if moment.time else 1 if moment.when_ms else 0)
