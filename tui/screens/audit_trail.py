"""Who changed what of a race, over its desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from race.edits.audit_trail import AuditEntry, audit_trail
from race.edits.decisions import withdraw
from race.edits.log_lookup import id_of
from tui.text.audit_lines import audit_lines
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.wrapped_list import WrappedListPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from race.edits.edit import Edit
    from race.fold.history import History
    from tui.screens.session_screen import SessionScreen
    from tui.text.styled_line import StyledLine


class TrailPane(WrappedListPane[AuditEntry]):
    """What was done."""

    def __init__(self, wrap: Callable[[AuditEntry, int], list[StyledLine]]) -> None:
        super().__init__(wrap, lambda entry: entry.messages[0].id, id="overlay")


class AuditTrailScreen(ModalScreen[None]):
    """What was done by hand, or corrected, the newest first. The cursor is on what can be taken back."""

    HORIZONTAL_BREAKPOINTS = [(92, "-framed")]  # noqa: RUF012  # Textual does not declare it a ClassVar

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "take_back", "Take back", id="audit.take-back"),
        Binding("escape,A,q", "dismiss", "Close", id="window.close"),
    ]

    trail = query_one(TrailPane)
    keys = query_one(KeyFooter)

    def __init__(self, desk: SessionScreen) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """The trail and the keys."""
        yield TrailPane(self._lines)
        yield KeyFooter()

    def _lines(self, entry: AuditEntry, width: int) -> list[StyledLine]:
        return audit_lines(entry, self._desk.history, width)

    def on_resize(self) -> None:
        """Draw for the new size, once the pane has it."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Show the trail and the keys."""
        entries = audit_trail(self._desk.history)
        self.trail.show_entries(entries, ((f"{len(entries) or 'nothing'} done", "title"),))
        self.keys.show_hints(hints_of(self))

    def action_take_back(self) -> None:
        """Undo an own edit, also one before the last; withdraw what someone else did."""
        entry, session = self.trail.chosen, self._desk.session
        if entry is None or session is None:
            return
        is_own = entry.source in ("", session.source)

        def make(history: History) -> Edit:
            if is_own and entry.edit is not None:
                return session.edits.take_back(entry.edit, history)
            return withdraw(history, [id_of(message) for message in reversed(entry.messages)])

        self._desk.do(make)
        self.dismiss()
