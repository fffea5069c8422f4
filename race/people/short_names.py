"""Short names for narrow columns and for sentences, so that no two runners are mixed up."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Protocol

from race.people.folding import folded_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


MOST_LETTERS = 3
"""Of a given name before a family name that others share."""


class Named(Protocol):
    """A person with a name and a bib."""

    @property
    def name(self) -> str:
        """The whole name."""

    @property
    def bib(self) -> str:
        """The bib, which no one else has."""

    @property
    def short_name(self) -> str:
        """The family name, which others may share."""


def short_names(people: Sequence[Named]) -> list[str]:
    """The family names; where two share one, with an initial, or else the whole name, or else with the bib.

    Up to `MOST_LETTERS` of the given name stand for the initial where that tells them apart.

    Names that differ only in accents, capitals or invisible characters are shared. No two people get the
    same short name, apart from people without a name.
    """
    if isinstance(people, tuple) and _newest and _newest[0][0] is people:
        return [*_newest[0][1]]
    names = _names_apart(people)
    if isinstance(people, tuple):
        _newest[:] = [(people, names)]
    return [*names]


_newest: list[tuple[tuple[Named, ...], list[str]]] = []
"""The last start list and its names: each of its histories asks for them, and 50,000 take half a second."""


def _names_apart(people: Sequence[Named]) -> list[str]:
    families = [person.short_name for person in people]
    names = [*families]
    folded = [_folded(name) for name in names]
    forms: list[Callable[[Named, str], str]] = [partial(_with_letters, n + 1) for n in range(MOST_LETTERS)]
    for lengthened in (*forms, _whole, _with_bib):
        bearers = Counter(folded)
        shared = [number for number, name in enumerate(folded) if bearers[name] > 1]
        if not shared:
            break
        for number in shared:
            names[number] = lengthened(people[number], families[number])
            folded[number] = _folded(names[number])
    return names


def full_name(person: Named, short_name: str) -> str:
    """The whole name, with the bib where the short name has it, because another has the same name."""
    return f"{person.name} ({person.bib})" if _is_numbered(person, short_name) else person.name


def spoken_name(person: Named, short_name: str) -> str:
    """The name for sentences: the family name, or the full name where the short name is longer."""
    return person.short_name if short_name == person.short_name else full_name(person, short_name)


def _folded(name: str) -> str:
    """What a name is compared by; one without letters and digits by itself."""
    return " ".join(folded_words(name)) or name


def _with_letters(count: int, person: Named, family: str) -> str:
    """With the first letters of the given name; the whole name where that is no longer or has no capitals."""
    parts = family.split()
    given = person.name.split(maxsplit=1)[0] if person.name.strip() else ""
    if given in parts:
        given = next((word for word in person.name.split() if word not in parts), "")
    letters = given if given.isalpha() else "".join(filter(str.isalpha, given))
    has_capitals = letters[:1].upper() != letters[:1].lower()
    is_shortened = count == 1 or count + 1 < len(letters)
    return f"{letters[:count]}. {family}" if has_capitals and is_shortened else person.name


def _whole(person: Named, _family: str) -> str:
    return person.name


def _with_bib(person: Named, family: str) -> str:
    return f"{family} ({person.bib})" if family else ""


def _is_numbered(person: Named, short_name: str) -> bool:
    return short_name.endswith(")") and short_name == _with_bib(person, person.short_name)
