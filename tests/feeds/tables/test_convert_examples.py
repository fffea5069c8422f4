"""The examples of other programs' exports on the page about converting are converted as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.conversion import is_known_table
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text

PAGE = Path(__file__).parents[3] / "docs" / "convert.md"
SECTION = re.search(r"^## Exports of other programs$(.*?)^## ", PAGE.read_text(), re.M | re.S)
EXAMPLES = re.findall(r"^```(?:xml|csv|json)\n(.*?)^```$", SECTION[1] if SECTION else "", re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_becomes_a_race(tmp_path: Path, example: str) -> None:
    """With the distance that some of them need."""
    is_said = "eventCode" in example or "50k" in example or "Length" in example
    hints = Hints() if is_said else Hints(distance_m=80_000 if "Aid" in example else 4100)
    (race,) = convert_text(tmp_path, example, hints)

    assert race.start_list.entrants
    assert race.splits
    assert is_known_table(tmp_path / "file.dat")


def test_there_are_examples() -> None:
    """One for each program; OE's columns are too many for one."""
    assert len(EXAMPLES) == 5
