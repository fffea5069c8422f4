"""How far controls are, of which a file says no distance: estimated, and then kept while little changes.

A start list that changed with every file would be published with every file.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from feeds.tables.point_distances import with_distances
from feeds.tables.race_messages import checkpoint_ids

if TYPE_CHECKING:
    from feeds.tables.table_race import TableRace

LEAST_M = 0.001
"""Between two controls."""

REMARK = "The distances of the controls are estimated"


class ControlDistances:
    """The distances of the controls of a race, by their ids."""

    def __init__(self) -> None:
        self._metres: dict[str, float] = {}
        self._finishers = 0
        """How many there were at the last estimate; it is made anew when they are twice as many."""

    def placed(self, race: TableRace) -> TableRace:
        """The race with a distance for each control: from the times of those who have finished.

        Until someone has, and for controls at which none of them was timed, they are spaced evenly.
        """
        ids = checkpoint_ids(race.points)[:-1]
        if not ids:
            return race
        finish = len(ids)
        finishers = sum(any(f.point == finish and f.time for f in r.times) for r in race.runners)
        kept = [self._metres.get(id_, 0.0) for id_ in ids]
        is_rising = all(a < b for a, b in pairwise((0.0, *kept, race.event.distance_m)))
        if not is_rising or finishers >= max(2 * self._finishers, 1):
            kept = _estimated(race, ids)
            self._metres, self._finishers = dict(zip(ids, kept, strict=True)), finishers
        points = [p._replace(distance_m=m) for p, m in zip(race.points[:-1], kept, strict=True)]
        return replace(race, points=(*points, race.points[-1]), remarks=(*race.remarks, REMARK))


def _estimated(race: TableRace, ids: list[str]) -> list[float]:
    """The distances of all points but the finish, rising."""
    total = race.event.distance_m
    named = replace(
        race, points=tuple(p._replace(id=i) for p, i in zip(race.points, [*ids, ""], strict=True))
    )
    known = {point.id: point.distance_m for point in with_distances(named).points[:-1]}
    metres: list[float] = []
    for index, id_ in enumerate(ids):
        before = metres[-1] if metres else 0.0
        metre = known.get(id_)
        if metre is None:
            rest = ids[index:]
            steps = next((n for n, later in enumerate(rest) if known.get(later) is not None), len(rest))
            after = known[rest[steps]] if steps < len(rest) else total
            metre = round(before + ((after or total) - before) / (steps + 1), 3)
        metres.append(max(metre, round(before + LEAST_M, 3)))
    return metres
