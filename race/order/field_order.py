"""The running order of a state, and the places held now."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import Departed, holds_place, in_order, places

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import StatusCode

OUT_ORDER: dict[StatusCode, int] = {"unknown": 0, "dnf": 1, "dq": 2, "dns": 3}


class FieldOrder:
    """The running order: by furthest checkpoint passed, then by official place or time there.

    Entrants not yet seen follow in the order of the start list, then those who are out of the race.
    """

    def __init__(self, state: RaceState, course: Course) -> None:
        self._course = course
        groups: defaultdict[int, list[Runner]] = defaultdict(list)
        self.out: list[Runner] = []
        """Those who are out of the race."""
        for runner in state.runners.values():
            if runner.status_claims:
                self.out.append(runner)
            else:
                groups[runner.furthest].append(runner)
        self.unseen = groups.pop(START, [])
        """Those not seen yet."""
        seen = sorted(groups, reverse=True)
        self.racing = [runner for index in seen for runner in in_order(index, groups[index])]
        """Those in the running order."""
        self.out.sort(key=lambda r: (OUT_ORDER[r.out or "unknown"], -r.furthest, r.number))

    @cached_property
    def places(self) -> dict[str, int]:
        """The places held now, by bib: among those in the race, pacemakers included while they run."""
        holders = [runner for runner in self.racing if holds_place(self._course, runner, runner.furthest)]
        passings = ((runner.furthest, runner.passings[runner.furthest]) for runner in holders)
        bibs = (runner.entrant.bib for runner in holders)
        departed = Departed(self.out, self._course.finish)
        return dict(zip(bibs, places(passings, departed), strict=True))
