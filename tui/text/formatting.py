"""How times, gaps, ranges, chances and places are written.

An estimated, doubtful or missing figure is recognisable by its characters alone, without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.moments.dropouts import NOT_CONFIRMED, dropout_text
from race.times import Time
from tui.text.checkpoint_labels import checkpoint_label, short_checkpoint_label
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.laps import Stretch
    from race.moments.moment import Moment
    from race.projection.projector import Expected, Projection
    from race.standings import Row

ABOUT = "~"
"""Before every estimated figure."""

DOUBT = "?"
"""Before a figure that contradicts the others."""

MISSING = "·"
"""In place of a time that is known to be missing."""

NOT_PUBLISHED = "◦"
"""In place of a time that was not published, of someone who was there."""

CHOSEN = "›"
"""Before the athlete under the cursor."""

FOLLOWED = "◆"
"""Before an athlete who is followed."""

CORRECTED = "≠"
"""Beside what was corrected a short while ago."""

FIN = "FIN"
"""The finish, in a narrow column."""

HOUR_MS = 3_600_000

OVERDUE = "overdue"
"""In place of the projection of a runner who should have passed long ago."""

RANGE_CELLS = 4
"""Cells of a range of less than a minute."""


def about(estimated: bool) -> str:
    """The sign of an estimate, or nothing."""
    return ABOUT if estimated else ""


def time_text(time: Time | None, digits: int, *, estimated: bool = False) -> str:
    """A time with at most `digits` decimals; empty for none."""
    return f"{about(estimated)}{time.show(digits)}" if time else ""


def clock_text(ms: int, digits: int) -> str:
    """A race clock. It shows the time that has passed, so it is cut and not rounded up."""
    return Time(ms).cut(digits).show()


def passing_text(passing: Passing | None, digits: int = 2) -> str:
    """The time of a passing with at most `digits` decimals, a dot if the passing has no time."""
    if passing is None:
        return ""
    if passing.time is None:
        return MISSING
    return (DOUBT if passing.doubt else "") + passing.time.show(digits)


def stretch_text(stretch: Stretch | None, sign: str = "") -> str:
    """A lap, a segment or a gap to the hundredth; `sign` comes before it unless it is negative."""
    if stretch is None:
        return ""
    return f"{about(stretch.estimated)}{sign if stretch.time.ms >= 0 else ''}{stretch.time.show(2)}"


def aligned_stretch(stretch: Stretch | None, sign: str, digits: int) -> str:
    """The same in a column of times with `digits` decimals."""
    return pad_decimals(stretch_text(stretch, sign), stretch.time.digits if stretch else 0, digits)


def segment_text(stretch: Stretch | None) -> str:
    """A segment with its metres: `54.64 /409`."""
    return f"{stretch_text(stretch)} /{stretch.metres:.0f}" if stretch else ""


def difference_text(time: Time) -> str:
    """A difference without its sign."""
    return time._replace(ms=abs(time.ms)).show(2)


def margin_text(stretch: Stretch) -> str:
    """A difference without its sign in a sentence: `0.26 s`, `~2.6 s`, `1:48`."""
    unit = " s" if abs(stretch.time.ms) < 60_000 else ""
    return f"{about(stretch.estimated)}{difference_text(stretch.time)}{unit}"


def projection_text(projection: Projection) -> str:
    """A projected time to the tenth, with its range: `3:45.4 ±0.8`; `±?` if that is not known."""
    time = projection.time.show(1)
    return f"{time} {range_text(projection.low, projection.high)}"


def projection_cell(projection: Projection) -> str:
    """The same, with ranges of different lengths starting in the same cell."""
    time, _, spread = projection_text(projection).partition(" ")
    return f"{time} {spread:<{RANGE_CELLS}}" if spread else time


def range_text(low: Time | None, high: Time | None) -> str:
    """Half of a range, as precise as its size asks for: `±0.8`, `±12`, `±12:30`, `±1:02:30`."""
    if low is None or high is None:
        return "±?"
    half = Time((high.ms - low.ms + 1) // 2, min(low.digits, 1)).rounded(1)
    return f"±{half.show(1 if half.ms < 10_000 else 0)}"


def distance_text(metres: float) -> str:
    """The distance of a race to a time: `60.830 km`."""
    return f"{metres / 1000:.3f} km"


def behind_text(metres: float) -> str:
    """How much less far someone has come in a race to a time: `+400 m`, `+8.69 km`."""
    return f"+{metres:.0f} m" if metres < 1000 else f"+{metres / 1000:.2f} km"


def expected_text(course: Course, expected: Expected | None) -> str:
    """The next checkpoint and the time expected there: `1200 2:50.9`."""
    if expected is None:
        return ""
    return f"{short_checkpoint_label(course, expected.checkpoint, FIN)} {expected.time.show(1)}"


def chance_text(chance: float) -> str:
    """A chance in whole per cent; 0 % and 100 % are written only if they are certain."""
    percent = round(chance * 100)
    if percent == 0:
        return "<1 %" if chance > 0 else "0 %"
    return f"{min(percent, 99) if chance < 1 else 100} %"


def place_text(row: Row) -> str:
    """A place on the board; `PM` for a pacemaker without one."""
    if row.place is not None:
        return str(row.place)
    return "PM" if row.runner.entrant.role == "pacemaker" else ""


def place_or_status(row: Row) -> str:
    """A place, or `dnf`, `dns`, `dq` in its stead."""
    return place_text(row) or ("" if row.runner.out in (None, "unknown") else str(row.runner.out))


def dropout(board: Board, runner: Runner) -> str:
    """How a runner left the race, such as `stepped off after 800 m`; empty for a runner who is in it.

    That a result was not published is said when the race is over; before, where the runner was last seen.
    """
    course = board.state.course
    if course is None or not runner.statuses:
        return ""
    if runner.out == "unknown" and not board.is_over:
        seen = max(runner.furthest, course.index.get(runner.statuses[-1].after or "", START))
        return f"last seen at {checkpoint_label(course, seen)}" if seen != START else NOT_CONFIRMED
    return clean(dropout_text(runner.statuses[-1], runner, course))


def gain_text(gain: int | None) -> str:
    """Places gained or lost: `▲2`, `▼1`."""
    if not gain:
        return ""
    return f"{'▲' if gain > 0 else '▼'}{abs(gain)}"


def gap_text(gap: Stretch | None, laps_down: int, digits: int) -> str:
    """A gap in a column of times with `digits` decimals, or in laps if the runner was lapped."""
    if laps_down:
        return f"+{laps_down} lap{'s' if laps_down > 1 else ''}"
    return aligned_stretch(gap, "+", digits)


def pad_decimals(text: str, known: int, shown: int) -> str:
    """Pad a time with `known` decimals in a column that has `shown`, so that the points are aligned."""
    if not text:
        return ""
    return text + " " * (shown - min(known, shown) + (1 if shown and not known else 0))


def moment_time(moment: Moment, digits: int = 2) -> str:
    """When it happened, with at most `digits` decimals; where that is not exactly known, in whole seconds."""
    if moment.time is not None:
        return Time(moment.when_ms, moment.time.digits).show(min(digits, 2))
    return about_when(moment.when_ms) if moment.when_ms else "0"


def about_when(when_ms: int) -> str:
    """A race time that is not exactly known: the second it was in."""
    return ABOUT + Time(when_ms).cut(0).show()


def to_go_text(metres: float, course: Course, *, estimated: bool = False) -> str:
    """Metres to the finish: `3 laps to go` if they are whole, `409 m to go`, on a road `2.2 km to go`.

    Where the place is estimated, `~350 m to go`.
    """
    lap_m = course.lap_m
    if estimated:
        text = f"{metres / 1000:.1f} km" if lap_m is None and metres >= 1000 else f"{metres:.0f} m"
        return f"{ABOUT}{text} to go"
    if lap_m is not None and metres >= 2 * lap_m and metres % lap_m < 1:
        return f"{metres / lap_m:.0f} {course.lap_word}s to go"
    if lap_m is None and metres >= 1000:
        return f"{metres / 1000:.1f} km to go"
    return f"{metres:.0f} m to go"
