"""The board at one moment, its phase, and the JSON that is a contract."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from race.board import Board
from race.fold.history import History
from race.json_version import VERSION
from race.messages import Entrant, Message, Official, Status
from race.times import Time
from tests.race.messages_by_hand import GUN, board, entrant, order, read_json, split, start_list, status, void
from tests.race.random_races import clocks_of, wild_logs

DOCUMENTED = {"version", "race", "name", "state", "clock_ms", "checkpoint", "rows"}

DOCUMENTED_OF_A_ROW = {
    *("place", "bib", "name", "nation", "role", "status", "checkpoint", "time_ms", "evidence"),
    *("lap_ms", "gap_ms", "interval_ms", "laps_down", "change", "change_estimated"),
    *("projected_ms", "projected_low_ms", "projected_high_ms", "projected_place", "notes"),
}

RANGES = ("projected", "projected_low", "projected_high", "next", "next_low", "next_high")

STATUSES = {"running", "finished", "dnf", "dns", "dq", "unknown"}


@settings(max_examples=150)
@given(wild_logs())
def test_json_of_any_board(log: list[Message]) -> None:
    """Every documented field is in every row, of its type or null, and all of it is JSON."""
    history = History(log)

    for clock_ms in clocks_of(history):
        shown = Board.at("race", clock_ms, history.at(clock_ms))
        printed = read_json(shown)

        assert set(printed) >= DOCUMENTED
        assert printed["state"] in ("before", "running", "finished", "official")
        assert (printed["version"], printed["race"], printed["clock_ms"]) == (VERSION, "race", clock_ms)
        keys = {frozenset(row) for row in printed["rows"]}
        assert all(of_a_row >= DOCUMENTED_OF_A_ROW for of_a_row in keys)
        assert len(keys) <= 1
        for row in printed["rows"]:
            assert row["role"] in ("runner", "pacemaker")
            assert row["status"] in STATUSES
            for name in ("place", "time_ms", "projected_place", "projected_ms", "rank"):
                assert row[name] is None or type(row[name]) is int
            if row["checkpoint"] is None:
                values = (row[name] for name in ("time_ms", "evidence", "lap_ms", "gap_ms", "laps_down"))
                assert set(values) == {None}


def kerr_in_front() -> Any:
    """The JSON of a board with Kerr alone at 800 m, and his pacemaker out."""
    kerr = Entrant(bib="K", name="Josh Kerr", nation="GBR")
    field = start_list([kerr, entrant("P", "pacemaker"), "N", "U"])
    log = [field, GUN, split("P", 400, "55.9"), split("K", 400, "56.10", 2), split("N", 400, "56.3", 3)]
    return read_json(board(*log, split("K", 800, "1:53.10", 1), status("P", "dnf"), at="2:00"))


def test_json_of_a_board() -> None:
    """What is said of the race, and what is expected of the leader and a runner behind."""
    printed = kerr_in_front()

    rows = {row["bib"]: row for row in printed["rows"]}
    assert (printed["version"], printed["name"], printed["state"]) == (2, "Race", "running")
    assert printed["clock_ms"] == 120_000
    assert printed["checkpoint"] == {"id": "800", "distance_m": 800}
    finish, low, high, following, earliest, latest = (rows["K"][f"{name}_ms"] for name in RANGES)
    to_win = [
        chances[0] for chances in (rows["K"]["chances"], rows["N"]["chances"], printed["chances_of_another"])
    ]
    assert all(0 < chance < 1 for chance in to_win)
    assert [sum(to_win), sum(rows["K"]["chances"])] == pytest.approx([1, 1], abs=0.002)
    assert rows["U"]["chances"] is None
    assert 113_100 < earliest < following < latest < low < finish < high
    assert (rows["N"]["place"], rows["N"]["gap_ms"], rows["N"]["interval_ms"]) == (2, 200, 200)
    assert (rows["N"]["nation"], rows["N"]["change"]) == (None, None)
    assert (rows["N"]["overdue"], rows["N"]["projected_ms"], rows["N"]["next_ms"]) == (
        False,
        233_204,
        120_601,
    )


def test_json_of_a_row() -> None:
    """Each field says what the design says it does."""
    row = kerr_in_front()["rows"][0]

    expected = {"chances", *(f"{name}_ms" for name in RANGES)}
    assert row.keys() > expected
    assert {name: value for name, value in row.items() if name not in expected} == {
        "place": 1,
        "pack": None,
        "bib": "K",
        "name": "Josh Kerr",
        "nation": "GBR",
        "category": None,
        "role": "runner",
        "status": "running",
        "checkpoint": "800",
        "distance_m": 800,
        "time_ms": 113_100,
        "net_ms": None,
        "digits": 2,
        "evidence": "device",
        "rank": 1,
        "lap_ms": 57_000,
        "lap_behind_average_ms": None,
        "pace_km_ms": 143_000,
        "chosen_gap_ms": None,
        "category_place": None,
        "sex_place": None,
        "segment_ms": 57_000,
        "segment_m": 400,
        "gap_ms": 0,
        "interval_ms": None,
        "gap_m": None,
        "interval_m": None,
        "laps_down": 0,
        "change": 0,
        "change_estimated": False,
        "projected_m": None,
        "projected_place": 1,
        "projected_by": "even pace",
        "projected_from_estimates": False,
        "next_checkpoint": "1200",
        "overdue": False,
        "notes": [],
        "badges": [],
        "doubtful": [],
        "marks": None,
        "reason": None,
    }


def test_json_of_an_overdue_runner() -> None:
    """Nothing is expected any longer, but the runner may have come past unseen: another one may win."""
    log = [
        start_list("KN"),
        GUN,
        split("K", 400, "56.10"),
        split("N", 400, "56.3"),
        split("K", 800, "1:53.10"),
    ]

    rows = {row["bib"]: row for row in read_json(board(*log, at="2:05"))["rows"]}

    expected = ("projected_ms", "projected_place", "chances", "next_checkpoint", "next_ms")
    assert [rows["N"][name] for name in (*expected, "overdue")] == [*[None] * 5, True]
    assert 0.5 < rows["K"]["chances"][0] < 0.9
    assert rows["K"]["overdue"] is False


def test_unknown_is_null() -> None:
    """A runner not seen yet, and a pacemaker who is out, have null where nothing is known."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])

    printed = read_json(
        board(field, GUN, split("P", 400, "1:00"), status("P", "dnf"), split("A", 400, "1:01"))
    )

    unseen, pacemaker = printed["rows"][1], printed["rows"][2]
    nothing = {name for name, value in unseen.items() if value is None}
    assert nothing >= DOCUMENTED_OF_A_ROW - {"bib", "name", "role", "status", "notes"}
    assert (pacemaker["role"], pacemaker["status"], pacemaker["time_ms"]) == ("pacemaker", "dnf", 60_000)
    assert {pacemaker[name] for name in ("place", "gap_ms", "laps_down", "projected_ms", "change")} == {None}


