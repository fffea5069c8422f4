"""Folding text, so that accents, capitals, apostrophes and invisible characters make no difference."""

from __future__ import annotations

from unicodedata import category, combining, normalize

PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
"""Letters that Unicode does not decompose into a plain letter and an accent."""

APOSTROPHES = frozenset("'’‘‛ʼʻʽʾʿˈ`´′＇ꞌ")
"""Apostrophes and what is typed or printed in their place: Ma'a, Maʻa and Maa are one name."""

VIRAMA = 9
"""The highest combining class of the marks that make another letter: those of kana and of Indian scripts."""


def folded_words(text: str) -> list[str]:
    """The words of a text for comparison: `Nordås, Narve` gives nordas, narve.

    Letters and digits of every script count, with the marks that belong to them; nothing else does.
    """
    return text.translate(_FOLDED).split()


def folded_letters(text: str) -> str:
    """The letters of a text alone, for comparison: `Norton, O'Hare` gives nortonohare."""
    return "".join(filter(str.isalpha, text.translate(_FOLDED)))


class _FoldedCharacters(dict[int, str]):
    """What each character becomes, worked out when it first occurs: 40,000 names are folded at once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        apart = "" if character in APOSTROPHES else normalize("NFKD", character.casefold())
        folded = self[code] = "".join(map(_part_of_word, apart))
        return folded


_FOLDED = _FoldedCharacters()


def _part_of_word(character: str) -> str:
    """A letter; nothing for an accent or an invisible character; a blank for one between words."""
    if character.isalnum():
        return PLAIN.get(character, character)
    kind = category(character)
    if kind == "Cf" or combining(character) > VIRAMA or "\ufe00" <= character <= "\ufe0f":
        return ""  # the last are variation selectors
    return character if kind in ("Mn", "Mc") else " "
