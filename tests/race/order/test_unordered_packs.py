"""Packs whose order was not published: one block in the running order, and nothing rests on an estimate."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.board import Board
from race.fold.history import History
from race.messages import Estimate, Message, Split, StartList, TimeBand
from race.order.positions_on_course import course_positions
from race.times import Time
from tests.examples import examples
from tests.race.messages_by_hand import (
    GUN,
    bibs,
    board,
    entrant,
    estimate,
    moments,
    order,
    places,
    read_json,
    row_of,
    split,
    start_list,
    status,
)
from tests.race.random_races import clocks_of, picture, tidy_races


def pack(names: str, metres: float, low: str, likely: str, high: str) -> list[Estimate]:
    """Runners who come to a checkpoint together."""
    return [estimate(bib, metres, low, likely, high) for bib in names]


def packs(shown: Board) -> list[tuple[int, str]]:
    """Number and bibs of each pack."""
    return [(p.number, "".join(runner.entrant.bib for runner in p.runners)) for p in shown.packs]


def test_a_pack_is_one_block_behind_the_published_leader() -> None:
    """In the order of the start list, without place, gap, gain, projection or chance."""
    log = [start_list("ABCD"), GUN, split("C", 400, "55.5", 1), *pack("DBA", 400, "55.5", "56.2", "57.0")]

    shown = board(*log, at="58")

    assert bibs(shown) == "CABD"
    assert packs(shown) == [(1, "ABD")]
    assert places(shown) == {"C": 1, "A": None, "B": None, "D": None}
    assert shown.leader is not None
    assert shown.leader.runner.entrant.bib == "C"
    for bib in "ABD":
        row = row_of(shown, bib)
        figures = (row.gap, row.interval, row.gain, row.lap, row.segment, row.projection, row.projected_place)
        assert figures == (None,) * 7
        assert row.chances is None
    assert row_of(shown, "C").chances is None
    assert row_of(shown, "C").projected_place is None


def test_where_no_order_was_published_there_is_none() -> None:
    """Once the last known leader is somewhere in the pack, no one leads, and no sentence says so."""
    log = [
        start_list("ABC"),
        GUN,
        split("C", 400, "55.5", 1),
        *pack("AB", 400, "55.5", "56.2", "57.0"),
        *pack("ABC", 800, "1:52.0", "1:52.6", "1:53.3"),
    ]

    shown = board(*log, at="1:58")

    assert shown.leader is None
    assert bibs(shown) == "ABC"
    assert packs(shown) == [(1, "ABC")]
    assert row_of(shown, "C").gap is None
    assert row_of(shown, "C").projection is None
    assert row_of(shown, "C").overdue is None
    told = moments(shown.state, shown.clock_ms)
    assert [(moment.bib, moment.when_ms) for moment in told] == [(None, 0), ("C", 55_500)]


def test_a_published_place_stands_where_it_says() -> None:
    """The fourth has three of the pack in front, the last is behind it, and no one else gets a place."""
    log = [start_list("ABCDEF"), GUN, order(400, "D", first=4), order(400, "A", first=6)]

    shown = board(*log, *pack("BCEF", 400, "55.0", "56.0", "57.0"), at="1:00")

    assert bibs(shown) == "BCEDFA"
    assert places(shown) == {"B": None, "C": None, "E": None, "D": 4, "F": None, "A": 6}


def test_a_place_is_counted_only_in_front_of_the_pack() -> None:
    """A time without a place says who was where only if no one of the pack can have been there before."""
    field = [start_list("ABCD"), GUN, split("A", 400, "55.0"), split("B", 400, "56.5")]

    shown = board(*field, *pack("CD", 400, "56.0", "56.5", "57.0"), at="1:00")
    before = board(*field, *pack("CD", 400, "56.5", "57.0", "57.5"), at="1:00")

    assert places(shown) == {"A": 1, "B": None, "C": None, "D": None}
    assert places(before) == {"A": 1, "B": 2, "C": None, "D": None}


def test_the_same_places_are_counted_at_an_earlier_checkpoint() -> None:
    """So that no one gains or loses a place that was never known."""
    log = [
        start_list("ABC"),
        GUN,
        split("B", 400, "56.0"),
        *pack("AC", 400, "55.5", "56.2", "57.0"),
        *(split(bib, 800, f"1:5{i}") for i, bib in enumerate("CAB")),
    ]

    shown = board(*log, at="1:55")

    assert places(shown) == {"C": 1, "A": 2, "B": 3}
    assert {row.gain for row in shown.rows} == {None}


def test_those_left_behind_are_a_pack_of_their_own() -> None:
    """By the checkpoint, and by the likely times there."""
    log = [
        start_list("ABCDE"),
        GUN,
        *pack("AE", 800, "1:52.0", "1:52.6", "1:53.3"),
        *pack("BD", 800, "1:56.0", "1:57.0", "1:58.0"),
        *pack("C", 400, "1:01.0", "1:02.0", "1:03.0"),
    ]

    assert packs(board(*log, at="1:55")) == [(1, "AE"), (2, "C")]
    assert packs(board(*log, at="2:00")) == [(1, "AE"), (2, "BD"), (3, "C")]


def test_those_who_left_the_race_are_in_no_pack() -> None:
    """They stand at the end, as ever; pacemakers are in it while they run."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])
    log = [field, GUN, *pack("PAB", 400, "55.0", "56.0", "57.0")]

    assert packs(board(*log, at="1:00")) == [(1, "PAB")]
    assert packs(board(*log, status("P", "dnf", when="58"), at="1:00")) == [(1, "AB")]


