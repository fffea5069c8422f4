"""The desk of a race: what needs review, and what its operator decides."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.widgets import Label

from race.edits.review_item import Answer, ReviewItem
from tui.screens.navigation import OpenAuditTrail
from tui.screens.operator_questions import OperatorQuestions
from tui.screens.reviewed_race import ReviewedRace
from tui.text.desk_lines import DeskHead, choice_lines, head_lines, heading, item_lines
from tui.text.safe_text import clean
from tui.text.typed_answers import ASKED, read_answer
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.question_line import QuestionLine
from tui.widgets.repaint_pacing import RepaintPacing
from tui.widgets.wrapped_list import WrappedListPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from textual.app import ComposeResult

    from feeds.timing.timing_session import TimingSession
    from race.edits.review_item import Choice
    from race.fold.history import History

HINTS = ("Decide", "Undo", "Redo", "Why", "Settled", "Who did what", "Out")
"""What stands first among the keys at the bottom."""

REST = 2
"""How many times as long as a paint takes the next one waits."""

LOOK_S = 2.0
"""Between two looks for who is overdue by now."""


class ReviewPane(WrappedListPane[ReviewItem]):
    """What needs review."""

    def __init__(self) -> None:
        super().__init__(item_lines, lambda item: item.key, id="items")


class OperatorScreen(OperatorQuestions):
    """Decides about what is doubtful in a race. Each decision is an ordinary message, by whom and why."""

    HELP = """
