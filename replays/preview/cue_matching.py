"""Which entrants the lines of a notes file are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from race.people.entrant_lookup import entrants_called
from race.people.name_matching import words

if TYPE_CHECKING:
    from feeds.tables.cue_lines import CueLine
    from race.messages import Entrant

MOST_COMPARED = 500
"""Names that are compared with every entrant; of more, only those that are the same are found."""


class MatchedCues(NamedTuple):
    """The notes by bib, and the names in the file that are not one entrant's."""

    by_bib: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    """Of no one in this race."""
    shared: tuple[str, ...]
    """Of several in this race."""


def match_cues(cues: Iterable[CueLine], entrants: Sequence[Entrant]) -> MatchedCues:
    """The notes about the entrants of a race. A name counts before a bib, as bibs are given anew each day."""
    by_bib = {entrant.bib.casefold(): entrant for entrant in entrants}
    by_name: dict[tuple[str, ...], list[Entrant]] = {}
    for entrant in entrants:
        by_name.setdefault(words(entrant.name), []).append(entrant)
    found: dict[str, list[str]] = {}
    unknown: dict[str, None] = {}
    shared: dict[str, None] = {}
    compared = 0
    for cue in cues:
        called = by_name.get(words(cue.who)) or [by_bib[k] for k in (cue.who.casefold(),) if k in by_bib]
        if not called and compared < MOST_COMPARED:
            compared += 1
            called = entrants_called(entrants, cue.who)
        same = [entrant for entrant in called if len(called) == 1 or entrant.bib == cue.bib]
        if len(same) == 1:
            found.setdefault(same[0].bib, []).append(cue.text)
        else:
            (shared if called else unknown)[cue.who] = None
    return MatchedCues({bib: tuple(texts) for bib, texts in found.items()}, tuple(unknown), tuple(shared))
