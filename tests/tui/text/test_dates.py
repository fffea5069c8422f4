"""Dates as people write them."""

from __future__ import annotations

import pytest

from tui.text.dates import day


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2024-05-25", "25 May 2024"),
        ("2016-07", "Jul 2016"),
        ("2016", "2016"),
        ("", ""),
        ("2016-13", "2016-13"),
        ("2024-05-25-1", "2024-05-25-1"),
        ("spring-05", "spring-05"),
    ],
)
def test_a_day_and_a_month_are_written_out(date: str, written: str) -> None:
    """A year alone, and what is no date, stay as they are."""
    assert day(date) == written
