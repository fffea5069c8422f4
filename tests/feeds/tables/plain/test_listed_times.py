"""Lists that are typed in a mail or a message: a line for each runner, with a name or a bib and a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.errors import FeedError
from tests.feeds.tables.converted_files import convert_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "line",
    [
        "{name}: {time}",
        "{name} {time}",
        "{name} - {time}",
        "{name}, {time}",
        "{time} {name}",
        "{time} - {name}",
        "{place}. {name}: {time}",
        "{place}) {name} GBR (Kent AC)  {time}",
    ],
)
def test_a_name_and_a_time_in_each_line(tmp_path: Path, line: str) -> None:
    """In either order, with what people put between them; the title names the event."""
    runners = [("Anna Berg", "3:52.40"), ("Mia Zeller", "3:54.10"), ("Ruth Okafor", "DNF")]
    lines = [line.format(place=i, name=name, time=time) for i, (name, time) in enumerate(runners, 1)]
    [race] = convert_text(tmp_path, "Club 1500 m\n" + "\n".join(lines))
    assert {entrant.name for entrant in race.start_list.entrants} == {name for name, _ in runners}
    assert [str(split.time) for split in race.splits] == ["3:52.40", "3:54.10"]
    assert [status for status, _ in race.statuses.values()] == ["dnf"]


def test_bibs_and_times(tmp_path: Path) -> None:
    """Numbers that are not 1, 2, 3 are bibs."""
    [race] = convert_text(tmp_path, "1500 m\n12 3:52.40\n7 3:54.10\n31 3:59.0\n")
    assert [race.times(bib) for bib in ("12", "7", "31")] == [
        {"finish": "3:52.40"},
        {"finish": "3:54.10"},
        {"finish": "3:59.0"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1500 m\n1 3:52.40\n2 3:54.10\n",
        "1500 m\nAnna Berg: 3:52.40\nsomething else\n",
        "1500 m\nAnna Berg: 3:52.40\n",
    ],
)
def test_what_is_no_such_list(tmp_path: Path, text: str) -> None:
    """Places without anyone, a line that says something else, a line alone."""
    with pytest.raises(FeedError):
        convert_text(tmp_path, text)
