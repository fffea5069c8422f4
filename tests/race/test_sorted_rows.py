"""The rows of a board by something else than the running order, and the figures that such columns have."""

from __future__ import annotations

from typing import Any

import pytest

from race.board_json import board_json
from race.messages import Entrant
from race.sorted_rows import SortedBy, sorted_rows, sorts_of
from race.times import Time
from tests.race.messages_by_hand import GUN, board, split, start_list, status


def runner(bib: str, name: str, category: str = "", **more: Any) -> Entrant:
    """An entrant by name."""
    return Entrant(bib=bib, name=name, category=category, **more)


FIELD = start_list(
    [
        runner("12", "Ada Berg", "W40"),
        runner("9", "Zoe Ash", "W"),
        runner("100", "Ida Dahl", "M"),
        runner("B7", "Ole Cole", "M"),
        runner("7", "Una Egge"),
    ]
)
PASSED = [
    *(split("12", 400, "60.0"), split("9", 400, "61.0"), split("100", 400, "62.0"), split("B7", 400, "66.0")),
    *(split("12", 800, "2:02.0"), split("9", 800, "2:02.5"), split("100", 800, "2:03.0")),
]


@pytest.mark.parametrize(
    ("by", "bibs"),
    [
        ("order", ["12", "9", "100", "B7", "7"]),
        ("lap", ["100", "9", "12", "B7", "7"]),
        ("name", ["9", "12", "B7", "100", "7"]),
        ("bib", ["7", "9", "12", "100", "B7"]),
        ("category", ["100", "B7", "9", "12", "7"]),
    ],
)
def test_rows_are_sorted(by: SortedBy, bibs: list[str]) -> None:
    """Numbers count, equals stay in running order, and whoever has no value comes last."""
    shown = board(FIELD, GUN, *PASSED)

    assert [row.runner.entrant.bib for row in sorted_rows(shown.rows, by)] == bibs
    printed = board_json(shown, sort=by)
    assert [row["bib"] for row in printed["rows"]] == bibs
    assert printed["sorted_by"] == by


def test_by_projection_the_fastest_finish_is_first() -> None:
    """Also if it is that of someone behind; who has none comes last."""
    log = [split("A", 400, "60.0"), split("A", 800, "2:00.0"), split("A", 1200, "3:08.0")]
    log += [split("B", 400, "63.0"), split("B", 800, "2:06.0"), split("B", 1200, "3:08.2")]
    shown = board(start_list(["A", "B", "C"]), GUN, *log, at="3:09")

    by_projection = sorted_rows(shown.rows, "projection")

    times = [row.projection.time.ms for row in by_projection if row.projection]
    assert len(times) == 2
    assert times == sorted(times)
    assert by_projection[-1].runner.entrant.bib == "C"


def test_by_category_only_where_there_are_some() -> None:
    """Elsewhere it would change nothing."""
    assert "category" in sorts_of(board(FIELD, GUN).rows)
    assert "category" not in sorts_of(board(start_list(["A"]), GUN).rows)


def test_by_net_time_only_where_the_start_line_is_timed() -> None:
    """Who is furthest first, of these the fastest from the start line, and last who was not seen there."""
    road = start_list("ABCDE", (0, 5000, 10_000), lap_m=None)
    log = [
        *(split("A", 0, "0:01.0"), split("B", 0, "0:31.0"), split("C", 0, "0:05.0"), split("E", 0, "0:40.0")),
        *(split("A", 5000, "15:00.0"), split("B", 5000, "15:10.0"), split("D", 5000, "14:50.0")),
        *(split("C", 5000, "15:30.0"), split("C", 10_000, "31:00.0"), status("E", "dnf", "20:00")),
    ]
    shown = board(road, GUN, *log)

    assert "".join(row.runner.entrant.bib for row in sorted_rows(shown.rows, "net")) == "CBADE"
    assert "net" in sorts_of(shown.rows)
    assert "net" not in sorts_of(board(FIELD, GUN, *PASSED).rows)


def test_places_among_those_alike() -> None:
    """By category as it is written, and among men and women; none without either."""
    rows = {row.runner.entrant.bib: row for row in board(FIELD, GUN, *PASSED).rows}

    assert {bib: row.category_place for bib, row in rows.items()} == {
        "12": 1,
        "9": 1,
        "100": 1,
        "B7": 2,
        "7": None,
    }
    assert [rows[bib].sex_place for bib in ("12", "9", "100", "B7", "7")] == [1, 2, 1, 2, None]


def test_equal_times_share_a_place_in_the_category() -> None:
    """As they do in the race."""
    log = [
        split("12", 400, "60.0"),
        split("9", 400, "61.0"),
        split("100", 400, "61.0"),
        split("B7", 400, "62.0"),
    ]
    rows = {row.runner.entrant.bib: row for row in board(FIELD, GUN, *log).rows}

    assert [rows[bib].category_place for bib in ("100", "B7")] == [1, 2]
    assert [rows[bib].sex_place for bib in ("12", "9", "100", "B7")] == [1, 2, 1, 2]


def test_no_place_behind_someone_who_may_be_ahead() -> None:
    """Where a place was not published, and someone alike has no result, the count may be wrong."""
    log = [split("12", 1600, "4:00.0", 1), split("100", 1600, "4:02.0", 3), split("9", 1600, "4:03.0", 4)]
    unknown = status("B7", "unknown")
    rows = {row.runner.entrant.bib: row for row in board(FIELD, GUN, *log, unknown).rows}

    assert rows["100"].category_place is None
    assert rows["9"].category_place == 1
    assert rows["12"].sex_place == 1


def test_a_lap_against_the_field() -> None:
    """Against the average of all who have run it, not of fewer than three, and without pacemakers."""
    rows = {row.runner.entrant.bib: row for row in board(FIELD, GUN, *PASSED).rows}

    behind = {bib: row.lap_behind_average for bib, row in rows.items()}
    shown = {bib: one.time.ms for bib, one in behind.items() if one is not None}
    assert shown == {"12": 500, "9": 0, "100": -500, "B7": 3800}
    two = board(FIELD, GUN, *PASSED[:2]).rows
    assert {row.lap_behind_average for row in two} == {None}


def test_gaps_to_someone_chosen() -> None:
    """Where both were timed last, behind and ahead; none to oneself."""
    shown = board(FIELD, GUN, *PASSED)
    chosen = shown.state.runners["9"]

    gaps = {row["bib"]: row["chosen_gap_ms"] for row in board_json(shown, chosen=chosen)["rows"]}

    assert gaps == {"12": -500, "9": None, "100": 500, "B7": 5000, "7": None}


def test_own_bests_run_beside_their_owner() -> None:
    """At even pace, with what is left to equal them; of others there are none."""
    field = start_list([runner("1", "Ada Berg", pb=Time.parse("4:00.00"), sb=Time.parse("4:08.0")), "2"])
    shown = board(field, GUN, split("1", 800, "2:01.50"), split("2", 800, "2:02.00"), at="2:03")

    rows = {row["bib"]: row["marks"] for row in board_json(shown, with_marks=True)["rows"]}

    assert rows["2"] == []
    assert rows["1"] == [
        {"label": "PB", "gap_ms": 1500, "estimated": True, "needs_ms": 118_500, "needs_m": 800.0},
        {"label": "SB", "gap_ms": -2500, "estimated": True, "needs_ms": 126_500, "needs_m": 800.0},
    ]
