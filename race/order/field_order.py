"""The running order of a state, and the places held now."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import NEVER, Departed, holds_place, in_order, places
from race.order.unordered_packs import UnorderedPack, packs_among, woven
from race.order.untimed import Untimed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import StatusCode

OUT_ORDER: dict[StatusCode, int] = {"unknown": 0, "dnf": 1, "dq": 2, "dns": 3}


class FieldOrder:
    """The running order: by furthest checkpoint passed, then by official place or time there.

    Those who are known to be at a checkpoint, but not in which place, are in it as packs. Entrants not yet
    seen follow in the order of the start list, then those who are out of the race.
    """

    def __init__(self, state: RaceState, course: Course) -> None:
        self._course = course
        self._field = state.runners.values()
        groups: defaultdict[int, list[Runner]] = defaultdict(list)
        self.out: list[Runner] = []
        """Those who are out of the race."""
        for runner in state.runners.values():
            if runner.status_claims:
                self.out.append(runner)
            else:
                groups[runner.reached if runner.estimates else runner.furthest].append(runner)
        self.unseen = sorted(groups.pop(START, []), key=lambda runner: runner.number)
        """Those not seen yet."""
        self.racing: list[Runner] = []
        """Those in the running order."""
        self.packs: list[UnorderedPack] = []
        """Those among them whose order was not published, from the front."""
        for index in sorted(groups, reverse=True):
            self.racing += self._at(index, groups[index])
        self.out.sort(key=lambda r: (OUT_ORDER[r.out or "unknown"], -r.furthest, r.number))

    def _at(self, index: int, runners: list[Runner]) -> list[Runner]:
        unplaced = [runner for runner in runners if runner.furthest < index]
        if not unplaced:
            return in_order(index, runners, self.racing)
        packs = packs_among(index, unplaced, self._field, len(self.packs) + 1)
        self.packs += packs
        return woven(index, (runner for runner in runners if runner.furthest == index), packs)

    @cached_property
    def pack_of(self) -> dict[str, UnorderedPack]:
        """The pack of each runner in one, by bib."""
        return {runner.entrant.bib: pack for pack in self.packs for runner in pack.runners}

    @property
    def leader(self) -> Runner | None:
        """The first, even if a pacemaker; None where one of a pack may be in front, and in lanes."""
        first = self.racing[0] if self.racing else None
        if first is None or (self.packs and self.places.get(first.entrant.bib) != 1):
            return None
        if self._course.is_in_lanes(first.furthest):
            return None
        return first

    @cached_property
    def places(self) -> dict[str, int]:
        """The places held now, by bib: among those in the race, pacemakers included while they run.

        Where it is not known how many of the packs are in front, only official places are.
        """
        course, in_packs = self._course, self.pack_of
        placed = [r for r in self.racing if r.entrant.bib not in in_packs] if in_packs else self.racing
        holders = [r for r in placed if r.furthest != course.finish or holds_place(course, r, course.finish)]
        passings = ((runner.furthest, runner.passings[runner.furthest]) for runner in holders)
        departed = Departed(self.out, self._course.finish)
        held = zip(holders, places(passings, departed), strict=True)
        if not self.packs and not course.is_in_lanes(START):
            return {runner.entrant.bib: place for runner, place in held}
        is_printed = any(runner.passings[runner.furthest].official_place is not None for runner in placed)
        past_them = not is_printed and all(pack.checkpoint != course.finish for pack in self.packs)
        counted = CountedPacks(self.packs, self._latest_ms, past_them=past_them)
        moved = ((r, counted.moves(place, r)) for r, place in held if not course.is_in_lanes(r.furthest))
        return {runner.entrant.bib: place for runner, place in moved if place is not None}

    @property
    def _latest_ms(self) -> int:
        """The race time of the latest passing."""
        return max((r.last.when_ms for r in self._field if r.last is not None), default=0)


class CountedPacks:
    """Those of the packs who are in front of a runner, who is in none."""

    def __init__(self, packs: Sequence[UnorderedPack], latest_ms: int, *, past_them: bool) -> None:
        """By what was known at a race time; `past_them` is as in `Untimed.moves`."""
        self._past_them = past_them
        members: defaultdict[int, list[Runner]] = defaultdict(list)
        for pack in packs:
            members[pack.checkpoint] += pack.runners
        self._untimed = {index: Untimed(runners, index) for index, runners in members.items()}
        self._counts = {index: len(runners) for index, runners in members.items()}
        self._coming = {
            index: min((r.furthest for r in runners if r.estimates[index].high_ms > latest_ms), default=NEVER)
            for index, runners in members.items()
        }
        """By checkpoint, where the last of those was seen who may still be on the way there."""

    def moves(self, place: int, runner: Runner) -> int | None:
        """The place counted among those in no pack as it is among all; None where that is not known."""
        index = runner.furthest
        passing = runner.passings[index]
        further = [there for there in self._counts if there > index]
        if further and passing.official_place is None:
            if not self._past_them or any(self._coming[there] <= index for there in further):
                return None
            place += sum(self._counts[there] for there in further)
        untimed = self._untimed.get(index)
        return untimed.moves(place, passing, past_them=self._past_them) if untimed else place
