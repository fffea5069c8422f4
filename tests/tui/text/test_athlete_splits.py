"""An athlete's splits: who it is, and every checkpoint up to the playhead."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from rich.cells import cell_len

from race.board import Board
from race.messages import Entrant, Status
from race.times import Time
from tests.race import messages_by_hand
from tests.race.messages_by_hand import GUN, estimate
from tests.tui.small_races import board_at, board_of, runners, split, start_list
from tui.text.athlete_splits import athlete_splits

TIME = slice(12, 22)
"""Where a passing has its time."""


def text_of(board: Board, bib: str) -> list[str]:
    """The lines as text."""
    return ["".join(text for text, _ in line).rstrip() for line in athlete_splits(board, bib)]


def passings_of(board: Board, bib: str) -> list[str]:
    """The lines below the titles."""
    lines = text_of(board, bib)
    [title] = [index for index, line in enumerate(lines) if line.startswith("Checkpoint")]
    return lines[title + 1 :]


@pytest.mark.parametrize("at", ["0.00", "55.91", "1:52.74", "2:50.70", "3:45.34"])
def test_it_shows_nothing_later_than_the_clock(at: str) -> None:
    """It has no checkpoint that is passed after the race time shown."""
    board = board_at("2024-bowerman-mile", at)

    for row in board.rows:
        passings = passings_of(board, row.runner.entrant.bib)
        times = [line[TIME].strip(" ~?") for line in passings]

        assert len(passings) == row.runner.reached + 1
        assert all(Time.parse(time).ms <= board.clock_ms for time in times if time not in "·◦")


def test_kerr_at_1200_m() -> None:
    """Name and place, what is known of the athlete, and the published split with its evidence."""
    board = board_at("2024-bowerman-mile", "2:50.70")

    lines = text_of(board, "KER")

    assert lines[0] == "Josh Kerr   1st at 1200 m"
    assert lines[1].startswith("GBR")
    assert lines[-1].split()[:4] == ["1200", "m", "2:50.70", "1"]
    assert lines[-1].endswith("published")


def test_the_athlete_runs_against_the_own_bests() -> None:
    """At even pace, beside the marks of the race; another's bests mean nothing here."""
    ada, bea = runners("Ada Berg", "Bea Ash")
    field = start_list(800, [400], [replace(ada, pb=Time.parse("2:00.00"), sb=Time.parse("2:04.00")), bea])
    board = board_of(field, split("1", "400", "60.50"), split("2", "400", "61.00"))

    assert "against the marks: PB ~+0.5, SB ~-1.5" in " ".join(text_of(board, "1"))
    assert "against the marks" not in " ".join(text_of(board, "2"))


def test_a_finish_alone_is_said_to_be_all() -> None:
    """Of an athlete with splits nothing is said."""
    field = start_list(800, [400], runners("Ada Berg", "Bea Ash"))
    board = board_of(
        field, split("1", "400", "60.50"), split("1", "finish", "2:01.00"), split("2", "finish", "2:02.00")
    )

    assert "only the finish time was published" in text_of(board, "2")
    assert "only the finish time was published" not in text_of(board, "1")


def test_only_marks_that_the_athlete_may_beat_are_named() -> None:
    """No record of another nation or area; a lead that two share once."""
    board = board_at("2026-london-dl-mile", "2:33.30")
    of_kerr, of_nuguse = (
        " ".join(text_of(board, row.runner.entrant.bib)).partition("against the marks: ")[2]
        for row in sorted(board.rows, key=lambda row: row.runner.entrant.name)
        if row.runner.entrant.name in ("Josh Kerr", "Yared Nuguse")
    )

    assert "WR" in of_kerr
    assert "AR Europe" in of_kerr
    assert "NR GBR" in of_kerr
    assert "NACAC" not in of_kerr
    assert "AR NACAC" in of_nuguse
    assert "Europe" not in of_nuguse
    assert "NR" not in of_nuguse
    assert of_kerr.count("WL ") == of_nuguse.count("WL ") == 1


def test_what_was_not_published_of_a_runner_in_a_pack() -> None:
    """It says which pack, and that a time was not published; none is missing."""
    together = [estimate(bib, 800, "1:52.0", "1:52.6", "1:53.3") for bib in "ABC"]
    known = messages_by_hand.split("B", 400, "55.50", 1)

    board = messages_by_hand.board(messages_by_hand.start_list("ABC"), GUN, known, *together)

    assert text_of(board, "B")[0] == "Name B   in a pack of 3 at 800 m, order not published"
    assert passings_of(board, "B")[1].split() == ["800", "m", "◦", "not", "published"]
    assert passings_of(board, "B")[0].split()[2:4] == ["55.50", "1"]