A number decides about what the cursor is on. … asks for something first:
up and down go through what may be meant. w says why the next act is done.
Everything can be undone, also after a restart.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"decide({number})", "Decide", id=f"desk.decide-{number}")
            for number in range(1, 10)
        ),
        Binding("u", "undo", "Undo", id="desk.undo"),
        Binding("U,ctrl+y", "redo", "Redo", key_display="U", id="desk.redo"),
        Binding("w", "reason", "Why", id="desk.reason"),
        Binding("s", "settled", "Settled", id="desk.settled"),
        Binding("A", "audit", "Who did what", id="desk.audit"),
        Binding("x", "status", "Out", id="desk.out"),
        Binding("r", "reinstate", "Reinstate", show=False, id="desk.reinstate"),
        Binding("a", "add", "Late entrant", show=False, id="desk.late-entrant"),
        Binding("c", "change", "Change an entrant", show=False, id="desk.change-entrant"),
        Binding("m", "merge", "Merge two bibs", show=False, id="desk.merge-bibs"),
        Binding("G", "gun_time", "Time of the gun, or move it", show=False, id="desk.gun-time"),
        Binding("F", "official", "Official, or reopen", show=False, id="desk.official"),
        Binding("q", "quit", "Leave", id="desk.leave"),
        Binding("ctrl+c", "quit"),
    ]

    head = query_one("#head", Pane)
    said = query_one("#said", Label)
    items = query_one(ReviewPane)
    choices = query_one("#choices", Pane)
    keys = query_one(KeyFooter)

    def __init__(
        self, race: str, opened: Callable[[], AbstractAsyncContextManager[TimingSession]], by: str
    ) -> None:
        """`race` is its name until there is a start list."""
        super().__init__(opened)
        self._race, self._by = race, by
        self._reviewed = ReviewedRace(race)
        self._pacing, self._paint_s = RepaintPacing(self, self._paint), 0.0
        self._shows_settled = False

    def compose(self) -> ComposeResult:
        """Head, the list, the decisions, and a line to type into."""
        yield Pane(id="head", can_focus=False, has_cursor=False)
        yield ReviewPane()
        yield Pane(id="choices", can_focus=False, has_cursor=False)
        yield Label("", id="said", markup=False)
        yield QuestionLine()
        yield KeyFooter()

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Show a sentence until the next one."""
        self.said.update(clean(text))
        self.said.set_class(is_fault, "-fault")

    def on_mount(self) -> None:
        """Begin, after the session is opened by what this extends."""
        self.items.stays_lit = True
        self.items.focus()
        self.watch(self.items, "cursor", self._show_choices, init=False)
        self.set_interval(LOOK_S, self.repaint)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.repaint)

    # What the keys do.

    def action_decide(self, number: int) -> None:
        """Do a decision about the item under the cursor."""
        item = self.items.chosen
        if item is None or number > len(item.choices) or self.is_busy:
            return
        choice = item.choices[number - 1]
        if choice.need is None:
            self.act(lambda history: choice.make(history, Answer()))
        else:
            self._ask_for(choice)

    def _ask_for(self, choice: Choice) -> None:
        need = choice.need
        assert need is not None
        assert self.session is not None
        now, gun = self.session.clock.now(), self.gun

        def answered(text: str) -> None:
            answer = read_answer(need, text, now, gun)
            self.act(lambda history: choice.make(history, answer))

        self.question.ask(ASKED[need], answered, choice.suggested)

    def action_undo(self) -> None:
        """Undo the last own edit."""
        self.undo()

    def action_redo(self) -> None:
        """Redo the last own edit that was undone."""
        self.redo()

    def action_reason(self) -> None:
        """Ask why the next act is done."""

        def answered(text: str) -> None:
            self.reason = text
            self.repaint()

        self.question.ask("Why, for the next act", answered, (self.reason,) if self.reason else ())

    def action_settled(self) -> None:
        """Show what someone has decided about, or what needs review."""
        self._shows_settled = not self._shows_settled
        self.items.put_cursor(0)
        self.repaint()

    def action_audit(self) -> None:
        """Show who changed what."""
        if self.session is not None:
            self.post_message(OpenAuditTrail(self))

    def action_quit(self) -> None:
        """Leave; asked where the hub does not have everything."""
        unsent = self.session.unsent if self.session is not None else 0
        if not unsent:
            self.leave()
            return

        def answered(text: str) -> None:
            if text.casefold() not in ("y", "yes"):
                raise ValueError("y leaves, and the rest is sent next time; Escape stays")
            self.leave()

        self.question.ask(f"{unsent} not sent yet. Leave", answered, ("y",))

    @on(QuestionLine.Refused)
    def _say_refusal(self, refused: QuestionLine.Refused) -> None:
        self.say(refused.sentence, is_fault=True)

    @on(QuestionLine.Closed)
    def _back_to_list(self) -> None:
        self.items.focus(scroll_visible=False)
        self.call_after_refresh(self._show_keys)

    # What is shown.

    @property
    def history(self) -> History:
        """The race as it is shown."""
        assert self.session is not None
        return self._reviewed.caught_up(self.session).history()

    def repaint(self) -> None:
        """Draw everything soon; of a large race less often, as that takes time."""
        self._pacing.request(REST * self._paint_s)

    def _paint(self) -> None:
        session = self.session
        if session is None or not self.is_mounted:
            return
        began_s = monotonic()
        items = self._reviewed.items(session)
        shown = [item for item in items if item.is_settled is self._shows_settled]
        settled = sum(item.is_settled for item in items)
        self.items.show_entries(
            shown, heading(len(items) - settled, settled, shows_settled=self._shows_settled)
        )
        self._show_head(session)
        self._show_choices()
        self._show_keys()
        self._paint_s = monotonic() - began_s

    def _show_head(self, session: TimingSession) -> None:
        live = self._reviewed.caught_up(session)
        start_list = live.history().start_list
        head = DeskHead(
            start_list.name if start_list is not None else self._race,
            self._by,
            live.clock_ms() if live.phase != "before" else None,
            live.phase if live.phase != "before" else "before the gun",
            self.reason,
            session.hub_state,
            f"{session.trouble}; {session.waiting} wait" if session.trouble else "",
        )
        self.head.show_lines(head_lines(head, self.head.line_width))

    def _show_choices(self) -> None:
        item = self.items.chosen
        self.choices.show_lines(choice_lines(item.choices, self.choices.line_width) if item else [])

    def _show_keys(self) -> None:
        self.keys.show_hints(hints_of(self, HINTS))
