"""The line through measurements, by which memory is judged."""

from __future__ import annotations

from math import inf

import pytest

from tests.load.slope import slope


def test_a_straight_line_has_no_error() -> None:
    """Its slope is found wherever it begins."""
    found, error = slope([(float(x), 7 + 3 * x) for x in range(10)])

    assert found == pytest.approx(3)
    assert error == pytest.approx(0, abs=1e-9)


def test_noise_is_an_error_and_no_slope() -> None:
    """What goes up and down stays within two errors of nothing; as an example of a textbook has it."""
    found, error = slope([(float(x), (-1.0) ** x) for x in range(100)])
    assert abs(found) < 2 * error

    found, error = slope([(1, 2), (2, 4), (3, 5), (4, 4), (5, 5)])
    assert found == pytest.approx(0.6)
    assert error == pytest.approx(0.2828427)


def test_two_points_prove_nothing() -> None:
    """Any line goes through them."""
    assert slope([(0, 0), (1, 1000)]) == (0.0, inf)
