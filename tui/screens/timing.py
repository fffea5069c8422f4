"""The timing screen: a race timed by hand, from the gun to the official result."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one

from race.edits import passings
from tui.screens.session_screen import SessionScreen
from tui.screens.timing_keys import HELP, KEYS, line_hints, race_hints
from tui.screens.timing_overlays import TimingHelp, TimingNotices
from tui.text.entry_line import EntryLine
from tui.text.safe_text import clean, truncate
from tui.text.timing_desk import TimingDesk
from tui.text.timing_lines import typed_line
from tui.text.timing_questions import ASKED, Place, Question, gun, refuse_unless_yes
from tui.text.typed_edits import read_bibs
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import keys_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from textual import events
    from textual.app import ComposeResult

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.times import TimeOfDay
    from tui.screens.session_work import Make
    from tui.widgets.key_hints import Hint

CLOCK_S = 0.1
"""Between two paints of the running clock."""


class TimingScreen(SessionScreen):
    """Times a race. Each key that counts is stamped when it is pressed, and shown once it is on disk.

    No widget has the focus, and the screen does itself what its keys are bound to: so they are taken in the
    order in which they were pressed, however fast that is.
    """

    AUTO_FOCUS = ""
    HELP = HELP
    BINDINGS = KEYS

    head = query_one("#head", Pane)
    passing_pane = query_one("#passings", Pane)
    field_pane = query_one("#field", Pane)
    foot = query_one("#foot", Pane)
    keys = query_one(KeyFooter)

    takes_all_keys = True

    def __init__(
        self,
        opened: Callable[[], AbstractAsyncContextManager[TimingSession]],
        timekeeper: Timekeeper,
        *,
        bell: bool = False,
    ) -> None:
        """With `bell` the terminal's bell answers each key that takes a time."""
        super().__init__(opened)
        self._timekeeper, self._has_bell = timekeeper, bell
        self._desk: TimingDesk | None = None
        self._early: list[events.Key] = []
        self._actions = {
            key: partial(getattr(self, f"action_{name}"), *parameters)
            for binding in self.BINDINGS
            if isinstance(binding, Binding)
            for _, name, parameters in [parse(binding.action)]
            for key in binding.key.split(",")
        }
        self._line = EntryLine()
        self._takes_letters = False
        self._shows_watches = False
        self._said, self._is_fault = "", False

    def compose(self) -> ComposeResult:
        """Head, passings beside the field, the line to type into, and the keys."""
        yield Pane(id="head", can_focus=False, has_cursor=False)
        with Horizontal(id="timed"):
            yield Pane(id="passings", can_focus=False)
            yield Pane(id="field", has_title=True, can_focus=False, has_cursor=False)
        yield Pane(id="foot", can_focus=False, has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin."""
        self.passing_pane.stays_lit = True
        self.set_interval(CLOCK_S, self._tick)

    def on_resize(self) -> None:
        """Draw for the new size; what is being done is drawn when it is, with what is to be said of it."""
        self.call_after_refresh(lambda: None if self.is_busy else self.repaint())

    def began(self, session: TimingSession) -> None:
        """Take the keys that were pressed before."""
        self._desk = TimingDesk(session, self._timekeeper)
        early, self._early = self._early, []
        for event in early:
            self._press(event)

    @property
    def history(self) -> History:
        """The race as it is shown."""
        assert self.session is not None
        return self.session.history

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Show a sentence in the line below the passing, when that is painted next."""
        self._said, self._is_fault = clean(text), is_fault

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Take what is timed, and what is typed."""
        if self.session is None:
            self._early.append(event)
        elif not self._press(event):
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as typed."""
        self._line.type(" ".join(event.text.split()))
        self._show_foot()

    def tap(self, event: events.Key) -> bool:
        """Take a time at a key that does so, in every mode; returns whether it is one."""
        if self.session is None or event.key not in ("space", "plus") or self._line.takes(event.key):
            return False
        stamp = self.session.clock.at(_pressed_s(event))
        if self._has_bell:
            self.app.bell()
        self.do(lambda history: passings.tap(history, self._timekeeper, stamp))
        return True

    def _press(self, event: events.Key) -> bool:
        """Take a key, unless it is one of the bindings."""
        desk = self._desk
        assert self.session is not None
        assert desk is not None
        clock = self.session.clock
        if self.tap(event):
            return True
        character = event.character or "" if event.is_printable else ""
        if event.key == "enter":
            self._enter(clock.at(_pressed_s(event)))
        elif event.key in ("backspace", "ctrl+h"):
            self._line.text = self._line.text[:-1]
        elif event.key == "ctrl+u":
            self._line.text = ""
        elif character and (self._line.takes_all or desk.continues(self._line.text, character)):
            self._line.type(character)
        elif self._takes_letters and character in desk.by_letter:
            self._line.clear()
            self.do(self._named(desk.by_letter[character], clock.at(_pressed_s(event))))
        elif event.key == "g":
            self._ask(gun(clock.at(_pressed_s(event)), self.session.history))
        elif (action := self._actions.get(event.key)) is not None:
            action()
        else:
            return False
        self._show_foot()
        return True

    def _enter(self, stamp: TimeOfDay) -> None:
        text, question = self._line.text, self._line.question
        if question is None and not text.strip():
            return
        try:
            make = question.read(text) if question is not None else self._named(text, stamp)
        except ValueError as error:
            self.say(str(error), is_fault=True)
            return
        self._line.clear()
        if make is not None:
            self.do(lambda history: self._tried(make, history, text, question))

    def _tried(self, make: Make, history: History, text: str, question: Question | None) -> Edit:
        """The edit that was typed; where it cannot be done it is in the line again, to be put right."""
        try:
            return make(history)
        except ValueError:
            if self._line.is_empty:
                self._line.text = text
                if question is not None:
                    self._line.ask(question, text)
            raise

    def _named(self, text: str, stamp: TimeOfDay) -> Make:
        return lambda history: read_bibs(history, self._timekeeper, text, stamp)

    def _ask(self, asked: Question | Make) -> None:
        if isinstance(asked, Question):
            self._line.ask(asked)
            self._show_foot()
        else:
            self.do(asked)

    # What the keys ask for.

    def action_none(self) -> None:
        """Done by `_press`, which knows when the key was pressed."""

    def action_ask(self, name: str) -> None:
        """Ask for what a key needs, or do it at once."""
        if self.session is None or self._desk is None:
            return
        self.repaint()  # what was done a moment ago may not be painted yet
        chosen, above = self._desk.at(self.passing_pane.cursor)
        place = Place(self.session.history, self._timekeeper, self.session.clock.now(), chosen, above)
        try:
            self._ask(ASKED[name](place))
        except ValueError as error:
            self.say(str(error), is_fault=True)
            self._show_foot()

    def action_leave_line(self) -> None:
        """Clear the line; then leave the letters."""
        if self._line.is_empty:
            self._takes_letters = False
        self._line.clear()
        self.repaint()

    def action_quit(self) -> None:
        """Ask before leaving, as `q` is pressed by a slip."""
        session = self.session
        assert session is not None
        unsent = f", {session.unsent} not sent yet" if session.unsent else ""
        lost = f"; pressed and lost: {self.work.waiting}" if session.trouble else ""
        self._ask(Question(f"Leave? The file keeps all{unsent}{lost}: y", self._left, blanks=False))

    def _left(self, text: str) -> None:
        refuse_unless_yes(text)
        self.leave()

    def action_undo(self) -> None:
        """Undo the last edit."""
        self.undo()

    def action_redo(self) -> None:
        """Redo the last edit that was undone."""
        self.redo()

    def action_bib(self) -> None:
        """Take all that is typed as a bib."""
        self._line.takes_all = True
        self._show_foot()

    def action_letters(self) -> None:
        """Time by one key a runner, or no longer."""
        self._takes_letters = not self._takes_letters
        self.repaint()

    def action_watches(self) -> None:
        """Show what two watches have, or the field again."""
        self._shows_watches = not self._shows_watches
        self.repaint()

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self.passing_pane.action_move(steps)
        self._show_foot()

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        self.passing_pane.action_page(pages)
        self._show_foot()

    def action_scroll(self, pages: int) -> None:
        """Scroll the field by a page."""
        self.field_pane.action_page(pages)

    def action_help(self) -> None:
        """Show what every key does."""
        own = [key for key in keys_of(self) if not key.action.startswith("app.")]
        self.app.push_screen(TimingHelp(own, self.HELP, self.tap))

    def action_notices(self) -> None:
        """Show what the hub, the clock and the start list had to say."""
        assert self.session is not None
        self.app.push_screen(TimingNotices(self.session.notices, self.tap))

    # What is shown.

    def repaint(self) -> None:
        """Draw everything."""
        if self.session is None or self._desk is None:
            return
        pane, desk = self.passing_pane, self._desk
        at_end = pane.cursor >= pane.count - 1
        news = desk.update()
        if news.trouble:
            self.say(news.trouble, is_fault=True)
        if news.rings:
            self.app.bell()
        pane.show(len(desk.passings), partial(desk.passing_line, width=pane.line_width))
        if at_end:
            pane.put_cursor(max(len(desk.passings) - 1, 0))
        right = self.field_pane
        if self._shows_watches:
            right.show(
                len(desk.watches), partial(desk.watch_line, width=right.line_width), desk.watches_title()
            )
        else:
            desk.in_list_order = self._takes_letters
            field = desk.field()
            draw = partial(desk.field_line, field, width=right.line_width, lettered=self._takes_letters)
            right.show(len(field), draw, desk.field_title(lettered=self._takes_letters))
        self._tick()
        self._show_foot()

    def _tick(self) -> None:
        if self._desk is not None and self.session is not None:
            self.head.show_lines(self._desk.head_lines(self.work.waiting, self.head.line_width))

    def _show_foot(self) -> None:
        """The passing under the cursor, what was done last, and the line to type into."""
        desk, question, width = self._desk, self._line.question, self.foot.line_width
        if desk is None or self.session is None:
            return
        label = question.label if question is not None else desk.label(letters=self._takes_letters)
        self.foot.show_lines(
            [
                desk.detail_line(self.passing_pane.cursor, width),
                ((truncate(self._said, width), "lost" if self._is_fault else "dim"),),
                typed_line(label, self._line.text, width),
            ]
        )
        self.keys.show_hints(self._hints(desk))

    def _hints(self, desk: TimingDesk) -> list[Hint]:
        if self._line.question is not None:
            return line_hints("answer", blanks=self._line.question.blanks)
        if not self._line.is_empty:
            return line_hints("name" if desk.unnamed else "time now", blanks=False)
        return race_hints(
            has_gun=desk.has_gun,
            has_unnamed=bool(desk.unnamed),
            is_over=desk.is_over,
            letters=self._takes_letters,
        )


def _pressed_s(event: events.Key) -> float:
    """When a key was pressed, by `time.monotonic`; on Windows events are stamped by another clock."""
    if sys.platform == "win32":
        return time.monotonic() - (time.perf_counter() - event.time)
    return event.time
