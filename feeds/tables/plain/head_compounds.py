"""Words that are joined at the head of a column, taken apart: `OVERALLGUNRANK`, `総合順位`."""

from __future__ import annotations

import re
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

_PLACE = re.compile(r"\bm-ce\b", re.I)
"""As Polish lists have it."""

_CUT_SHORT = re.compile(r"(\w+)\.")

_WHOLE = frozenset(word for word in (*ROLES, *KIND_OF, *OVERALL) if " " not in word)


def single_words(text: str) -> list[str]:
    """The folded words of a text, joined ones taken apart, and those that are cut short as they are whole."""
    text = _PLACE.sub("miejsce", text)
    short = {word for shown in _CUT_SHORT.findall(text) for word in folded_words(shown)}
    return [
        part
        for word in folded_words(text)
        for part in (_parts_of(word) or ((_whole_of(word) if word in short else "") or word,))
    ]


@lru_cache(maxsize=1024)
def _whole_of(word: str) -> str:
    """The known word of which a point cuts off the end, `Esc.` for escalao; empty where it may be several."""
    wholes = [whole for whole in _WHOLE if whole.startswith(word)] if word not in _WHOLE else []
    meanings = {(ROLES.get(whole), KIND_OF.get(whole)) for whole in wholes}
    return wholes[0] if len(meanings) == 1 and len(word) >= SHORTEST_PART else ""


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
