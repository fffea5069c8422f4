"""The running order of a state, and the places held now."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import Departed, counted_until_ms, holds_place, in_order, is_place_known, places
from race.order.unordered_packs import UnorderedPack, packs_among, woven

if TYPE_CHECKING:
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

        Where one of a pack may be in front only official places are known.
        """
        course, in_packs = self._course, self.pack_of
        placed = [r for r in self.racing if r.entrant.bib not in in_packs] if in_packs else self.racing
        holders = [r for r in placed if r.furthest != course.finish or holds_place(course, r, course.finish)]
        passings = ((runner.furthest, runner.passings[runner.furthest]) for runner in holders)
        departed = Departed(self.out, self._course.finish)
        held = zip(holders, places(passings, departed), strict=True)
        is_all_known = not self.packs and not self._course.is_in_lanes(START)
        return {r.entrant.bib: place for r, place in held if is_all_known or self._is_known(r)}

    def _is_known(self, runner: Runner) -> bool:
        """Whether there is a place and it is known: it is official, or no one in a pack may be in front."""
        index = runner.furthest
        if self._course.is_in_lanes(index):
            return False
        if runner.passings[index].official_place is not None or not self.packs:
            return True
        foremost = self.packs[0]
        if foremost.checkpoint < index:
            return True
        return foremost.checkpoint == index and is_place_known(runner.passings[index], self._counted_ms)

    @cached_property
    def _counted_ms(self) -> int:
        """Up to which time places are counted at the checkpoint of the foremost pack."""
        in_packs = [member for pack in self.packs for member in pack.runners]
        return counted_until_ms(in_packs, self.packs[0].checkpoint)
