"""The themes: the one under the cursor is shown at once, and the one that is chosen is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from tui.settings.themes import MADE_FOR
from tui.text.safe_text import clean, fit
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tui.text.styled_line import StyledLine

NAME = 20
"""Cells of a name."""

PRESENT = "●"
"""Before the theme that holds."""


class ThemeListScreen(ModalScreen[None]):
    """A list beside the race, or what else is below, which is drawn in the theme under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", priority=True, id="themes.choose"),
        Binding("escape,t,q", "cancel", "As before", id="themes.close"),
    ]

    themes = query_one("#themes", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, names: Sequence[str], take: Callable[..., Any]) -> None:
        """Offer themes in this order; `take` remembers the one that is chosen, as `theme`."""
        super().__init__()
        self._names = names
        self._take = take
        self._present = self.app.theme

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield Pane(id="themes", has_title=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the theme that holds."""
        self.set_focus(self.themes)
        self._draw()
        self.themes.cursor = self._names.index(self._present)
        self.watch(self.themes, "cursor", self._preview, init=False)

    def on_resize(self) -> None:
        """Draw for the size."""
        self._draw()

    def _draw(self) -> None:
        self.themes.show(len(self._names), self._line, (("Themes", "title"),))
        self.keys.show_hints(hints_of(self))

    def _line(self, index: int) -> StyledLine:
        name = self._names[index]
        sign = PRESENT if name == self._present else " "
        return (f"{sign} {fit(clean(name), NAME)} ", "text"), (MADE_FOR.get(name, ""), "dim")

    def _preview(self, index: int) -> None:
        self.app.theme = self._names[index]

    def on_pane_chosen(self) -> None:
        """Keep the theme that was clicked."""
        self.action_choose()

    def action_choose(self) -> None:
        """Keep the theme under the cursor."""
        self._take(theme=self.app.theme)
        self.dismiss()

    def action_cancel(self) -> None:
        """Go back to the theme that held."""
        self.app.theme = self._present
        self.dismiss()
