"""The timing screen: a race timed by hand, from the gun to the official result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Label
from textual.worker import Worker, WorkerError

from feeds.errors import FeedError
from race.edits import passing_changes, passings, starts
from race.edits.decisions import give, make_official, reinstate, reopen
from race.edits.entrants import add_entrant, change_entrant
from race.edits.lap_counter import lap_counts
from race.edits.log_lookup import state_now
from race.edits.next_checkpoint import suspicion
from race.edits.timed_passings import TimedPassing, timed_passings
from tui.text.safe_text import clean
from tui.text.timing_lines import Desk, field_line, head_lines, letters, passing_line
from tui.text.typed_edits import read_bibs, read_gun_time, read_status, read_time
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from textual.app import ComposeResult

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.messages import Entrant
    from race.times import TimeOfDay

CLOCK_S = 0.1
"""Between two paints of the running clock."""

Make = Callable[["History"], "Edit"]
"""Makes an edit of what the race is when its turn has come."""


class Question(NamedTuple):
    """What is asked in the line at the bottom."""

    label: str
    read: Callable[[str], Make | None]
    """From what was typed; raises ValueError. None where nothing is to be done to the race."""


class EntryLine(Input):
    """The line to type into. A blank is a tap while bibs are typed, and goes to the screen."""

    takes_blanks = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space" and not self.takes_blanks:
            event.prevent_default()


class TimingScreen(Screen[None]):
    """Times a race. Each key that counts is stamped when it is pressed, and shown once it is on disk."""

    HELP = """
A blank takes a time; the bibs come later, in the order of the taps. Without a tap, a bib and Enter take the
time at Enter. Several bibs with commas name several taps, or after one tap a pack in this order.

