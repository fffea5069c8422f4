"""Words that are joined at the head of a column, taken apart: `OVERALLGUNRANK`, `総合順位`."""

from __future__ import annotations

from functools import lru_cache

from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.point_words import KIND_OF, OVERALL
from race.people.folding import folded_words

SHORTEST_PART = 3
"""Letters of a known word within another one, in scripts with an alphabet."""

LONGEST_COMPOUND = 40
"""Letters."""

_LINKS = ("s", "n", "en", "es")
"""What German, Dutch and the northern languages put between the parts of a word."""

_WHOLE = frozenset(word for word in (*ROLES, *KIND_OF, *OVERALL) if " " not in word)


def single_words(text: str) -> list[str]:
    """The folded words of a text, each that is made of known words taken apart."""
    return [part for word in folded_words(text) for part in (_parts_of(word) or (word,))]


def _parts_of(word: str) -> tuple[str, ...]:
    """The known words of which a folded word is made without a rest; empty where it is not."""
    return () if word in _WHOLE or len(word) > LONGEST_COMPOUND else _parted(word)


@lru_cache(maxsize=4096)
def _parted(word: str) -> tuple[str, ...]:
    for end in range(len(word) - 1, 0, -1):
        first = word[:end]
        if first not in _WHOLE or not _may_be_part(first):
            continue
        for link in ("", *_LINKS):
            rest = word[end + len(link) :]
            if not word.startswith(link, end) or (link and not rest.isascii()):
                continue
            if rest in _WHOLE and _may_be_part(rest):
                return (first, rest)
            if rest and (others := _parted(rest)):
                return (first, *others)
    return ()


def _may_be_part(word: str) -> bool:
    """Whether a word may stand within another: short ones are found by chance in an alphabet."""
    return not word.isascii() or len(word) >= SHORTEST_PART
