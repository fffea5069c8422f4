"""The orders that the library can be in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from replays.catalogue.summary import RaceSummary
from replays.storage.bookmarks import Bookmark
from tui.text.library_search import words


class LibrarySort(NamedTuple):
    """How races are sorted; where this tells nothing, the newest is the first."""

    name: str
    """What it is remembered by."""
    says: str
    key: Callable[[RaceSummary], Any] | None = None


ORDERS = (
    LibrarySort("date", "newest first"),
    LibrarySort("opened", "opened last first"),
    LibrarySort("race", "by race", lambda race: words(race.name)),
    LibrarySort("meet", "by meet", lambda race: words(race.meet)),
    LibrarySort("distance", "by distance", lambda race: race.distance_m),
    LibrarySort("completeness", "most complete first", lambda race: -_published(race)),
)


def named(name: str) -> LibrarySort:
    """The order of a name; the first where there is none such."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])


def beside(order: LibrarySort, steps: int) -> LibrarySort:
    """The order some steps on or back, round and round."""
    return ORDERS[(ORDERS.index(order) + steps) % len(ORDERS)]


def in_order(
    races: list[RaceSummary], order: LibrarySort, opened: Mapping[Path, Bookmark]
) -> list[RaceSummary]:
    """Races sorted; `opened` has the race that was open last first."""
    newest_first = sorted(races, key=lambda race: race.date, reverse=True)
    if order.name == "opened":
        rank = {path: number for number, path in enumerate(opened)}
        return sorted(newest_first, key=lambda race: rank.get(race.path, len(rank)))
    return sorted(newest_first, key=order.key) if order.key else newest_first


def _published(race: RaceSummary) -> float:
    """Which part of all results and splits was published."""
    possible = race.finishers + race.possible_splits
    return (race.results + race.splits) / possible if possible else 0.0
