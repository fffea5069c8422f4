"""The board: the running order, a line an entrant."""

from __future__ import annotations

from time import monotonic

from race.board import Board
from race.passing import Passing
from tui.columns import CORRECTED, Layout, Line, Lines, cells_of, lay_out, layout_of
from tui.widgets.pane import Pane, StyledLine

FRESH_MS = 1500
"""How long a new time stands out, in time on the wall."""


class BoardPane(Pane):
    """The running order. On the first line the cursor stays there; elsewhere it stays with its athlete."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(has_title=True, id=id)
        self._board: Board | None = None
        self._lines: Lines | None = None
        self._layout: Layout = lay_out(80)
        self._fresh: frozenset[str] = frozenset()
        self._looks: object = None
        """What the lines were drawn for, beside the board."""
        self._arrivals = Arrivals()
        self._followed: str | None = None

    @property
    def shown(self) -> Board | None:
        """The board that was drawn last."""
        return self._board

    @property
    def chosen_bib(self) -> str | None:
        """The athlete under the cursor."""
        line = self._lines[self.cursor] if self._lines and self.cursor < len(self._lines) else None
        return line.row.runner.entrant.bib if line is not None and line.row else None

    def put_cursor(self, index: int) -> None:
        """Put the cursor on a line, and follow the athlete who is there; on the first, whoever leads."""
        super().put_cursor(index)
        self._followed = self.chosen_bib if index else None

    def show_board(
        self,
        board: Board,
        speed: float = 1.0,
        corrected: frozenset[str] = frozenset(),
        *,
        live: bool = False,
    ) -> None:
        """Show a board; times of the last moments stand out, as long at any speed.

        Of a live race they stand out from when they come. Those who were `corrected` have a sign.
        """
        fresh = self._arrivals.fresh(board) if live else _fresh(board, FRESH_MS * max(speed, 1.0))
        looks = (fresh, corrected, self.line_width)
        if board is self._board and looks == self._looks:
            return
        self._board, self._fresh, self._looks = board, fresh, looks
        self._lines = Lines(board, corrected)
        self._lay_out()
        self._show_lines()
        followed = self._lines.index_of(self._followed) if self._followed is not None else None
        if followed is not None:
            self.cursor = followed

    def on_resize(self) -> None:
        """Choose the columns anew for the new width."""
        if self._board is not None:
            self._lay_out()
            self._show_lines()

    def _lay_out(self) -> None:
        if self._board is not None:
            self._layout = layout_of(self._board, self.line_width)

    def _show_lines(self) -> None:
        lines = self._lines
        if lines is not None:
            title = ((self._layout.titles(), "title"),)
            self.show(len(lines), self._styled, title)

    def _styled(self, index: int) -> StyledLine:
        assert self._lines is not None
        line = self._lines[index]
        fresh = line.row is not None and line.row.runner.entrant.bib in self._fresh
        pieces: list[tuple[str, str]] = []
        for name, text in cells_of(line, self._layout):
            pieces.append((text, _style_of(line, name, text, fresh)))
            pieces.append((" ", "text"))
        return tuple(pieces)


class Arrivals:
    """When each entrant's last passing was first seen on a board."""

    def __init__(self) -> None:
        self._seen: dict[str, Passing | None] = {}
        self._came_s: dict[str, float] = {}

    def fresh(self, board: Board) -> frozenset[str]:
        """Whose last passing has come a short while ago; nobody's, where the whole field is new."""
        now_s = monotonic()
        seen = {row.runner.entrant.bib: row.passing for row in board.rows}
        came = [
            bib for bib, passing in seen.items() if passing is not None and self._seen.get(bib) != passing
        ]
        if len(came) <= max(len(seen) // 2, 1):
            self._came_s |= dict.fromkeys(came, now_s)
        self._seen = seen
        self._came_s = {bib: s for bib, s in self._came_s.items() if now_s - s < FRESH_MS / 1000}
        return frozenset(self._came_s)


def _fresh(board: Board, fresh_ms: float) -> frozenset[str]:
    """Who has passed a checkpoint so lately that it stands out."""
    return frozenset(
        row.runner.entrant.bib
        for row in board.rows
        if row.passing is not None
        and row.passing.time is not None
        and 0 <= board.clock_ms - row.passing.time.ms < fresh_ms
    )


def _style_of(line: Line, name: str, text: str, fresh: bool) -> str:
    if line.text:
        return "dim"
    if line.corrected and CORRECTED in text:
        return "accent"
    if name == "change" and text.strip():
        return "gained" if "▲" in text else "lost"
    if name in line.estimated:
        return "estimated"
    if fresh and name in ("time", "at", "lap"):
        return "accent"
    if name in ("place", "athlete"):
        return "strong" if line.row and line.row.place == 1 else "text"
    if name in ("nation", "bib", "segment", "at"):
        return "dim"
    return "text"
