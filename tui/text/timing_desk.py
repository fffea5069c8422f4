"""What is on the screen of someone who times by hand, worked out once for all that is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.edits.lap_counter import LapCount, lap_counts
from race.edits.log_lookup import state_now
from race.edits.next_checkpoint import suspicion, timed_indices
from race.edits.starts import guns_now
from race.edits.timed_passings import TimedPassing, packs_by_hand, timed_passings
from race.edits.watch_differences import WatchDifference, watch_differences
from tui.text import timing_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Timekeeper
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from tui.text.styled_line import StyledLine

FEW = 4
"""Checkpoints that are named one by one."""

BELL = 1
"""Laps that the leader has to go when the bell is rung."""


class News(NamedTuple):
    """What someone should know of the newest passings."""

    trouble: str = ""
    """What is doubtful about one of them; empty where nothing is."""
    rings: bool = False
    """Whether a bell is to draw attention: to a trouble, or to the last lap."""


class TimingDesk:
    """A race as its timekeeper sees it. `update` takes up what is new in the session."""

    def __init__(self, session: TimingSession, timekeeper: Timekeeper) -> None:
        self._session, self._timekeeper = session, timekeeper
        self._state: RaceState = state_now(session.history)
        self._known: set[str] | None = None
        self._laps_to_go = 0
        self._counts: Mapping[str, LapCount] = {}
        self._suspicions: dict[str, str] = {}
        self._apart: dict[tuple[str, int], WatchDifference] = {}
        self._letters: dict[str, str] = {}
        self._packs: Mapping[tuple[str, str], Sequence[str]] = {}
        self._desk: timing_lines.Desk | None = None
        self.passings: list[TimedPassing] = []
        self.watches: Sequence[WatchDifference] = ()
        self.by_letter: dict[str, str] = {}
        self.in_list_order = False
        """Whether the field is as in the start list; else the one who passed longest ago is first."""
        self.update()

    def update(self) -> News:
        """Take up what is new; returns what someone should know about it."""
        history = self._session.history
        state = self._state = state_now(history)
        self.passings = timed_passings(history, self._timekeeper.source)
        self.watches = watch_differences(history, state)
        self._apart = {(one.bib, one.checkpoint): one for one in self.watches}
        self._packs = packs_by_hand(history, self._timekeeper.source)
        self._counts = lap_counts(state)
        self._suspicions.clear()
        bibs = [r.entrant.bib for r in sorted(state.runners.values(), key=lambda runner: runner.number)]
        self._letters = timing_lines.letters(bibs)
        self.by_letter = {letter: bib for bib, letter in self._letters.items()}
        self._desk = self._as_it_stands()
        return self._news()

    def _news(self) -> News:
        known, self._known = self._known, {one.id for one in self.passings}
        to_go, self._laps_to_go = self._laps_to_go, min((c.to_go for c in self._counts.values()), default=0)
        if known is None:
            return News()
        bell = self._laps_to_go == BELL < to_go
        for one in reversed(self.passings):
            if one.id not in known and (why := self._trouble(one)):
                return News(why, rings=True)
        return News(rings=bell)

    def _trouble(self, one: TimedPassing) -> str:
        if one.bib is not None and not timing_lines.is_listed(one.bib, self._state):
            return f"{one.bib} is not on the start list: a adds an entrant, b gives the time to another"
        return self._why(one)

    def _why(self, one: TimedPassing) -> str:
        """What is doubtful about a passing."""
        if one.doubt or one.bib is None:
            return one.doubt
        if one.id not in self._suspicions:
            self._suspicions[one.id] = self._suspicion(one)
        return self._suspicions[one.id]

    def _suspicion(self, one: TimedPassing) -> str:
        state, runner = self._state, self._state.runners.get(one.bib or "")
        if runner is None or one.time is None or state.course is None:
            return ""
        index = state.course.index.get(one.checkpoint)
        found = suspicion(state, self._timekeeper, runner, index, one.time.ms) if index is not None else None
        return found.text if found is not None else ""

    @property
    def unnamed(self) -> list[TimedPassing]:
        """The times that belong to no runner yet, the oldest first."""
        return [one for one in self.passings if one.bib is None]

    @property
    def has_gun(self) -> bool:
        """Whether a gun has gone."""
        return bool(guns_now(self._session.history))

    @property
    def is_over(self) -> bool:
        """Whether no one is still running, and no time is without a name."""
        runners = self._state.runners.values()
        return bool(runners) and not self.unnamed and all(map(self._is_done, runners))

    def _is_done(self, runner: Runner) -> bool:
        course = self._state.course
        return runner.out is not None or (course is not None and runner.furthest == course.finish)

    def at(self, index: int) -> tuple[TimedPassing | None, TimedPassing | None]:
        """A passing and the one before it."""
        chosen = self.passings[index] if 0 <= index < len(self.passings) else None
        return chosen, self.passings[index - 1] if chosen is not None and index > 0 else None

    def continues(self, line: str, character: str) -> bool:
        """Whether a character goes on with the bibs in a line, and is no other key."""
        if character.isdigit():
            return True
        letters = {letter for bib in self._state.runners for letter in bib if not letter.isdigit()}
        return bool(line) and (character in ",." or character in letters)

    # Lines.

    def label(self, *, letters: bool) -> str:
        """What the line at the bottom takes."""
        waiting = self.unnamed
        if waiting:
            course = self._state.course
            time = waiting[0].time
            text = f"Bib of {time.show(course.digits if course else 2) if time is not None else 'the tap'}"
        else:
            text = "Bib"
        return f"Letters. {text}" if letters else text

    def head_lines(self, waiting: int, width: int) -> list[StyledLine]:
        """The head, with the clock as it is at this moment."""
        assert self._desk is not None
        session = self._session
        start_ms, now = session.history.start_times.start_ms, session.clock.now()
        clock_ms = now.utc_ms - start_ms if start_ms is not None else None
        trouble = f"pressed and not kept: {waiting}; {session.trouble}" if session.trouble else ""
        desk = self._desk._replace(hub=session.hub_state, trouble=trouble)
        day_time = timing_lines.day_text(now._replace(digits=0))
        return timing_lines.head_lines(desk, clock_ms, day_time, width)

    def _as_it_stands(self) -> timing_lines.Desk:
        session, state, course = self._session, self._state, self._state.course
        start_list = session.history.start_list
        waves = {entrant.wave for entrant in start_list.entrants} if start_list is not None else set()
        official = "OFFICIAL" if state.officials else ""
        differ = sum(timing_lines.are_apart(one, course) for one in self.watches) if course is not None else 0
        return timing_lines.Desk(
            race=start_list.name if start_list is not None else session.race,
            who=f"{self._timekeeper.name} times {self._where()}",
            gun=timing_lines.gun_text(guns_now(session.history), waves),
            laps=official or (timing_lines.laps_text(self._counts) if self.has_gun else ""),
            unnamed=len(self.unnamed),
            differences=differ,
            file=session.path.name,
            hub=session.hub_state,
            trouble="",
        )

    def _where(self) -> str:
        """What is timed here, in words."""
        course, names = self._state.course, self._timekeeper.checkpoints
        if course is None:
            return ", ".join(names) or "every checkpoint"
        indices = timed_indices(course, self._timekeeper)
        if not names and len(indices) > FEW:
            return "every checkpoint"
        return ", ".join(course.label(index) for index in indices)

    def passing_line(self, index: int, *, width: int) -> StyledLine:
        """A passing."""
        one = self.passings[index]
        watches = self._watches_of(one) is not None
        return timing_lines.passing_line(
            one, self._state, width, self._why(one), self._behind(one), watches=watches
        )

    def detail_line(self, index: int, width: int) -> StyledLine:
        """The passing under the cursor in whole."""
        one, _ = self.at(index)
        if one is None:
            return ()
        why, pack, watches = self._why(one), self._behind(one), self._watches_of(one)
        return timing_lines.detail_line(one, self._state, why, pack, watches, width)

    def _behind(self, one: TimedPassing) -> Sequence[str]:
        """Who came by in a pack behind a runner."""
        return self._packs.get((one.bib or "", one.checkpoint), ())

    def _watches_of(self, one: TimedPassing) -> WatchDifference | None:
        course = self._state.course
        if course is None or one.bib is None:
            return None
        return self._apart.get((one.bib, course.index.get(one.checkpoint, -1)))

    def watch_line(self, index: int, *, width: int) -> StyledLine:
        """A passing that several watches have; the newest checkpoint first."""
        return timing_lines.watch_line(self.watches[-1 - index], self._state, width)

    def watches_title(self) -> StyledLine:
        """Above these."""
        rules = {one.rule for one in self.watches}
        rule = next(iter(rules)) if len(rules) == 1 else "newest first"
        text = f"Two watches: {rule}" if self.watches else "No passing has two watches"
        return ((text, "title"),)

    def field(self) -> list[Runner]:
        """The field, who passed longest ago first, and those at the end who are done."""
        course = self._state.course
        runners = sorted(self._state.runners.values(), key=lambda runner: runner.number)
        if self.in_list_order or course is None:
            return runners

        def order(runner: Runner) -> tuple[bool, int]:
            return self._is_done(runner), runner.last.when_ms if runner.last is not None else -1

        return sorted(runners, key=order)

    def field_line(self, field: Sequence[Runner], index: int, *, width: int, lettered: bool) -> StyledLine:
        """A runner of the field."""
        runner = field[index]
        bib = runner.entrant.bib
        letter = self._letters.get(bib, "") if lettered else ""
        return timing_lines.field_line(runner, letter, self._counts.get(bib), self._state.course, width)

    def field_title(self, *, lettered: bool) -> StyledLine:
        """Above the field."""
        racing = sum(runner.out is None for runner in self._state.runners.values())
        return ((f"{racing} runners, {'a letter each' if lettered else 'longest ago first'}", "title"),)
