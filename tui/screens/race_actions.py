"""What the keys and clicks of the race screen do: views, finding, and what is opened over the race."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from tui.race_session import BOARD
from tui.screens.navigation import (
    OpenAddMark,
    OpenAthlete,
    OpenCurrentRace,
    OpenDoubts,
    OpenLibrary,
    OpenNeighbour,
    OpenPreview,
    OpenSplitClaims,
    OpenWhatIf,
)
from tui.screens.race_keys import LIVE_KEYS, PICKING_KEYS, PLAYBACK_KEYS
from tui.screens.race_painting import RacePainting
from tui.text.timeline import time_at
from tui.views.view_registry import SPLITS, WALL
from tui.widgets.pane import EDGE, Pane

if TYPE_CHECKING:
    from textual.widgets import Input

    from replays.playhead import Clock
    from tui.race_sources import RaceSource
    from tui.settings.preferences import Preferences
    from tui.widgets.find_input import FindInput

ONE_MODE = "v has something else to show in the views 2 and 3, and in a road race in view 4"

NO_FOOTER = "esc board  1-7 views  space pause or play  ? help"
"""The keys of the wall, which has no footer, for the first seconds."""

OF_LIVE_RACES = ("change_delay", "see_gun")
"""Changes of the session that a recorded race has no use for."""


class RaceActions(RacePainting):
    """The keys of a race, with what they do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        *LIVE_KEYS,
        *PICKING_KEYS,
        Binding("T", "add_mark", "Add a mark to race against", show=False, id="race.add-mark"),
        Binding("w", "what_if", "What if: go on at some pace", show=False, id="race.what-if"),
        Binding("d", "doubts", "What needs review", show=False, id="race.review"),
        Binding("ctrl+left", "neighbour(-1)", "Previous race", show=False, id="race.previous-race"),
        Binding("ctrl+right", "neighbour(1)", "Next race", show=False, id="race.next-race"),
        Binding("p", "preview", "The field and what is at stake", show=False, id="race.preview"),
        Binding("n", "current_race", "The race that is on", show=False, id="race.current"),
        Binding("escape", "library", "Back to the library", show=False, id="race.step-up"),
    ]

    def __init__(self, source: RaceSource, preferences: Preferences, clock: Clock) -> None:
        super().__init__(source, preferences, clock)
        self._find: FindInput | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys are for live races or races on a hub, and escape goes one step up and no further."""
        if action == "session":
            return parameters[0] not in OF_LIVE_RACES or self.session.is_live
        if action == "neighbour":
            return self.session.source.address is not None
        if action == "current_race":
            return bool(self.session.on_now)
        if action == "step_up":
            return self.session.view != BOARD
        return action != "stop_finding" or self.session.is_narrowed

    def action_view(self, name: str) -> None:
        """Show a view, or the board alone."""
        self.session.pick_view(name)
        self.show_view(name)
        if name == WALL:
            self.notify(NO_FOOTER, markup=False)

    def action_compare(self) -> None:
        """Compare the others with the athlete under the cursor, the first of them first; again, stop."""
        if self.session.is_comparing:
            self.action_step_up()
            return
        self.session.compare_with(self.board.chosen_bib or self.board.chosen_mark)
        self.show_view(self.session.view)
        if self.session.is_comparing:
            self.board.hold_other()

    def action_step_up(self) -> None:
        """Go from the comparison to the view and the athlete before it, or from a view to the board."""
        before = self.session.compared_bib if self.session.is_comparing else None
        self.session.step_up()
        self.show_view(self.session.view)
        if before is not None:
            self.board.go_to(before)

    def action_next_mode(self) -> None:
        """Draw the view in its next mode."""
        if not self.view.next_mode():
            self.notify(ONE_MODE, markup=False)
        self.list_keys()
        self.repaint()

    def action_column(self, steps: int) -> None:
        """Move the checkpoint under the cursor of the splits, or of the announcer's arrivals."""
        self.session.move_column(steps)
        self.repaint()

    def action_follow(self) -> None:
        """Follow the athlete under the cursor, or stop following."""
        self.session.follow_athlete(self.board.chosen_bib)
        self.repaint()

    async def action_find(self) -> None:
        """Open the line to find athletes by."""
        if self._find is None:
            # Made when first opened: at every start it would take a tenth as long as a bare app does.
            from tui.widgets.find_input import FindInput

            self._find = FindInput("name, bib, nation, club, category, men, women", self.board)
            await self.mount(self._find, before=self.keys)
        self._find.value = ""
        self.session.is_finding = self._find.display = True
        self.set_focus(self._find)  # at once, so that words typed in a hurry go there

    def action_stop_finding(self) -> None:
        """Show every runner again, with the cursor on the athlete that was found."""
        self.board.hold(self.board.chosen_bib)
        if self._find is not None:
            self._find.value = ""
        self.session.stop_finding()
        self.on_input_submitted()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the board to the athletes that the words find."""
        self.session.find(event.value)
        self.repaint()

    def on_input_submitted(self) -> None:
        """Close the line; the board stays narrowed."""
        self.session.is_finding = False
        if self._find is not None:
            self._find.display = False
        self.repaint()

    def action_add_mark(self) -> None:
        """Ask for a mark to race."""
        if self.session.watched is not None:
            self.post_message(OpenAddMark(self, self))

    def action_what_if(self) -> None:
        """Ask at what pace the athlete under the cursor is to go on."""
        bib = self.board.chosen_bib
        if self.session.watched is not None and bib is not None:
            self.post_message(OpenWhatIf(self, self, bib, self.session.watched.view().board))

    def action_doubts(self) -> None:
        """List what is not believed."""
        if self.session.watched is not None:
            self.post_message(OpenDoubts(self, self))

    def action_neighbour(self, direction: int) -> None:
        """Watch the next race of the same hub, or the previous one."""
        if self.session.source.address is not None:
            self.post_message(OpenNeighbour(self, self.session.source.address, direction))

    def action_preview(self) -> None:
        """Show the field as an announcer introduces it before the gun."""
        session = self.session
        if session.watched is not None:
            session.pause_recorded()
            board = session.watched.before_the_gun()
            self.post_message(OpenPreview(self, board, session.source.cues))

    def action_current_race(self) -> None:
        """Watch the race that is on."""
        self.post_message(OpenCurrentRace(self))

    def action_library(self) -> None:
        """Leave the race for the library."""
        self.session.leave()
        self.post_message(OpenLibrary(self, self.session.source.address))

    @on(Pane.Chosen, "#board")
    def _open_athlete(self) -> None:
        session, bib = self.session, self.board.chosen_bib
        if session.watched is None or bib is None:
            return
        shown = session.watched.view()
        if session.view == SPLITS and session.column is not None:
            self.post_message(OpenSplitClaims(self, session.scene(shown, bib), bib, session.column))
        else:
            self.post_message(OpenAthlete(self, self, bib, shown.board))

    @on(Pane.Chosen, "#doubts")
    def _open_doubt(self, event: Pane.Chosen) -> None:
        """Show all claims about the split that is not believed."""
        watched = self.session.watched
        claim = self.doubts.entry(event.index) if self.doubts is not None else None
        course = watched.view().board.state.course if watched is not None else None
        if watched is None or claim is None or course is None:
            return
        if claim.bib is None or claim.checkpoint not in course.index:
            return
        scene = self.session.scene(watched.view(), claim.bib)
        self.post_message(OpenSplitClaims(self, scene, claim.bib, course.index[claim.checkpoint]))

    @on(Pane.Chosen, "#moments")
    def _go_to_moment(self, event: Pane.Chosen) -> None:
        self.action_session("seek", (self.moments.entry(event.index).when_ms,))

    @on(events.Click, "#timeline")
    def _go_to_click(self, event: events.Click) -> None:
        if self.session.watched is not None:
            span_ms = self.session.span_ms(self.session.watched.view())
            self.action_session("seek", (time_at(event.x - EDGE, self.timeline.line_width, span_ms),))
