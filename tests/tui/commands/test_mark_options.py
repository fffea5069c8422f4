"""Marks on the command line: what is typed is read, raced and printed, or refused in a line."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from tests.tui.run_lapbell import BOWERMAN, lapbell, printed, refusal
from tui.commands.mark_options import parse

LONDON = "2026-london-dl-mile"


@pytest.mark.parametrize(
    ("text", "label", "time"),
    [
        ("sub-3:50=3:49.99", "sub-3:50", "3:49.99"),
        ("a=b=3:49.9", "a=b", "3:49.90"),
        (" sub four = 4:00 ", "sub four", "4:00.00"),
        ("marathon=2:05:00", "marathon", "2:05:00.00"),
    ],
)
def test_a_time_is_what_stands_behind_the_last_sign(text: str, label: str, time: str) -> None:
    """The label may hold anything; a time is meant to the hundredth."""
    read = parse(text)

    assert (read.label, str(read.time), read.code) == (label, time, label)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3:49.99", "write LABEL=TIME"),
        ("=3:49.99", "write LABEL=TIME"),
        ("sub=", "write LABEL=TIME"),
        ("sub=0.00", "nobody runs that fast"),
        ("sub=3:75", "not a time: '3:75'"),
        ("run=2024-bowermann-mile", "did you mean 2024-bowerman-mile"),
        ("run=2024-bowerman-mile:Coe", "nobody called 'Coe'"),
        ("run=nowhere.jsonl", "no such file"),
    ],
)
def test_what_is_no_mark_is_refused(text: str, said: str) -> None:
    """In words, with what would be right."""
    with pytest.raises(FeedError, match=said):
        parse(text)


def test_a_run_has_no_badge_to_give() -> None:
    """To beat a run is no title."""
    assert parse("Kerr=2024-bowerman-mile:KER").code == ""


@pytest.mark.parametrize("command", ["board", "replay"])
def test_a_run_over_another_distance_is_refused_in_a_line(command: str) -> None:
    """With exit code 2, before anything is opened."""
    line = refusal(command, BOWERMAN, "--mark", "Hocker=2024-paris-olympics-1500m-final")

    assert line == "lapbell: 'Hocker' was run over 1500 m, and this race is 1609.34 m"


def test_a_bad_mark_names_its_option() -> None:
    """Like any other bad value."""
    line = refusal("board", BOWERMAN, "--mark", "sub")

    assert line.startswith("lapbell board: --mark: 'sub' is no mark")


def test_the_board_has_the_marks_among_its_rows() -> None:
    """As JSON with the role of a mark, as text with its sign; one of one's own brings the others."""
    plain = printed("board", LONDON, "--at", "2:47", "--json")
    asked = printed("board", LONDON, "--at", "2:47", "--mark", "sub-3:45=3:44.99", "--json")

    assert {row["role"] for row in plain["rows"]} == {"runner", "pacemaker"}
    first = next(row for row in asked["rows"] if row["role"] != "mark")
    assert first | {"marks": None} == plain["rows"][0]
    target = next(row for row in asked["rows"] if row["name"] == "sub-3:45")
    assert (target["role"], target["place"], target["distance_m"]) == ("mark", None, 1200)
    assert [mark["label"] for mark in asked["marks"] if mark["added"]] == ["sub-3:45"]

    done = lapbell("board", LONDON, "--at", "2:47", "--marks")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["┄", "WR", "3:43.13", "El", "Guerrouj", "1999", "~2:46.4", "~-0.1", "even", "pace"] in lines


def test_a_target_that_was_met_is_a_badge() -> None:
    """Beside what was printed."""
    board = printed("board", BOWERMAN, "--mark", "sub-3:46=3:45.99", "--json")
    badges = {row["name"]: row["badges"] for row in board["rows"] if row["badges"]}

    assert badges["Josh Kerr"] == ["WL", "NR", "PB", "sub-3:46"]
    assert badges["Jakob Ingebrigtsen"] == ["SB", "sub-3:46"]
    assert badges["Yared Nuguse"] == ["SB"]
