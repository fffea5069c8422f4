"""The table of faults names tests that are there."""

from __future__ import annotations

from tests.faults.rows import ROWS
from tests.named_tests import missing


def test_every_row_is_tried() -> None:
    """By at least one test; a name that is wrong is found."""
    assert missing(test for row in ROWS for test in row.tests) == []
    assert all(row.tests for row in ROWS)
    assert missing(["tests/faults/test_kills.py::test_nothing", "tests/faults/test_none.py"]) != []
