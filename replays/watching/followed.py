"""The athletes a viewer follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError, did_you_mean
from race.people.entrant_lookup import entrants_called, similar_names

if TYPE_CHECKING:
    from race.messages import Entrant, StartList


def followed_bibs(start_list: StartList | None, texts: Iterable[str]) -> frozenset[str]:
    """The bibs of the athletes named by a bib or by some words of their names.

    Raises FeedError where a text names no one on the start list.
    """
    entrants = start_list.entrants if start_list else ()
    return frozenset[str]().union(*(_bibs(entrants, text) for text in texts))


def _bibs(entrants: Sequence[Entrant], text: str) -> set[str]:
    called = entrants_called(entrants, text)
    if not called:
        hint = did_you_mean(similar_names(entrants, text))
        raise FeedError(f"no one on the start list is called {text[:40]!r}{hint}")
    return {entrant.bib for entrant in called}
