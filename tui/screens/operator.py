"""The desk of a race: what needs review, and what its operator decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.widgets import Label

from race.board import Board
from race.edits.decisions import make_official, reinstate, reopen
from race.edits.entrants import add_entrant, change_entrant, merge_bibs
from race.edits.log_lookup import state_now
from race.edits.review_item import Answer, ReviewItem
from race.edits.review_list import review_list
from race.edits.starts import guns_now, set_gun
from replays.watching.live_race import LiveRace
from tui.screens.navigation import OpenAuditTrail
from tui.screens.session_screen import SessionScreen
from tui.text.desk_lines import DeskHead, choice_lines, head_lines, heading, item_lines
from tui.text.safe_text import clean
from tui.text.typed_answers import ASKED, read_answer, typed_entrant
from tui.text.typed_edits import read_gun_time, read_status
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.question_line import QuestionLine
from tui.widgets.wrapped_list import WrappedListPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from textual.app import ComposeResult

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit
    from race.edits.review_item import Choice
    from race.fold.history import History
    from race.times import TimeOfDay
    from tui.screens.session_work import Make

HINTS = ("Decide", "Undo", "Redo", "Why", "Settled", "Who did what", "Out")
"""What stands first among the keys at the bottom."""

LOOK_S = 2.0
"""Between two looks for who is overdue by now."""


class ReviewPane(WrappedListPane[ReviewItem]):
    """What needs review."""

    def __init__(self) -> None:
        super().__init__(item_lines, lambda item: item.key, "items")


class OperatorScreen(SessionScreen):
    """Decides about what is doubtful in a race. Each decision is an ordinary message, by whom and why."""

    HELP = """
