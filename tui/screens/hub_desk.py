"""The desk of a hub: its races are made, ended, reopened and withdrawn; on its computer, tokens made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Label

from feeds.client.hub_admin import HubAdmin
from feeds.client.race_list import race_list
from feeds.errors import FeedError
from tui.text.hub_desk_lines import hub_head_lines, race_heading, race_line
from tui.text.safe_text import clean
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from feeds.client.race_list import RaceList
    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice
    from race.messages import StartList

HINTS = ("New race", "End, or reopen", "Withdraw", "Token")
"""What stands first among the keys at the bottom."""

LOOK_S = 2.0
"""How often the hub is asked for its races."""

Act = Callable[[HubAdmin], Awaitable[str]]


class HubDeskScreen(Screen[None]):
    """The races of a hub. `chosen` is the race whose desk is to be opened next; None where it is left."""

    HELP = """
A race that has ended takes nothing more until it is reopened. It has to be
ended before it is withdrawn: its log then goes into the hub's archive.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "make", "New race", id="hub-desk.new-race"),
        Binding("e", "end", "End, or reopen", id="hub-desk.end"),
        Binding("W", "withdraw", "Withdraw", id="hub-desk.withdraw"),
        Binding("T", "token", "Token", id="hub-desk.token"),
        Binding("q", "quit", "Leave", id="hub-desk.leave"),
        Binding("ctrl+c", "quit"),
    ]

    head = query_one("#head", Pane)
    races = query_one("#races", Pane)
    said = query_one("#said", Label)
    question = query_one(QuestionLine)
    keys = query_one(KeyFooter)

    def __init__(
        self,
        address: Address,
        connect: Callable[[], HubAdmin],
        read_new: Callable[[str], tuple[str, StartList]],
        make_token: Callable[[str, str], str] | None,
    ) -> None:
        """`read_new` reads what is typed for a new race, `make_token` makes a token for a race and a source.

        Both raise ValueError. `make_token` is None where tokens are not made.
        """
        super().__init__()
        self.chosen: str | None = None
        self._address, self._connect = address, connect
        self._read_new, self._make_token = read_new, make_token
        self._list: RaceList | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Head, the races, and a line to type into."""
        yield Pane(id="head", can_focus=False, has_cursor=False)
        yield Pane(id="races", has_title=True)
        yield Label("", id="said", markup=False)
        yield QuestionLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Ask the hub for its races, again and again."""
        self.races.stays_lit = True
        self.races.focus()
        self.set_interval(LOOK_S, self._look_again)
        self._look_again()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.repaint)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Offer no tokens where none are made."""
        return action != "token" or self._make_token is not None

    # What the keys do.

    @on(Pane.Chosen, "#races")
    def _open_desk(self) -> None:
        """Open the desk of the race under the cursor."""
        if (notice := self._notice) is not None:
            self.chosen = notice.race
            self.app.exit()

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_make(self) -> None:
        """Ask for a new race."""

        def answered(text: str) -> None:
            race, start_list = self._read_new(text)
            self._do(lambda admin: admin.make_race(race, start_list))

        self.question.ask("A file, or 1500 m = 11 Anna Berg, 14 Ruth Okafor", answered)

    def action_end(self) -> None:
        """End the race under the cursor, or reopen it."""
        if (notice := self._notice) is not None:
            race, ended = notice.race, notice.ended
            self._do(lambda admin: admin.reopen_race(race) if ended else admin.end_race(race))

    def action_withdraw(self) -> None:
        """Withdraw the race under the cursor, once its name was typed."""
        if (notice := self._notice) is None:
            return
        race = notice.race

        def answered(text: str) -> None:
            if text != race:
                raise ValueError(f"type {race} to withdraw it; Escape leaves it there")
            self._do(lambda admin: admin.withdraw_race(race))

        self.question.ask(f"To withdraw it, type {race}", answered)

    def action_token(self) -> None:
        """Make a token for publishing."""
        make_token, notice = self._make_token, self._notice
        if make_token is None or notice is None:
            return
        race = notice.race

        def answered(text: str) -> None:
            self.say(f"{make_token(race, text)} publishes {race} as {text}")

        self.question.ask(f"Who publishes {race}, as mat-a", answered)

    def _do(self, act: Act) -> None:
        self.run_worker(self._done(act), group="acts")

    async def _done(self, act: Act) -> None:
        """Do something at the hub, and say what became of it."""
        try:
            async with self._connect() as admin:
                self.say(await act(admin))
        except FeedError as error:
            self.say(str(error), is_fault=True)
        await self._look()

    @on(QuestionLine.Refused)
    def _say_refusal(self, refused: QuestionLine.Refused) -> None:
        self.say(refused.sentence, is_fault=True)

    @on(QuestionLine.Closed)
    def _back_to_list(self) -> None:
        self.races.focus(scroll_visible=False)
        self.call_after_refresh(self.repaint)

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Show a sentence until the next one."""
        self.said.update(clean(text))
        self.said.set_class(is_fault, "-fault")

    # What is shown.

    def _look_again(self) -> None:
        self.run_worker(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        try:
            self._list, self._trouble = await race_list(self._address), ""
        except FeedError as error:
            self._trouble = str(error)
        with suppress(LookupError):  # the screen may be gone
            self.repaint()

    @property
    def _notice(self) -> RaceNotice | None:
        notices = self._list.races if self._list is not None else ()
        return notices[self.races.cursor] if self.races.cursor < len(notices) else None

    def repaint(self) -> None:
        """Draw everything."""
        if not self.is_mounted:
            return
        notices = self._list.races if self._list is not None else ()
        now_ms = self._list.now_ms if self._list is not None else 0
        width = self.races.line_width
        self.head.show_lines(hub_head_lines(self._address.place, self._trouble, self.head.line_width))
        self.races.show(
            len(notices), lambda index: race_line(notices[index], now_ms, width), race_heading(width)
        )
        self.keys.show_hints(hints_of(self, HINTS))
