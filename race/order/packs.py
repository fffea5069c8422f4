"""Packs: who runs together at a checkpoint, and what became of the packs of the checkpoint before.

Somebody belongs to a pack who is less than the break behind the one in front: a second on the track, six
metres or so; three on a road, where a field is wider and times are whole seconds. Three seconds also part a
bunch of cyclists (UCI, protocol on time gaps in bunch sprints, 2017). The sentences use the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from race.fold.state import RaceState, Runner

BREAK_MS = 1000
ROAD_BREAK_MS = 3000


class Pack(NamedTuple):
    """Those who came by a checkpoint together."""

    number: int
    """From the front, from 1."""
    runners: tuple[Runner, ...]
    """From the first to the last."""
    checkpoint: int
    """Its index."""
    start: Time
    """Race time at which the first of it came by."""
    end: Time
    """That of the last."""
    before: Time | None
    """That of the last of the pack in front; None for the first pack."""
    behind_ms: int
    """From the first of all to the first of this one."""
    estimated: bool
    """Whether any of its times is."""
    gap_estimated: bool
    """Whether any of them, or of those of the pack in front, is."""
    bibs: frozenset[str]
    """Of those in it."""

    @property
    def gap(self) -> Time | None:
        """From the last of the pack in front to the first of this one; None for the first pack."""
        return self.start.minus(self.before) if self.before is not None else None

    @property
    def length(self) -> Time:
        """From the first to the last of it."""
        return self.end.minus(self.start)

    @property
    def length_ms(self) -> int:
        """The same in milliseconds."""
        return self.end.ms - self.start.ms


class PackChange(NamedTuple):
    """What became of a pack since the checkpoint before."""

    origins: tuple[int, ...]
    """Numbers of the packs there that its runners came from; nothing without a checkpoint before."""
    came: tuple[Runner, ...]
    """Those who were not in the pack that most of it came from."""
    lost: tuple[Runner, ...]
    """Those of that pack who came by later, told of the foremost pack that it became."""
    whole: bool
    """Whether it is one whole pack of before, or several."""


def break_ms(course: Course) -> int:
    """Who is so far behind the one in front is no longer with them; in milliseconds."""
    return BREAK_MS if course.lap_m is not None else ROAD_BREAK_MS


def packs_at(state: RaceState, course: Course, index: int) -> list[Pack]:
    """The packs of those with a time at a checkpoint, from the front; those who left the race later too.

    Whoever passes at the same moment runs together, whatever gun started them.
    """
    timed = [
        (Time(runner.passings[index].when_ms, time.digits), runner)
        for runner in state.runners.values()
        if (time := runner.time_at(index)) is not None
    ]
    timed.sort(key=lambda pair: (pair[0].ms, pair[1].number))
    groups: list[list[tuple[Time, Runner]]] = []
    for time, runner in timed:
        if groups and time.ms - groups[-1][-1][0].ms < break_ms(course):
            groups[-1].append((time, runner))
        else:
            groups.append([(time, runner)])
    found: list[Pack] = []
    before: Time | None = None
    was_estimated = False
    for number, group in enumerate(groups, start=1):
        (start, _), (end, _) = group[0], group[-1]
        runners = tuple(runner for _, runner in group)
        estimated = any(runner.passings[index].evidence == "estimated" for runner in runners)
        bibs = frozenset(runner.entrant.bib for runner in runners)
        behind_ms = start.ms - timed[0][0].ms
        vague = estimated or was_estimated
        found.append(Pack(number, runners, index, start, end, before, behind_ms, estimated, vague, bibs))
        before, was_estimated = end, estimated
    return found


def pack_changes(before: Sequence[Pack], now: Sequence[Pack]) -> list[PackChange]:
    """What became of each pack of one checkpoint since another one."""
    home = {bib: pack.number for pack in before for bib in pack.bibs}
    seen = {bib for pack in now for bib in pack.bibs}
    found: list[PackChange] = []
    continued: set[int] = set()
    for pack in now:
        held = Counter(home[bib] for bib in pack.bibs if bib in home)
        if not held:
            found.append(PackChange((), (), (), whole=False))
            continue
        main = min(held, key=lambda number: (-held[number], number))
        old = before[main - 1]
        came = tuple(runner for runner in pack.runners if runner.entrant.bib not in old.bibs)
        lost: tuple[Runner, ...] = ()
        if main not in continued:
            lost = tuple(r for r in old.runners if r.entrant.bib in seen - pack.bibs)
        continued.add(main)
        whole = all(before[number - 1].bibs & seen <= pack.bibs for number in held)
        found.append(PackChange(tuple(sorted(held)), came, lost, whole))
    return found
