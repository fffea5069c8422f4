"""Packs: who runs together at a checkpoint, and how the packs of the previous checkpoint changed.

A runner belongs to the pack in front if less than a break behind the next runner: a second on the track,
about six metres; three seconds on a road, where the field is wider and times are whole seconds. Three seconds
also separate groups of cyclists (UCI, protocol on time gaps in bunch sprints, 2017).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.order.places import in_order
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.state import RaceState

BREAK_MS = 1000
ROAD_BREAK_MS = 3000


class Pack(NamedTuple):
    """Runners who passed a checkpoint together."""

    number: int
    """Counted from the front, from 1."""
    runners: tuple[Runner, ...]
    checkpoint: int
    start: Time
    """Race time of its first runner, as the sport shows it."""
    end: Time
    """Race time of its last runner."""
    before: Time | None
    """Race time of the last runner of the pack in front; None for the first pack."""
    behind_ms: int
    """From the leader to its first runner."""
    bibs: frozenset[str]

    @property
    def gap(self) -> Time | None:
        """Time behind the last runner of the pack in front; None for the first pack."""
        return self.start.minus(self.before) if self.before is not None else None

    @property
    def length(self) -> Time:
        """Time from its first runner to its last."""
        return self.end.minus(self.start)

    @property
    def length_ms(self) -> int:
        """The length in milliseconds."""
        return self.end.ms - self.start.ms


class PackChange(NamedTuple):
    """How a pack came about since the previous checkpoint."""

    origins: tuple[int, ...]
    """Numbers of the packs there that its runners came from; empty without a previous checkpoint."""
    came: tuple[Runner, ...]
    """Runners who were not in the pack that most of it came from."""
    lost: tuple[Runner, ...]
    """Runners of that pack who are no longer with it; given for the foremost pack that it became."""
    whole: bool
    """Whether it consists of one or more whole packs of before."""


def break_ms(course: Course) -> int:
    """The gap that separates two packs, in milliseconds."""
    return BREAK_MS if course.lap_m is not None else ROAD_BREAK_MS


def packs_at(state: RaceState, course: Course, index: int) -> list[Pack]:
    """The packs at a checkpoint, from the front, including runners who left the race later.

    Runners who pass at the same moment are together, whichever gun started them, in order of their places.
    """
    timed = [
        (Time(runner.passings[index].when_ms, time.digits), runner)
        for runner in in_order(index, (r for r in state.runners.values() if index in r.passings))
        if (time := runner.time_at(index)) is not None
    ]
    timed.sort(key=lambda pair: pair[0].ms)
    groups: list[list[tuple[Time, Runner]]] = []
    for time, runner in timed:
        if groups and time.ms - groups[-1][-1][0].ms < break_ms(course):
            groups[-1].append((time, runner))
        else:
            groups.append([(time, runner)])
    packs: list[Pack] = []
    before: Time | None = None
    for number, group in enumerate(groups, start=1):
        start, end = (time.rounded(course.digits) for time in (group[0][0], group[-1][0]))
        runners = tuple(runner for _, runner in group)
        bibs = frozenset(runner.entrant.bib for runner in runners)
        behind_ms = group[0][0].ms - timed[0][0].ms
        packs.append(Pack(number, runners, index, start, end, before, behind_ms, bibs))
        before = end
    return packs


def pack_changes(before: Sequence[Pack], now: Sequence[Pack]) -> list[PackChange]:
    """How each pack of one checkpoint came about since an earlier one."""
    home = {bib: pack.number for pack in before for bib in pack.bibs}
    seen = {bib for pack in now for bib in pack.bibs}
    changes: list[PackChange] = []
    continued: set[int] = set()
    for pack in now:
        held = Counter(home[bib] for bib in pack.bibs if bib in home)
        if not held:
            changes.append(PackChange((), (), (), whole=False))
            continue
        main = min(held, key=lambda number: (-held[number], number))
        old = before[main - 1]
        came = tuple(runner for runner in pack.runners if runner.entrant.bib not in old.bibs)
        lost: tuple[Runner, ...] = ()
        if main not in continued:
            lost = tuple(r for r in old.runners if r.entrant.bib in seen - pack.bibs)
        continued.add(main)
        whole = all(before[number - 1].bibs & seen <= pack.bibs for number in held)
        changes.append(PackChange(tuple(sorted(held)), came, lost, whole))
    return changes
