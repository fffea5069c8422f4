"""`lapbell athlete` and `lapbell head-to-head` print the athletes of the library."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from replays.library import own_races
from tests.replays.small_race_files import entrant, finish, recorded, start_list
from tests.tui.run_lapbell import lapbell, lapbell_here, printed, refusal


def test_head_to_head_as_json() -> None:
    """The meetings by date, with what is known about each result."""
    pair = printed("head-to-head", "Josh Kerr", "Jakob Ingebrigtsen", "--json")

    assert pair["version"] == 2
    assert [one["id"] for one in pair["athletes"]] == ["josh-kerr-1997", "jakob-ingebrigtsen-2000"]
    assert pair["balance"] == {
        "wins": {"josh-kerr-1997": 3, "jakob-ingebrigtsen-2000": 6},
        "undecided": 0,
    }
    tokyo = pair["meetings"][0]
    assert (tokyo["date"], tokyo["winner"], tokyo["margin_ms"]) == (
        "2021-08-07",
        "jakob-ingebrigtsen-2000",
        730,
    )
    assert [(one["place"], one["time_ms"]) for one in tokyo["results"]] == [(3, 209_050), (1, 208_320)]
    assert tokyo["splits"][0] == {
        "checkpoint": "400",
        "distance_m": 400.0,
        "times_ms": [57_300, 56_200],
        "laps_ms": [57_300, 56_200],
        "ranks": [None, None],
        "gap_ms": -1100,
    }
    kingston = printed("head-to-head", "Kerr", "Nuguse", "--json")["meetings"][6]
    assert [one["outcome"] for one in kingston["results"]] == ["place without a time", "result not published"]
    assert (kingston["winner"], kingston["margin_ms"]) == (None, None)


def test_every_object_has_every_field() -> None:
    """Unknown is null, and never missing."""
    for pair in (printed("head-to-head", *two, "--json") for two in (("Kerr", "Nuguse"), ("Kerr", "Coe"))):
        assert set(pair) == {"version", "athletes", "balance", "events", "meetings", "missing"}
        for missing in pair["missing"]:
            assert set(missing) == MEETING - {"race", "path", "meet", "splits"}
            assert all(set(result) == RESULT | {"athlete"} for result in missing["results"])
        for meeting in pair["meetings"]:
            assert set(meeting) == MEETING
            assert all(set(result) == RESULT | {"athlete"} for result in meeting["results"])
    athlete = printed("athlete", "Kerr", "--json")
    assert set(athlete) == {"version", "athlete", "races", "bests", "rivals"}
    assert all(set(race) == RACE | RESULT | {"bib", "role", "pb_ms"} for race in athlete["races"])


RACE = {"race", "path", "name", "meet", "date", "event", "setting", "distance_m"}
MEETING = RACE | {"results", "winner", "margin_ms", "splits"}
RESULT = {"status", "place", "time_ms", "digits", "evidence", "source", "notes", "outcome"}


@pytest.mark.parametrize("width", ["80", "120"])
def test_as_text(width: str) -> None:
    """The balance, then a line for each meeting with its splits; no line is wider than the window."""
    pair = lapbell_here("head-to-head", "kerr", "jakob ingebrigtsen", COLUMNS=width)
    athlete = lapbell_here("athlete", "kerr", COLUMNS=width)

    lines = pair.stdout.splitlines()
    counted = " ".join(lines[1 : lines.index("")])
    assert lines[0] == "Josh Kerr and Jakob Ingebrigtsen"
    assert re.match(r"in this library: \d+ of at least \d+ meetings; not in it: World U20", counted)
    assert "Kerr 3-6 Ingebrigtsen   1500 2-6, MILE 1-0" in counted
    assert "Tokyo 2020 semi" in pair.stdout[pair.stdout.index("Known, and not in this library") :]
    assert "Ingebrigtsen by 0.73" in pair.stdout
    assert athlete.stdout.splitlines()[0].startswith("Josh Kerr   GBR, born 8 Oct 1997, 22 races")
    assert "Jakob Ingebrigtsen              9     3     6" in athlete.stdout
    assert all(cell_len(line) <= int(width) for line in lines + athlete.stdout.splitlines())


def test_two_who_never_met() -> None:
    """It is not an error."""
    done = lapbell("head-to-head", "Kerr", "Coe")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Josh Kerr and Sebastian Coe   no race together\n"


def test_names_need_no_quotes() -> None:
    """Neither one name nor two."""
    assert lapbell_here("athlete", "Josh", "Kerr").stdout == lapbell_here("athlete", "Josh Kerr").stdout
    unquoted = lapbell_here("head-to-head", "Josh", "Kerr", "Jakob", "Ingebrigtsen")
    assert unquoted.stdout == lapbell_here("head-to-head", "Josh Kerr", "Jakob Ingebrigtsen").stdout != ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["athlete", "Ker"], "lapbell: no one called 'Ker' in the library; did you mean Josh Kerr?"),
        (["athlete", "jkerr"], "lapbell: no one called 'jkerr' in the library; did you mean Josh Kerr?"),
        (["athlete", "ingebritsen"], "lapbell: no one called 'ingebritsen' in the library; did you mean "),
        (["athlete", "Cheruiyot"], "lapbell: 'Cheruiyot' may be "),
        (["head-to-head", "Kerr", "Nobody At-All"], "lapbell: no one called 'Nobody At-All' in the library"),
        (["head-to-head", "Kerr", "Kerr"], "lapbell: 'Kerr' and 'Kerr' are the same person, josh-kerr-1997"),
        (["head-to-head", "Kerr"], "lapbell: 'Kerr' is one name; name two people"),
        (["athlete", "\x1b[31m\nred"], "lapbell: no one called "),
    ],
)
def test_refusals(words: list[str], says: str) -> None:
    """One line, with a hint, and exit code 2."""
    line = refusal(*words)

    assert line.startswith(says)
    assert line.isprintable()


def test_a_broken_file_is_named_and_hostile_names_are_inert() -> None:
    """The rest is still printed, without control characters."""
    own = own_races()
    evil = entrant("Evil\x1b[31m \u202eName", "X\x07Y", "1990-01-01", bib="2")
    recorded(own, "club", start_list(entrant("Josh Kerr", "GBR"), evil), finish("1", "4:30.0", 1))
    (own / "broken.jsonl").write_text("no race\n")

    done = lapbell_here("head-to-head", "Kerr", "Evil")

    assert done.returncode == 0
    assert done.stderr.startswith("lapbell: broken.jsonl: ")
    assert done.stdout.startswith("Josh Kerr and Evil")
    assert all(character.isprintable() or character == "\n" for character in done.stdout)
