"""The two lines above the board: the race, the clock and the state of the race."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from race.marks import mark_runs
from race.messages import Mark, Official, Split
from race.times import Time
from tests.race import messages_by_hand
from tests.race.messages_by_hand import GUN, estimate
from tests.race.messages_by_hand import board as made
from tests.tui.small_races import board_at, board_of, runners, split, start_list
from tui.text.dates import day
from tui.text.race_headline import against_mark, clock, fitting, phrases, shortened, summary, title


@pytest.mark.parametrize("mode", ["paused 1x", "published only, playing 0.25x"])
def test_the_title_fills_its_line(mode: str) -> None:
    """Race, meet and mode take the line to the cell, the mode whole at its end."""
    board = board_at("2024-bowerman-mile", "2:50.70")

    for width in range(40, 221):
        parts = title(board, mode, width)

        assert cell_len("".join(parts)) == width
        assert parts[2] == mode or parts[2] == f" {mode}"


def test_what_has_no_room_in_the_title_is_left_out_whole() -> None:
    """A narrow title drops the venue, then the day; it cuts no word in two."""
    board = board_at("2024-bowerman-mile", "2:50.70")

    wide, narrow = (title(board, "paused 1x", width)[1].strip() for width in (118, 78))

    assert wide == "Prefontaine Classic, Diamond League, 25 May 2024, Hayward Field, Eugene, Oregon, USA"
    assert narrow == "Prefontaine Classic, Diamond League, 25 May 2024"


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2024-05-25", "25 May 2024"),
        ("2021-08-07", "7 Aug 2021"),
        ("2024", "2024"),
        ("2024-13-01", "2024-13-01"),
        ("", ""),
        ("soon", "soon"),
        ("²-²-²", "²-²-²"),
    ],
)
def test_days_are_written_out(date: str, shown: str) -> None:
    """A date is a day, a month and a year; what is no date stays as it is."""
    assert day(date) == shown


@pytest.mark.parametrize(
    ("ms", "moving", "shown"),
    [
        (0, True, "0.0"),
        (999, True, "0.9"),
        (999, False, "0.99"),
        (59_999, True, "59.9"),
        (59_999, False, "59.99"),
        (170_709, False, "2:50.70"),
        (7_199_999, True, "1:59:59.9"),
    ],
)
def test_the_clock_is_cut(ms: int, moving: bool, shown: str) -> None:
    """A clock shows what has passed: tenths while it moves, hundredths when it stands, never rounded up."""
    assert clock(ms, moving=moving) == shown


@given(st.integers(0, 36_000_000), st.booleans())
def test_the_clock_never_runs_ahead(ms: int, moving: bool) -> None:
    """At any time the clock shows that time or just before it."""
    *larger, seconds = clock(ms, moving=moving).split(":")
    whole = sum(int(unit) * 60**power for power, unit in enumerate(reversed(larger), start=1))
    shown_ms = round((whole + float(seconds)) * 1000)

    assert 0 <= ms - shown_ms < (100 if moving else 10)


def test_laps_to_go_on_the_track() -> None:
    """Ten thousand metres are 25 laps to go before the first split, then fewer, then metres."""
    race = start_list(10_000, range(400, 10_000, 400), runners("Cheptegei", "Kiplimo"))

    told = []
    for mark in (None, 400, 4800, 9200, 9600):
        splits = [split("1", f"{mark}", f"{mark * 0.17:.1f}")] if mark else []
        told.append(summary(board_of(race, *splits))[0])

    assert told == ["25 laps to go", "24 laps to go", "13 laps to go", "2 laps to go", "400 m to go"]


def test_kilometres_to_go_on_the_road() -> None:
    """A marathon has kilometres to go, and metres in the last one."""
    race = start_list(42_195, [5000, 42_000], runners("Kipruto"), lap_m=None, setting="road")

    told = []
    for mark in (None, 5000, 42_000):
        splits = [split("1", f"{mark}", f"{mark * 0.18:.0f}")] if mark else []
        told.append(summary(board_of(race, *splits))[0])

    assert told == ["42.2 km to go", "37.2 km to go", "195 m to go"]


def test_a_race_of_no_whole_laps_has_metres_to_go() -> None:
    """A mile is 1609 m to go at the gun."""
    assert summary(board_at("2024-bowerman-mile", "0.50")) == ["1609 m to go"]


def test_the_state_of_the_race() -> None:
    """The leader, the last lap and the projection, the most important first."""
    board = board_of(
        start_list(1200, [400, 800], runners("Josh Kerr", "Jake Wightman")),
        split("1", "400", "60.0"),
        split("1", "800", "1:58.2"),
    )

    assert summary(board) == ["400 m to go", "Kerr leads", "last 400 m 58.2", "on for 2:57.3 ±?"]


def test_a_pack_in_front_has_the_metres_to_go() -> None:
    """While no one is known to lead, the headline says how many are in front, and how far they have come."""
    known = [GUN, messages_by_hand.split("B", 400, "55.5", 1)]
    together = [estimate(bib, 800, "1:52.0", "1:52.6", "1:53.3") for bib in "ABC"]

    assert summary(made(messages_by_hand.start_list("ABC"), *known, *together, at="1:58")) == [
        "2 laps to go",
        "pack of 3 in front",
    ]


def test_who_has_won() -> None:
    """At the end the winner, the winning time and the last lap; official when it is."""
    race = start_list(1200, [400, 800], runners("Josh Kerr"))
    splits: list[Split] = [split("1", "800", "1:58.2"), split("1", "finish", "2:55.31")]

    assert summary(board_of(race, *splits)) == ["Kerr wins in 2:55.31", "last 400 m 57.2", ""]
    assert summary(board_of(race, *splits, Official()))[-1] == "official"


def test_who_has_not_won_yet() -> None:
    """The fastest so far while a wave is to start, a place where the first is not known; two may win."""
    one, two = runners("Josh Kerr", "Ann Lee")
    race = start_list(1200, [], [one, two])
    waves = replace(race, entrants=(one, replace(two, wave="late")))
    kerr = split("1", "finish", "2:55.31")

    assert summary(board_of(waves, kerr))[0] == "Kerr is the fastest so far in 2:55.31"
    assert summary(board_of(race, replace(kerr, rank=2)))[0] == "Kerr is second in 2:55.31"
    assert summary(board_of(race, kerr, split("2", "finish", "2:55.31")))[0] == "Kerr and Lee win in 2:55.31"


def record_of(code: str, time: str, nation: str = "") -> Mark:
    """A record in a race over 1200 m."""
    return Mark(label=code, code=code, time=Time.parse(time), nation=nation)


def test_the_leader_is_not_named_beside_a_record() -> None:
    """Gap, and what is left to run, rounded down; then shorter forms of the same."""
    race = replace(start_list(1200, [400, 800], runners("Josh Kerr")), marks=(record_of("WR", "2:43.13"),))
    board = board_of(race, split("1", "800", "1:46.5"))

    assert against_mark(board, mark_runs(board.marks)[0]) == [
        "WR 2:43.13 ~-2.3  needs 56.63 for the last 400 m",
        "WR 2:43.13 ~-2.3  needs 56.63 /400",
        "WR 2:43.13 ~-2.3",
    ]


def test_a_runner_who_may_hold_a_record_is_named_beside_it() -> None:
    """The figures are his; of a record that no one here may hold only the leader's gap is left."""
    kerr, spaniard = runners("Josh Kerr", "Mario García Romo")
    marks = record_of("NR", "2:47.69", "ESP"), record_of("NR", "2:50.00", "SUI")
    race = start_list(1200, [400, 800], [kerr, replace(spaniard, family="García Romo", nation="ESP")])
    board = board_of(replace(race, marks=marks), split("1", "800", "1:50.7"), split("2", "800", "1:53.4"))

    spanish, swiss = mark_runs(board.marks)

    assert (
        against_mark(board, spanish)[0] == "NR ESP 2:47.69 García Romo ~+1.6  needs 54.29 for the last 400 m"
    )
    assert against_mark(board, swiss) == ["NR SUI 2:50.00 ~-2.7"]
    assert against_mark(board, None) == []