A number decides about what the cursor is on; … asks for something first, and up and down go through
what may be meant. w says why the next act is done. Everything can be undone, also after a restart.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"decide({number})", "Decide") for number in range(1, 10)),
        Binding("u", "undo", "Undo"),
        Binding("U,ctrl+y", "redo", "Redo", key_display="U"),
        Binding("w", "reason", "Why"),
        Binding("s", "settled", "Settled"),
        Binding("A", "audit", "Who did what"),
        Binding("x", "status", "Out"),
        Binding("r", "reinstate", "Reinstate", show=False),
        Binding("a", "add", "Late entrant", show=False),
        Binding("c", "change", "Change an entrant", show=False),
        Binding("m", "merge", "Merge two bibs", show=False),
        Binding("G", "gun_time", "Time of the gun, or move it", show=False),
        Binding("F", "official", "Official, or reopen", show=False),
        Binding("q,ctrl+c", "quit", "Leave", key_display="q"),
    ]

    head = query_one("#head", Pane)
    said = query_one("#said", Label)
    items = query_one(ReviewPane)
    choices = query_one("#choices", Pane)
    question = query_one(QuestionLine)
    keys = query_one(KeyFooter)

    def __init__(
        self, race: str, opened: Callable[[], AbstractAsyncContextManager[TimingSession]], by: str
    ) -> None:
        """`race` is its name until there is a start list."""
        super().__init__(opened)
        self._race, self._by = race, by
        self._live: LiveRace | None = None
        self._taken, self._rewrites = 0, 0
        self._shows_settled = False
        self._reason = ""

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
            self._act(lambda history: choice.make(history, Answer()))
        else:
            self._ask_for(choice)

    def _ask_for(self, choice: Choice) -> None:
        need = choice.need
        assert need is not None
        assert self.session is not None
        now, gun = self.session.clock.now(), self._gun

        def answered(text: str) -> None:
            answer = read_answer(need, text, now, gun)
            self._act(lambda history: choice.make(history, answer))

        self.question.ask(ASKED[need], answered, choice.suggested)

    def _act(self, make: Make) -> None:
        """Do an edit, with why it is done."""
        reason, self._reason = self._reason, ""
        self.do(lambda history: make(history).because(reason))

    def _ask_edit(self, label: str, make: Callable[[History, str], Edit], suggested: str = "") -> None:
        def answered(text: str) -> None:
            if not text:
                raise ValueError("type it, or leave with Escape")
            self._act(lambda history: make(history, text))

        self.question.ask(label, answered, (suggested,) if suggested else ())

    def action_undo(self) -> None:
        """Undo the last own edit."""
        self.undo()

    def action_redo(self) -> None:
        """Redo the last own edit that was undone."""
        self.redo()

    def action_reason(self) -> None:
        """Ask why the next act is done."""

        def answered(text: str) -> None:
            self._reason = text
            self.repaint()

        self.question.ask("Why, for the next act", answered, (self._reason,) if self._reason else ())

    def action_settled(self) -> None:
        """Show what someone has decided about, or what needs review."""
        self._shows_settled = not self._shows_settled
        self.items.put_cursor(0)
        self.repaint()

    def action_audit(self) -> None:
        """Show who changed what."""
        if self.session is not None:
            self.post_message(OpenAuditTrail(self))

    def action_status(self) -> None:
        """Ask who is out, and why."""
        self._ask_edit("Out: bib, dnf, dns or dq, and the rule", read_status)

    def action_reinstate(self) -> None:
        """Ask who is back in the race."""
        self._ask_edit("Reinstate: bib", reinstate)

    def action_add(self) -> None:
        """Ask for a late entrant."""
        self._ask_edit(ASKED["entrant"], lambda history, text: add_entrant(history, typed_entrant(text)))

    def action_change(self) -> None:
        """Ask for what is to be changed of an entrant."""

        def change(history: History, text: str) -> Edit:
            bib, rest = _parted(text, "write the bib, =, and what it is to be, as in 12 = 21 Anna Berg")
            return change_entrant(history, bib, typed_entrant(rest))

        self._ask_edit("Change: 12 = 21 Anna Berg", change)

    def action_merge(self) -> None:
        """Ask for two bibs that are one runner."""

        def merge(history: History, text: str) -> Edit:
            return merge_bibs(history, *_parted(text, "write the wrong bib, =, and the right one"))

        self._ask_edit("Merge: wrong bib = right bib", merge)

    def action_gun_time(self) -> None:
        """Ask for the time of day of the gun, or by how much it is to be moved."""
        if self.session is not None:
            now = self.session.clock.now()
            self._ask_edit(
                ASKED["gun"], lambda history, text: set_gun(history, read_gun_time(text, now, self._gun))
            )

    def action_official(self) -> None:
        """Say that the result is official, or reopen it."""

        def turn(history: History) -> Edit:
            return reopen(history) if state_now(history).officials else make_official(history)

        self._act(turn)

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
        return self._caught_up().history()

    @property
    def _gun(self) -> TimeOfDay | None:
        gun = guns_now(self.history).get("")
        return gun.clock if gun is not None else None

    def _caught_up(self) -> LiveRace:
        """The race with all messages of the session."""
        session = self.session
        assert session is not None
        if self._live is None or self._rewrites != session.rewrites:
            self._live, self._taken, self._rewrites = (
                LiveRace(self._race, session.clock.now_ms),
                0,
                session.rewrites,
            )
        fresh = session.messages[self._taken :]
        if fresh:
            self._taken += len(fresh)
            self._live.extend(fresh)
        return self._live

    def repaint(self) -> None:
        """Draw everything."""
        if self.session is None or not self.is_mounted:
            return
        live = self._caught_up()
        clock_ms, history = live.clock_ms(), live.history()
        board = Board.at(self._race, clock_ms, state_now(history))
        board.move_to(clock_ms, live.edge)
        items = review_list(history, board)
        shown = [item for item in items if item.is_settled is self._shows_settled]
        settled = sum(item.is_settled for item in items)
        self.items.show_entries(
            shown, heading(len(items) - settled, settled, shows_settled=self._shows_settled)
        )
        self._show_head(live, clock_ms)
        self._show_choices()
        self._show_keys()

    def _show_head(self, live: LiveRace, clock_ms: int) -> None:
        session, start_list = self.session, live.history().start_list
        assert session is not None
        head = DeskHead(
            start_list.name if start_list is not None else self._race,
            self._by,
            clock_ms if live.phase != "before" else None,
            live.phase if live.phase != "before" else "before the gun",
            self._reason,
            session.hub_state,
            f"{session.trouble}; {session.waiting} wait" if session.trouble else "",
        )
        self.head.show_lines(head_lines(head, self.head.line_width))

    def _show_choices(self) -> None:
        item = self.items.chosen
        self.choices.show_lines(choice_lines(item.choices, self.choices.line_width) if item else [])

    def _show_keys(self) -> None:
        self.keys.show_hints(hints_of(self, HINTS))


def _parted(text: str, fault: str) -> tuple[str, str]:
    """What stands before and after an equals sign. Raises ValueError."""
    before, equals, after = text.partition("=")
    if not equals or not before.strip() or not after.strip():
        raise ValueError(fault)
    return before.strip(), after.strip()
