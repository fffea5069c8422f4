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

    def with_distances(self, race: TableRace) -> TableRace:
        """The race with the distances that its points had before, where it says none itself."""
        stated = {_folded(c.name) or c.id: c.distance_m for c in self._timed}
        points = []
        last_m = 0.0
        for point in race.points[:-1]:
            metres = point.distance_m
            if metres is None:
                metres = self._distances.get(point.name, stated.get(_folded(point.name)))
            if metres is not None and not last_m <= metres < race.event.distance_m:
                metres = point.distance_m
            last_m = metres or last_m
            points.append(point._replace(distance_m=metres))
        return replace(race, points=(*points, *race.points[-1:]))

    def learn(self, start_list: StartList, points: Mapping[str, TablePoint]) -> None:
        """Note the distances that were given to the points of a page, by their ids in its start list."""
        for checkpoint in start_list.checkpoints:
            self._distances.setdefault(points[checkpoint.id].name, checkpoint.distance_m)

    def ids(self, points: Mapping[str, TablePoint]) -> dict[str, str]:
        """The ids of checkpoints of the race, by the ids of the points of a page."""
        if not self._is_known:
            return {name: name for name in points}
        found: dict[str, str] = {}
        for name, point in list(points.items())[:-1]:
            place = self._stated(point) or self._near(point)
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

    def _stated(self, point: TablePoint) -> str | None:
        name = _folded(point.name)
        if name in self._places:
            return self._places[name]
        return next((c.id for c in self._timed if name in (_folded(c.id), _folded(c.name)) and name), None)

    def _near(self, point: TablePoint) -> str | None:
        if point.distance_m is None:
            return None
        metres = point.distance_m
        near = [c for c in self._timed[:-1] if abs(c.distance_m - metres) <= min(NEAR_M, metres / 100)]
        return min(near, key=lambda c: abs(c.distance_m - metres)).id if near else None


def _folded(name: str) -> str:
    return " ".join(folded_words(name))
