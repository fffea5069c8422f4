"""The cells of the splits grid, a runner by a checkpoint, in four modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from race.course import START
from race.times import Time
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import CORRECTED, DOUBT, MISSING, NOT_PUBLISHED, gain_text, pad_decimals

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.laps import Stretch
    from race.order.checkpoint_table import CheckpointTable

Mode = Literal["time", "lap", "place", "gap"]

MODES: dict[Mode, str] = {"time": "Time", "lap": "Lap", "place": "Place", "gap": "Gap"}
"""The title of each mode."""

HAND, PROVISIONAL = "h", "°"
FASTEST, OWN_FASTEST = "★", "*"

LEGEND = (
    (FASTEST, "fastest lap"),
    (OWN_FASTEST, "own fastest"),
    (CORRECTED, "corrected"),
    (PROVISIONAL, "provisional"),
    (HAND, "by hand"),
    (NOT_PUBLISHED, "not published"),
    (MISSING, "not known"),
    (DOUBT, "doubtful"),
)

BRACKET = "┐│┘"
"""Beside the cells of a pack where it was last: its first runner, those between, its last."""

LAP_SYMBOLS = (FASTEST, OWN_FASTEST)
"""Symbols of the lap mode alone."""

SLOWEST_MS = {"time": 340.0, "lap": 240.0, "gap": 30.0}
"""Milliseconds a metre for which a column has room with all decimals: a mile in nine minutes."""

PLACE_CELLS = 7


class Cell(NamedTuple):
    """A cell of the grid."""

    text: str
    before: str = " "
    """The symbol of its evidence."""
    after: str = " "
    """The symbol of a correction, a fastest lap or a provisional result."""
    style: str = "text"


class Cells:
    """Makes the cells of a checkpoint table in one mode."""

    def __init__(
        self, table: CheckpointTable, mode: Mode, corrected: frozenset[tuple[str, str]], *, official: bool
    ) -> None:
        self.table, self.mode = table, mode
        self.course: Course = table.course
        self._corrected = corrected
        """Bibs and checkpoint ids of corrected passings."""
        self._official = official
        self._widths: dict[int, int] = {}
        """The results of `width`, which every cell asks for: they save 3 ms of 7 a frame with 300 runners."""

    def title(self, index: int) -> str:
        """The title of a column: the checkpoint, and the length of its laps if that is unusual."""
        name, start = short_checkpoint_label(self.course, index), self.table.start(index)
        span_m = self.table.span_m(index)
        usual_m = self.course.lap_m or (self.table.span_m(start) if start != START else 0.0)
        if self.mode != "lap" or abs(span_m - usual_m) < 1:
            return name
        length = (
            f"{span_m / 1000:.3g} km" if self.course.lap_m is None and span_m >= 1000 else f"{span_m:.0f} m"
        )
        if index == self.course.finish:
            return f"last {length}"
        return f"first {length}" if start == START else f"{name} ({length})"

    def width(self, index: int) -> int:
        """Cells of the text of a column: enough for a slow runner, so that it seldom changes."""
        if index not in self._widths:
            self._widths[index] = max(self._figures(index), len(self.title(index)))
        return self._widths[index]

    def _figures(self, index: int) -> int:
        if self.mode == "place":
            return PLACE_CELLS
        metres = self.table.span_m(index) if self.mode == "lap" else self.course.distance(index)
        longest = Time(round(metres * SLOWEST_MS[self.mode]), self.course.digits)
        slowest = Time(self.table.slowest_ms(index, lap=self.mode == "lap"), 0)
        most = max(len(figure.show()) for figure in (longest, slowest))
        return max(most + (self.mode == "gap"), self._leader_cells(index))

    def _leader_cells(self, index: int) -> int:
        """Cells of the leader's time, which is shown instead of a gap."""
        first = self.table.first_time(index) if self.mode == "gap" else None
        return len(self._aligned(first.time)) if first else 0

    def cell(self, runner: Runner, index: int) -> Cell:
        """A runner at a checkpoint, or in the lap that ends there."""
        believed = runner.passings.get(index) if self.mode == "place" else None
        passing = believed or runner.shown_at(index)
        if passing is None:
            return self._without_time(runner, index)
        if passing.doubt is not None:
            text = (
                MISSING
                if self.mode in ("lap", "place") or not passing.time
                else self._time(passing.time, index)
            )
            return Cell(text, DOUBT, style="dim")
        text = self._figure(runner, passing, index)
        before = HAND if passing.evidence == "hand" else " "
        after = self._symbol_after(runner, index)
        style = "dim" if text == MISSING else "text"
        if after == FASTEST or self._is_first(runner, index):
            style = "strong"
        return Cell(text, before if text != MISSING else " ", after, style)

    def _figure(self, runner: Runner, passing: Passing, index: int) -> str:
        match self.mode:
            case "lap":
                return self._stretch(self.table.stretch(runner, index), index)
            case "place":
                return self._place(runner, index)
            case "gap" if not self._is_base(runner, index):
                return self._stretch(self.table.gap(runner, index), index, "+")
        return self._time(passing.time, index) if passing.time else MISSING

    def _is_first(self, runner: Runner, index: int) -> bool:
        """Whether the runner is first there, or the one to whom gaps are measured."""
        if self.mode == "gap":
            return self._is_base(runner, index)
        return self.mode == "place" and self.table.place(runner, index) == 1

    def _is_base(self, runner: Runner, index: int) -> bool:
        """Whether gaps are measured to the runner: to the leader, or to the first there."""
        if self.table.leader is not None:
            return runner is self.table.leader
        first, time = self.table.first_time(index), runner.time_at(index)
        return first is not None and first.time == time

    def _without_time(self, runner: Runner, index: int) -> Cell:
        """Nothing is known of a runner there: not published, missed, or still to come."""
        if index not in runner.estimates:
            return Cell(MISSING if index < runner.furthest else "", style="dim")
        pack = self.table.pack_of(runner)
        if pack is None or pack.checkpoint != index or len(pack.runners) == 1:
            return Cell(NOT_PUBLISHED, style="dim")
        first, last = pack.runners[0], pack.runners[-1]
        tag = f"pack {len(pack.runners)}"
        is_tag = runner is first and len(tag) <= self.width(index)
        bracket = BRACKET[0 if runner is first else -1 if runner is last else 1]
        return Cell(tag if is_tag else NOT_PUBLISHED, after=bracket, style="dim")

    def _stretch(self, stretch: Stretch | None, index: int, sign: str = "") -> str:
        if stretch is None:
            return MISSING
        sign = sign if stretch.time.ms >= 0 else ""
        return sign + self._time(stretch.time, index, len(sign))

    def _time(self, time: Time, index: int, taken: int = 0) -> str:
        """A time aligned on its decimal point; in whole seconds if it is too long for its column."""
        text = self._aligned(time)
        return text if len(text) + taken <= self.width(index) else time.show(0)

    def _aligned(self, time: Time) -> str:
        digits = self.course.digits
        return pad_decimals(time.show(digits), min(time.digits, digits), digits)

    def _place(self, runner: Runner, index: int) -> str:
        place = self.table.place(runner, index)
        if place is None:
            return MISSING
        return f"{place} {gain_text(self.table.gained(runner, index)):<3}"

    def _symbol_after(self, runner: Runner, index: int) -> str:
        bib = runner.entrant.bib
        if (bib, self.course.checkpoints[index].id) in self._corrected:
            return CORRECTED
        if self.mode == "lap" and self.table.best == (bib, index):
            return FASTEST
        if self.mode == "lap" and self.table.best_of(runner) == index:
            return OWN_FASTEST
        return PROVISIONAL if index == self.course.finish and not self._official else " "
