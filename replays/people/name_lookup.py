"""Finding people of the library by a name, a family name, an initial or an id."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product
from typing import TYPE_CHECKING

from feeds.errors import FeedError, did_you_mean
from race.people.name_matching import best_fitting, matched_words, nearest, words
from replays.people.head_to_head import shared_races
from replays.people.names_apart import distinctions, names_apart

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


def two_names(people: People, typed: Sequence[str]) -> tuple[str, str]:
    """The two names in what was typed: two texts, or the words of two names one after the other.

    Raises FeedError where there is only one, or it is not clear where the first ends.
    """
    if len(typed) == 1:
        raise FeedError(f"{''.join(typed)!r} is one name; name two people")
    divided = [(" ".join(typed[:end]), " ".join(typed[end:])) for end in range(1, len(typed))]
    if len(divided) == 1:
        return divided[0]
    found = {name: bool(_called(people, name)) for pair in divided for name in pair}
    clear = [pair for pair in divided if found[pair[0]] and found[pair[1]]]
    if len(clear) > 1:
        ways = " or ".join(f"{first!r} and {second!r}" for first, second in clear)
        raise FeedError(f"these may be {ways}; put each name in quotes")
    # Without a clear one, that in which the longest name is found, so that the error is about the other.
    return max(clear or divided, key=lambda pair: max(len(name) * found[name] for name in pair))


def find_people(people: People, text: str) -> list[Person]:
    """Everyone that a text fits, at least one: by id or full name, or else by some words of the name.

    Raises FeedError, with the nearest names, where it fits no one.
    """
    found = _called(people, text)
    if not found:
        hint = did_you_mean(names_apart(similar_people(people, text)))
        raise FeedError(f"no one called {text!r} in the library{hint}")
    return found


def similar_people(people: People, text: str) -> list[Person]:
    """A few people who may have been meant by a text that fits no one."""
    return nearest(words(text), people.names)


def best_matches(people: People, text: str) -> list[Person]:
    """The people whose names match the most words of a text, those with the most races first.

    A word matches where it is, or begins, a word of the name. Words that match no name are taken to be about
    something else, such as the year in `ingebrigtsen 2024`.
    """
    asked = words(text)
    matched = {person.id: max(matched_words(asked, name) for name in names) for person, names in people.names}
    most = max(matched.values(), default=0)
    best = [person for person in people.persons if most and matched[person.id] == most]
    return sorted(best, key=lambda person: (-person.races, person.name, person.id))


def _called(people: People, text: str) -> list[Person]:
    by_id = [person for person in people.persons if person.id == text]
    return by_id or best_fitting(words(text), people.names)


def _ambiguous(text: str, matching: Collection[Person]) -> FeedError:
    by_id = sorted(matching, key=lambda person: person.id)
    told_apart = zip(by_id, distinctions(by_id), strict=True)
    listed = [f"{person.id} ({trait})" if trait else person.id for person, trait in told_apart][:MOST_LISTED]
    if len(by_id) > MOST_LISTED:
        listed.append(f"{len(by_id) - MOST_LISTED} more")
    return FeedError(f"{text!r} may be {', '.join(listed[:-1])} or {listed[-1]}; say which one")
