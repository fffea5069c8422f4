"""The orders that the library can be in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from replays.catalogue.summary import Summary
from replays.storage.bookmarks import Bookmark
from tui.text.library_search import words


class Order(NamedTuple):
    """How races are sorted; where this tells nothing, the newest is the first."""

    name: str
    """What it is remembered by."""
    says: str
    key: Callable[[Summary], Any] | None = None


ORDERS = (
    Order("date", "newest first"),
    Order("opened", "opened last first"),
    Order("race", "by race", lambda race: words(race.name)),
    Order("meet", "by meet", lambda race: words(race.meet)),
    Order("distance", "by distance", lambda race: race.distance_m),
    Order("completeness", "most complete first", lambda race: -_published(race)),
)


def named(name: str) -> Order:
    """The order of a name; the first where there is none such."""
    return next((order for order in ORDERS if order.name == name), ORDERS[0])


def beside(order: Order, steps: int) -> Order:
    """The order some steps on or back, round and round."""
    return ORDERS[(ORDERS.index(order) + steps) % len(ORDERS)]


def in_order(races: list[Summary], order: Order, opened: Mapping[Path, Bookmark]) -> list[Summary]:
    """Races sorted; `opened` has the race that was open last first."""
    newest_first = sorted(races, key=lambda race: race.date, reverse=True)
    if order.name == "opened":
        rank = {path: number for number, path in enumerate(opened)}
        return sorted(newest_first, key=lambda race: rank.get(race.path, len(rank)))
    return sorted(newest_first, key=order.key) if order.key else newest_first


def _published(race: Summary) -> float:
    """Which part of all results and splits was published."""
    possible = race.finishers + race.possible_splits
    return (race.results + race.splits) / possible if possible else 0.0
