"""The athletes a viewer follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from feeds.errors import FeedError

if TYPE_CHECKING:
    from race.messages import Entrant, StartList


def followed_bibs(start_list: StartList | None, texts: Iterable[str]) -> frozenset[str]:
    """The bibs of the athletes named by a bib, a family name or a whole name, in any case of letters.

    Raises FeedError where a text names no one on the start list.
    """
    entrants = start_list.entrants if start_list else ()
    return frozenset[str]().union(*(_bibs(entrants, text) for text in texts))


def _bibs(entrants: Iterable[Entrant], text: str) -> set[str]:
    name = text.strip().casefold()
    bibs = {e.bib for e in entrants if name in (e.bib.casefold(), e.short_name.casefold(), e.name.casefold())}
    if not bibs:
        raise FeedError(f"no one on the start list is called {text[:40]!r}")
    return bibs
