"""The board: the running order, one line for each entrant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.board_cells import BoardLine, BoardLines, Wanted, figure_widths, pieces_of
from tui.text.board_columns import BoardLayout, lay_out, layout_of
from tui.text.column_choice import ColumnChoice
from tui.text.followed_styles import followed_style
from tui.text.formatting import CORRECTED, FOLLOWED
from tui.text.styled_line import fewer_pieces
from tui.widgets.fresh_times import FRESH_MS, RecentTimes, fresh_bibs
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from race.board import Board
    from race.fold.runner import Runner
    from race.marks import MarkRun
    from race.sorted_rows import SortedBy
    from tui.text.styled_line import StyledLine


class BoardPane(Pane):
    """The running order. On the leader's line the cursor stays with the place, elsewhere with the athlete."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(has_title=True, id=id)
        self._board: Board | None = None
        self._lines: BoardLines | None = None
        self._layout: BoardLayout = lay_out(80)
        self._laid_out: BoardLines | None = None
        """The lines that are shown in the columns."""
        self._laid_out_for: tuple[int, range] | None = None
        """The width that columns were chosen for, and the lines that were in sight."""
        self._figures: dict[str, int] = {}
        """Cells of the widest figures of this race that were in sight, by column: none gets narrower."""
        self._fresh: frozenset[str] = frozenset()
        self._against: MarkRun | None = None
        self._drawn_for: object = None
        """What the lines depend on beside the board: while it is the same, a tick of the clock draws none."""
        self._recent_times = RecentTimes()
        self._held: str | None = None
        """The bib of the athlete that the cursor stays with."""
        self._is_first = True
        """Whether it stays on the line of the first athlete instead."""
        self.followed = frozenset[str]()
        """The bibs that have a sign before their line."""
        self.wanted: Wanted | None = None
        """Keeps the entrants that the board is narrowed to; None for all."""
        self.sort: SortedBy = "order"
        """By what the lines are sorted."""
        self.compared_with: str | None = None
        """The bib to whose athlete gaps are measured; None for the athlete under the cursor."""
        self.passed_over = frozenset[str | None]()
        """The bibs that the cursor passes over; None among them for the lines of no athlete."""
        self._chosen: Runner | None = None
        self._sorted: SortedBy = "order"
        """By what the lines drawn last are sorted."""
        self._choice = ColumnChoice()

    @property
    def shown(self) -> Board | None:
        """The board drawn last."""
        return self._board

    @property
    def chosen_bib(self) -> str | None:
        """The bib of the athlete under the cursor."""
        return self._bib_at(self.cursor)

    @property
    def chosen_mark(self) -> MarkRun | None:
        """The mark under the cursor."""
        line = self._lines[self.cursor] if self._lines and self.cursor < len(self._lines) else None
        return line.mark.run if line is not None and line.mark is not None else None

    def _bib_at(self, index: int) -> str | None:
        line = self._lines[index] if self._lines and index < len(self._lines) else None
        return line.row.runner.entrant.bib if line is not None and line.row else None

    def put_cursor(self, index: int) -> None:
        """Put the cursor on a line, and stay with its athlete; on the first one, with the leader.

        From the heading of a pack it goes on to the line behind.
        """
        if self._lines is not None:
            index = self._lines.nearest(index, index - self.cursor)
        self._is_first = index == self._first
        self._held = None if self._is_first else self._bib_at(index)
        super().put_cursor(index)  # may show the board at once

    def go_to(self, bib: str) -> None:
        """Put the cursor on an athlete as the keys do."""
        index = self._lines.index_of(bib) if self._lines is not None else None
        if index is not None:
            self.put_cursor(index)

    def hold_other(self) -> None:
        """Put the cursor on the first athlete whom it does not pass over, and let it stay there."""
        self._hold_first(range(self.count))

    def action_move(self, steps: int) -> None:
        """Move the cursor by lines, past those that it passes over; then it stays with the athlete."""
        if not self.passed_over:
            super().action_move(steps)
            return
        way = 1 if steps > 0 else -1
        start = min(max(self.cursor + steps, 0), max(self.count - 1, 0))
        self._hold_first(range(start, self.count if way > 0 else -1, way))

    def _hold_first(self, indexes: range) -> None:
        bibs = (self._bib_at(index) for index in indexes)
        other = next((bib for bib in bibs if bib not in self.passed_over), None)
        if other is not None:
            self.hold(other)

    @property
    def _first(self) -> int:
        """The line of the first athlete, below the marks and the heading above it."""
        return self._lines.first_runner if self._lines is not None else 0

    def hold(self, bib: str | None) -> None:
        """Put the cursor on an athlete, and let it stay there, even on the first line."""
        self._held, self._is_first = bib, False
        self._find_held()

    def _find_held(self) -> None:
        """Put the cursor on the line of the athlete whom it stays with, or else on the first."""
        held = self._lines.index_of(self._held) if self._lines is not None and self._held else None
        if held is not None:
            self.cursor = held
        elif self._is_first:
            self.cursor = self._first

    def show_board(
        self,
        board: Board,
        speed: float = 1.0,
        corrected: frozenset[str] = frozenset(),
        *,
        live: bool = False,
        against: MarkRun | None = None,
    ) -> None:
        """Show a board, with new times highlighted for `FRESH_MS` at any speed.

        Args:
            board: The board.
            speed: Race time per wall time, of a recorded race.
            corrected: Bibs that get a sign, as something about them was corrected a moment ago.
            live: Whether times are highlighted from when they come, and not from when they were run.
            against: The mark to show gaps to. None hides the marks.
        """
        self._chosen = self._athlete_compared_with(board)
        fresh = self._recent_times.bibs(board) if live else fresh_bibs(board, FRESH_MS * max(speed, 1.0))
        drawn_for = (
            *(fresh, corrected, self.line_width, board.clock_ms // 1000),
            *(against, self.followed, self.wanted, self.sort, self._chosen),
        )
        if board is self._board and drawn_for == self._drawn_for:
            return
        if self._board is None or board.race != self._board.race:
            self._figures = {}
        self._board, self._fresh, self._against, self._drawn_for = board, fresh, against, drawn_for
        if self.sort != self._sorted:
            self._sorted, self._held, self._is_first = self.sort, self.chosen_bib, False
        self._lines = BoardLines(board, corrected, against, self.wanted, sort=self.sort, chosen=self._chosen)
        self._lay_out()
        self._find_held()

    def _athlete_compared_with(self, board: Board) -> Runner | None:
        """The athlete to whom gaps are measured, if a column has them."""
        if "chosen" in self._choice.hidden:
            return None
        return board.state.runners.get(self.compared_with or self.chosen_bib or "")

    def out_of_sight(self) -> list[StyledLine]:
        """The lines of followed athletes who are not in sight, in running order."""
        if self._lines is None:
            return []
        top = self.scroll_offset.y
        sight = range(top, top + self.scrollable_content_region.height - 1)
        lines = sorted(i for bib in self.followed if (i := self._lines.index_of(bib)) is not None)
        return [self._styled(index) for index in lines if index not in sight]

    def sign(self, index: int) -> str:
        """Followed athletes have one."""
        row = self._lines[index].row if self._lines and index < len(self._lines) else None
        return FOLLOWED if row is not None and row.runner.entrant.bib in self.followed else ""

    def choose_columns(self, choice: ColumnChoice) -> None:
        """Show some columns, in an order."""
        self._choice = choice
        self._lay_out()

    def on_resize(self) -> None:
        """Choose the columns for the new width, if they were not chosen for it already."""
        if (self.line_width, self._in_sight) != self._laid_out_for:
            self._lay_out()

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Make room for the figures that come in sight."""
        super().watch_scroll_y(old, new)
        self._lay_out()

    @property
    def _in_sight(self) -> range:
        """The lines for which there is room."""
        top, count = self.scroll_offset.y, len(self._lines) if self._lines is not None else 0
        return range(top, min(top + self.scrollable_content_region.height, count))

    def _lay_out(self) -> None:
        """Choose the columns that have room, and show the lines in them."""
        if self._board is None or self._lines is None:
            return
        self._laid_out_for = self.line_width, self._in_sight
        for name, cells in figure_widths(map(self._lines.__getitem__, self._in_sight)).items():
            self._figures[name] = max(cells, self._figures.get(name, 0))
        before = self._layout
        self._layout = layout_of(
            self._board,
            self.line_width,
            self._against,
            figures=self._figures,
            order=self._choice.order,
            hidden=self._choice.hidden,
            sort=self.sort,
            chosen=self._chosen,
        )
        if self._lines is self._laid_out and self._layout == before:
            return  # the same lines, of which others are in sight
        self._laid_out = self._lines
        self.show(len(self._lines), self._styled, ((self._layout.titles(), "title"),))

    def _styled(self, index: int) -> StyledLine:
        assert self._lines is not None
        line = self._lines[index]
        fresh = line.row is not None and line.row.runner.entrant.bib in self._fresh
        pieces = pieces_of(line, self._layout)
        own = self._own_style(line)
        return fewer_pieces(
            (text, own if own and name == "athlete" else _style_of(line, name, text, fresh))
            for name, text in pieces
        )

    def _own_style(self, line: BoardLine) -> str:
        """The style of the name of someone who is followed; of anyone else none."""
        bib = line.row.runner.entrant.bib if line.row is not None else ""
        if self._board is None or bib not in self.followed:
            return ""
        return followed_style(bib, self.followed, self._board.state.runners)


def _is_in_pack(line: BoardLine) -> bool:
    return line.row is not None and line.row.pack is not None


def _style_of(line: BoardLine, name: str, text: str, fresh: bool) -> str:
    if name == "between":
        return "text"
    if name in line.estimated and line.mark is not None:
        return "estimated"
    if line.mark is not None and line.mark.is_chosen and name == "mark":
        return "strong"
    if name == "text" or (line.text and not _is_in_pack(line)):
        return "dim"
    if line.corrected and CORRECTED in text:
        return "accent"
    if name in line.estimated:
        return "estimated"
    if name == "change" and text.strip():
        return "gained" if "▲" in text else "lost"
    if fresh and name in ("time", "at", "lap"):
        return "accent"
    if name in ("place", "athlete"):
        return "strong" if line.row and line.row.place == 1 else "text"
    if name in ("nation", "bib", "segment", "at"):
        return "dim"
    return "text"
