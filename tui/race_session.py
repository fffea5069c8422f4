"""One race on the screen: the race that is watched, and what the viewer has picked to see of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.people.folding import folded_words
from race.sorted_rows import sorts_of
from replays.watching.followed import FollowedAthlete, followed_among, followed_elsewhere
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session, Snapshot
from tui.playhead_controls import PlayheadControls
from tui.settings.alerts import Alerts
from tui.settings.preferences import Preferences, remember
from tui.text.mark_rows import mark_title
from tui.text.timeline import expected_ms
from tui.views.scene import Scene, Target
from tui.views.view_registry import ANNOUNCER, HEAD_TO_HEAD, SPLITS, TRACK

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection

    from race.marks import MarkRun
    from race.moments.moment import Moment
    from race.sorted_rows import SortedBy
    from replays.hubs.reception import Reception
    from replays.people.head_to_head import HeadToHead
    from replays.playhead import Clock
    from replays.watching.watched_race import WatchedRace
    from tui.race_sources import RaceSource
    from tui.text.athlete_filter import AthleteFilter

OF_GROUPS = (TRACK.name, ANNOUNCER)
"""The views that look at a group of the field."""

BOARD = "board"
"""The name of the view that is the board alone."""


class RaceSession(PlayheadControls):
    """What is watched, and what is picked: view, comparison, filter, checkpoint; it knows no screen.

    It is there before the race has been read: views and filters can be picked meanwhile.
    """

    def __init__(self, source: RaceSource, clock: Clock = monotonic) -> None:
        super().__init__(clock)
        self.source = source
        self.watched = None
        self.reception: Reception | None = None
        self.status = "opening"
        """What is shown instead of a board until there is one."""
        self.failure = ""
        """Why the race cannot be followed any further."""
        self.refused_marks: list[str] = []
        """Why marks that the source asks for cannot be raced here."""
        self.view = BOARD
        self._view_before = BOARD
        """The view from which the comparison was opened."""
        self.compared_with: str | Target | None = None
        """The bib against which the others are held; None for the leader."""
        self.column: int | None = None
        """The checkpoint under the cursor of the splits; None for the newest."""
        self.arrivals_at: int | None = None
        """The checkpoint whose arrivals are announced; None for all."""
        self.on_now = ""
        """The race that is on instead of this one, where the viewer wants to see that; else empty."""
        self.also_on = ""
        """The races that are on beside this one, whose gun went last."""
        self.group = ""
        """The group that the views of the field and of the announcer look at; empty for everyone."""
        self.sort: SortedBy = "order"
        """By what the rows of the board are sorted."""
        self.is_still = False
        """Whether it is drawn for a picture, where neither cursor nor playhead is of interest."""
        self.filter: AthleteFilter | None = None
        self.is_finding = False
        """Whether the line to find athletes by is open."""
        self._clock = clock
        self._alerts = Alerts(clock)
        self.meetings: dict[tuple[str | Target, str], HeadToHead | None] = {}
        """The earlier meetings of two, by their bibs, as far as they have been looked up."""

    async def follow(self) -> AsyncGenerator[None, None]:
        """Read the race from its source, with a step for each change; a recorded race ends when it is read.

        Raises FeedError where the race cannot be read.
        """
        async with self.source.receive() as reception:
            self.reception = reception
            async for _ in reception.follow():
                if reception.live is None:
                    self._report_progress(reception)
                elif reception.complete:
                    break
                elif self.watched is None or self.watched.race is not reception.live:
                    self.source.note_answer()
                    delay_s = self.watched.playhead.delay_s if self.watched else self.source.delay_s
                    self.open(reception.live).playhead.set_delay(delay_s)
                yield
        self.open(await asyncio.to_thread(RecordedRace, reception.race, reception.messages))
        yield

    def _report_progress(self, reception: Reception) -> None:
        if reception.lost is not None:
            self.status = f"the feed is lost, trying again: {reception.lost.reason}"
        elif reception.race:
            doing = "opening" if reception.complete else "joining"
            self.status = f"{doing}, {len(reception.messages)} of {reception.head} messages"

    def fail(self, reason: str) -> None:
        """The feed has ended for good."""
        self.failure, self.status = reason, f"cannot open the race: {reason}"

    def open(self, race: WatchedRace) -> Session:
        """Watch a race, with the marks of the source, and follow those who were followed in other races."""
        source = self.source
        watched = Session(race, self._clock, speed=source.speed, at_ms=source.at_ms, edition=source.edition)
        for mark in source.marks:
            try:
                watched.add_mark(mark)
            except FeedError as error:
                self.refused_marks.append(str(error))
        followed, start_list = Preferences.load().followed, watched.history.start_list
        for bib in followed_among(start_list.entrants, race.race, followed) if start_list else ():
            watched.follow(bib)
        self.watched = watched
        return watched

    def set_elsewhere(self, *, on_now: str = "", also_on: str = "") -> None:
        """Note what else is on at the hub."""
        self.on_now, self.also_on = on_now, also_on

    def pause_recorded(self) -> None:
        """Pause a recorded race; a live one goes on."""
        if self.watched is not None and not self.is_live:
            self.watched.playhead.pause()

    def leave(self) -> None:
        """Remember where the race was left."""
        if self.watched is not None:
            playhead = self.watched.playhead
            self.source.leave(None if playhead.at_end else playhead.position_ms)

    def toggle_estimates(self) -> None:
        """Show estimated splits, or published figures alone."""
        self._race.estimates = not self._race.estimates

    def toggle_marks(self) -> None:
        """Show the marks among the entrants, or hide them."""
        self._race.target_choice.shown = not self._race.target_choice.shown

    def choose_next_mark(self) -> None:
        """Hold the field against the next mark."""
        self._race.target_choice.choose_next(self._race.view().board)

    def change_sort(self, steps: int) -> None:
        """Sort the board by the next column that it can be sorted by, or by the previous one."""
        sorts = sorts_of(self._race.view().board.rows)
        at = sorts.index(self.sort) if self.sort in sorts else 0
        self.sort = sorts[(at + steps) % len(sorts)]

    def change_group(self, steps: int) -> str:
        """Look at the next group of the field: the women, the men, a category, and then everyone again."""
        # Loaded here, not at the top, as no first board waits for it; the filter below too.
        from race.field.groups import EVERYONE, groups_of

        groups = (EVERYONE, *groups_of(self._race.view().board.state))
        at = groups.index(self.group) if self.group in groups else 0
        self.group = groups[(at + steps) % len(groups)]
        if len(groups) == 1:
            return "the start list of this race has no categories"
        return "" if self.view in OF_GROUPS else f"views 4 and 6 look at {self.group or 'everyone'}"

    def add_marks(self, text: str) -> None:
        """Race the marks that were typed. Raises FeedError for what is none, or none for this race."""
        # Loaded here, not at the top: the first board does not wait for it.
        from replays.watching.mark_text import parse_marks

        for mark in parse_marks(text, self._race.history.start_list):
            self._race.add_mark(mark)

    def pick_view(self, name: str) -> None:
        """Pick a view."""
        self.view = name

    def compare_with(self, who: str | MarkRun | None) -> None:
        """Compare the others with an athlete or a mark; again, stop, and show what was shown before."""
        if self.is_comparing:
            self.step_up()
        elif who is not None:
            against = who if isinstance(who, str) else _target(who)
            self._view_before, self.view, self.compared_with = self.view, HEAD_TO_HEAD.name, against

    @property
    def compared_bib(self) -> str | None:
        """The athlete with whom the others are compared; None without one."""
        return self.compared_with if isinstance(self.compared_with, str) else None

    @property
    def not_compared(self) -> frozenset[str | None]:
        """The bibs that stand for no other side of the comparison, None among them; empty without one."""
        return frozenset((None, self.compared_bib)) if self.is_comparing else frozenset()

    def unknown_meetings(self, scene: Scene) -> tuple[str, str] | None:
        """The bibs of two who are compared and whose earlier meetings have not been looked up."""
        first, second = scene.compared
        if not self.is_comparing or isinstance(first, Target) or (first, second) in self.meetings:
            return None
        return (first, second) if first != second else None

    @property
    def is_comparing(self) -> bool:
        """Whether two athletes are compared."""
        return self.view == HEAD_TO_HEAD.name

    @property
    def is_below_board(self) -> bool:
        """Whether one step up is the board."""
        return not self.is_comparing or self._view_before == BOARD

    def step_up(self) -> None:
        """Go from the comparison to the view it was opened from, and from a view to the board."""
        self.view = self._view_before if self.is_comparing else BOARD
        self._view_before, self.compared_with = BOARD, None

    def follow_athlete(self, bib: str | None) -> None:
        """Follow an athlete, or stop following; remembered for other races."""
        if self.watched is None or bib is None:
            return
        self.watched.follow(bib)
        entrants = [row.runner.entrant for row in self.watched.view().board.rows]
        race = self.watched.race.race
        elsewhere = followed_elsewhere(entrants, race, Preferences.load().followed)
        here = (FollowedAthlete.of(e, race) for e in entrants if e.bib in self.watched.followed)
        remember(followed=(*elsewhere, *sorted(here, key=lambda athlete: (athlete.name, athlete.bib))))

    def move_column(self, steps: int) -> None:
        """Move the checkpoint that the splits, or the announcer's arrivals, are about.

        Past the newest split it moves on with the race again; past the finish all arrivals are announced.
        """
        board = self.watched.view().board if self.watched is not None else None
        if board is None or board.state.course is None:
            return
        if self.view == SPLITS:
            reached = max((row.checkpoint for row in board.rows), default=0)
            self.column = _moved(self.column, steps, reached)
        elif self.view == ANNOUNCER:
            self.arrivals_at = _moved(self.arrivals_at, steps, board.state.course.finish)

    def find(self, text: str) -> None:
        """Narrow the board to the athletes found by some words; without words, show every runner."""
        from tui.text.athlete_filter import AthleteFilter

        typed = tuple(folded_words(text))
        self.filter = AthleteFilter(typed) if typed else None

    @property
    def is_narrowed(self) -> bool:
        """Whether escape shows every runner again; otherwise it goes one step up."""
        return self.is_finding or self.filter is not None

    def stop_finding(self) -> None:
        """Show every runner again."""
        self.is_finding, self.filter = False, None

    def scene(self, shown: Snapshot, chosen: str | None, *, scales_text: bool = False) -> Scene:
        """What the views draw from; `chosen` is the bib under the cursor."""
        against = shown.against if self._race.target_choice.shown else None
        target = _target(against) if against else None
        scene = Scene(
            self._race.history,
            shown,
            chosen if self.is_comparing or not self.is_still else None,
            self._race.followed,
            behind=self.compared_with or target,
            target=target,
            column=self.column,
            arrivals_at=self.arrivals_at,
            group=self.group,
            scales_text=scales_text,
            ghosts=tuple(ghost.at(shown.clock_ms) for ghost in self.source.ghosts),
        )
        return replace(scene, meetings=self.meetings.get(scene.compared)) if self.is_comparing else scene

    def span_ms(self, shown: Snapshot) -> int:
        """The race time at the end of the timeline; for a live race, when it should be won."""
        end_ms = self._race.playhead.end_ms
        return max(end_ms, expected_ms(shown.board)) if self.is_live else end_ms

    def alert(self, shown: Snapshot, wanted: Collection[str]) -> Moment | None:
        """The moment to alert the viewer to now, of the kinds that are wanted."""
        return self._alerts.next_alert(shown, self._race.playhead, wanted, self._race.followed)


def _target(run: MarkRun) -> Target:
    return Target(mark_title(run), run.first.running.at)


def _moved(index: int | None, steps: int, last: int) -> int | None:
    """A checkpoint some steps away. None stands behind the last: moves start there, and end there again."""
    moved = (last + 1 if index is None else index) + steps
    return None if moved > last else max(moved, 0)
