"""Other spellings of people's names, as sources print them: `people.json`, each with its source."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.people.name_matching import Words, words

if TYPE_CHECKING:
    from race.messages import Entrant

PEOPLE = Path(__file__).parent / "people.json"


class KnownSpelling(NamedTuple):
    """A person whose name is spelled in several ways."""

    name: Words
    nation: str
    born: str
    others: tuple[Words, ...]


def spelling(entrant: Entrant) -> Words:
    """The words of an entrant's name, in the library's spelling where another one was printed."""
    printed = words(entrant.name)
    for known in _by_other_spelling().get(printed, ()):
        if entrant.nation == known.nation and known.born.startswith(entrant.born):
            return known.name
    return printed


def other_spellings(name: Words, nations: set[str]) -> tuple[Words, ...]:
    """The other spellings of the name of a person of one of some nations."""
    known = (person for people in _by_other_spelling().values() for person in people)
    return next((person.others for person in known if person.name == name and person.nation in nations), ())


# Cached, as every entrant of the library is looked up in it.
@cache
def _by_other_spelling() -> dict[Words, list[KnownSpelling]]:
    found: defaultdict[Words, list[KnownSpelling]] = defaultdict(list)
    for person in json.loads(PEOPLE.read_bytes())["people"]:
        others = tuple(map(words, person["also"]))
        known = KnownSpelling(words(person["name"]), person["nation"], person["born"], others)
        for other in others:
            found[other].append(known)
    return dict(found)