—   a time that belongs to no runner yet
?   doubtful, and why
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "none", "Tap", key_display="space"),
        Binding("enter", "none", "Name or time", key_display="enter"),
        Binding("g", "none", "Gun"),
        Binding("u", "undo", "Undo"),
        Binding("U,ctrl+y", "redo", "Redo", key_display="U"),
        Binding("x", "status", "Out"),
        Binding("e", "retime", "Edit time", show=False),
        Binding("b", "give", "Another bib", show=False),
        Binding("n", "unname", "Unname", show=False),
        Binding("d,delete", "delete", "Delete", show=False),
        Binding("m", "move_passing", "Other checkpoint", show=False),
        Binding("s", "swap", "Swap with the one above", show=False),
        Binding("i", "insert", "Insert a missed one above", show=False),
        Binding("l", "letters", "Letters"),
        Binding("a", "add", "Late entrant", show=False),
        Binding("c", "change", "Change an entrant", show=False),
        Binding("G", "gun_time", "Time of the gun, or shift it", show=False),
        Binding("R", "recall", "Recall the start", show=False),
        Binding("r", "reinstate", "Reinstate", show=False),
        Binding("F", "official", "Official, or reopen", show=False),
        Binding("escape", "leave_line", "Clear", show=False),
        Binding("q,ctrl+c", "quit", "Leave", key_display="q"),
    ]

    head = query_one("#head", Pane)
    passing_pane = query_one("#passings", Pane)
    field_pane = query_one("#field", Pane)
    said = query_one("#said", Label)
    label = query_one("#label", Label)
    entry = query_one("#entry", EntryLine)
    keys = query_one(KeyFooter)

    def __init__(
        self,
        name: str,
        opened: Callable[[], AbstractAsyncContextManager[TimingSession]],
        timekeeper: Timekeeper,
        where: str,
    ) -> None:
        super().__init__()
        self._race_name, self._opened, self._timekeeper, self._where = name, opened, timekeeper, where
        self._session: TimingSession | None = None
        self._jobs: asyncio.Queue[Callable[[TimingSession], Awaitable[str]]] = asyncio.Queue()
        self._question: Question | None = None
        self._passings: list[TimedPassing] = []
        self._follows_end = True
        self._by_letter: dict[str, str] = {}
        self._takes_letters = False
        self._worker: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Head, passings beside the field, the line to type into, and the keys."""
        yield Pane(id="head", can_focus=False, has_cursor=False)
        with Horizontal(id="timed"):
            yield Pane(id="passings")
            yield Pane(id="field", has_cursor=False)
        yield Label("", id="said", markup=False)
        with Horizontal(id="line"):
            yield Label("", id="label", markup=False)
            yield EntryLine(id="entry", max_length=120, select_on_focus=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin."""
        self.passing_pane.stays_lit = True
        self.passing_pane.focus()
        self._worker = self.run_worker(self._work())
        self.set_interval(CLOCK_S, self._show_head)

    async def on_unmount(self) -> None:
        """Close the file, with all that was pressed on disk."""
        if self._worker is not None:
            self._worker.cancel()
            with suppress(WorkerError):
                await self._worker.wait()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.repaint)

    # What is done, one after the other, in the order of the keys.

    async def _work(self) -> None:
        async with self._opened() as session:
            self._session = session
            self.run_worker(self._listen(session))
            self.repaint()
            while True:
                job = await self._jobs.get()
                if job is _done:
                    break
                try:
                    title = await job(session)
                except (ValueError, FeedError) as error:
                    self._say(str(error), is_fault=True)
                else:
                    self._say(title)
                self.repaint()
        self.app.exit()

    async def _listen(self, session: TimingSession) -> None:
        """Draw again with everything that comes by itself: from the hub, the clock, the start list."""
        said, seen = len(session.notices), _seen(session)
        while True:
            await session.changes.until(partial(_differs, session, seen))
            seen = _seen(session)
            if len(session.notices) > said:
                said = len(session.notices)
                self._say(session.notices[-1], is_fault=True)
            self.repaint()

    def _do(self, make: Make) -> None:
        async def job(session: TimingSession) -> str:
            edit = make(session.history)
            await session.do(edit)
            return edit.title

        self._jobs.put_nowait(job)

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        self.said.update(clean(text))
        self.said.set_class(is_fault, "-fault")

    # Keys that are stamped.

    def on_key(self, event: events.Key) -> None:
        """Take what is timed by the moment at which the key was pressed."""
        if self._session is None:
            return
        stamp = self._session.clock.at(event.time)
        character = event.character or ""
        if event.key == "space":
            self._do(lambda history: passings.tap(history, self._timekeeper, stamp))
        elif event.key == "enter":
            self._enter(stamp)
        elif self.focused is self.entry and event.is_printable:
            self.entry.insert_text_at_cursor(character)  # pressed before the line had the focus
        elif self.focused is self.entry:
            return
        elif self._takes_letters and character in self._by_letter:
            bib = self._by_letter[character]
            self._do(lambda history: passings.by_bib(history, self._timekeeper, bib, stamp))
        elif event.key == "g" and not self._takes_letters:
            self._fire(stamp)
        elif character.isdigit():
            self._type(self.entry.value + character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _enter(self, stamp: TimeOfDay) -> None:
        text, question = self.entry.value, self._question
        if question is None and not text.strip():
            return
        try:
            make = question.read(text) if question is not None else self._named(text, stamp)
        except ValueError as error:
            self._say(str(error), is_fault=True)
            return
        self.action_leave_line()
        if make is not None:
            self._do(make)

    def _named(self, text: str, stamp: TimeOfDay) -> Make:
        return lambda history: read_bibs(history, self._timekeeper, text, stamp)

    def _fire(self, stamp: TimeOfDay) -> None:
        assert self._session is not None
        history = self._session.history
        fired = starts.guns_now(history)
        start_list = history.start_list
        waves = sorted({entrant.wave for entrant in start_list.entrants}) if start_list is not None else []
        waiting = [wave for wave in waves if wave not in fired]
        if len(waiting) <= 1:
            wave = waiting[0] if waiting else ""
            self._do(lambda now: starts.gun(now, stamp, wave))
        else:
            self._ask(
                f"Which wave ({', '.join(wave or 'the others' for wave in waiting)})",
                lambda text: lambda now: starts.gun(now, stamp, text.strip()),
            )

    # The line to type into.

    def _type(self, text: str) -> None:
        self.entry.takes_blanks = False
        self.entry.value = text
        self.set_focus(self.entry, scroll_visible=False)
        self.entry.action_end()
        self.repaint()

    def _ask(self, label: str, read: Callable[[str], Make | None], text: str = "") -> None:
        self._question = Question(label, read)
        self._type(text)
        self.entry.takes_blanks = True
        self.repaint()

    def action_leave_line(self) -> None:
        """Clear the line; then leave the letters."""
        if self._question is None and not self.entry.value:
            self._takes_letters = False
        self._question = None
        self.entry.value = ""
        self.entry.takes_blanks = False
        self.passing_pane.focus()
        self.repaint()

    @on(Input.Changed, "#entry")
    def _show_label(self) -> None:
        self._show_line()

    # What the keys ask for.

    def action_none(self) -> None:
        """Done by `on_key`, which knows when the key was pressed."""

    def action_quit(self) -> None:
        """Ask before leaving, as `q` is pressed by a slip."""
        self._ask("Leave? The file keeps all, and the clock goes on: y", self._leave)

    def _leave(self, text: str) -> None:
        if text.strip().casefold() not in ("y", "yes"):
            raise ValueError("y and Enter leave; Escape goes on timing")
        self._jobs.put_nowait(_done)

    def action_undo(self) -> None:
        """Undo the last edit."""
        self._jobs.put_nowait(_undo)

    def action_redo(self) -> None:
        """Redo the last edit that was undone."""
        self._jobs.put_nowait(_redo)

    def action_letters(self) -> None:
        """Time by one key an athlete, or no longer."""
        self._takes_letters = not self._takes_letters
        self.repaint()

    def action_status(self) -> None:
        """Ask who is out, and why."""
        self._ask(
            "Out: bib, dnf, dns or dq, and the rule",
            lambda text: lambda now: read_status(now, text),
            self._bib("{} "),
        )

    def action_reinstate(self) -> None:
        """Ask who is back in the race."""
        self._ask("Reinstate: bib", lambda text: lambda now: reinstate(now, text.strip()), self._bib("{}"))

    def action_official(self) -> None:
        """Say that the result is official, or reopen it."""

        def turn(history: History) -> Edit:
            return reopen(history) if state_now(history).officials else make_official(history)

        self._do(turn)

    def action_recall(self) -> None:
        """A false start."""
        self._do(starts.recall)

    def action_gun_time(self) -> None:
        """Ask for the time of day of the gun, or by how much it is to be shifted."""
        assert self._session is not None
        now = self._session.clock.now()

        def read(text: str) -> Make:
            fired = starts.guns_now(self._history).get("")
            clock = read_gun_time(text, now, fired.clock if fired is not None else None)
            return lambda history: (starts.gun if fired is None or fired.clock is None else starts.shift_gun)(
                history, clock
            )

        self._ask("Gun at 19:40:12.3, or shifted by +2.5 or -1", read)

    def action_add(self) -> None:
        """Ask for a late entrant."""
        self._ask(
            "Late entrant, as in 21 Anna Berg GBR", lambda text: lambda now: add_entrant(now, _entrant(text))
        )

    def action_change(self) -> None:
        """Ask for what is to be changed of an entrant."""

        def read(text: str) -> Make:
            bib, equals, rest = text.partition("=")
            if not equals:
                raise ValueError("write the bib, =, and what it is to be, as in 12 = 21 Anna Berg")
            return lambda now: change_entrant(now, bib.strip(), _entrant(rest))

        self._ask("Change: 12 = 21 Anna Berg", read, self._bib("{} = "))

    def action_retime(self) -> None:
        """Ask for another time."""
        if (chosen := self._chosen()) is not None and self._session is not None:
            now = self._session.clock.now()

            def read(text: str) -> Make:
                time = read_time(text, now)
                return lambda history: passing_changes.retime(history, chosen.id, time)

            self._ask("Time from the gun, or @ and the time of day", read, str(chosen.time or ""))

    def action_give(self) -> None:
        """Ask whose the time is."""
        if (chosen := self._chosen()) is not None:
            self._ask("Bib", lambda text: lambda now: give(now, chosen.id, text.strip()))

    def action_unname(self) -> None:
        """Leave the time, and not the bib."""
        if (chosen := self._chosen()) is not None:
            self._do(lambda now: passing_changes.unname(now, chosen.id))

    def action_delete(self) -> None:
        """There was no such passing."""
        if (chosen := self._chosen()) is not None:
            bib = chosen.bib
            if bib is None:
                self._do(lambda now: passing_changes.delete_tap(now, chosen.id))
            else:
                self._do(
                    lambda now: passing_changes.delete_passing(now, self._timekeeper, bib, chosen.checkpoint)
                )

    def action_move_passing(self) -> None:
        """Ask for another checkpoint."""
        if (chosen := self._chosen()) is not None:
            self._ask(
                "Checkpoint", lambda text: lambda now: passing_changes.move(now, chosen.id, text.strip())
            )

    def action_swap(self) -> None:
        """Swap two runners who came by together."""
        at = self.passing_pane.cursor
        if 0 < at < len(self._passings):
            above, below = self._passings[at - 1], self._passings[at]
            if above.bib is None or below.bib is None:
                self._say("name both first", is_fault=True)
                return
            first, second = above.bib, below.bib
            self._do(lambda now: passing_changes.swap(now, below.checkpoint, first, second))

    def action_insert(self) -> None:
        """Ask who was missed."""
        at = self.passing_pane.cursor
        chosen = self._chosen()
        above = self._passings[at - 1] if 0 < at < len(self._passings) else None
        if chosen is None or chosen.clock is None or above is None or above.clock is None:
            self._say("put the cursor on the passing after the missed one", is_fault=True)
            return
        before, after = above.clock, chosen.clock
        self._ask(
            "Missed: bib",
            lambda text: (
                lambda now: passing_changes.insert_between(
                    now, self._timekeeper, text.strip(), chosen.checkpoint, before, after
                )
            ),
        )

    def _chosen(self) -> TimedPassing | None:
        at = self.passing_pane.cursor
        return self._passings[at] if at < len(self._passings) else None

    def _bib(self, form: str) -> str:
        chosen = self._chosen()
        return form.format(chosen.bib) if chosen is not None and chosen.bib is not None else ""

    # What is shown.

    @property
    def _history(self) -> History:
        assert self._session is not None
        return self._session.history

    def repaint(self) -> None:
        """Draw everything."""
        if self._session is None or not self.is_mounted:
            return
        history, pane = self._session.history, self.passing_pane
        state = state_now(history)
        at_end = pane.cursor >= len(self._passings) - 1
        self._passings = timed_passings(history, self._timekeeper.source)
        width = pane.line_width

        def draw(index: int) -> tuple[tuple[str, str], ...]:
            one = self._passings[index]
            return passing_line(one, state, width, self._suspicion(one))

        pane.show(len(self._passings), draw)
        if at_end:
            pane.put_cursor(max(len(self._passings) - 1, 0))
        runners = sorted(state.runners.values(), key=lambda runner: runner.number)
        by_bib = letters([runner.entrant.bib for runner in runners]) if self._takes_letters else {}
        self._by_letter = {letter: bib for bib, letter in by_bib.items()}
        counts, course, room = lap_counts(state), state.course, self.field_pane.line_width
        self.field_pane.show(
            len(runners),
            lambda index: field_line(
                runners[index],
                by_bib.get(runners[index].entrant.bib, ""),
                counts.get(runners[index].entrant.bib),
                course,
                room,
            ),
        )
        self._show_head()
        self._show_line()

    def _suspicion(self, one: TimedPassing) -> str:
        state = state_now(self._history)
        runner = state.runners.get(one.bib or "")
        if runner is None or one.time is None or state.course is None:
            return ""
        index = state.course.index.get(one.checkpoint)
        found = suspicion(state, self._timekeeper, runner, index, one.time.ms) if index is not None else None
        return found.text if found is not None else ""

    def _show_head(self) -> None:
        session = self._session
        if session is None:
            return
        start_ms = session.history.start_times.start_ms
        clock_ms = session.clock.now().utc_ms - start_ms if start_ms is not None else None
        trouble = f"{session.trouble}; {session.waiting} wait" if session.trouble else ""
        desk = Desk(self._timekeeper.name, self._where, session.hub_state, trouble)
        unnamed = sum(one.bib is None for one in self._passings)
        self.head.show_lines(head_lines(self._race_name, clock_ms, desk, unnamed, self.head.line_width))

    def _show_line(self) -> None:
        waiting = [one for one in self._passings if one.bib is None]
        if self._question is not None:
            text = self._question.label
        elif waiting and waiting[0].time is not None:
            text = f"Bib of {waiting[0].time.show(1)}"
        else:
            text = "Bib"
        if self._takes_letters:
            text = f"Letters  {text}"
        self.label.update(text + ": ")
        self.keys.show_hints(hints_of(self))


def _seen(session: TimingSession) -> tuple[object, ...]:
    """What is on the screen of a session."""
    return len(session.messages), session.rewrites, len(session.notices), session.hub_state, session.trouble


def _differs(session: TimingSession, seen: tuple[object, ...]) -> bool:
    return _seen(session) != seen


async def _done(_session: TimingSession) -> str:
    """The last job of all."""
    return ""


async def _undo(session: TimingSession) -> str:
    return (await session.undo()).title


async def _redo(session: TimingSession) -> str:
    return (await session.redo()).title


def _entrant(text: str) -> Entrant:
    # Loaded here, not at the top: it reads start lists of all kinds.
    from feeds.new_race import read_entrant

    try:
        return read_entrant(text)
    except FeedError as error:
        raise ValueError(str(error)) from None
