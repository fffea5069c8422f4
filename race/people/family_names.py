"""Which part of a name is the family name, where nothing says so."""

from __future__ import annotations

from unicodedata import name as character_name
from unicodedata import normalize

from race.later_pattern import later_pattern

MIDDLE_DOTS = later_pattern("[·・･•‧]")
"""They divide a foreign name written in Chinese or Japanese: エリウド・キプチョゲ."""

FAMILY_FIRST = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})
"""How Unicode names the characters of the scripts whose own names have the family name first."""

LONGEST_KOREAN = 2
"""Syllables of a Korean family name; where the first word is longer, a foreign name is written in Hangul."""

LONGEST_UNDIVIDED = 3
"""Syllables of a Korean name without a blank whose family name has one syllable."""

TWO_SYLLABLES = frozenset(["남궁", "독고", "동방", "사공", "서문", "선우", "제갈", "황보"])
"""Korean family names of two syllables."""

PARTICLES = frozenset(
    {
        *(
            "af",
            "al",
            "at",
            "da",
            "das",
            "de",
            "degli",
            "del",
            "della",
            "den",
            "der",
            "di",
            "do",
            "dos",
            "du",
        ),
        *("e", "el", "la", "le", "ten", "ter", "van", "vande", "von", "y", "zu"),
    }
)
"""Words before a family name that belong to it, in small letters."""

CAPITAL_PARTICLES = frozenset({"El", "Al", "St", "St."})
"""Those that belong to it with a capital, where a given name comes before."""


def family_name(name: str) -> str:
    """The family name: the first word of a Chinese, Japanese or Korean name, the last of any other.

    Particles before the last word are part of it: El Guerrouj, van der Poel.

    A Chinese or Japanese name without a blank cannot be divided, and so is the family name as a whole.
    Words without letters or digits, such as emoji, are passed over.
    """
    given, _, last = name.rpartition(" ")
    if name.isascii() and last.isalnum() and (" " not in given or _has_no_particle(given)):
        return last  # ten times as fast, for the commonest names of all
    divided = [part.strip() for part in MIDDLE_DOTS.split(name) if _says_something(part)]
    if len(divided) > 1 and _has_family_first(divided[0]):
        return divided[-1]
    parts = [word for word in name.split() if _says_something(word)] or name.split() or [name]
    first = parts[0]
    if _script(first) == "HANGUL":
        return _korean_family(parts)
    return first if _has_family_first(first) else _with_particles(parts)


def _has_no_particle(words: str) -> bool:
    return PARTICLES.isdisjoint(divided := words.split()) and CAPITAL_PARTICLES.isdisjoint(divided)


def _with_particles(parts: list[str]) -> str:
    """The last word, with the particles before it that come after a given name."""
    begins = len(parts) - 1
    while begins > 1 and (parts[begins - 1] in PARTICLES or parts[begins - 1] in CAPITAL_PARTICLES):
        begins -= 1
    return " ".join(parts[begins:])


def _korean_family(parts: list[str]) -> str:
    """The family name in the words of a Korean name, or of a foreign one in Korean script."""
    first = normalize("NFC", parts[0])
    if len(parts) > 1:
        return first if len(first) <= LONGEST_KOREAN else parts[-1]
    if len(first) > LONGEST_KOREAN and first[:LONGEST_KOREAN] in TWO_SYLLABLES:
        return first[:LONGEST_KOREAN]
    return first[:1] if len(first) <= LONGEST_UNDIVIDED else first


def _says_something(word: str) -> bool:
    return any(map(str.isalnum, word))


def _has_family_first(word: str) -> bool:
    return _script(word) in FAMILY_FIRST


def _script(word: str) -> str:
    """The first word of Unicode's name for the first letter: LATIN, CJK, HANGUL."""
    letter = next(filter(str.isalnum, word), " ")
    return character_name(letter, "").removeprefix("HALFWIDTH ").split(" ")[0]
