"""The figures of a whole field: everyone is in one place of each, and a seek gives what playing gives."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given

from race.board import Board
from race.course import START
from race.field.field_figures import FieldFigures
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, StartList, Status
from race.projection.board_model import BoardModel
from race.times import Time
from replays.invented_marathon import invented_race
from tests.race.messages_by_hand import GUN, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs

MINUTES = 30

FIELD = 700
"""More than are projected one by one."""


@pytest.fixture(scope="module")
def marathon() -> History:
    """An invented marathon, of which some readings are missing and some runners stop."""
    return History(invented_race(FIELD))


def taken(history: History, clock_ms: int, figures: FieldFigures | None = None) -> FieldFigures:
    """The figures at a race time, worked out anew or from those of another one."""
    state = history.at(clock_ms)
    assert state.course is not None
    figures = figures or FieldFigures(state.course)
    board = Board.at("race", clock_ms, state, BoardModel())
    figures.take(state, board.rows[0].field.projector if board.rows else lambda _: None)
    return figures


def of_log(*messages: Message, at: str) -> tuple[FieldFigures, int]:
    """The figures of a log at a race time, and that time."""
    clock_ms = Time.parse(at).ms
    return taken(History(messages), clock_ms), clock_ms


def everything(figures: FieldFigures, clock_ms: int) -> list[object]:
    """All figures at a race time."""
    finish = figures.course.finish
    return [
        figures.stretches(clock_ms),
        [figures.arrivals(index, clock_ms, MINUTES, MINUTES) for index in range(finish + 1)],
        *(figures.density(clock_ms, 20, group) for group in ("", *figures.groups)),
        *(figures.finish_times(clock_ms, group) for group in ("", *figures.groups)),
    ]


@given(wild_logs())
def test_everyone_is_in_one_place_of_the_table(log: list[Message]) -> None:
    """Whatever a log holds, those on the stretches, those out and those not seen make the whole field."""
    history = History(log)
    for clock_ms in clocks_of(history):
        state = history.at(clock_ms)
        if state.course is None:
            continue
        table = taken(history, clock_ms).stretches(clock_ms)

        placed = sum(row.on_way + row.stopped for row in table.rows)
        assert placed + table.unseen + table.absent == table.everyone == len(state.runners)
        for row, after in zip(table.rows, table.rows[1:], strict=False):
            assert row.passed == after.passed + row.on_way + row.stopped
            assert 0 <= row.overdue <= row.on_way
        for row in table.rows[1:]:
            here = [r for r in state.runners.values() if row.checkpoint in r.passings]
            assert row.passed == sum(r.furthest >= row.checkpoint for r in state.runners.values())
            assert row.missed == row.passed - len(here)


@given(tidy_races())
def test_play_and_seek_count_the_same(log: list[Message]) -> None:
    """Taken from state to state, forwards and back, the figures are those that are worked out at once."""
    history = History(log)
    clocks = [clock_ms for clock_ms in clocks_of(history) if history.at(clock_ms).course is not None]
    played: FieldFigures | None = None
    for clock_ms in (*clocks, *clocks[::-2]):
        state = history.at(clock_ms)
        if played is None or played.course is not state.course:
            played = None
        played = taken(history, clock_ms, played)

        assert everything(played, clock_ms) == everything(taken(history, clock_ms), clock_ms)


def test_a_large_field_counts_the_same_in_any_order(marathon: History) -> None:
    """The field in which only some are projected one by one, at times in no order."""
    clocks = [Random(5).randrange(marathon.end_ms) for _ in range(3)]
    played: FieldFigures | None = None
    for clock_ms in clocks:
        played = taken(marathon, clock_ms, played)

        assert everything(played, clock_ms) == everything(taken(marathon, clock_ms), clock_ms)


@pytest.mark.parametrize("minute", [60, 110, 180, 260])
def test_as_many_come_as_were_expected(marathon: History, minute: int) -> None:
    """Over half an hour and all checkpoints the forecast is right to a tenth; nothing in it is known yet."""
    clock_ms = minute * 60_000
    now, later = taken(marathon, clock_ms), taken(marathon, clock_ms + MINUTES * 60_000)
    course = now.course
    expected = came = 0
    for index in range(1, course.finish + 1):
        expected += sum(now.arrivals(index, clock_ms, 0, MINUTES).coming)
        came += sum(later.arrivals(index, clock_ms + MINUTES * 60_000, MINUTES, 0).came)

    assert came > FIELD / 4
    assert abs(expected - came) < came / 10


@pytest.mark.parametrize("minute", [110, 180, 260])
def test_the_projected_median_is_near_the_real_one(marathon: History, minute: int) -> None:
    """To three minutes in a marathon of four and a half hours."""
    end_ms = marathon.end_ms
    projected = taken(marathon, minute * 60_000).finish_times(minute * 60_000, "")
    real = taken(marathon, end_ms).finish_times(end_ms, "")

    assert real.median_ms is not None
    assert projected.median_ms is not None
    assert not real.projected
    assert len(projected.projected) > len(real.run) / 3
    assert abs(projected.median_ms - real.median_ms) < 180_000


def test_those_projected_by_others_are_projected_like_them(marathon: History) -> None:
    """Of a field too large to project each, the quartiles are those of the projections to a hundredth."""
    clock_ms = 150 * 60_000
    board = Board.at("race", clock_ms, marathon.at(clock_ms), BoardModel())
    own = sorted(
        row.projection.time.ms
        for row in board.rows
        if row.projection is not None and row.status == "running" and row.overdue is None
    )
    counted = taken(marathon, clock_ms).finish_times(clock_ms, "").projected

    assert abs(len(own) - len(counted)) <= FIELD / 20
    for quarter in (1, 2, 3):
        exact_ms, counted_ms = own[len(own) * quarter // 4], counted[len(counted) * quarter // 4]
        assert abs(exact_ms - counted_ms) < exact_ms / 100


ROAD = start_list(["1", "2", "3", "4"], (5000, 10_000, 15_000), lap_m=None)


def test_who_was_seen_later_passed() -> None:
    """A mat that missed a runner counts the runner, and says that the reading is missing."""
    log = (GUN, split("1", 5000, "15:00"), split("2", 10_000, "31:00"))
    figures, clock_ms = of_log(ROAD, *log, at="32:00")
    first, second, _ = (figures.arrivals(index, clock_ms, 60, 0) for index in range(3))

    assert (first.passed, first.missed, first.of) == (2, 1, 4)
    assert (second.passed, second.missed) == (1, 0)
    assert sum(first.came) == 1


def test_who_is_out_is_expected_no_more() -> None:
    """A runner who stops leaves the forecast, the stretch and those who may still come."""
    log = [GUN, split("1", 5000, "15:00"), split("2", 5000, "15:10")]
    before, clock_ms = of_log(ROAD, *log, at="16:00")
    after, _ = of_log(ROAD, *log, status("2", "dnf", "15:30"), at="16:00")
    at_ten, without = (figures.arrivals(1, clock_ms, 0, 60) for figures in (before, after))

    assert (sum(at_ten.coming), at_ten.of) == (2, 4)
    assert (sum(without.coming), without.of) == (1, 3)
    assert after.stretches(clock_ms).rows[1].stopped == 1
    assert after.density(clock_ms, 15, "").placed == 1


def test_who_is_long_overdue_is_expected_no_more() -> None:
    """Neither at the next checkpoint nor at the finish; the table says so."""
    others = [
        split(bib, metres, time) for bib in "123" for metres, time in ((5000, "15:00"), (10_000, "30:30"))
    ]
    figures, clock_ms = of_log(ROAD, GUN, *others, split("4", 5000, "15:00"), at="46:00")

    assert sum(figures.arrivals(1, clock_ms, 0, 60).coming) == 0
    assert figures.stretches(clock_ms).rows[1].overdue == 1
    density = figures.density(clock_ms, 15, "")
    assert (density.placed, density.unplaced) == (3, 1)
    assert len(figures.finish_times(clock_ms, "").projected) == 3


def test_a_field_that_waits_for_its_gun_has_not_started() -> None:
    """The second wave is not on the course before its own gun; with it, it is on the first stretch."""
    waves = StartList(
        name="Race",
        distance_m=10_000,
        setting="road",
        checkpoints=(Checkpoint(id="5k", distance_m=5000), Checkpoint(id="finish", distance_m=10_000)),
        entrants=tuple(Entrant(bib=bib, name=bib, wave=wave) for bib, wave in (("1", "A"), ("2", "B"))),
    )
    first = Gun(wave="A")
    figures, clock_ms = of_log(waves, first, at="1:00")
    assert (figures.stretches(clock_ms).rows[0].on_way, figures.stretches(clock_ms).unseen) == (1, 1)

    figures, clock_ms = of_log(waves, first, Gun(wave="B", when=Time(30_000)), at="1:00")
    assert (figures.stretches(clock_ms).rows[0].on_way, figures.stretches(clock_ms).unseen) == (2, 0)


def test_the_waves_or_a_group_are_counted_apart() -> None:
    """By wave while everyone is looked at; else the group, and the others behind it."""
    entrants = [
        Entrant(bib="1", name="Ada", category="W40", wave="A"),
        Entrant(bib="2", name="Bo", category="M", wave="B"),
        Entrant(bib="3", name="Cleo", category="W", wave="B"),
    ]
    splits = [split(bib, 5000, "20:00") for bib in "123"]
    guns = [Gun(wave="A"), Gun(wave="B")]
    figures, clock_ms = of_log(start_list(entrants, (5000, 10_000), lap_m=None), *guns, *splits, at="21:00")

    assert figures.groups == ("women", "men", "M", "W", "W40")
    by_wave = figures.density(clock_ms, 10, "")
    assert [(series.name, sum(series.counts)) for series in by_wave.series] == [("A", 1), ("B", 2)]
    women = figures.density(clock_ms, 10, "women")
    assert [(series.name, sum(series.counts)) for series in women.series] == [("women", 2), ("", 1)]
    assert women.series[0].counts[5] == 2
    assert len(figures.finish_times(clock_ms, "W40").projected) == 1


def test_the_finish_times_are_those_that_decide() -> None:
    """From the own gun, as places are; a result that does not stand is not among them."""
    log = [GUN, split("1", 5000, "15:00"), split("1", 15_000, "45:00"), split("2", 15_000, "46:00")]
    figures, clock_ms = of_log(ROAD, *log, Status(bib="2", status="dq", when=Time(2_770_000)), at="50:00")
    times = figures.finish_times(clock_ms, "")

    assert list(times.run) == [2_700_000]
    assert times.median_ms == 2_700_000
    assert (times.faster_than(2_700_000), times.faster_than(2_700_001)) == (0, 1)
    assert times.counts(2_700_000, 60_000, 2) == ([1, 0], [0, 0])
    assert figures.stretches(clock_ms).rows[-1].stopped == 1


def test_before_the_start_list_there_is_no_course() -> None:
    """And with it, before the gun, no one is on the way."""
    assert History([GUN]).at(0).course is None
    figures, clock_ms = of_log(ROAD, at="0")
    table = figures.stretches(clock_ms)

    assert (table.unseen, table.still_out) == (4, 0)
    assert [row.checkpoint for row in table.rows] == [START, 0, 1, 2]
    assert figures.density(clock_ms, 10, "").first is None
    assert figures.finish_times(clock_ms, "").median_ms is None
