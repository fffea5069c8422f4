"""Two spellings of a name are held against each other by their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.people.name_matching import alike, fits, words

NAMES = st.lists(st.text("abcdeéøł", min_size=2, max_size=6), min_size=2, max_size=4, unique=True).map(tuple)


@pytest.mark.parametrize(
    "printed",
    [
        "Narve Gilje Nordås",
        "narve gilje nordas",
        "NORDÅS Narve Gilje",
        "Narve Gilje NORDÅS",
        "Narve-Gilje  Nordås",
    ],
)
def test_one_name_in_other_type_is_the_same(printed: str) -> None:
    """Accents, capitals, hyphens and a family name in capitals in front make no difference."""
    assert words(printed) == ("narve", "gilje", "nordas")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Michał Rozmys", ("michal", "rozmys")),
        ("Søren Kjær", ("soren", "kjaer")),
        ("O'Hare Chris", ("ohare", "chris")),
        ("O’HARE Chris", ("chris", "ohare")),
        ("A.J. Ernst", ("a", "j", "ernst")),
        ("VAN DER ZEE Mia", ("mia", "van", "der", "zee")),
        ("王霞", ("王霞",)),
        ("!?", ()),
    ],
)
def test_words(printed: str, expected: tuple[str, ...]) -> None:
    """Letters of every script count, and nothing else does."""
    assert words(printed) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Reynold Cheruiyot", "Reynold Kipkorir Cheruiyot", True),
        ("J. Kerr", "Josh Kerr", True),
        ("Samuel Tefera", "Tefera Samuel", True),
        ("Reynold Cheruiyot", "Timothy Cheruiyot", False),
        ("J. K.", "Josh Kerr", False),
        ("Kerr", "Josh Kerr", False),
        ("Nikolaos Stamoulis", "Konstantinos Stamoulis", False),
    ],
)
def test_alike(first: str, second: str, expected: bool) -> None:
    """A name left out, an initial, another order; but never by a family name alone."""
    assert alike(words(first), words(second)) is expected
    assert alike(words(second), words(first)) is expected


@given(NAMES, st.data())
def test_some_words_of_a_name_fit_it(name: tuple[str, ...], data: st.DataObject) -> None:
    """In whatever order; with a word more they do not."""
    some = data.draw(st.permutations(name)).copy()[: data.draw(st.integers(1, len(name)))]

    assert fits(tuple(some), name)
    assert not fits((*some, "zz"), name)
