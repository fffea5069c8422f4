"""At what pace those on the way go, each kept for as long as nothing new is known of the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.order.positions_on_course import latest_pace

if TYPE_CHECKING:
    from race.field.field_count import FieldCount
    from race.fold.runner import Runner


class Pace(NamedTuple):
    """A runner at the last checkpoint, with a time there."""

    seen_ms: int
    """When that was, in milliseconds from the first gun."""
    own_ms: int
    """The time there from the runner's own gun."""
    average: float
    """Milliseconds a metre since the start."""
    latest: float
    """Milliseconds a metre over the latest timed stretch."""


class Paces:
    """The paces of a field, by the checkpoints where its runners were seen last."""

    def __init__(self, count: FieldCount) -> None:
        self._count = count
        self._course = count.course
        self._known: dict[str, tuple[Runner, Pace | None]] = {}
        self._lists: dict[int, tuple[int, list[tuple[Runner, Pace]]]] = {}
        """By checkpoint, with the revision of the count that each is of."""

    def at(self, index: int) -> list[tuple[Runner, Pace]]:
        """Those in the race who were seen last at a checkpoint and have a time there."""
        revision, kept = self._count.revision(index), self._lists.get(index)
        if kept is None or kept[0] != revision:
            kept = self._lists[index] = revision, self._list(index)
        return kept[1]

    def _list(self, index: int) -> list[tuple[Runner, Pace]]:
        known, found = self._known, []
        for bib, runner in self._count.racing(index).items():
            entry = known.get(bib)
            if entry is None or entry[0] is not runner:
                entry = known[bib] = runner, self._pace(runner)
            if entry[1] is not None:
                found.append((runner, entry[1]))
        return found

    def _pace(self, runner: Runner) -> Pace | None:
        last = runner.last
        if last is None or last.time is None or last.time.ms <= 0:
            return None
        since_start = runner.net_at(runner.furthest) or last.time
        average = since_start.ms / self._course.distance(runner.furthest)
        start_ms = runner.start_mat.when_ms if runner.start_mat is not None else None
        return Pace(last.when_ms, last.time.ms, average, latest_pace(self._course, runner, start_ms, average))
