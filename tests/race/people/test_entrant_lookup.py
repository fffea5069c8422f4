"""Entrants of a race are found by a bib or a name, by the same rule wherever one is typed."""

from __future__ import annotations

import pytest

from race.messages import Entrant
from race.people.entrant_lookup import entrants_called, similar_names

NAMES = {
    "1": "Jakob Ingebrigtsen",
    "2": "Filip Ingebrigtsen",
    "3": "A. J. Ernst",
    "4": "João D’Ávila",
    "A12": "Twin Same",
    "14": "Twin Same",
    "5": "山田 太郎",
    "6": "12 Monkeys",
}
FIELD = [Entrant(bib=bib, name=name) for bib, name in NAMES.items()]


@pytest.mark.parametrize(
    ("text", "bibs"),
    [
        ("1", "1"),
        ("a12 ", "A12"),
        ("Ingebrigtsen", "1 2"),
        ("J. Ingebrigtsen", "1"),
        ("INGEBRIGTSEN Filip", "2"),
        ("j ernst", "3"),
        ("joao d'avila", "4"),
        ("Davila", "4"),
        ("twin same", "A12 14"),
        ("Same (14)", "14"),
        ("Twin Same (A12)", "A12"),
        ("山田", "5"),
        ("山田太郎", "5"),
        ("12", "6"),
        ("jernst", ""),
        ("j", ""),
        ("", ""),
        ("[/b]", ""),
    ],
)
def test_called(text: str, bibs: str) -> None:
    """A bib before a name, a name as it is shown before some words of it; no one by an initial alone."""
    assert " ".join(entrant.bib for entrant in entrants_called(FIELD, text)) == bibs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ingebritsen Filip", ["Filip Ingebrigtsen"]),
        ("sane", ["Twin Same (A12)", "Twin Same (14)"]),
        ("zzzz", []),
        ("", []),
    ],
)
def test_similar(text: str, names: list[str]) -> None:
    """Near misses are suggested, each so that one can be told from the other."""
    assert similar_names(FIELD, text) == names
