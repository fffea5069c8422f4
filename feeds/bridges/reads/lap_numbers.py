"""Which checkpoint each passing of a runner over a line was, where a line is crossed several times.

- Passings before the gun belong to no checkpoint, but to the start line if that is timed there.
- One that is too fast by the limits of belief is no lap: it is a claim about the next checkpoint, which
  belief does not believe, and the next passing is of that checkpoint again.
- After about k times the usual time k-1 passings were missed, and the runner is not put back a lap. What is
  usual is the runner's own pace so far, or for a first lap that of the field. Where the time is not near a
  multiple, the runner has rested.

This is for reads that come one by one, each published at once, with a gun that may come later. Where a system
says all passes again each time, `feeds.bridges.pass_numbers` numbers the field as a whole.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, log
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from race.belief.human_limits import least_seconds
from race.belief.stretch_limits import StretchLimits
from race.course import START
from race.edits.next_checkpoint import FEWEST, MISSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course

NEAR = 1.2
"""A time that is so many times a multiple of the usual, or less, is about that multiple."""

MOST_MISSED = 8
"""In a row; after more the runner was away."""

START_WINDOW_MS = 600_000
"""For so long after the gun the start line is crossed, unless the next checkpoint can be reached sooner."""


RECONSIDERED = 32
"""Of so many last passings of a runner it is decided anew each time, as more is known of the field's pace."""


class _Passage(NamedTuple):
    """What is known after a passing."""

    number: int | None
    slot: int
    """Which of the line's checkpoints is the next one."""
    at: int
    """The last checkpoint that someone can have run to, and when that was."""
    at_ms: int | None
    zero_ms: int | None
    """The gun, or where that is not known the last time at the start line."""
    first: tuple[int, int] | None = None
    """The first checkpoint, and when that was."""
    paces: int = 0
    """How many of the runner's paces are known by then."""


class _Track:
    """What was found of a runner on a line."""

    def __init__(self) -> None:
        self.passages: list[_Passage] = []
        """Those after the gun and the start line."""
        self.paces: list[float] = []
        """Milliseconds a metre."""
        self.learned: list[tuple[int, int]] = []
        """The stretches of these paces."""
        self.times_ms: list[int] = []
        self.gun_ms: int | None = None
        self.starts = 0

    def kept(self, times_ms: Sequence[int], gun_ms: int | None, starts: int) -> int:
        """How many passages need not be looked at again."""
        settled = len(self.passages) - RECONSIDERED
        if settled <= 0 or (gun_ms, starts) != (self.gun_ms, self.starts):
            return 0
        same = starts + settled
        return settled if list(times_ms[:same]) == self.times_ms[:same] else 0


