"""How figures are written: what is estimated, doubtful or missing can be told from its characters."""

from __future__ import annotations

from race.course import Course
from race.fold.checkpoint_passing import Passing
from race.laps import Stretch
from race.moments.moment import Moment
from race.projection.projector import Projection
from race.times import Time

ABOUT = "~"
"""Stands before everything that is estimated."""

DOUBT = "?"
"""Stands before a figure that is at odds with the rest."""

MISSING = "·"
"""Stands where a time is known to be missing."""

CHOSEN = "›"
"""Stands before the athlete under the cursor."""

FOLLOWED = "◆"
"""Stands before an athlete who is followed."""

HOUR_MS = 3_600_000

OVERDUE = "overdue"
"""Stands in place of a projection of somebody who should long have come by."""

RANGE = 4
"""Cells that a range of less than a minute fills."""


def passing_text(passing: Passing | None, digits: int = 2) -> str:
    """The time of a passing with at most `digits` decimals, a dot where only the passing is known."""
    if passing is None:
        return ""
    if passing.time is None:
        return MISSING
    sign = ABOUT if passing.evidence == "estimated" else DOUBT if passing.suspect else ""
    return sign + passing.time.show(digits)


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
    """A projected time to the tenth, with its range: `3:45.4 ±0.8`; `±?` where that is not known."""
    if projection.overdue:
        return OVERDUE
    return f"{_about(projection)}{projection.time.show(1)} {range_text(projection.low, projection.high)}"


def projection_cell(projection: Projection) -> str:
    """The same, with the ranges of different lengths from the same column on."""
    time, _, spread = projection_text(projection).partition(" ")
    return f"{time} {spread:<{RANGE}}" if spread else time


def range_text(low: Time | None, high: Time | None) -> str:
    """Half of a range as exactly as its size asks for: `±0.8`, `±12`, `±12:30`."""
    if low is None or high is None:
        return "±?"
    half_ms = (high.ms - low.ms + 1) // 2
    if half_ms < 60_000:
        return f"±{Time(half_ms, min(low.digits, 1)).show(1 if half_ms < 10_000 else 0)}"
    minutes, seconds = divmod(-(-half_ms // 1000), 60)
    return f"±{minutes}:{seconds:02}"


def expected_text(course: Course, projection: Projection) -> str:
    """The next checkpoint and the time expected there: `1200 2:50.9`."""
    expected = projection.next
    if expected is None or projection.overdue:
        return ""
    where = "FIN" if expected.checkpoint == course.finish else course.checkpoints[expected.checkpoint].id
    return f"{where} {_about(projection)}{expected.time.show(1)}"


def chance_text(chance: float) -> str:
    """A chance in whole per cent; none and certainty are only said of what is certain."""
    percent = round(chance * 100)
    if percent == 0:
        return "<1 %" if chance > 0 else "0 %"
    return f"{min(percent, 99) if chance < 1 else 100} %"


def _about(projection: Projection) -> str:
    return ABOUT if projection.estimated else ""


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
    """When it happened, as exactly as that is known; of what is only about so, no tenths from an hour on."""
    time = moment.time or Time(moment.when_ms, 1 if moment.when_ms < HOUR_MS else 0)
    about = ABOUT if moment.estimated or (moment.time is None and moment.when_ms) else ""
    return about + time.show(2 if moment.time else 1 if moment.when_ms else 0)
