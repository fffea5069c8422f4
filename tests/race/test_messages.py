"""The sex that an entrant's category gives."""

from __future__ import annotations

import pytest

from race.messages import Entrant


@pytest.mark.parametrize(
    ("category", "sex"),
    [
        ("M", "men"),
        ("M60", "men"),
        ("W40", "women"),
        ("F35-39", "women"),
        ("", ""),
        ("MX", ""),
        ("Wheelchair", ""),
        ("U20", ""),
    ],
)
def test_the_sex_is_given_by_the_letter_of_a_category(category: str, sex: str) -> None:
    """As in masters' categories; a word that begins with the letter gives none."""
    assert Entrant(bib="1", name="Ann One", category=category).sex == sex
