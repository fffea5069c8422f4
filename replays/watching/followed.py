"""Whom somebody wants to hear more of."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.errors import FeedError
from race.messages import Entrant, StartList


def followed_bibs(start_list: StartList | None, wanted: Iterable[str]) -> frozenset[str]:
    """The bibs of those who are meant by a bib, a family name or a whole name, in any case of letters.

    Raises FeedError where nobody is meant.
    """
    entrants = start_list.entrants if start_list else ()
    return frozenset[str]().union(*(_bibs(entrants, word) for word in wanted))


def _bibs(entrants: Iterable[Entrant], word: str) -> set[str]:
    meant = word.strip().casefold()
    found = {
        e.bib for e in entrants if meant in (e.bib.casefold(), e.short_name.casefold(), e.name.casefold())
    }
    if not found:
        raise FeedError(f"nobody on the start list is {word[:40]!r}")
    return found
