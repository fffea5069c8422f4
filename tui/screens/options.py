"""The options: alerts, and the columns of the board."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.getters import query_one
from textual.screen import ModalScreen

from tui.settings.notification import can_notify
from tui.settings.preferences import Preferences
from tui.text.board_columns import COLUMNS
from tui.text.column_choice import ALWAYS, ColumnChoice
from tui.text.safe_text import fit
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.text.styled_line import StyledLine

ALERT_WORDS = {
    ("alerts", "followed"): "athletes you follow",
    ("alerts", "lead"): "lead changes",
    ("alerts", "bell"): "the bell lap",
    ("alerts", "record"): "records and record pace",
    ("alerts", "doubt"): "what needs review",
    ("alert_by", "bell"): "ring the terminal bell",
    ("alert_by", "desktop"): "desktop notification",
    ("drawing", "blocks"): "charts in blocks, not dots",
}
"""The lines of the alerts and of how charts are drawn, by preference and name."""

COLUMN_WORDS = {
    "place": "place",
    "change": "places gained or lost",
    "bib": "number",
    "athlete": "name",
    "nation": "nation",
    "category": "category",
    "category_place": "place in the category",
    "sex_place": "place among men, women",
    "at": "checkpoint",
    "time": "time there",
    "net": "time from the start line",
    "lap": "lap that ends there",
    "lap_delta": "lap against the average",
    "segment": "stretch that ends there",
    "pace_km": "pace there per km",
    "pace_mile": "pace there per mile",
    "pace_400": "pace there per 400 m",
    "gap": "behind the leader",
    "interval": "behind the one in front",
    "chosen": "behind the chosen athlete",
    "mark": "behind the chosen mark",
    "pb": "own best at even pace",
    "sb": "season's best at even pace",
    "projection": "projected finish",
    "projected_place": "place by projections",
    "win": "chance of winning",
    "top_three": "chance of the first three",
    "next": "time at next checkpoint",
    "notes": "records, penalties",
}

MOVE = Binding.Group("move", compact=True)


class OptionsScreen(ModalScreen[None]):
    """Two lists of what can be switched on and off; every change takes effect at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", "On, off", id="options.switch"),
        Binding(
            "shift+up,K", "shift(-1)", "Column left", group=MOVE, key_display="⇧↑", id="options.column-left"
        ),
        Binding(
            "shift+down,J",
            "shift(1)",
            "Column right",
            group=MOVE,
            key_display="⇧↓",
            id="options.column-right",
        ),
        Binding("r,backspace", "reset", "Default", id="options.reset"),
        Binding("escape,o,q", "dismiss", "Close", id="window.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-framed")]  # noqa: RUF012  # see OverlayScreen

    alerts = query_one("#alerts", Pane)
    columns = query_one("#columns", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, preferences: Preferences, take: Callable[..., Preferences]) -> None:
        super().__init__()
        self._preferences = preferences
        self._take = take

    def compose(self) -> ComposeResult:
        """The two lists, and the keys."""
        with Container(id="options"):
            yield Pane(id="alerts", has_title=True)
            yield Pane(id="columns", has_title=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the columns."""
        self.columns.focus()

    def on_resize(self) -> None:
        """Draw for the size."""
        self._draw()

    def on_descendant_focus(self) -> None:
        """Show the keys of this list."""
        self._draw()

    def _draw(self) -> None:
        self.alerts.show(len(ALERT_WORDS), self._alert_line, (("Alerts", "title"),))
        self.columns.show(len(COLUMNS), self._column_line, (("Columns, from left to right", "title"),))
        self.keys.show_hints(hints_of(self))

    def _alert_line(self, index: int) -> StyledLine:
        (kind, name), words = list(ALERT_WORDS.items())[index]
        is_unsupported = name == "desktop" and not can_notify(os.environ)
        return _line(
            name in getattr(self._preferences, kind), words, "not in this terminal" if is_unsupported else ""
        )

    def _column_line(self, index: int) -> StyledLine:
        choice = self._preferences.columns
        name = choice.order[index]
        title = next(column.title for column in COLUMNS if column.name == name)
        words = f"{COLUMN_WORDS[name]}{', always' if name in ALWAYS else ''}"
        return _line(name not in choice.hidden, fit(title, 8), words)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only columns have an order."""
        return action != "shift" or self.focused is self.columns

    def action_switch(self) -> None:
        """Switch what is under the cursor on or off."""
        if isinstance(self.focused, Pane):
            self.focused.action_choose()

    @on(Pane.Chosen, "#alerts")
    def _switch_alert(self, event: Pane.Chosen) -> None:
        kind, name = list(ALERT_WORDS)[event.index]
        self._change(**{kind: getattr(self._preferences, kind) ^ {name}})

    @on(Pane.Chosen, "#columns")
    def _switch_column(self, event: Pane.Chosen) -> None:
        choice = self._preferences.columns
        self._change(columns=choice.switched(choice.order[event.index]))

    def action_shift(self, steps: int) -> None:
        """Move the column under the cursor, and the cursor with it."""
        choice = self._preferences.columns
        moved = choice.moved(choice.order[self.columns.cursor], steps)
        self._change(columns=moved)
        self.columns.cursor = moved.order.index(choice.order[self.columns.cursor])

    def action_reset(self) -> None:
        """Put the list back to its defaults."""
        if self.focused is self.columns:
            self._change(columns=ColumnChoice())
        else:
            defaults = Preferences()
            self._change(alerts=defaults.alerts, alert_by=defaults.alert_by, drawing=defaults.drawing)

    def _change(self, **changes: Any) -> None:
        self._preferences = self._take(**changes)
        self._draw()


def _line(is_on: bool, words: str, comment: str) -> StyledLine:
    """A line with a box that is ticked where something is on."""
    return (f"[{'x' if is_on else ' '}] ", "text"), (words, "text"), (f" {comment}", "dim")
