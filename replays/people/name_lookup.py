"""Who is meant by a name, a family name, an initial or an id."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import product

from feeds.errors import FeedError
from race.people.name_matching import Words, fits, words
from replays.people.head_to_head import shared_races
from replays.people.known_people import People, Person
from replays.people.name_spellings import other_spellings

MOST_TOLD = 4
"""People that a refusal tells of."""


def find_person(people: People, text: str) -> Person:
    """The one person who is meant. Raises FeedError, with the nearest names, where that is not one."""
    found = find_people(people, text)
    if len(found) > 1:
        raise _ambiguous(text, found)
    return found[0]


def find_pair(people: People, first: str, second: str) -> tuple[Person, Person]:
    """The two who are meant: where a name fits several, those who were in a race together.

    Raises FeedError where they are not two, or it is not clear who they are.
    """
    firsts, seconds = find_people(people, first), find_people(people, second)
    pairs = [(a, b) for a, b in product(firsts, seconds) if a is not b]
    if not pairs:
        raise FeedError(f"{first!r} and {second!r} are the same person, {firsts[0].id}; a duel takes two")
    met = [pair for pair in pairs if shared_races(*pair)] or pairs
    for text, meant in zip((first, second), zip(*met, strict=True), strict=True):
        if len(set(meant)) > 1:
            raise _ambiguous(text, set(meant))
    return met[0]


def find_people(people: People, text: str) -> list[Person]:
    """Everybody who may be meant, at least one: by id or full name, or else by some words of the name.

    Raises FeedError, with the nearest names, where there is nobody.
    """
    asked = words(text)
    names = {person.id: _names(person) for person in people.persons}
    exact = [p for p in people.persons if text == p.id or asked in names[p.id]]
    some = [p for p in people.persons if asked and any(fits(asked, name) for name in names[p.id])]
    if not (exact or some):
        raise FeedError(f"nobody called {text!r} in the library{_hint(people, asked)}")
    return exact or some


def best_matches(people: People, text: str) -> list[Person]:
    """Everybody whose name has most of some words, or begins of them, those of most races first.

    Words of nobody's name are about something else, as the year in `ingebrigtsen 2024`.
    """
    asked = words(text)
    fitting = {person.id: _fitting(person, asked) for person in people.persons}
    most = max(fitting.values(), default=0)
    found = [person for person in people.persons if most and fitting[person.id] == most]
    return sorted(found, key=lambda person: (-len(person.entries), person.name, person.id))


def _fitting(person: Person, asked: Words) -> int:
    """How many words are, or begin, a word of a name of somebody."""
    return max(sum(any(part.startswith(word) for part in name) for word in asked) for name in _names(person))


def _names(person: Person) -> set[Words]:
    others = {also for name in person.spellings for also in other_spellings(name, person.nations)}
    return person.spellings | others


def _ambiguous(text: str, found: Collection[Person]) -> FeedError:
    ids = sorted(person.id for person in found)
    told = ids[:MOST_TOLD] + ([f"{len(ids) - MOST_TOLD} more"] if len(ids) > MOST_TOLD else [])
    return FeedError(f"{text!r} may be {', '.join(told[:-1])} or {told[-1]}; say which one")


def _hint(people: People, asked: Words) -> str:
    known = {" ".join(name): person for person in people.persons for name in person.spellings}
    by_word = {word: person for name, person in known.items() for word in name.split()}
    near = get_close_matches(" ".join(asked), [*known, *by_word], n=3, cutoff=0.6)
    names = dict.fromkeys((known.get(one) or by_word[one]).name for one in near)
    return f"; did you mean {' or '.join(names)}?" if names else ""
