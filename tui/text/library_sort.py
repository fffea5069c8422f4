"""The orders in which the library can be sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from race.people.folding import folded_words

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

    from replays.catalogue.summary import RaceSummary
    from replays.storage.bookmarks import Bookmark


FLAGSHIP = "2024-bowerman-mile"
"""The race to begin with: until one was opened, it stands first."""


class LibrarySort(NamedTuple):
    """One order; races that it leaves equal are sorted by date, the newest first."""

    name: str
    """Its name in the preferences."""
    says: str
    """Its name on the screen."""
    key: Callable[[RaceSummary], SupportsRichComparison] | None = None


ORDERS = (
    LibrarySort("date", "newest first"),
    LibrarySort("opened", "last opened first"),
    LibrarySort("race", "by race", lambda race: folded_words(race.name)),
    LibrarySort("meet", "by meet", lambda race: folded_words(race.meet)),
    LibrarySort("distance", "by distance", lambda race: race.distance_m),
    LibrarySort("completeness", "most complete first", lambda race: -_published(race)),
)


def named(name: str) -> LibrarySort:
    """The order with a name, or the first one if there is none."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])


def beside(order: LibrarySort, steps: int) -> LibrarySort:
    """The order some steps on or back, wrapping around."""
    return ORDERS[(ORDERS.index(order) + steps) % len(ORDERS)]


def in_order(
    races: list[RaceSummary], order: LibrarySort, opened: Mapping[Path, Bookmark]
) -> list[RaceSummary]:
    """Races sorted; `opened` begins with the race that was opened last.

    For someone who has opened none yet, the first order begins with the race to begin with.
    """
    newest_first = sorted(races, key=lambda race: race.date, reverse=True)
    if order.name == "opened":
        recency = {path: number for number, path in enumerate(opened)}
        return sorted(newest_first, key=lambda race: recency.get(race.path, len(recency)))
    if order.key:
        return sorted(newest_first, key=order.key)
    return newest_first if opened else sorted(newest_first, key=lambda race: race.race != FLAGSHIP)


def _published(race: RaceSummary) -> float:
    """The share of all possible results and splits that was published, 0 to 1."""
    possible = race.finishers + race.possible_splits
    return (race.results + race.splits) / possible if possible else 0.0
