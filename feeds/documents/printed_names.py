"""Names as documents print them: capitals show which part is the family name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, count

from race.people.family_names import family_name
from race.people.folding import folded_letters

_CAPITALS = re.compile(r"[^\W\d_]{2,}")


def is_family(word: str) -> bool:
    """Whether a word is printed as part of a family name: `VAN`, `O'HARE`, `McSWEYN`."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) > len(letters) / 2


def has_family_first(printed: str) -> bool:
    """Whether the family name is printed before the given name."""
    words = printed.split()
    return is_family(words[0]) and not is_family(words[-1])


def has_family_last(printed: str) -> bool:
    """Whether the family name is printed after the given name."""
    words = printed.split()
    return is_family(words[-1]) and not is_family(words[0])


def read_name(printed: str) -> tuple[str, str]:
    """The name, given name first, and the family name in it, with capitals only at the start of a word.

    `DO ROSARIO ANDRE Ana` gives `Ana Do Rosario Andre` and `Do Rosario Andre`.
    """
    words = printed.split()
    capitals = [i for i, word in enumerate(words) if is_family(word)]
    if not capitals:
        return " ".join(words), family_name(printed)
    if has_family_last(printed):
        given, family = words[: capitals[0]], words[capitals[0] :]
    else:
        end = capitals[-1] + 1
        given, family = words[end:], words[:end]
    shown = [_capitalised(word) for word in family]
    return " ".join(given + shown), " ".join(shown)


def _capitalised(word: str) -> str:
    """`O'HARE` as O'Hare, `McSWEYN` as McSweyn."""
    return _CAPITALS.sub(lambda m: _lowered(m[0]), word)


def _lowered(run: str) -> str:
    first = next((i for i, c in enumerate(run) if c.isupper() and run[i + 1 :].isupper()), None)
    return run if first is None else run[:first] + run[first:].capitalize()


def short_codes(names: list[tuple[str, str]], taken: set[str]) -> list[str]:
    """A code of letters in place of a bib for each name and family name: KER, RCH, NG2."""
    codes: list[str] = []
    taken = set(taken)
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for name, family in names:
        letters = folded_letters(family or name).upper() or "X"
        initial = folded_letters(name).upper()[:1]
        numbered = (f"{letters[:3]}{n}" for n in numbers[letters[:3]])
        tries = chain((letters[:3], initial + letters[:2]), numbered)
        codes.append(next(code for code in tries if code not in taken))
        taken.add(codes[-1])
    return codes