def test_figures_of_many_hours_are_whole() -> None:
    """Laps, gaps and times over ten hours widen their columns; the titles stand above them."""
    race = start_list(160_000, [80_000], runners("Ann One", "Bea Two"), lap_m=None, setting="trail")
    splits = [
        split("1", "80000", "9:12:00"),
        split("2", "80000", "19:13:00"),
        split("2", "finish", "47:59:00"),
    ]
    lines = text_of(board_of(race, *splits, split("1", "finish", "23:13:00")), "2")

    assert lines[-3:] == [
        "Checkpoint        Time Place      Lap            Last       Gap  Known",
        "80 km         19:13:00     2 19:13:00 19:13:00 /80000 +10:01:00  published",
        "finish        47:59:00     2 28:46:00 28:46:00 /80000 +24:46:00  published",
    ]


@pytest.mark.parametrize("race", ["2024-bowerman-mile", "2026-london-dl-mile"])
def test_columns_stand_under_their_titles(race: str) -> None:
    """What is known of each passing begins at the same cell, for every athlete of a race."""
    board = board_at(race)

    starts = set()
    for row in board.rows:
        for line in passings_of(board, row.runner.entrant.bib):
            if line.startswith(" "):
                continue  # the rest of the line above
            words = ("official", "not published", "published", "missing")
            known = next(word for word in words if word in line)
            starts.add(cell_len(line[: line.index(known)]))

    assert len(starts) == 1


def test_all_that_a_result_is_worth_is_named() -> None:
    """As on the board; what has no room beside it stands below."""
    *_, above, below = passings_of(board_at("2026-london-dl-mile"), "KER")

    assert above.split()[-5:] == ["official", "WR", "DLR", "MR", "AR"]
    assert below.split() == ["WL", "NR"]
    assert below.index("WL") == above.index("official")


def test_a_missed_checkpoint_has_a_line() -> None:
    """A checkpoint passed unseen is a line with a dot and the word missing."""
    board = board_of(start_list(1200, [400, 800], runners("A")), split("1", "800", "2:01.0"))

    missed, seen = passings_of(board, "1")

    assert missed.split() == ["400", "m", "·", "missing"]
    assert seen.split()[:3] == ["800", "m", "2:01.0"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(bib="1", status="dns"), "did not start"),
        (Status(bib="1", status="dnf", after="400"), "did not finish, last seen at 400 m"),
        (Status(bib="1", status="dq", reason="TR 17.5"), "disqualified (TR 17.5)"),
        (Status(bib="1", status="unknown"), "result not published"),
        (Status(bib="1", status="unknown", reason="announced; start not confirmed"), "start not confirmed"),
        (Status(bib="1", status="unknown", reason="ran; time not published"), "ran; time not published"),
    ],
)
def test_who_is_out_says_why(status: Status, words: str) -> None:
    """The first line ends with how the athlete left the race."""
    board = board_of(start_list(800, [400], runners("A")), status)

    assert text_of(board, "1")[0] == f"A   {words}"


def test_before_the_first_split() -> None:
    """A runner has not been seen yet; a pacemaker is called one."""
    entrants = [Entrant(bib="1", name="A"), Entrant(bib="2", name="B", role="pacemaker")]
    board = board_of(start_list(800, [400], entrants))

    assert [text_of(board, bib)[0] for bib in "12"] == ["A   not seen yet", "B   pacemaker"]


def test_who_is_not_on_the_start_list() -> None:
    """An unknown bib gives a sentence."""
    board = board_of(start_list(800, [400], runners("A")))

    assert text_of(board, "99") == ["not on the start list"]


def test_hostile_facts_are_inert() -> None:
    """Names, clubs, notes and reasons from outside come through as text alone."""
    evil = "\x1b[31m[b]x[/b]\u202e\n"
    entrant = Entrant(bib="1", name=evil, nation="\x1b[0", club=evil, note=evil, born=evil[:10])
    race = start_list(800, [400], [entrant])
    board = board_of(race, split("1", "400", "58.0"), Status(bib="1", status="dq", reason=evil))

    shown = "".join(text_of(board, "1"))

    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf"}
    assert "[b]x[/b]" in shown


def test_who_ran_each_leg_of_a_relay() -> None:
    """Beside the time at the end of the leg, where the names of all are known."""
    members = ("Ada One", "Bea Two", "Cid Three", "Dot Four")
    start = replace(
        messages_by_hand.start_list("A", (400, 800, 1200, 1600)),
        event="4x400",
        entrants=(Entrant(bib="A", name="Team A", team="Team A", members=members),),
    )
    splits = [
        messages_by_hand.split("A", m, f"{m / 9:.2f}", evidence="official") for m in (400, 800, 1200, 1600)
    ]
    lines = passings_of(messages_by_hand.board(start, GUN, *splits), "A")
    assert [line.split()[0] for line in lines] == ["exchange", "exchange", "exchange", "finish"]
    assert [line.rpartition("  ")[2].strip() for line in lines] == [f"{name}, official" for name in members]
    unknown = replace(start, entrants=(replace(start.entrants[0], members=members[:3]),))
    lines = passings_of(messages_by_hand.board(unknown, GUN, *splits), "A")
    assert not any("Ada" in line for line in lines)
