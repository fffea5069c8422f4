"""How figures are written."""

from __future__ import annotations

import pytest

from race.laps import Stretch
from race.times import Time
from tui.text.formatting import margin_text, range_text


@pytest.mark.parametrize(
    ("half", "shown"),
    [
        ("0.84", "±0.9"),
        ("9.9", "±9.9"),
        ("9.91", "±10"),
        ("9.95", "±10"),
        ("10.0", "±10"),
        ("11.2", "±12"),
        ("59.0", "±59"),
        ("59.4", "±1:00"),
        ("12:29.5", "±12:30"),
        ("1:02:30", "±1:02:30"),
    ],
)
def test_half_of_a_range_is_rounded_before_its_form_is_chosen(half: str, shown: str) -> None:
    """Tenths below ten seconds, then whole seconds; never ten seconds with a tenth, nor sixty seconds."""
    half_ms = Time.parse(half).ms

    assert range_text(Time(600_000_000 - half_ms, 2), Time(600_000_000 + half_ms, 2)) == shown


def test_a_range_that_is_not_known_is_a_question() -> None:
    """It is never left out: the time before it would look certain."""
    assert range_text(None, None) == "±?"


@pytest.mark.parametrize(
    ("margin", "estimated", "shown"),
    [
        (Time(-260, 2), False, "0.26 s"),
        (Time(2600, 1), True, "~2.6 s"),
        (Time(59_990, 2), False, "59.99 s"),
        (Time(60_000, 0), False, "1:00"),
        (Time(-108_000, 0), True, "~1:48"),
    ],
)
def test_a_margin_in_a_sentence(margin: Time, estimated: bool, shown: str) -> None:
    """Seconds have their unit, minutes are seen to be such."""
    assert margin_text(Stretch(margin, 1000, estimated)) == shown