class LapNumbers:
    """Numbers passings on one course, and learns how fast the field is."""

    def __init__(self, course: Course, start_window_ms: int = START_WINDOW_MS) -> None:
        self._course = course
        self._window_ms = start_window_ms
        is_on_foot = course.event.is_on_foot
        self._limits = StretchLimits(course.place_distances, "", course.event.leg_m, is_on_foot=is_on_foot)
        self._is_on_foot = is_on_foot
        self._may_miss = course.limit_ms is None
        """In a race to a time people sleep for about a multiple of anything."""
        self._field: dict[tuple[int, int], dict[str, float]] = {}
        """By stretch and runner, milliseconds a metre."""
        self._tracks: dict[tuple[str, tuple[int, ...]], _Track] = {}
        """By runner and line, what was found last."""

    def least_ms(self, start: int, end: int) -> float:
        """The least time between two checkpoints in which anyone can run it; 0 where there is no limit."""
        metres = self._course.distance(end) - self._course.distance(start)
        return 1000 * least_seconds(metres, "", self._course.event.leg_m) if self._is_on_foot else 0.0

    def number(
        self, bib: str, times_ms: Sequence[int], line: Sequence[int], gun_ms: int | None
    ) -> list[int | None]:
        """For each passing the index of its checkpoint; None before the gun and after the last.

        Args:
            bib: The runner.
            times_ms: The passings in the order of time, in milliseconds since 1970.
            line: The indices of the checkpoints that are passed there, in order; START first if the start
                line is one of them.
            gun_ms: The runner's gun; None while it is not known.
        """
        starts = self._starts(times_ms, line, gun_ms)
        track = self._tracks.setdefault((bib, tuple(line)), _Track())
        self._forget(bib, track, track.kept(times_ms, gun_ms, starts))
        track.times_ms, track.gun_ms, track.starts = list(times_ms), gun_ms, starts
        slots = [index for index in line if index != START]
        passage = track.passages[-1] if track.passages else self._begin(times_ms, line, gun_ms, starts)
        for ms in times_ms[starts + len(track.passages) :]:
            passage = self._next(bib, passage, ms, slots, track)
            track.passages.append(passage)
        before = [START if line[0] == START else None] * starts
        return [*before, *(passage.number for passage in track.passages)]

    def _begin(
        self, times_ms: Sequence[int], line: Sequence[int], gun_ms: int | None, starts: int
    ) -> _Passage:
        """What is known before the first passing after the gun."""
        at_ms = gun_ms
        if starts and line[0] == START:
            at_ms = max(times_ms[starts - 1], gun_ms or 0)
        return _Passage(None, 0, START, at_ms, at_ms if gun_ms is None else gun_ms)

    def _next(self, bib: str, before: _Passage, ms: int, slots: Sequence[int], track: _Track) -> _Passage:
        """What is known after the next passing."""
        slot, at, at_ms = before.slot, before.at, before.at_ms
        if slot >= len(slots):
            return before._replace(number=None)
        if at_ms is not None:
            if self._is_too_fast(at, at_ms, slots[slot], ms, before.zero_ms, before.first):
                return before._replace(number=slots[slot])
            slot += self._missed(bib, at, ms - at_ms, slots[slot:][: MOST_MISSED + 1], track.paces)
        index = slots[slot]
        metres = self._course.distance(index) - self._course.distance(at)
        if at_ms is not None and metres > 0:
            pace = (ms - at_ms) / metres
            track.paces.append(pace)
            track.learned.append((at, index))
            self._field.setdefault((at, index), {})[bib] = pace
        return _Passage(
            index, slot + 1, index, ms, before.zero_ms, before.first or (index, ms), len(track.paces)
        )

    def _forget(self, bib: str, track: _Track, kept: int) -> None:
        """Forget what was found of a runner but for the first passings."""
        del track.passages[kept:]
        paces = track.passages[-1].paces if track.passages else 0
        for stretch in track.learned[paces:]:
            self._field[stretch].pop(bib, None)
        del track.paces[paces:], track.learned[paces:]

    def _starts(self, times_ms: Sequence[int], line: Sequence[int], gun_ms: int | None) -> int:
        """How many of the passings are of before the race, or of its start line."""
        if gun_ms is not None and line[0] != START:
            return sum(ms < gun_ms for ms in times_ms)
        if line[0] != START:
            return 0
        to_next_ms = self.least_ms(START, line[1]) if len(line) > 1 else inf
        if gun_ms is not None:
            return sum(ms <= gun_ms + min(self._window_ms, to_next_ms) for ms in times_ms)
        gaps = (later - before >= to_next_ms for before, later in pairwise(times_ms))
        return next((count for count, is_lap in enumerate(gaps, start=1) if is_lap), len(times_ms))

    def _is_too_fast(
        self, at: int, at_ms: int, index: int, ms: int, zero_ms: int | None, first: tuple[int, int] | None
    ) -> bool:
        if zero_ms is None:
            return ms - at_ms < self.least_ms(at, index)
        first_at, first_ms = first or (index, ms)
        taken_ms = ms - at_ms
        return not self._limits.covers(at, at_ms - zero_ms, index, taken_ms, first_at, first_ms - zero_ms)

    def _missed(self, bib: str, at: int, taken_ms: int, slots: Sequence[int], paces: Sequence[float]) -> int:
        """How many passings before this one were missed."""
        if not self._may_miss:
            return 0
        usual = median(paces) if paces else self._usual(bib, at, slots[0])
        if usual is None:
            return 0
        begin_m = self._course.distance(at)
        ratios = [
            taken_ms / (usual * (self._course.distance(index) - begin_m))
            for index in slots[: MOST_MISSED + 1]
            if self._course.distance(index) > begin_m
        ]
        if not ratios or ratios[0] < MISSED:
            return 0
        best = min(range(len(ratios)), key=lambda missed: abs(log(ratios[missed])))
        return best if abs(log(ratios[best])) <= log(NEAR) else 0

    def _usual(self, bib: str, at: int, index: int) -> float | None:
        """The pace of the others over a stretch, in milliseconds a metre."""
        others = [pace for other, pace in self._field.get((at, index), {}).items() if other != bib]
        return median(others) if len(others) >= FEWEST else None
