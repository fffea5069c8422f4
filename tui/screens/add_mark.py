"""A field to type a mark into, over the race."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from feeds.errors import FeedError
from tui.text.safe_text import clean
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.screens.race_keys import PlaybackKeys

EXAMPLES = """\
A time to race, an athlete's run in a recorded race, or the mile record through the years:
sub-3:50=3:49.99
Kerr 2024=2024-bowerman-mile:Kerr
mile-record"""


class AddMarkScreen(ModalScreen[None]):
    """Adds the mark that is typed to the race; what is wrong with it is shown below the field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="window.close"),
    ]

    field = query_one(Input)
    fault = query_one("#fault", Static)
    keys = query_one(KeyFooter)

    def __init__(self, race: PlaybackKeys) -> None:
        super().__init__()
        self._race = race

    def compose(self) -> ComposeResult:
        """Examples, the field, and the keys."""
        with Vertical(id="target"):
            yield Static(EXAMPLES, markup=False)
            yield Input(placeholder="label=time, then Enter", max_length=200)
            yield Static("", id="fault", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Take keys as text."""
        self.field.focus()

    def on_resize(self) -> None:
        """Show the keys."""
        self.keys.show_hints(hints_of(self))

    @on(Input.Submitted)
    def _read(self, event: Input.Submitted) -> None:
        try:
            self._race.session.add_marks(event.value)
        except FeedError as error:
            self.fault.update(clean(str(error)))
        else:
            self._race.repaint()
            self.dismiss()
