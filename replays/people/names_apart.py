"""Names of people of the library, so that two of one name are told apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from race.people.name_matching import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replays.people.known_people import Person

YEAR = len("1997")


def names_apart(people: Sequence[Person]) -> list[str]:
    """The names; of people who share one, with what tells them apart: `Jo Oak (born 1997)`."""
    return [
        f"{person.name} ({trait})" if trait else person.name
        for person, trait in zip(people, distinctions(people), strict=True)
    ]


def distinctions(people: Sequence[Person]) -> list[str]:
    """What tells each person apart from others of the same name; empty where no one else has it.

    The year of birth, or the nation, or the newest bib; the id where none of these differs for all of them.
    """
    namesakes: defaultdict[tuple[str, ...], list[Person]] = defaultdict(list)
    for person in people:
        namesakes[words(person.name)].append(person)
    told_apart = {
        person.id: trait
        for group in namesakes.values()
        if len(group) > 1
        for person, trait in zip(group, _traits(group), strict=True)
    }
    return [told_apart.get(person.id, "") for person in people]


def _traits(group: Sequence[Person]) -> list[str]:
    ways: tuple[Callable[[Person], str], ...] = (_birth, _nation, _bib, _id)
    told = ([way(person) for person in group] for way in ways)
    return next(traits for traits in told if len(set(traits)) == len(group))


def _birth(person: Person) -> str:
    return f"born {person.born[:YEAR]}" if person.born else ""


def _nation(person: Person) -> str:
    return person.nation


def _bib(person: Person) -> str:
    return f"bib {person.entries[-1].entrant.bib}"


def _id(person: Person) -> str:
    return person.id
