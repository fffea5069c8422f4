"""Which names a text means: the one rule for every place where a person is typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeVar

from race.people.folding import folded_words

Words = tuple[str, ...]
"""The words of a name in lower case without accents."""

PersonT = TypeVar("PersonT")

SHORTEST_CAPITALS = 3
"""The fewest capitals that make a family name; A.J. is not one."""

NEAR = 0.7
"""The least similarity of a word to one that may have been meant, from 0 to 1."""

MOST_SUGGESTED = 3
"""People that may have been meant."""

MOST_CLOSE = 10
"""Words of names that are compared further with a typed word."""


# A look-up compares the same names again and again: 20 us a name without the cache, 0.06 us with it.
@lru_cache(maxsize=1 << 15)
def words(name: str) -> Words:
    """The words of a name in lower case without accents, given names first.

    Results print the family name in capitals, and often first: KERR Josh becomes josh kerr.
    """
    parts = name.split()
    family = next((number for number, part in enumerate(parts) if not _in_capitals(part)), 0)
    return tuple(folded_words(" ".join(parts[family:] + parts[:family])))


def _in_capitals(part: str) -> bool:
    letters = [character for character in part if character.isalpha()]
    return len(letters) >= SHORTEST_CAPITALS and all(letter.isupper() for letter in letters)


def fits(some: Words, name: Words) -> bool:
    """Whether each of some words is a word of a name, in any order.

    An initial may be typed for a word, but only beside a word that is written out; and an initial in the
    name is a typed word only where the whole name has been typed: `jkerr` is not A. J. Ernst.
    """
    if some and "".join(some) == "".join(name):
        return True
    if not any(word in name and not _is_initial(word) for word in some):
        return False
    return _pairs(some, name, either=len(some) == len(name))


def alike(first: Words, second: Words) -> bool:
    """Whether two spellings may be of one name: in another order, less a given name, or with an initial.

    They must share at least two words, one of them written out in both.
    """
    shorter, longer = sorted((first, second), key=len)
    written_out = any(len(word) > 1 and word in longer for word in shorter)
    return len(shorter) > 1 and written_out and _pairs(shorter, longer, either=True)


def best_fitting(asked: Words, people: Iterable[tuple[PersonT, Collection[Words]]]) -> list[PersonT]:
    """The people who have just this name; without any, those who have some name that the words fit."""
    known = list(people)
    exact = [person for person, names in known if asked in names]
    return exact or [person for person, names in known if any(fits(asked, name) for name in names)]


def matched_words(asked: Iterable[str], name: Words) -> int:
    """How many words are the beginning of a word of a name, or of the name written without blanks."""
    return sum(any(part.startswith(word) for part in name_parts(name)) for word in asked)


def nearest(asked: Words, people: Iterable[tuple[PersonT, Collection[Words]]]) -> list[PersonT]:
    """At most `MOST_SUGGESTED` people who may have been meant by words that fit no name.

    Each typed word is compared with the words of all names, in whatever order.
    """
    from difflib import SequenceMatcher, get_close_matches  # needed for an error alone

    known = [(person, {part for name in names for part in name_parts(name)}) for person, names in people]
    parts = sorted({part for _, theirs in known for part in theirs})
    near: dict[str, dict[str, float]] = {}
    for word in {*asked, "".join(asked)}:
        close = get_close_matches(word, parts, n=MOST_CLOSE, cutoff=NEAR)
        near[word] = {part: SequenceMatcher(None, part, word).ratio() for part in close}
    scores = [(_nearness(asked, theirs, near), person) for person, theirs in known]
    best = sorted((pair for pair in scores if pair[0]), key=lambda pair: -pair[0])
    return [person for score, person in best if score == best[0][0]][:MOST_SUGGESTED]


def _nearness(asked: Words, parts: Collection[str], near: dict[str, dict[str, float]]) -> float:
    """How near the typed words are to the words of a name, or all of them together to the whole name."""

    def nearest_part(word: str) -> float:
        return max((ratio for part, ratio in near[word].items() if part in parts), default=0)

    return max(sum(map(nearest_part, asked)), len(asked) * nearest_part("".join(asked)))


def name_parts(name: Words) -> Words:
    """The words of a name, and the name written without blanks: what a typed word may begin."""
    return *name, "".join(name)


def _pairs(some: Words, name: Words, *, either: bool) -> bool:
    """Whether each of some words has a word of a name to itself, or is the initial of one.

    With `either`, a word of the name may also be the initial of one of these.
    """
    left = list(name)
    for word in sorted(some, key=len, reverse=True):
        initials = (other for other in left if _are_initial(word, other, either=either))
        match = word if word in left else next(initials, None)
        if match is None:
            return False
        left.remove(match)
    return True


def _are_initial(word: str, other: str, *, either: bool) -> bool:
    shorter = min(len(word), len(other)) if either else len(word)
    return shorter == 1 and word[0] == other[0]


def _is_initial(word: str) -> bool:
    """Whether a word is a single letter of a script with capitals: a Chinese name may be one character."""
    return len(word) == 1 and word.upper() != word
