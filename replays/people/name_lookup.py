"""Finding people of the library by a name, a family name, an initial or an id."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.people.name_matching import Words, fits, words
from replays.people.head_to_head import shared_races
from replays.people.name_spellings import other_spellings

if TYPE_CHECKING:
    from replays.people.known_people import People, Person

MOST_LISTED = 4
"""How many people an error names."""


def find_person(people: People, text: str) -> Person:
    """The person that a text fits. Raises FeedError, with the nearest names, unless there is just one."""
    matching = find_people(people, text)
    if len(matching) > 1:
        raise _ambiguous(text, matching)
    return matching[0]


def find_pair(people: People, first: str, second: str) -> tuple[Person, Person]:
    """Two people by their names; where a name fits several, the pair that ran in the same race.

    Raises FeedError where both are the same person, or several pairs are possible.
    """
    firsts, seconds = find_people(people, first), find_people(people, second)
    pairs = [(a, b) for a, b in product(firsts, seconds) if a is not b]
    if not pairs:
        raise FeedError(f"{first!r} and {second!r} are the same person, {firsts[0].id}; name two people")
    met = [pair for pair in pairs if shared_races(*pair)] or pairs
    for text, matching in zip((first, second), zip(*met, strict=True), strict=True):
        if len(set(matching)) > 1:
            raise _ambiguous(text, set(matching))
    return met[0]


def find_people(people: People, text: str) -> list[Person]:
    """Everyone that a text fits, at least one: by id or full name, or else by some words of the name.

    Raises FeedError, with the nearest names, where it fits no one.
    """
    asked = words(text)
    names = {person.id: _names(person) for person in people.persons}
    exact = [p for p in people.persons if text == p.id or asked in names[p.id]]
    partial = [p for p in people.persons if asked and any(fits(asked, name) for name in names[p.id])]
    if not (exact or partial):
        raise FeedError(f"no one called {text!r} in the library{_hint(people, asked)}")
    return exact or partial


def best_matches(people: People, text: str) -> list[Person]:
    """The people whose names match the most words of a text, those with the most races first.

    A word matches where it is, or begins, a word of the name. Words that match no name are taken to be about
    something else, such as the year in `ingebrigtsen 2024`.
    """
    asked = words(text)
    matched = {person.id: _words_matched(person, asked) for person in people.persons}
    most = max(matched.values(), default=0)
    best = [person for person in people.persons if most and matched[person.id] == most]
    return sorted(best, key=lambda person: (-len(person.entries), person.name, person.id))


def _words_matched(person: Person, asked: Words) -> int:
    """How many words are, or begin, a word of one of a person's names."""
    return max(sum(any(part.startswith(word) for part in name) for word in asked) for name in _names(person))


def _names(person: Person) -> set[Words]:
    others = {other for name in person.spellings for other in other_spellings(name, person.nations)}
    return person.spellings | others


def _ambiguous(text: str, matching: Collection[Person]) -> FeedError:
    ids = sorted(person.id for person in matching)
    listed = ids[:MOST_LISTED] + ([f"{len(ids) - MOST_LISTED} more"] if len(ids) > MOST_LISTED else [])
    return FeedError(f"{text!r} may be {', '.join(listed[:-1])} or {listed[-1]}; say which one")


def _hint(people: People, asked: Words) -> str:
    by_name = {" ".join(name): person for person in people.persons for name in person.spellings}
    by_word = {word: person for name, person in by_name.items() for word in name.split()}
    near = get_close_matches(" ".join(asked), [*by_name, *by_word], n=3, cutoff=0.6)
    names = dict.fromkeys((by_name.get(text) or by_word[text]).name for text in near)
    return f"; did you mean {' or '.join(names)}?" if names else ""
