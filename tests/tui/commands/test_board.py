"""The board and the library printed as plain text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from race.board import Board, LiveEdge
from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.messages import Entrant, Gun
from race.times import TimeOfDay
from replays.catalogue.catalogue import races
from tests.tui.run_lapbell import lapbell_here
from tests.tui.small_races import board_at, board_of, runners, split, start_list
from tui.commands.board import board_text, heading
from tui.commands.races import library_text

SEMIFINAL = "2024-paris-olympics-1500m-semifinal-2"


@pytest.mark.parametrize("at", ["0.00", "2:50.70", None])
def test_no_line_is_wider_than_asked(at: str | None) -> None:
    """At any width, every line fits and ends without blanks."""
    board = board_at("2024-bowerman-mile", at)

    for width in range(20, 221):
        for line in board_text(board, width).split("\n"):
            assert cell_len(line) <= width
            assert line == line.rstrip()


def test_the_board_says_what_it_is() -> None:
    """Race and meet, clock and state, then the columns and the leader."""
    lines = board_text(board_at("2024-bowerman-mile", "2:50.70"), 78).split("\n")

    assert lines[0] == "Bowerman Mile, Prefontaine Classic, Diamond League"
    assert lines[1] == "2:50.70  running"
    assert lines[2] == ""
    assert " ".join(lines[3].split()) == "P ± Athlete Nat At Time Lap Gap Int Proj Notes"
    assert lines[4].split()[:5] == ["1", "Kerr", "GBR", "1200", "2:50.70"]


def test_only_the_rows_from_the_front_are_printed() -> None:
    """As they are in the whole board, as JSON too, where a mark among them is a row as well."""
    arguments = "board", "2026-london-dl-mile", "--at", "2:50"
    whole, front = (lapbell_here(*arguments, *more).stdout.splitlines() for more in ((), ("--top", "3")))
    assert len(front) == 7
    assert [line.split()[:3] for line in front] == [line.split()[:3] for line in whole[:7]]

    for more in ((), ("--marks",), ("--sort", "name")):
        rows, first = (
            json.loads(lapbell_here(*arguments, "--json", *more, *top).stdout)["rows"]
            for top in ((), ("--top", "4"))
        )
        assert first == rows[:4]
    assert "from 1 to 100000" in lapbell_here(*arguments, "--top", "0").stderr
    assert "takes a whole number" in lapbell_here(*arguments, "--top", "1.5").stderr


def test_a_hostile_name_prints_as_text() -> None:
    """No escape sequence or line end in a name reaches the terminal."""
    race = start_list(800, [400], [Entrant(bib="1", name="\x1b[31mRed\nRunner\x07")])

    text = board_text(board_of(race, split("1", "400", "58.0")), 120)

    assert not any(ord(character) < 32 for character in text.replace("\n", ""))
    assert len(text.split("\n")) == 5


def test_the_board_ends_with_what_needs_review() -> None:
    """Each claim that is not believed in a sentence, and what would make it count, at any width."""
    lines = lapbell_here("board", SEMIFINAL, "--at", "3:03.6", COLUMNS="60").stdout.splitlines()

    first = lines.index("3 to review")
    assert lines[first + 1 : first + 3] == [
        "Nordås at 1300 m in 3:02.9: published with a doubt of its",
        "    own",
    ]
    assert lines[first + 3 : first + 5] == [
        "    doubtful; counts once it is published without the doubt",
        "Tefera at 500 m in 1:11.5: published with a doubt of its own",
    ]
    assert all(cell_len(line) <= 60 for line in lines)


def test_only_the_newest_of_many_doubts_are_printed() -> None:
    """How many more there are is said."""
    race = start_list(800, [400], runners(*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    history = History([race, Gun(), *(split(str(bib), "400", "58.0", suspect=True) for bib in range(1, 27))])
    state = history.at(history.end_ms)
    board = Board.at("race", history.end_ms, state)

    lines = board_text(board, 80, None, doubted_claims(history, state)).splitlines()

    assert lines[-42] == "26 to review"
    assert lines[-1] == "and 6 more, in --json"


def test_the_library_is_a_line_a_race() -> None:
    """Dates are aligned, and no winner is given away."""
    summaries, _ = races()

    lines = library_text(summaries).split("\n")

    assert len(lines) == len(summaries)
    assert len({line.index(summary.date) for line, summary in zip(lines, summaries, strict=True)}) == 1
    assert not any(summary.winner in line for line, summary in zip(lines, summaries, strict=True))


def test_an_empty_library_is_no_line() -> None:
    """Without races nothing is printed."""
    assert library_text([]) == ""


def test_before_the_gun_of_a_live_race_it_says_when_that_is() -> None:
    """By the timetable; of a recorded race nothing is counted down."""
    planned = TimeOfDay.parse("2026-05-02T08:25:00Z")
    race = replace(start_list(800, (400,), runners("Ann")), planned=planned, zone="Europe/Berlin")
    shown = Board.at("race", 0, History([race]).at(0))
    assert heading(shown, 100)[1] == "0.00  before"

    shown.edge = LiveEdge(now_ms=planned.utc_ms - 252_000, first_planned_ms=planned.utc_ms - 1_500_000)
    assert heading(shown, 100)[1].startswith("0.00  before   in 4:12, planned for ")
    assert heading(shown, 100)[1].endswith("   25 minutes late")
    assert cell_len(heading(shown, 30)[1]) <= 30


def test_the_board_is_sorted_and_has_more_columns() -> None:
    """In text as in JSON, with a sign at the title, and the gaps to whoever is named."""
    options = ("board", "2026-london-dl-mile", "--at", "1:25.5", "--sort", "lap", "--to", "kerr")

    lines = lapbell_here(
        *options, "--columns", "pace-400,lap-delta,projected-place,top-three", COLUMNS="140"
    ).stdout
    rows = json.loads(lapbell_here(*options, "--json").stdout)["rows"]

    titles, *shown = lines.splitlines()[3:]
    assert all(title in titles for title in ("Lap▾ ±Field", "/400 m", "to Kerr", "ProjP", "Top3"))
    assert [line.split()[-1] for line in shown[:2]] == ["PM", "PM"]
    bibs = [word for line in shown for word in line.split() if word in {row["bib"] for row in rows}]
    assert bibs == [row["bib"] for row in rows]
    assert {row["chosen_gap_ms"] for row in rows if row["bib"] == "NUG"} == {200}
    [nuguse] = [line for line in shown if "NUG" in line]
    assert " ".join(nuguse.split()).endswith(
        "55.6 -0.5 13.9 /100 55.6 +0.7 +0.2 +0.2 3:43.7 ±3.7 2 26 % 67 %"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--columns", "pace-km,foo"), "'foo' is no column; there are category-place, sex-place"),
        (("--what-if", "Kerr"), "'Kerr' names no pace; write ATHLETE=PACE"),
        (("--what-if", "Kerr=58"), "Kerr is not running any longer"),
        (("--to", "nurmi"), "no one called 'nurmi' in 2024-bowerman-mile"),
    ],
)
def test_what_is_not_on_the_board_is_said(words: tuple[str, ...], sentence: str) -> None:
    """In one line, with what there is."""
    printed = lapbell_here("board", "2024-bowerman-mile", *words)

    assert printed.returncode == 2
    assert sentence in printed.stderr


def test_what_if_is_said_below_the_board() -> None:
    """In a sentence, and the same in JSON."""
    options = ("board", "2026-london-dl-mile", "--at", "2:46.6", "--what-if", "kerr=58")

    said = lapbell_here(*options).stdout.splitlines()[-1]
    found = json.loads(lapbell_here(*options, "--json").stdout)["what_if"]

    assert said.startswith("Kerr at 58/400 from 1200 m (2:46.5): ~3:45.9, fourth behind Abdilaahi ~3:45.7;")
    assert (found["bib"], found["checkpoint"], found["place"], found["ahead_bib"]) == (
        "KER",
        "1200",
        4,
        "ABD",
    )
    assert found["finish_ms"] == 225_900
