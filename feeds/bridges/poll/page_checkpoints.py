"""At which checkpoints of a race the times of a page were taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.table_race import TablePoint, TableRace
    from race.messages import Checkpoint, StartList

NEAR_M = 20.0
"""Metres by which a distance may be rounded, as 21.1 km of the half marathon; of a short race a hundredth."""


class PageCheckpoints:
    """Finds checkpoints by what the operator says, by distance, by name, and if all are there by their order.

    Without a start list the checkpoints are the points of the page, each with the distance that it had first.
    """

    def __init__(
        self, start_list: StartList | None, places: Mapping[str, str], distances: Mapping[str, float]
    ) -> None:
        """`places` are ids, and `distances` metres, by what a point is called in the page."""
        timed = start_list.checkpoints if start_list is not None else ()
        self._timed: Sequence[Checkpoint] = [point for point in timed if point.distance_m > 0]
        self._is_known = start_list is not None
        self._places = {_folded(name): place for name, place in places.items()}
        self._distances = dict(distances)
        """By the name of a point, in metres."""
        self._even: set[str] = set()
        """Points that are taken to be evenly spaced in the newest page."""

    def with_distances(self, race: TableRace) -> TableRace:
        """The race with the distances that its points had before, where it says none itself.

        Where none can be estimated as no one has finished, points are taken to be evenly spaced until then.
        """
        finish, total_m = len(race.points) - 1, race.event.distance_m
        names = [point.name for point in race.points[:-1]]
        stated = self._stated_distances(names)
        metres = [
            point.distance_m if point.distance_m is not None else self._distances.get(name, stated.get(name))
            for point, name in zip(race.points, names, strict=False)
        ]
        ends = [{f.point for f in runner.times if f.time is not None} for runner in race.runners]
        self._even = {
            name
            for i, name in enumerate(names)
            if metres[i] is None and not any({i, finish} <= own for own in ends)
        }
        filled = _filled([*metres, total_m], [name in self._even for name in names])
        points = [point._replace(distance_m=m) for point, m in zip(race.points[:-1], filled, strict=False)]
        return replace(race, points=(*points, race.points[-1]))

    @property
    def assumed(self) -> str:
        """What was assumed of the newest page, in words; empty for nothing."""
        if not self._even:
            return ""
        named = ", ".join(map(repr, sorted(self._even)[:8]))
        return f"{named} are evenly spaced, until someone has finished ([columns] in the mapping file)"

    def _stated_distances(self, names: Sequence[str]) -> dict[str, float]:
        """The distances of checkpoints by the names of points, or by their order if all are there."""
        stated = {name: c.distance_m for c in self._timed for name in names if self._is_called(c, name)}
        if not stated and len(names) == len(self._timed) - 1:
            stated = {name: c.distance_m for name, c in zip(names, self._timed, strict=False)}
        return stated

    def _is_called(self, checkpoint: Checkpoint, name: str) -> bool:
        folded = _folded(name)
        if folded in self._places:
            return self._places[folded] == checkpoint.id
        return bool(folded) and folded in (_folded(checkpoint.id), _folded(checkpoint.name))

    def learn(self, start_list: StartList, points: Mapping[str, TablePoint]) -> None:
        """Note the distances that were given to the points of a page, by their ids in its start list."""
        for checkpoint in start_list.checkpoints:
            name = points[checkpoint.id].name
            if name not in self._even:
                self._distances.setdefault(name, checkpoint.distance_m)

    def ids(self, points: Mapping[str, TablePoint]) -> dict[str, str]:
        """The ids of checkpoints of the race, by the ids of the points of a page."""
        if not self._is_known:
            return {name: name for name in points}
        found: dict[str, str] = {}
        for name, point in list(points.items())[:-1]:
            place = next((c.id for c in self._timed if self._is_called(c, point.name)), self._near(point))
            if place and place not in found.values():
                found[name] = place
        on_the_way = [name for name in points if name != list(points)[-1]]
        if not found and len(on_the_way) == len(self._timed) - 1:
            found = {name: c.id for name, c in zip(on_the_way, self._timed, strict=False)}
        if self._timed:
            found[list(points)[-1]] = self._timed[-1].id
        return found

    def notes(self, points: Mapping[str, TablePoint], where: Mapping[str, str]) -> list[str]:
        """What has to be said of points that are at no checkpoint."""
        return [
            f"{point.name!r} is no checkpoint of the race: its times are left out "
            f'(in the mapping file, "{point.name}" = "ID" below [checkpoints])'
            for name, point in points.items()
            if name not in where
        ]

    def _near(self, point: TablePoint) -> str | None:
        if point.distance_m is None:
            return None
        metres = point.distance_m
        near = [c for c in self._timed[:-1] if abs(c.distance_m - metres) <= min(NEAR_M, metres / 100)]
        return min(near, key=lambda c: abs(c.distance_m - metres)).id if near else None


def _filled(metres: Sequence[float | None], are_even: Sequence[bool]) -> list[float | None]:
    """Distances in order, the last one of the finish; those of `are_even` between the nearest known ones."""
    filled, last_m, last = list(metres), 0.0, -1
    for i, known in enumerate(metres):
        if known is None:
            continue
        if not last_m < known or (i < len(are_even) and known >= (metres[-1] or 0.0)):
            filled[i] = None if i < len(are_even) else known
            continue
        for k in range(last + 1, i):
            if are_even[k]:
                filled[k] = round(last_m + (known - last_m) * (k - last) / (i - last))
        last_m, last = known, i
    return filled


def _folded(name: str) -> str:
    return " ".join(folded_words(name))
