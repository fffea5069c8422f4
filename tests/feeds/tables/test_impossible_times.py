"""Results that no human can run: doubted, or the event is refused."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from feeds.tables.table_race import TablePoint
from tests.feeds.tables.table_races import converted, race, runner

FINISH = (TablePoint("Finish", 10_000),)


def test_one_result_among_others() -> None:
    """A slip of the pen is kept as suspect, and its row is named."""
    made = converted(race(runner(1, "30:11.2"), runner(2, "3:12.2"), points=FINISH))

    assert [(split.bib, split.suspect) for split in made.splits] == [("2", True), ("1", False)]
    assert any("row 2" in note and "3:12.2" in note for note in made.notes)


def test_all_results() -> None:
    """Then the event is wrong, and the sentence says what to give."""
    with pytest.raises(FeedError, match=r"no one can run 10000 m .*--event EVENT or --distance METRES"):
        converted(race(runner(1, "3:11.2"), runner(2, "3:12.2"), points=FINISH))
