"""Of a runner's times that contradict one another, those that nothing decides for are suspect."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from feeds.tables.table_race import TablePoint
from tests.feeds.tables.table_races import converted, race, runner

POINTS = (TablePoint("2 km", 2000), TablePoint("5 km", 5000), TablePoint("8 km", 8000), TablePoint("F", None))


@pytest.mark.parametrize(
    ("times", "suspect"),
    [
        (("8:00", "20:00", "32:00", "40:00"), []),
        (("8:00", "8:00", "32:00", "40:00"), []),
        (("8:00", "39:00", "32:00", "40:00"), ["5-km", "8-km"]),
        (("30:00", "20:00", "32:00", "40:00"), ["2-km", "5-km"]),
        (("8:00", "2:00", "32:00", "40:00"), ["2-km", "5-km"]),
        (("8:00", "20:00", "47:00", "40:00"), ["8-km"]),
        (("47:00", "20:00", "32:00", "40:00"), ["2-km"]),
    ],
)
def test_times_off_every_longest_chain_are_suspect(times: tuple[str, ...], suspect: list[str]) -> None:
    """The result stands; each suspect time is named with its row."""
    made = converted(race(runner(1, *times), points=POINTS))

    assert sorted(split.checkpoint for split in made.splits if split.suspect) == suspect
    assert len([note for note in made.notes if note.startswith("row 1, Runner A:")]) == len(suspect)


def test_a_bib_that_is_given_twice_keeps_both_runners() -> None:
    """The second has a code of letters, and a note says so."""
    table = race(runner(1, bib="7"), runner(2, bib="7"), points=POINTS)

    made = converted(table)

    assert [entrant.bib for entrant in made.start_list.entrants] == ["7", "B"]
    assert any("row 2, Runner B: bib '7' is given twice" in note for note in made.notes)


def test_own_starts_that_differ_by_thousandths_are_own_waves() -> None:
    """Each has a gun of its own."""
    table = race(runner(1, start_ms=500), runner(2, start_ms=900), points=POINTS)

    waves = [entrant.wave for entrant in converted(table).start_list.entrants]

    assert len(set(waves)) == 2


def test_more_runners_than_a_race_may_have_are_refused_at_once() -> None:
    """Before anything else is done with them."""
    with pytest.raises(FeedError, match="100,001 runners; a race has at most 100,000"):
        converted(race(*(runner(1),) * 100_001, points=POINTS))
