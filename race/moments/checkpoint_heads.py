"""The heads of a race: by wave, the first few runners at each checkpoint."""

from __future__ import annotations

from bisect import bisect_right, insort
from heapq import nsmallest
from typing import TYPE_CHECKING

from race.order.places import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner

Key = tuple[int, int, int, int, str]
"""What arrivals are sorted by: race time, official place, time, number in the start list; and the bib."""


class CheckpointHeads:
    """The first of those known, `width` of each wave at each checkpoint."""

    def __init__(self, checkpoints: int, width: int) -> None:
        self.limits: dict[str, list[int]] = {}
        """By wave and checkpoint, the race time of the last of a full head; later runners are not in it."""
        self._checkpoints = checkpoints
        self._width = width
        self._heads: dict[str, list[list[Key]]] = {}
        """By wave and checkpoint."""
        self._stale: set[tuple[str, int]] = set()

    def begin(self, wave: str) -> None:
        """Take a wave, if it is new."""
        if wave not in self._heads:
            self._heads[wave] = [[] for _ in range(self._checkpoints)]
            self.limits[wave] = [NEVER] * self._checkpoints

    def at(self, index: int, until_ms: int) -> list[Key]:
        """Those at a checkpoint who passed it by a race time, wave by wave."""
        heads = (by_checkpoint[index] for by_checkpoint in self._heads.values())
        return [key for head in heads for key in head[: bisect_right(head, (until_ms + 1,))]]

    def count(self, index: int, until_ms: int) -> int:
        """How many there are of those."""
        end = (until_ms + 1,)
        return sum([bisect_right(heads[index], end) for heads in self._heads.values()])

    def first_ms(self) -> dict[str, int]:
        """By wave, the race time of its first runner at any checkpoint; NEVER without any."""
        return {
            wave: min((head[0][0] for head in heads if head), default=NEVER)
            for wave, heads in self._heads.items()
        }

    def replace(self, runner: Runner, index: int, gone: Passing | None, came: Passing | None) -> bool:
        """Enter one passing in place of another at a checkpoint; returns whether it may be in the head."""
        wave = runner.entrant.wave
        head, last_ms = self._heads[wave][index], self.limits[wave][index]
        gone_ms = gone.when_ms if gone is not None else NEVER
        came_ms = came.when_ms if came is not None else NEVER
        if min(gone_ms, came_ms) > last_ms:
            return False
        if gone is not None and gone_ms <= last_ms and (key := key_of(runner, gone)) in head:
            if len(head) == self._width:
                self._stale.add((wave, index))
            head.remove(key)
        if came is not None:
            insort(head, key_of(runner, came))
            del head[self._width :]
        self._limit(wave, index)
        return came is not None

    def read_stale(self, known: Mapping[str, Runner]) -> Iterator[str]:
        """Read the heads again from which one was taken; the bibs of all in them."""
        while self._stale:
            wave, index = self._stale.pop()
            runners = (r for r in known.values() if index in r.passings and r.entrant.wave == wave)
            keys = (key_of(runner, runner.passings[index]) for runner in runners)
            self._heads[wave][index] = nsmallest(self._width, keys)
            self._limit(wave, index)
            yield from [key[-1] for key in self._heads[wave][index]]

    def _limit(self, wave: str, index: int) -> None:
        head = self._heads[wave][index]
        self.limits[wave][index] = head[-1][0] if len(head) == self._width else NEVER


def key_of(runner: Runner, passing: Passing) -> Key:
    """The key of a runner at a checkpoint."""
    ms = passing.time.ms if passing.time is not None else NEVER
    return passing.when_ms, passing.official_place or NEVER, ms, runner.number, runner.entrant.bib
