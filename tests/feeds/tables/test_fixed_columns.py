"""Tables whose columns stand below one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
Men 5000 m - 3 May 2031
Place  Bib  Name              Club                Time
-----  ---  ----------------  ------------------  --------
1      11   Al Bo             Kent AC             14:30.12
2      12   Cy van Do         Herne Hill H        14:31.00
-      13   Ed Fo                                 DNF

Timekeeper: J Smith
"""


def test_a_club_is_no_part_of_a_name(tmp_path: Path) -> None:
    """Each cell belongs to the head above it, and an empty one is empty."""
    (race,) = convert_text(tmp_path, TABLE)
    assert [(e.bib, e.name, e.club) for e in race.start_list.entrants] == [
        ("11", "Al Bo", "Kent AC"),
        ("12", "Cy van Do", "Herne Hill H"),
        ("13", "Ed Fo", ""),
    ]
    assert (race.start_list.event, race.start_list.date) == ("5000", "2031-05-03")
    assert (race.places, race.statuses) == ({"11": 1, "12": 2}, {"13": ("dnf", "")})


def test_figures_may_stand_at_the_right_of_their_columns(tmp_path: Path) -> None:
    """Below the ends of their heads."""
    text = (
        "Pos   Bib  Name            Sex  Club           5km      Time\n"
        "   1   11  Al Bo            M   Kent AC      15:01     30:12\n"
        "  10  105  Cy Fox           M                18:00   1:05:01\n"
    )
    (race,) = convert_text(tmp_path, text, Hints(event="10km"))
    assert race.times("105") == {"5km": "18:00", "finish": "1:05:01"}
    assert [entrant.club for entrant in race.start_list.entrants] == ["Kent AC", ""]


def test_hours_with_a_colon_and_seconds_with_a_point(tmp_path: Path) -> None:
    """As timing companies of Switzerland print them."""
    text = (
        "Rang  Name          Land  Zeit\n"
        "1.    Hans Meier    SUI   1:08.12,4\n2.    Tola Abebe    ETH   1:09.01,0\n"
    )
    (race,) = convert_text(tmp_path, text, Hints(event="half marathon"))
    assert [str(split.time) for split in race.splits] == ["1:08:12.4", "1:09:01.0"]


def test_columns_that_run_into_one_another_are_no_table(tmp_path: Path) -> None:
    """Then the list is read as one by hand, or refused."""
    text = "Place  Name      Time\nall of it is one line of words\nand another one  of words\n"
    with pytest.raises(FeedError):
        convert_text(tmp_path, text, Hints(event="10km"))