def test_a_race_won_by_thousandths() -> None:
    """They stand behind the winner's time."""
    race = start_list(1200, [400, 800], runners("Josh Kerr", "Jake Wightman"))
    board = board_of(race, split("1", "finish", "2:55.451"), split("2", "finish", "2:55.459"))

    assert summary(board)[0] == "Kerr wins in 2:55.46 (.451)"


def test_phrases_are_left_out_whole() -> None:
    """A line holds the first phrases that fit, and never a part of one."""
    whole = ["409 m to go", "", "Kerr leads", "last 400 m 57.1"]

    assert fitting(whole, 80) == "409 m to go   Kerr leads   last 400 m 57.1"
    assert fitting(whole, 24) == "409 m to go   Kerr leads"
    assert fitting(whole, 23) == "409 m to go"
    assert fitting(whole, 5) == ""


def test_a_race_without_a_start_list_has_no_summary() -> None:
    """Before the start list has come there is nothing to sum up."""
    board = board_at("2024-bowerman-mile", "0.00")
    board.state.course = None

    assert summary(board) == []


def test_a_winner_without_splits_has_no_last_segment() -> None:
    """The whole race is not its last 800 m."""
    board = board_of(
        start_list(800, (400,), runners("Able", "Best")),
        split("1", "finish", "1:45.10"),
        split("2", "finish", "1:46.00"),
    )

    assert [phrase for phrase in summary(board) if phrase] == ["Able wins in 1:45.10"]


def test_phrases_are_shortened_before_one_is_left_out() -> None:
    """From the last to the first; the least important goes first where even short forms have no room."""
    forms = [
        ("409 m to go",),
        ("WR 3:43.13 -0.4  needs 56", "WR 3:43.13 -0.4"),
        ("on for 3:43 ±3", "on for 3:43"),
    ]

    assert shortened(forms, 60) == "409 m to go   WR 3:43.13 -0.4  needs 56   on for 3:43 ±3"
    assert shortened(forms, 54) == "409 m to go   WR 3:43.13 -0.4  needs 56   on for 3:43"
    assert shortened(forms, 50) == "409 m to go   WR 3:43.13 -0.4   on for 3:43"
    assert shortened(forms, 42) == "409 m to go   WR 3:43.13 -0.4"
    assert shortened(forms, 12) == "409 m to go"
    assert shortened(forms, 5) == ""


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("0.20", "1609 m to go"),
        ("5.00", "~1580 m to go"),
        ("2:50.70", "409 m to go"),
        ("2:51.50", "409 m to go"),
        ("2:55.00", "~380 m to go"),
    ],
)
def test_metres_to_go_move_between_checkpoints(at: str, left: str) -> None:
    """In steps of ten, as estimates; just behind a checkpoint they are those from there."""
    [first, *_] = phrases(board_at("2024-bowerman-mile", at), moving=True)

    assert first == (left,)


def test_many_laps_to_go_stay_whole_laps() -> None:
    """The metres are said beside them, where there is room."""
    race = start_list(10_000, range(400, 10_000, 400), runners("Cheptegei"))
    board = board_of(race, split("1", "400", "1:08.0"), at="1:30")

    assert phrases(board, moving=True)[0] == ("24 laps to go, ~9480 m", "24 laps to go")