def test_finishers_leave_the_pack() -> None:
    """The others stay in it until they finish."""
    log = [start_list("ABC"), GUN, *pack("ABC", 1200, "2:50.0", "2:51.0", "2:52.0")]

    shown = board(*log, split("B", 1600, "3:45.0", 1), at="3:46")

    assert bibs(shown) == "BAC"
    assert packs(shown) == [(1, "AC")]
    assert row_of(shown, "B").chances == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("metres", [400, 1600])
def test_an_estimated_split_is_no_passing(metres: int) -> None:
    """Whoever sends it: an estimate is made, never taken."""
    shown = board(start_list("A"), GUN, split("A", metres, "4:00", evidence="estimated"))

    assert row_of(shown, "A").passing is None
    assert places(shown) == {"A": None}


def test_an_estimate_is_kept_when_the_gun_is_corrected() -> None:
    """It is in race time, whatever the gun."""
    band = TimeBand(55_000, 56_000, 57_000)
    runner = row_of(board(start_list("A"), GUN, estimate("A", 400, "55", "56", "57")), "A").runner

    assert runner.estimates == {0: band}
    assert runner.passings == {}
    assert runner.reached == 0


def test_on_the_course_a_runner_goes_evenly_from_one_likely_time_to_the_next() -> None:
    """Also up to one that is still to come."""
    log = [
        start_list("A"),
        GUN,
        estimate("A", 400, "58", "60", "62"),
        estimate("A", 800, "1:58", "2:00", "2:02"),
    ]

    def metres(at: str) -> float:
        clock_ms = Time.parse(at).ms
        return course_positions(board(*log, at=at).state, clock_ms)["A"].metres

    assert metres("60") == 400
    assert metres("1:30") == pytest.approx(600)
    assert metres("1:59") == pytest.approx(400 + 400 * 59 / 60)
    assert metres("2:30") == pytest.approx(1000)


def test_json_of_a_pack() -> None:
    """Rows have its number and no place; the board says where and when it was."""
    log = [start_list("ABC"), GUN, split("C", 400, "55.5", 1), *pack("AB", 400, "55.5", "56.2", "57.0")]

    printed = read_json(board(*log, at="58"))

    assert [(row["bib"], row["place"], row["pack"]) for row in printed["rows"]] == [
        ("C", 1, None),
        ("A", None, 1),
        ("B", None, 1),
    ]
    assert printed["packs"] == [
        {
            "number": 1,
            "checkpoint": {"id": "400", "distance_m": 400},
            "low_ms": 55_500,
            "high_ms": 57_000,
            "size": 2,
        }
    ]


def with_bands(log: list[Message], seed: int) -> list[Message]:
    """A race with a band wherever a split of it is missing, some of them shared."""
    chance, start = Random(seed), log[0]
    assert isinstance(start, StartList)
    seen = {(m.bib, m.checkpoint) for m in log if isinstance(m, Split)}
    bands: list[Message] = []
    for number, checkpoint in enumerate(start.checkpoints[:-1], start=1):
        shared = [TimeBand(low, low + 500, low + 1500) for low in (number * 60_000, number * 61_000)]
        for bib in (e.bib for e in start.entrants if (e.bib, checkpoint.id) not in seen):
            band = chance.choice(shared)
            bands.append(Estimate(bib=bib, checkpoint=checkpoint.id, band=band, when=Time(band.low_ms, 3)))
    return [*log, *bands]


@examples(30)
@given(tidy_races(), st.integers(0, 1000))
def test_a_state_with_packs_is_the_same_however_the_playhead_got_there(log: list[Message], seed: int) -> None:
    """And in each every entrant has one row, and who is in a pack no figures."""
    messages = with_bands(log, seed)
    history = History(messages)
    later = picture(history)

    for clock_ms in clocks_of(history):
        assert picture(history, clock_ms) == picture(History(messages), clock_ms)
        shown = Board.at("race", clock_ms, history.at(clock_ms))
        assert len({row.runner.entrant.bib for row in shown.rows}) == len(shown.rows)
        for row in shown.rows:
            if row.pack is not None:
                assert (row.place, row.gap, row.gain, row.projection) == (None,) * 4
                assert row.runner in row.pack.runners
    assert picture(history) == later
