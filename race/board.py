"""The board at one moment: the running order and everything shown beside it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from race.course import START
from race.eligibility import runs_here
from race.fold.time_limit import TimeLimit, time_limit
from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from race.marks import MarkRow, mark_rows, own_marks
from race.order.awaited import awaited
from race.order.settled_places import SettledPlaces
from race.order.thousandths import PlacedTime, decided_by_thousandths
from race.projection.board_model import project
from race.records import Badges, badges_of
from race.standings import Row, standings, winners
from race.times import LONGEST_MS

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Entrant, Mark
    from race.order.unordered_packs import UnorderedPack
    from race.projection.projector import Model

Phase = Literal["before", "running", "finished", "official"]
"""How far a race is: before the gun, under way, over, or with an official result."""


class LiveEdge(NamedTuple):
    """What is known of a race that is being run beside its messages."""

    starts_in_ms: int = 0
    """How long it is until the first gun; 0 from then on, and where that is not known."""
    seen_ms: int = LONGEST_MS
    """The race time up to which anyone who passed a checkpoint would have been seen: while the feed is lost,
    when it was lost."""
    hub_offset_ms: int = 0
    """By how much the hub's clock is ahead of those of the timing; negative if it is behind."""
    now_ms: int | None = None
    """The hub's clock, in milliseconds since 1970 in UTC; None where it is not known."""
    first_planned_ms: int | None = None
    """When the race was to start at first; the start list says when it is to start now."""
    devices: tuple[str, ...] = ()
    """How the timing devices are, as far as it is known, a sentence each."""


RECORDED = LiveEdge()
"""Of a race that is not being run."""


@dataclass
class Board:
    """A race at `clock_ms`, the race time in milliseconds from the gun."""

    race: str
    clock_ms: int
    state: RaceState
    rows: list[Row]
    targets: tuple[Mark, ...] = ()
    """Marks that the viewer added to those of the start list."""
    edge: LiveEdge = RECORDED

    @classmethod
    def at(
        cls,
        race: str,
        clock_ms: int,
        state: RaceState,
        model: Model = project,
        targets: tuple[Mark, ...] = (),
    ) -> Board:
        """The board of a state."""
        return cls(race, clock_ms, state, standings(state, model, clock_ms), targets)

    def move_to(self, clock_ms: int, edge: LiveEdge = RECORDED) -> None:
        """Show the same state at another race time."""
        self.clock_ms, self.edge = clock_ms, edge
        for row in self.rows[:1]:
            row.field.move_to(self.seen_ms, clock_ms)

    @property
    def phase(self) -> Phase:
        """How far the race is."""
        return phase(self.state, self.edge.starts_in_ms, self.clock_ms, self._time_limit)

    @property
    def is_over(self) -> bool:
        """Whether no one is still expected at the finish."""
        return self.phase in ("finished", "official")

    @property
    def seen_ms(self) -> int:
        """The race time at which anyone who has not been seen is still under way, for projections."""
        return min(self.clock_ms, self.edge.seen_ms)

    @property
    def leader(self) -> Row | None:
        """The leader's row; None where no leader is known."""
        first = self.rows[0] if self.rows else None
        return first if first and first.is_racing and first.runner is first.field.leader else None

    @property
    def packs(self) -> list[UnorderedPack]:
        """The packs whose order was not published, from the front."""
        return [*{row.pack.number: row.pack for row in self.rows if row.pack}.values()]

    @property
    def winners(self) -> list[Runner]:
        """Who won; none where that is not known, and while a runner who is still out may be faster."""
        won = winners(self.rows)
        first = won[0].last if won else None
        if first is None or self.state.officials:
            return won
        if self._time_limit is not None:
            return won if self._time_limit.last_end_ms <= self.seen_ms else []
        if first.time is None:
            return won if first.official_place is not None else []
        finish = won[0].furthest
        settled_ms = self._settled_places.settled_ms(finish, first.time.ms, first.when_ms)
        return won if settled_ms <= self.seen_ms else []

    @cached_property
    def _time_limit(self) -> TimeLimit | None:
        return time_limit(self.state)

    @cached_property
    def _settled_places(self) -> SettledPlaces:
        return SettledPlaces(self.state)

    @cached_property
    def marks(self) -> list[MarkRow]:
        """The marks of this event, fastest first; several parts of the screen read them."""
        course, start_list = self.state.course, self.state.start_list
        if course is None or start_list is None:
            return []
        known = (*self.targets, *start_list.marks)
        here = [mark for mark in known if runs_here(mark, start_list)]
        return mark_rows(self.state, course, self.rows, here, self.clock_ms)

    def own_marks(self, entrant: Entrant) -> list[MarkRow]:
        """The personal and the season's best of an entrant, as marks that run beside their owner alone."""
        course, own = self.state.course, own_marks(entrant)
        return mark_rows(self.state, course, self.rows, own, self.clock_ms) if course and own else []

    @cached_property
    def badges(self) -> Badges:
        """What is shown beside the results, by bib: as printed, and as recognised from the marks."""
        return badges_of(self.state, self.targets)

    @cached_property
    def decided_by_thousandths(self) -> frozenset[str]:
        """The bibs of those whose thousandths decide between them and someone level as times are shown."""
        last = ((row, row.passing.time if row.passing else None) for row in self.rows)
        placed = (PlacedTime(row.runner.entrant.bib, row.checkpoint, row.place, time) for row, time in last)
        return decided_by_thousandths(self.state.course, placed) if self.state.course else frozenset()

    def missing_places(self) -> dict[int, tuple[int, int]]:
        """Places that no known runner holds: row number -> the first and last place missing before it.

        Those in packs hold the first of these places, in an order that was not published.
        """
        missing: dict[int, tuple[int, int]] = {}
        unplaced = sum(row.pack is not None for row in self.rows)
        holders = Counter(row.place for row in self.rows if row.place is not None)
        last = 0
        for number, row in enumerate(self.rows):
            if row.place is None:
                continue
            held = min(row.place - 1 - last, unplaced)
            unplaced -= max(held, 0)
            if row.place > last + held + 1:
                missing[number] = (last + held + 1, row.place - 1)
            last = max(last, row.place + holders[row.place] - 1)
        return missing


def phase(
    state: RaceState, starts_in_ms: int = 0, clock_ms: int = 0, limit: TimeLimit | None = None
) -> Phase:
    """How far a race is, without working out the running order; a gun may be due in some time only.

    A race to a time is finished when it is up for everyone by the clock, in race time.
    """
    if state.officials:
        return "official"
    field = state.runners.values()
    if (not state.guns or starts_in_ms > 0) and all(runner.furthest == START for runner in field):
        return "before"
    limit = limit or time_limit(state)
    if limit is not None and limit.last_end_ms <= clock_ms:
        return "finished"
    return "running" if not state.runners or any(awaited(state)) else "finished"
