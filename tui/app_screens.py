"""The one place that opens screens. Each is imported when the first of its kind opens."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, cast

from tui.app_terminal import AppTerminal
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from feeds.hub_address import Address
    from replays.playhead import Clock
    from tui.current_race import CurrentRaceFollower
    from tui.race_sources import RaceSource
    from tui.screens import navigation
    from tui.screens.race import RaceScreen


class AppScreens(AppTerminal):
    """Shows the screen that was asked for first, and opens others where screens ask for them."""

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
        super().__init__(delay_s=delay_s)
        self._source = source
        self._live_first = live_first
        self._first = first
        self._operator = operator or (source is not None and source.operator)
        self._current = current
        self._follower: CurrentRaceFollower | None = None
        self._clock = clock

    def on_mount(self) -> None:
        """Follow the hub whose races are shown one after the other."""
        if self._current is not None:
            from tui.current_race import CurrentRaceFollower

            self._follower = CurrentRaceFollower(self, self._current)
            self.run_worker(self._follower.follow(), group="hubs", exit_on_error=False)

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
