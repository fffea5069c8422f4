"""A field to type a pace into, over the race: what if someone goes on at that?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.text.safe_text import clean
from tui.text.what_if import what_if_of, what_if_text
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from race.board import Board
    from tui.screens.race_keys import PlaybackKeys

EXAMPLES = "from the last checkpoint at a pace: 58 (a lap), 2:55/km, 4:40/mile, 28.5/200"


class WhatIfScreen(ModalScreen[None]):
    """Says, at every letter and every new time, what the typed pace would give."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "dismiss", "Close", id="window.close", priority=True),
    ]

    field = query_one(Input)
    answer = query_one("#answer", Static)
    keys = query_one(KeyFooter)

    def __init__(self, race: PlaybackKeys, bib: str, board: Board) -> None:
        super().__init__()
        self._race = race
        self._bib = bib
        self._board = board

    def compose(self) -> ComposeResult:
        """Who it is about, the field, the answer, and the keys."""
        name = self._board.state.runners[self._bib].full_name
        with Vertical(id="target"):
            yield Static(clean(f"What if {name} goes on {EXAMPLES}"), markup=False)
            yield Input(placeholder="pace", max_length=40)
            yield Static("", id="answer", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Take keys as text, and follow the race below."""
        self.set_focus(self.field)
        self._race.painted.subscribe(self, self._show_board, immediate=True)

    def on_resize(self) -> None:
        """Show the keys."""
        self.keys.show_hints(hints_of(self))

    def _show_board(self, board: Board) -> None:
        self._board = board
        self._answer()

    @on(Input.Changed)
    def _answer(self) -> None:
        typed, runner = self.field.value, self._board.state.runners.get(self._bib)
        if not typed.strip() or runner is None:
            self.answer.update("")
            return
        try:
            found = what_if_of(self._board, runner, typed)
        except ValueError as error:
            self.answer.update(clean(str(error)))
        else:
            self.answer.update(what_if_text(found))
