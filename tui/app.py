"""The app: preferences, the keys that work everywhere, and the one place that opens screens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TextIO, cast

from rich.console import Console
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.signal import Signal

from feeds.legal_text import legal_lines
from tui.drivers.changed_cells import ChangedCells, with_changed_cells
from tui.settings.config import load_config
from tui.settings.config_settings import nearest
from tui.settings.notification import notification
from tui.settings.preferences import Preferences, remember
from tui.settings.themes import MADE_FOR, QUIET, THEMES
from tui.settings.user_themes import user_themes
from tui.text.safe_stream import safe
from tui.text.safe_text import clean
from tui.widgets.key_hints import keys_of
from tui.widgets.legal_segments import LegalSegments
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.screen import Screen

    from feeds.hub_address import Address
    from replays.playhead import Clock
    from tui.current_race import CurrentRaceFollower
    from tui.race_sources import RaceSource
    from tui.screens import navigation
    from tui.screens.race import RaceScreen
    from tui.widgets.keys_in_turn import KeysInTurn

LEGAL = LegalSegments()

MOST_TROUBLES = 3
"""Theme files and settings that are reported as unusable at the start; `lapbell info` lists all."""

TERMINAL_S = 2.0
"""How often to look whether the terminal is still there."""

START_S = 1.0
"""How long the garbage collector stays off: what is loaded and made in this time is here to stay."""


class LapbellApp(App[None]):
    """Lapbell in the terminal: the library, or one race at once.

    Screens and their libraries are imported when the first of their kind opens, so that the first board
    does not wait for the rest.
    """

    TITLE = "Lapbell"
    CSS_PATH = "lapbell.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next pane", show=False, priority=True, id="app.next-pane"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "Previous pane",
            show=False,
            priority=True,
            id="app.previous-pane",
        ),
        Binding("t", "change_theme", "Theme", show=False, id="app.theme"),
        Binding("o", "options", "Alerts and columns", show=False, id="app.options"),
        Binding("y", "copy", "Copy", show=False, id="app.copy"),
        Binding("ctrl+z", "suspend_process", "To the shell; fg comes back", show=False, id="app.suspend"),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+c", "quit", "Quit"),
        Binding("ctrl+l", "write_anew", "Write the screen again", show=False, id="app.write-anew"),
    ]

    def __init__(
        self,
        source: RaceSource | None = None,
        *,
        live_first: bool = False,
        operator: bool = False,
        current: Address | None = None,
        delay_s: float | None = None,
        clock: Clock = monotonic,
        first: Callable[[], Screen[None]] | None = None,
    ) -> None:
        """Show the race of a source, or the library: there with the cursor on the hubs if `live_first`.

        With `first` it shows the screen that this makes, and nothing else is asked for.
        With `current`, the race that is on at a hub is shown, one after the other.
        With `delay_s`, live races are so late, whatever has been set or was chosen before.
        Live races that are opened later are an operator's if `operator` is true or the source is one's.
        """
        super().__init__()
        self._source = source
        self._live_first = live_first
        self._first = first
        self._operator = operator or (source is not None and source.operator)
        self._current = current
        self._follower: CurrentRaceFollower | None = None
        self._clock = clock
        self.animation_level = "none"
        # For the traceback of a crash, with what was being read at the time.
        self.error_console = Console(file=cast("TextIO", safe(sys.stderr)), force_terminal=False)
        self.config = load_config()
        self.preferences = self.config.over(Preferences.load())
        if delay_s is not None:
            self.preferences = replace(self.preferences, delay_s=delay_s)
        self.preferred: Signal[Preferences] = Signal(self, "preferred")
        """The preferences, each time one changes."""
        self._said: set[str] = set()
        """Of what has been set and was chosen otherwise on the screen, what the viewer has been told of."""
        self.troubles = [*self.config.troubles, *self._register_themes()]
        """What is unusable of settings and themes, in sentences."""
        if self.config.keys:
            # Loaded here, not at the top: only those with keys of their own need it.
            from tui.settings.own_keys import keymap_of

            self.set_keymap(keymap_of(self.config)[0])

    def _register_themes(self) -> list[str]:
        """Register all themes and begin with the one set, or chosen last; returns what is unusable."""
        for theme in THEMES:
            self.register_theme(theme)
        from_files, troubles = user_themes(self.available_themes)
        self._own_themes = [theme.name for theme in from_files]
        for theme in from_files:
            self.register_theme(theme)
        if self.config.theme is not None and self.config.theme not in self.available_themes:
            where, near = self.config.origins["theme"], nearest(self.config.theme, self.available_themes)
            troubles.append(f"{where}: there is no theme {self.config.theme!r}; {near}")
            self.config = self.config.without("theme")
            self.preferences = replace(self.preferences, theme=Preferences.load().theme)
        if self.preferences.theme in self.available_themes:
            self.theme = self.preferences.theme
        self.preferences = replace(self.preferences, theme=self.theme)
        return troubles

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values for the variables of ours that other themes do not define."""
        return QUIET

    def get_driver_class(self) -> type[Driver]:
        """The driver of the platform, that writes changed cells only."""
        return with_changed_cells(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters that every line goes through before it is drawn."""
        return [LEGAL, *self._plainer(), *super().get_line_filters()]

    def _plainer(self) -> Sequence[LineFilter]:
        """The filter for a terminal whose font lacks braille, if that is known or was chosen."""
        is_console = os.environ.get("TERM") == "linux"
        if not is_console and "blocks" not in self.preferences.drawing:
            return []
        from tui.widgets.plainer_segments import PlainerSegments

        return [PlainerSegments(console=is_console)]

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text, which a terminal takes as typed when it is pasted there."""
        super().copy_to_clipboard(legal_lines(text))

    def on_mount(self) -> None:
        """Report what cannot be used of themes and settings; keys need every screen to be imported."""
        self.set_timer(START_S, _collect_garbage)
        if self.config.keys:
            self.set_timer(START_S, lambda: self.run_worker(self._check_keys(), exit_on_error=False))
        self.set_interval(TERMINAL_S, self._end_without_terminal)
        if not self.is_headless:
            self._listen_to_signals()
        if self._current is not None:
            from tui.current_race import CurrentRaceFollower

            self._follower = CurrentRaceFollower(self, self._current)
            self.run_worker(self._follower.follow(), group="hubs", exit_on_error=False)
        self._report(self.troubles)

    def _report(self, troubles: Sequence[str]) -> None:
        for trouble in troubles[:MOST_TROUBLES]:
            self.notify(clean(trouble), severity="warning", markup=False)

    async def _check_keys(self) -> None:
        from tui.screens.bound_keys import key_troubles

        self._report(await asyncio.to_thread(key_troubles, type(self), self.config))

    def _end_without_terminal(self) -> None:
        """End once the terminal is gone without a signal: Textual would read its end again and again."""
        if not self.is_headless and not os.isatty(sys.stdin.fileno()):
            self.exit()

    def _listen_to_signals(self) -> None:
        """End in good order when the terminal is closed, or the program is ended from outside."""
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError):  # on Windows
                number: int = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end_by_signal, number)

    def _end_by_signal(self, number: int) -> None:
        """Remember at once where each race is left: with the terminal gone, the rest may fail."""
        from tui.screens.race_keys import PlaybackKeys

        for screen in self.screen_stack:
            if isinstance(screen, PlaybackKeys):
                screen.session.leave()
        self.exit(return_code=128 + number)

    def prefer(self, **changes: Any) -> Preferences:
        """Change and remember preferences, by their names; returns all of them."""
        remember(**changes)
        self.preferences = replace(self.preferences, **changes)
        self.preferred.publish(self.preferences)
        if "drawing" in changes:
            self.refresh_css(animate=False)
        self._say_what_is_set(changes)
        return self.preferences

    @cached_property
    def _keys(self) -> KeysInTurn:
        # Loaded with the first key, so that the first board does not wait for it.
        from tui.widgets.keys_in_turn import KeysInTurn

        return KeysInTurn(self, super().on_event)

    def _say_what_is_set(self, changes: Iterable[str]) -> None:
        """Say once of each setting that a choice made on the screen will not be there at the next start."""
        for name in set(changes).intersection(self.config.origins) - self._said:
            self._said.add(name)
            where = self.config.origins[name]
            self.notify(f"{clean(where)} sets this too: yours holds until the program ends", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Let each key be done with before the next is looked at."""
        if isinstance(event, events.Resize):
            self._write_anew()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    def _write_anew(self) -> None:
        if isinstance(self._driver, ChangedCells):
            self._driver.write_anew()

    def action_write_anew(self) -> None:
        """Write the whole screen again, after something else has written over it."""
        self._write_anew()
        self.screen.refresh(layout=True)

    def on_alert(self, message: navigation.Alert) -> None:
        """Alert the viewer in the ways that were chosen."""
        if "bell" in self.preferences.alert_by:
            self.bell()
        # Textual has no public way to write a sequence of one's own to the terminal.
        if "desktop" in self.preferences.alert_by and self._driver is not None and not self.is_headless:
            self._driver.write(notification(message.text, os.environ))

    def get_default_screen(self) -> Screen[None]:
        """The library, or the race that was asked for."""
        if self._first is not None:
            return self._first()
        if self._source is None:
            from tui.screens.home import HomeScreen

            return HomeScreen(live_first=self._live_first)
        screen = self._race_screen(self._source)
        if self._source.address is not None:
            self.install_screen(screen, self._source.address.feed)
        return screen

    def _race_screen(self, source: RaceSource) -> RaceScreen:
        from tui.screens.race import RaceScreen

        return RaceScreen(source, self.preferences, self.preferred, self._clock)

    def _push(self, request: navigation.OpenScreen, screen: Screen[None] | str) -> None:
        if self.screen is request.opener:
            self.push_screen(screen)

    def on_open_recorded_race(self, request: navigation.OpenRecordedRace) -> None:
        """Watch a race file."""
        from tui.race_sources import RecordedSource

        self._push(
            request,
            self._race_screen(RecordedSource(request.path, speed=self.config.speed, at_ms=request.at_ms)),
        )

    def on_open_live_race(self, request: navigation.OpenLiveRace) -> None:
        """Watch a race on a hub. Until the program ends it is recorded, and keeps its playhead."""
        self._push(request, self._live_screen(request.address))

    def _live_screen(self, address: Address, delay_s: float | None = None) -> str:
        """The name of the screen of a live race."""
        from tui.race_sources import HubSource

        if not self.is_screen_installed(address.feed):
            delay_s = self.preferences.delay_s if delay_s is None else delay_s
            cues = self._source.cues if self._source is not None else ()
            source = HubSource(
                address,
                record=self.config.record,
                delay_s=delay_s,
                cues=cues,
                operator=self._operator,
            )
            self.install_screen(self._race_screen(source), address.feed)
        return address.feed

    async def show_live_race(self, address: Address, like: RaceScreen | None = None) -> None:
        """Show a live race over the library, or in place of another, in the same view and as late as that."""
        if like is None:
            await self.push_screen(self._live_screen(address))
            return
        watched = like.session.watched
        name = self._live_screen(address, watched.playhead.delay_s if watched is not None else None)
        cast("RaceScreen", self.get_screen(name)).look_like(like)
        self._switch_to(name)

    async def on_open_current_race(self, request: navigation.OpenCurrentRace) -> None:
        """Watch the race that is on at the hub that is followed."""
        if self._follower is not None and self.screen is request.opener:
            await self._follower.switch()

    async def on_open_neighbour(self, request: navigation.OpenNeighbour) -> None:
        """Watch the next or previous race of the same hub."""
        from feeds.client.race_list import race_list
        from feeds.errors import FeedError

        address = request.address
        try:
            races = [notice.race for notice in (await race_list(address)).races]
        except FeedError as error:
            self.notify(clean(str(error)), markup=False)
            return
        if address.race in races and self.screen is request.opener:
            race = races[(races.index(address.race) + request.direction) % len(races)]
            if race != address.race:
                await self.show_live_race(address.of(race), like=cast("RaceScreen", request.opener))

    def _switch_to(self, name: str) -> None:
        """Show a live race in place of another. The first screen of all stays at the bottom."""
        if self.get_screen(name) is self.screen_stack[0]:
            self.pop_screen()
        elif len(self.screen_stack) == 1:
            self.push_screen(name)
        else:
            self.switch_screen(name)

    def on_open_library(self, request: navigation.OpenLibrary) -> None:
        """Go back to the library, or open it over a race that was shown first."""
        if self.screen is not request.opener:
            return
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            from tui.screens.home import HomeScreen

            self.push_screen(HomeScreen(left=request.left))

    def on_open_athlete(self, request: navigation.OpenAthlete) -> None:
        """Show an entrant's race so far."""
        from tui.screens.athlete_splits import AthleteSplitsScreen

        self._push(request, AthleteSplitsScreen(request.race, request.bib, request.board))

    def on_open_doubts(self, request: navigation.OpenDoubts) -> None:
        """Show what is not believed of the race."""
        from tui.screens.doubts import DoubtsScreen

        self._push(request, DoubtsScreen(request.race))

    def on_open_audit_trail(self, request: navigation.OpenAuditTrail) -> None:
        """Show who changed what of a race."""
        from tui.screens.audit_trail import AuditTrailScreen

        self._push(request, AuditTrailScreen(request.opener))

    def on_open_preview(self, request: navigation.OpenPreview) -> None:
        """Show the field of a race and what is at stake."""
        from tui.screens.race_preview import PreviewScreen

        self._push(request, PreviewScreen(request.board, request.cues))

    def on_open_split_claims(self, request: navigation.OpenSplitClaims) -> None:
        """Show what was claimed about one split."""
        from tui.screens.split_claims import SplitClaimsScreen

        self._push(request, SplitClaimsScreen(request.scene, request.bib, request.checkpoint))

    def on_open_add_mark(self, request: navigation.OpenAddMark) -> None:
        """Ask for a mark to race."""
        from tui.screens.add_mark import AddMarkScreen

        self._push(request, AddMarkScreen(request.race))

    def on_open_what_if(self, request: navigation.OpenWhatIf) -> None:
        """Ask for a pace."""
        from tui.screens.what_if import WhatIfScreen

        self._push(request, WhatIfScreen(request.race, request.bib, request.board))

    def on_open_people(self, request: navigation.OpenPeople) -> None:
        """List the people whose names match some words."""
        from tui.screens.people import PeopleScreen

        self._push(request, PeopleScreen(request.text))

    def on_open_profile(self, request: navigation.OpenProfile) -> None:
        """Show an athlete's races and rivals."""
        from tui.screens.athlete_profile import AthleteProfileScreen

        if self.screen is request.opener:
            show = self.switch_screen if request.replace else self.push_screen
            show(AthleteProfileScreen(request.athlete, request.board))

    def on_open_head_to_head(self, request: navigation.OpenHeadToHead) -> None:
        """Show every race in which two people met."""
        from tui.screens.head_to_head import HeadToHeadScreen

        arguments = request.people, request.board, request.results
        self._push(request, HeadToHeadScreen(*arguments, show_results=request.show_results))

    def action_copy(self) -> None:
        """Copy what the cursor is on, by the terminal's clipboard."""
        text = self.focused.copied().strip() if isinstance(self.focused, Pane) else ""
        if text:
            self.copy_to_clipboard(text)
            lines = text.splitlines()
            copied = lines[0] if len(lines) == 1 else f"{len(lines)} lines"
            self.notify(f"copied: {copied}", markup=False)

    def action_help(self) -> None:
        """Show what every key does."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(keys_of(self.screen), self.screen.HELP or ""))

    def action_change_theme(self) -> None:
        """Choose a theme: ours first, then the user's own, then those of Textual."""
        from tui.screens.theme_list import ThemeListScreen

        first = [*MADE_FOR, *self._own_themes]
        others = sorted(self.available_themes.keys() - first)
        self.push_screen(ThemeListScreen([*first, *others], self.prefer))

    def action_options(self) -> None:
        """Choose alerts, and columns for the board."""
        from tui.screens.options import OptionsScreen

        self.push_screen(OptionsScreen(self.preferences, self.prefer))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every key of the screen, to be found in the command palette by its words."""
        for key in keys_of(screen):
            yield SystemCommand(key.text, f"Key {key.keys}", partial(self.run_action, key.action))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command


def _collect_garbage() -> None:
    """Turn the collector on, and leave out of its searches what was made at the start."""
    gc.freeze()
    gc.enable()
