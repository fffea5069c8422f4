"""What an entrant's category tells of them."""

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
def test_the_sex_is_told_by_categories_that_begin_with_its_letter(category: str, sex: str) -> None:
    """As those of the masters do; a word that begins with the letter tells nothing."""
    assert Entrant(bib="1", name="Ann One", category=category).sex == sex
