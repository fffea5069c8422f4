"""A regular expression that is compiled later finds what one finds that is compiled at once."""

from __future__ import annotations

import re

import pytest

from race.later_pattern import later_pattern


def test_it_is_compiled_when_it_is_used() -> None:
    """Nothing is compiled before, and then it does all that a pattern does."""
    broken = later_pattern("(")
    lap = later_pattern(r"lap (?P<number>\d+)", re.IGNORECASE)

    for _ in range(2):
        found = lap.search("Lap 3, lap 4")
        assert found is not None
        assert found["number"] == "3"
        assert lap.findall("Lap 3, lap 4") == ["3", "4"]
    assert (lap.pattern, lap.groups) == (r"lap (?P<number>\d+)", 1)
    assert lap.fullmatch("lap") is None
    with pytest.raises(re.error, match="unterminated"):
        broken.search("a")
