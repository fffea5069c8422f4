"""Text is folded for comparison in one place."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from race.people.folding import folded_letters, folded_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nordås, Narve", ["nordas", "narve"]),
        ("O'Brien O’Brien OʻBrien O´Brien O＇Brien", ["obrien"] * 5),
        ("İpek Yılmaz", ["ipek", "yilmaz"]),
        ("Ａｎｎ　Ｗｉｄｅ", ["ann", "wide"]),
        ("Ke\u200drr\u202e \u2067Jo\u2069", ["kerr", "jo"]),
        ("⚠️ Zoé 🏃\u200d♀️", ["zoe"]),
        ("dream_mile-2024", ["dream", "mile", "2024"]),
        ("नीरज चोपड़ा", ["नीरज", "चोपड़ा"]),
        ("がく", ["がく"]),
        ("مُحَمَّد", ["محمد"]),
        ("!?", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Accents, capitals, apostrophes, width and invisible characters make no difference; letters do."""
    assert folded_words(text) == [normalize("NFKD", word) for word in words]


def test_voiced_kana_are_other_letters() -> None:
    """As are letters with a vowel sign of their own: dropped marks would make two people one."""
    assert folded_words("がく") != folded_words("かく")
    assert folded_words("मिल") != folded_words("मल")


def test_letters() -> None:
    """Letters alone, as printed names are compared."""
    assert folded_letters("Norton, O’Hare 2") == "nortonohare"