def test_json_before_anything_is_known() -> None:
    """An empty log is a board without rows, without a name and without a leader."""
    printed = read_json(board())

    assert {printed[name] for name in ("name", "meet", "date", "distance_m", "checkpoint")} == {None}
    assert (printed["rows"], printed["state"]) == ([], "before")


def test_a_missing_time_is_null_and_its_rank_is_not() -> None:
    """A place in a known order has no time."""
    [row] = read_json(board(start_list("A"), GUN, order(400, "A", first=8)))["rows"]

    assert (row["checkpoint"], row["time_ms"], row["digits"], row["rank"], row["place"]) == (
        "400",
        None,
        None,
        8,
        8,
    )


def test_a_reason_is_given() -> None:
    """Why a runner is out, where a message says so."""
    printed = Status(bib="A", status="dq", reason="jostling")

    assert read_json(board(start_list("A"), printed))["rows"][0]["reason"] == "jostling"
    assert read_json(board(start_list("A"), status("A", "dq")))["rows"][0]["reason"] is None


def test_phases() -> None:
    """Before the gun, running, finished when no one is running, official when that is announced."""
    log: list[Message] = [start_list("AB"), GUN, split("A", 1600, "4:00"), split("B", 1600, "4:01")]

    assert board(*log, at="0:00").phase == "running"
    assert Board.at("race", -1, History(log).at(-1)).phase == "before"
    assert board(*log, at="4:00").phase == "running"
    assert board(*log).phase == "finished"
    assert board(*log, Official()).phase == "official"
    assert board(*log, Official(id="o"), void("o")).phase == "finished"


def test_the_phase_without_a_gun() -> None:
    """The first split says as well that the race is on."""
    assert board(start_list("A")).phase == "before"
    assert board(start_list("A"), split("A", 400, "1:00")).phase == "running"


def test_runners_who_are_out_do_not_hold_up_the_end() -> None:
    """Nor does a pacemaker or an unlisted bib; a race that all have left is finished."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])
    log = [field, GUN, split("A", 1600, "4:00"), status("B", "dnf")]

    assert board(*log).phase == "finished"
    assert board(*log, split("X", 400, "61.0")).phase == "finished"
    assert board(field, GUN, status("A", "dnf"), status("B", "dnf")).phase == "finished"
    assert board(field, GUN, status("A", "dnf")).phase == "running"
    assert board(start_list([]), GUN, split("X", 400, "61.0")).phase == "running"


def test_a_board_keeps_its_clock_and_its_state() -> None:
    """For the screens that draw it."""
    state = History([start_list("A"), GUN, split("A", 400, "1:00")]).at(60_000)

    shown = Board.at("2026-race", 60_000, state)

    assert (shown.race, shown.clock_ms, shown.state) == ("2026-race", 60_000, state)
    assert shown.leader
    assert shown.leader.runner.time_at(0) == Time(60_000, 0)
