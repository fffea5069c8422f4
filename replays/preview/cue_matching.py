"""Which entrants the lines of a notes file are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from race.people.entrant_lookup import entrants_called
from race.people.name_matching import words

if TYPE_CHECKING:
    from feeds.tables.cue_lines import CueLine
    from race.messages import Entrant

MOST_NAMESAKES = 200
"""A name of which more entrants have a word is not looked up further: it is shared."""


class MatchedCues(NamedTuple):
    """The notes by bib, and the names in the file that are not one entrant's."""

    by_bib: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    """Of no one in this race."""
    shared: tuple[str, ...]
    """Of several in this race."""


def match_cues(cues: Iterable[CueLine], entrants: Sequence[Entrant]) -> MatchedCues:
    """The notes about the entrants of a race. A name counts before a bib, as bibs are given anew each day."""
    field = _Field(entrants)
    found: dict[str, list[str]] = {}
    unknown: dict[str, None] = {}
    shared: dict[str, None] = {}
    for cue in cues:
        called = field.called(cue.who)
        same = [entrant for entrant in called if len(called) == 1 or entrant.bib == cue.bib]
        if len(same) == 1:
            found.setdefault(same[0].bib, []).append(cue.text)
        else:
            (shared if called else unknown)[cue.who] = None
    return MatchedCues({bib: tuple(texts) for bib, texts in found.items()}, tuple(unknown), tuple(shared))


class _Field:
    """The entrants of a race by the words of their names, so that a note is compared with few of them."""

    def __init__(self, entrants: Sequence[Entrant]) -> None:
        self._by_bib = {entrant.bib.casefold(): entrant for entrant in entrants}
        self._by_word: defaultdict[str, list[Entrant]] = defaultdict(list)
        for entrant in entrants:
            for word in dict.fromkeys(words(entrant.name)):
                self._by_word[word].append(entrant)

    def called(self, who: str) -> Sequence[Entrant]:
        """Those whom a name or a bib means."""
        asked = words(who)
        exact = [e for e in self._by_word.get(asked[0], ()) if words(e.name) == asked] if asked else []
        if exact:
            return exact
        if who.casefold() in self._by_bib:
            return [self._by_bib[who.casefold()]]
        some = {e.bib: e for word in asked for e in self._by_word.get(word, ())}
        return [*some.values()] if len(some) > MOST_NAMESAKES else entrants_called([*some.values()], who)
