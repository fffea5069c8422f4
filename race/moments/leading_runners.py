"""The first runners at each checkpoint, kept from one state of a race to the next.

Sentences are about the front, so only the first few at each checkpoint are considered. After a split only
what it changed is read again.
"""

from __future__ import annotations

from bisect import insort
from heapq import nsmallest
from typing import TYPE_CHECKING

from race.order.places import NEVER

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner

HEAD = 16
"""A field of up to so many is considered as a whole."""

NARROW = 10
"""In a larger field the first so many of each wave: two more than the places announced."""

Key = tuple[int, int, int, int, str]
"""What arrivals are sorted by: race time, official place, time, number in the start list; and the bib."""

Heads = list[list[Key]]


class LeadingRunners:
    """The first at each checkpoint, and the followed athletes wherever they are."""

    def __init__(self, course: Course, followed: frozenset[str], width: int = HEAD) -> None:
        self.runners: dict[str, Runner] = {}
        self.out: dict[str, Runner] = {}
        """Runners who have left the race, by bib."""
        self._checkpoints = range(len(course.checkpoints))
        self._followed = followed
        self._width = width
        self._heads: dict[str, Heads] = {}
        self._limits: dict[str, list[int]] = {}
        """By wave and checkpoint, the race time of the last of a full head; later runners are not in it."""
        self._seen: set[str] = set(followed)
        """Bibs of the followed and of all who were ever in a head."""
        self._since_ms: dict[int, int] = {}

    def update(self, runners: dict[str, Runner]) -> dict[int, int]:
        """Take a new state; returns the checkpoints that changed, and from which race time on."""
        before, self.runners = self.runners, runners
        self._since_ms = {}
        stale: set[tuple[str, int]] = set()
        changed = [runner for bib, runner in runners.items() if before.get(bib) is not runner]
        for runner in sorted(changed, key=lambda runner: -runner.furthest):
            self._compare(before.get(runner.entrant.bib), runner, stale)
        for bib, runner in before.items():
            if bib not in runners:
                self._compare(runner, runner._replace(passings={}, status_claims=()), stale)
        for wave, index in stale:
            self._heads[wave][index] = self._read(wave, index)
            self._limit(wave, index)
            self._seen.update(key[-1] for key in self._heads[wave][index])
        return self._since_ms

    def at(self, index: int) -> list[tuple[str, bool]]:
        """Bibs of the first at a checkpoint and the followed, in order; and whether each is of the first."""
        keys = [(key, True) for heads in self._heads.values() for key in heads[index]]
        there = {key[-1] for key, _ in keys}
        for bib in self._followed - there:
            runner = self.runners.get(bib)
            if runner is not None and index in runner.passings:
                keys.append((_key(runner, runner.passings[index]), False))
        return [(key[-1], is_in_front) for key, is_in_front in sorted(keys)]

    def waves_seen(self) -> dict[str, int]:
        """By wave, the race time at which the first of its runners was seen; NEVER before."""
        return {
            wave: min((head[0][0] for head in heads if head), default=NEVER)
            for wave, heads in self._heads.items()
        }

    def _compare(self, old: Runner | None, new: Runner, stale: set[tuple[str, int]]) -> None:
        """Enter what changed about a runner."""
        was, now = old.passings if old else {}, new.passings
        wave = new.entrant.wave
        if wave not in self._heads:
            self._heads[wave] = [[] for _ in self._checkpoints]
            self._limits[wave] = [NEVER for _ in self._checkpoints]
        is_seen = new.entrant.bib in self._seen
        limits = [NEVER for _ in self._checkpoints] if is_seen else self._limits[wave]
        for index, came in now.items():
            gone, limit_ms = was.get(index), limits[index]
            if gone is came or (came.when_ms > limit_ms and (gone is None or gone.when_ms > limit_ms)):
                continue
            if gone != came:
                self._replace(new, index, gone, came, stale)
        for index in was.keys() - now.keys():
            if was[index].when_ms <= limits[index]:
                self._replace(new, index, was[index], None, stale)
        estimated = (old.estimates if old else {}), new.estimates
        if estimated[0] != estimated[1] or (new.estimates and (old is None or old.last != new.last)):
            # Those who may have passed before others leave the places of these unknown.
            for index in estimated[0].keys() | estimated[1].keys():
                self._touch(index, 0)
        claimed, claims, finish = old.status_claims if old else (), new.status_claims, self._checkpoints[-1]
        if claimed != claims:
            for entry in (*claimed, *claims):
                self._touch(0, entry.when_ms)
        if (claimed or claims) and (claimed, was.get(finish)) != (claims, now.get(finish)):
            # An official place of a runner who is out goes to the next, however early that one finished.
            self._touch(finish, 0)
        if new.status_claims:
            self.out[new.entrant.bib] = new
        elif old is not None and old.status_claims:
            del self.out[new.entrant.bib]

    def _replace(
        self,
        runner: Runner,
        index: int,
        gone: Passing | None,
        came: Passing | None,
        stale: set[tuple[str, int]],
    ) -> None:
        """Enter one passing in place of another at a checkpoint."""
        wave = runner.entrant.wave
        head, last_ms = self._heads[wave][index], self._limits[wave][index]
        gone_ms = gone.when_ms if gone is not None else NEVER
        came_ms = came.when_ms if came is not None else NEVER
        first_ms = min(gone_ms, came_ms)
        if first_ms <= last_ms:
            if gone is not None and gone_ms <= last_ms and (key := _key(runner, gone)) in head:
                if len(head) == self._width:
                    stale.add((wave, index))
                head.remove(key)
            if came is not None:
                insort(head, _key(runner, came))
                self._seen.add(runner.entrant.bib)
                del head[self._width :]
            self._limit(wave, index)
        self._touch(index, first_ms)

    def _limit(self, wave: str, index: int) -> None:
        head = self._heads[wave][index]
        self._limits[wave][index] = head[-1][0] if len(head) == self._width else NEVER

    def _touch(self, index: int, when_ms: int) -> None:
        if when_ms < self._since_ms.get(index, NEVER):
            self._since_ms[index] = when_ms

    def _read(self, wave: str, index: int) -> list[Key]:
        return nsmallest(
            self._width,
            (
                _key(runner, runner.passings[index])
                for runner in self.runners.values()
                if index in runner.passings and runner.entrant.wave == wave
            ),
        )


def _key(runner: Runner, passing: Passing) -> Key:
    ms = passing.time.ms if passing.time is not None else NEVER
    return passing.when_ms, passing.official_place or NEVER, ms, runner.number, runner.entrant.bib
