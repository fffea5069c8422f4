"""The cells of the splits grid: what stands at an athlete's row and a checkpoint's column, in four modes."""

from __future__ import annotations

from typing import Literal, NamedTuple

from race.course import START, Course
from race.fold.checkpoint_passing import Passing
from race.fold.state import Runner
from race.laps import Stretch, gap_at
from race.order.checkpoint_table import CheckpointTable
from race.times import Time
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import ABOUT, DOUBT, MISSING, pad_decimals

Mode = Literal["time", "lap", "rank", "gap"]

MODES: dict[Mode, str] = {
    "time": "Time",
    "lap": "Lap",
    "rank": "Rank",
    "gap": "Gap to first",
}
"""What each is called, in the order in which one key goes through them."""

HAND, CORRECTED, PROVISIONAL = "h", "≠", "°"
FASTEST, OWN_FASTEST = "★", "*"

LEGEND = (
    (ABOUT, "estimated"),
    (FASTEST, "fastest lap"),
    (OWN_FASTEST, "own fastest"),
    (CORRECTED, "corrected"),
    (PROVISIONAL, "provisional"),
    (HAND, "by hand"),
    (MISSING, "missing"),
    (DOUBT, "doubtful"),
)

OF_LAPS = (FASTEST, OWN_FASTEST)
"""Signs that there are where laps are told."""

SLOWEST_MS = {"time": 340.0, "lap": 240.0, "gap": 30.0}
"""Milliseconds a metre that a column has room for with all decimals: as of a mile in nine minutes."""

RANK_WIDTH = 7


class Cell(NamedTuple):
    """What stands in a cell."""

    text: str
    before: str = " "
    """A sign of how it is known."""
    after: str = " "
    """A sign of what it is."""
    style: str = "text"


class Cells:
    """Makes the cells of a sheet in one mode."""

    def __init__(
        self, sheet: CheckpointTable, mode: Mode, corrected: frozenset[tuple[str, str]], *, official: bool
    ) -> None:
        self.sheet, self.mode = sheet, mode
        self.course: Course = sheet.course
        self._corrected = corrected
        """Bibs and checkpoint ids of what was corrected."""
        self._official = official
        self._widths: dict[int, int] = {}

    def title(self, index: int) -> str:
        """What stands above a column: where it is, and of what length the laps in it are."""
        name = short_checkpoint_label(self.course, index)
        span_m = self.sheet.span_m(index)
        is_lap = self.course.lap_m is not None and abs(span_m - self.course.lap_m) < 1
        return f"{name}/{span_m:.0f}" if self.mode == "lap" and not is_lap else name

    def width(self, index: int) -> int:
        """Cells of the text of a column: enough for a slow athlete, so that it stays the same."""
        if index not in self._widths:
            self._widths[index] = max(self._figures(index), len(self.title(index)))
        return self._widths[index]

    def _figures(self, index: int) -> int:
        if self.mode == "rank":
            return RANK_WIDTH
        metres = self.sheet.span_m(index) if self.mode == "lap" else self.course.distance(index)
        longest = Time(round(metres * SLOWEST_MS[self.mode]), self.course.digits)
        return max(len(longest.show()) + (self.mode == "gap"), self._leading(index))

    def _leading(self, index: int) -> int:
        """Cells of the time of the first there, which stands in place of a gap."""
        first = self.sheet.first(index) if self.mode == "gap" else None
        time = first.time_at(index) if first else None
        return len(self._aligned(time)) if time else 0

    def cell(self, runner: Runner, index: int) -> Cell:
        """What is known of an athlete at a checkpoint, or of the stretch that ends there."""
        passing = runner.passings.get(index)
        if passing is None:
            return Cell(MISSING if index < runner.furthest else "", style="dim")
        text, estimated = self._figure(runner, passing, index)
        before = _known_by(passing, estimated)
        after = self._told(runner, index)
        is_first = self.mode in ("rank", "gap") and self._is_first(runner, index)
        style = "estimated" if before == ABOUT else "dim" if text == MISSING else "text"
        if after == FASTEST or is_first:
            style = "strong"
        return Cell(text, before if text != MISSING else " ", after, style)

    def _figure(self, runner: Runner, passing: Passing, index: int) -> tuple[str, bool]:
        """The text, and whether an estimated time of somebody is part of it."""
        match self.mode:
            case "lap":
                return self._stretch(self.sheet.stretch(runner, index), index)
            case "rank":
                return self._rank(runner, index), False
            case "gap" if (first := self.sheet.first(index)) and not self._is_first(runner, index):
                return self._stretch(gap_at(self.course, runner, first, index), index, "+")
        return self._time(passing.time, index) if passing.time else MISSING, False

    def _is_first(self, runner: Runner, index: int) -> bool:
        first = self.sheet.first(index)
        return first is not None and first.entrant.bib == runner.entrant.bib

    def _stretch(self, stretch: Stretch | None, index: int, sign: str = "") -> tuple[str, bool]:
        if stretch is None:
            return MISSING, False
        sign = sign if stretch.time.ms >= 0 else ""
        return sign + self._time(stretch.time, index, len(sign)), stretch.estimated

    def _time(self, time: Time, index: int, taken: int = 0) -> str:
        """A time with its point below the others; of one too long for its column whole seconds."""
        text = self._aligned(time)
        return text if len(text) + taken <= self.width(index) else time.show(0)

    def _aligned(self, time: Time) -> str:
        digits = self.course.digits
        return pad_decimals(time.show(digits), min(time.digits, digits), digits)

    def _rank(self, runner: Runner, index: int) -> str:
        rank = self.sheet.place(runner, index)
        if rank is None:
            return MISSING
        before = next((other for other in range(index - 1, START, -1) if other in runner.passings), START)
        earlier = self.sheet.place(runner, before) if before != START else None
        change = (earlier or rank) - rank
        moved = f"▲{change}" if change > 0 else f"▼{-change}" if change else ""
        return f"{rank} {moved:<3}"

    def _told(self, runner: Runner, index: int) -> str:
        bib = runner.entrant.bib
        if (bib, self.course.checkpoints[index].id) in self._corrected:
            return CORRECTED
        if self.mode == "lap" and self.sheet.best_of(runner) == index:
            return FASTEST if self.sheet.best == (bib, index) else OWN_FASTEST
        return PROVISIONAL if index == self.course.finish and not self._official else " "


def _known_by(passing: Passing, estimated: bool) -> str:
    if estimated or passing.evidence == "estimated":
        return ABOUT
    if passing.suspect:
        return DOUBT
    return HAND if passing.evidence == "hand" else " "
