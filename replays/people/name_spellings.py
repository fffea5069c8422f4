"""Other spellings of people's names, as sources print them: `people.json`, each with its source."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from race.messages import Entrant
from race.people.name_matching import Words, words

PEOPLE = Path(__file__).parent / "people.json"


class KnownSpelling(NamedTuple):
    """Somebody whose name is known in several spellings."""

    name: Words
    nation: str
    born: str
    also: tuple[Words, ...]


def spelling(entrant: Entrant) -> Words:
    """The words of an entrant's name, in the library's own spelling where another one is known."""
    printed = words(entrant.name)
    for known in _by_other_spelling().get(printed, ()):
        if entrant.nation == known.nation and known.born.startswith(entrant.born):
            return known.name
    return printed


def other_spellings(name: Words, nations: set[str]) -> tuple[Words, ...]:
    """How else the name of somebody from some nations is spelled."""
    return next((one.also for one in _known() if one.name == name and one.nation in nations), ())


@cache
def _known() -> tuple[KnownSpelling, ...]:
    people = json.loads(PEOPLE.read_bytes())["people"]
    return tuple(
        KnownSpelling(words(one["name"]), one["nation"], one["born"], tuple(map(words, one["also"])))
        for one in people
    )


@cache
def _by_other_spelling() -> dict[Words, list[KnownSpelling]]:
    found: defaultdict[Words, list[KnownSpelling]] = defaultdict(list)
    for known in _known():
        for also in known.also:
            found[also].append(known)
    return dict(found)
