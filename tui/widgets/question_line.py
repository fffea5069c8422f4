"""A line at the bottom to type an answer into, with what is asked before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, Label

if TYPE_CHECKING:
    from textual.app import ComposeResult


class QuestionLine(Horizontal):
    """Asks one thing at a time. While it asks it has the focus; Escape leaves it.

    Up and down go through what is suggested.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("up", "suggest(-1)", "Another", show=False),
        Binding("down", "suggest(1)", "Another", show=False),
    ]

    class Closed(Message):
        """It asks nothing any longer."""

    class Refused(Message):
        """What was typed cannot be taken."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    label = query_one("#label", Label)
    entry = query_one("#entry", Input)

    def __init__(self) -> None:
        super().__init__(id="line")
        self._answer: Callable[[str], object] | None = None
        self._suggested: Sequence[str] = ()
        self._at = 0

    def compose(self) -> ComposeResult:
        """What is asked, and what is typed."""
        yield Label("", id="label", markup=False)
        yield Input(id="entry", max_length=200)

    def on_mount(self) -> None:
        """Ask nothing yet."""
        self.entry.disabled = True

    @property
    def is_asking(self) -> bool:
        """Whether it waits for an answer."""
        return self._answer is not None

    def ask(self, label: str, answer: Callable[[str], object], suggested: Sequence[str] = ()) -> None:
        """Ask for something. `answer` raises ValueError for what cannot be taken, and is asked again."""
        self._answer, self._suggested, self._at = answer, suggested, 0
        self.label.update(f"{label}: ")
        self.entry.disabled = False
        self.entry.value = suggested[0] if suggested else ""
        self.entry.focus(scroll_visible=False)

    def action_suggest(self, steps: int) -> None:
        """Put the next of what is suggested into the line."""
        if self._suggested:
            self._at = (self._at + steps) % len(self._suggested)
            self.entry.value = self._suggested[self._at]
            self.entry.action_select_all()

    def action_leave(self) -> None:
        """Ask no longer."""
        self._answer = None
        self.label.update("")
        self.entry.value = ""
        self.entry.disabled = True
        self.post_message(self.Closed())

    @on(Input.Submitted, "#entry")
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        answer = self._answer
        if answer is None:
            return
        try:
            answer(event.value.strip())
        except ValueError as error:
            self.post_message(self.Refused(str(error)))
        else:
            if self._answer is answer:
                self.action_leave()
