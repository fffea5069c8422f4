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
        "{name} ..... {time}",
        "{name}… {time}",
        "{name} = {time}",
        "{name} -> {time}",
        "{name} | {time}",
        "{name}; {time}",
        "{name} ({time})",
        "- {name}: {time}",
        "• {name} {time}",
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


@pytest.mark.parametrize(
    ("lines", "names", "times", "statuses"),
    [
        (
            "Anna Berg in 3:52.40\nMia Zeller in 3:54.10",
            {"Anna Berg", "Mia Zeller"},
            ["3:52.40", "3:54.10"],
            [],
        ),
        ("anna berg 3:52.40\nmia berg 3:54.10", {"anna berg", "mia berg"}, ["3:52.40", "3:54.10"], []),
        ("Anna Berg: 3'52\"4\nMia Zeller: 3'54\"1", {"Anna Berg", "Mia Zeller"}, ["3:52.4", "3:54.1"], []),
        ("Anna Berg: 3:52.4h\nMia Zeller: 3:54.1 min", {"Anna Berg", "Mia Zeller"}, ["3:52.4", "3:54.1"], []),
        ("Anna Berg: 3:52.4\nMia Zeller: did not finish", {"Anna Berg", "Mia Zeller"}, ["3:52.4"], ["dnf"]),
        ("Anna Berg - 3:52.4\nMia Zeller - aufgegeben", {"Anna Berg", "Mia Zeller"}, ["3:52.4"], ["dnf"]),
    ],
)
def test_times_and_statuses_as_in_tables(
    tmp_path: Path, lines: str, names: set[str], times: list[str], statuses: list[str]
) -> None:
    """What a cell of a table can say a line can; a word that leads to each time is of no name."""
    [race] = convert_text(tmp_path, f"Club 1500 m\n{lines}\n")
    assert {entrant.name for entrant in race.start_list.entrants} == names
    assert [str(split.time) for split in race.splits] == times
    assert [status for status, _ in race.statuses.values()] == statuses


def test_a_club_between_name_and_time(tmp_path: Path) -> None:
    """Set off on both sides."""
    [race] = convert_text(
        tmp_path, "Club 1500 m\nAnna Berg - Kent AC - 3:52.40\nMia Zeller - Hull AC - 3:54.10\n"
    )
    assert {entrant.club for entrant in race.start_list.entrants} == {"Kent AC", "Hull AC"}


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
