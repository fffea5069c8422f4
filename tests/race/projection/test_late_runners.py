"""Runners who are late: what is expected of them, when they are overdue, and what it means for the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from race.messages import Message, Setting, StartList
from tests.examples import examples
from tests.race.messages_by_hand import GUN, board, row_of, split, start_list
from tests.race.random_races import clocks_of, wild_logs

if TYPE_CHECKING:
    from race.standings import Row

LATER_MS = (1, 1000, 7777, 61_003, 20_000_000)


@examples(75)
@given(wild_logs())
def test_whatever_the_log_and_the_clock(log: list[Message]) -> None:
    """Nothing is expected in the past; the overdue have no figures; chances add up to one or are absent."""
    history = History(log)
    for known_ms in clocks_of(history):
        shown = Board.at("race", known_ms, history.at(known_ms))
        for clock_ms in (known_ms, *(known_ms + later_ms for later_ms in LATER_MS)):
            shown.move_to(clock_ms)
            for row in shown.rows:
                assert_not_in_the_past(row, clock_ms)
            figures = [row for row in board_json(shown)["rows"] if row["overdue"]]
            assert {(row["projected_ms"], row["chances"], row["next_ms"]) for row in figures} <= {(None,) * 3}
            assert_chances_add_up(shown.rows)


def assert_not_in_the_past(row: Row, clock_ms: int) -> None:
    """Whatever is expected of a runner still running is expected after the clock."""
    if row.status != "running" or row.runner.last_timed < 0:
        return
    timed = row.runner.passings[row.runner.last_timed]
    assert timed.time
    since_gun_ms = clock_ms - (timed.when_ms - timed.time.ms)
    figures = [row.projection, *([row.next] if row.next else [])]
    for figure in figures:
        if figure is not None and figure.time.ms >= timed.time.ms:
            assert figure.time.ms >= since_gun_ms
            assert figure.low is None or figure.low.ms >= min(since_gun_ms, figure.low.ms)
            assert figure.high is None or figure.high.ms >= figure.time.ms


def assert_chances_add_up(rows: list[Row]) -> None:
    """Each of the first places goes to one runner, as long as so many may take it."""
    chances = [row.chances for row in rows if row.chances]
    if rows and chances and rows[0].field.chances.another:
        chances.append(rows[0].field.chances.another)
    if any(row.status == "finished" for row in rows):
        return
    for place in range(3) if chances else ():
        total = sum(c[place] for c in chances)
        assert total == pytest.approx(1) or (total == 0 and place >= len(chances))


def stepped_off(distance_m: int, last_m: int) -> list[Message]:
    """A race over laps of 400 m in which 4 is not seen after a distance; each keeps an even pace."""
    points = [*range(400, distance_m, 400), distance_m]
    bibs = [str(bib) for bib in range(1, 13)]
    log: list[Message] = [start_list(bibs, points), GUN]
    times = [
        (int(bib), m, (145 + int(bib)) * m / 1000)
        for bib in bibs
        for m in points
        if bib != "4" or m <= last_m
    ]
    log += [split(str(bib), m, f"{s:.2f}") for bib, m, s in sorted(times, key=lambda run: run[2])]
    return log


@pytest.mark.parametrize(
    ("distance_m", "last_m", "before", "after"),
    [(1500, 800, "3:10", "3:11"), (5000, 3200, "9:08", "9:09"), (10_000, 6000, "16:05", "16:06")],
)
def test_stepping_off_unsaid_is_noticed_at_the_next_checkpoint(
    distance_m: int, last_m: int, before: str, after: str
) -> None:
    """At every distance, once a fifth more than the lap before has passed; then there is no chance either."""
    log = stepped_off(distance_m, last_m)

    early, late = (row_of(board(*log, at=at), "4") for at in (before, after))

    assert early.overdue is None
    assert early.projection is not None
    assert late.overdue is not None
    assert late.field.course.distance(late.overdue.checkpoint) == last_m + 400
    assert (late.projection, late.next, late.chances, late.projected_place) == (None,) * 4


def test_one_who_stepped_off_leaves_the_chances_to_the_others() -> None:
    """They are given again without the missing runner, as the others show that the checkpoint works."""
    shown = board(*stepped_off(1500, 800), at="3:11")

    assert [row.runner.entrant.bib for row in shown.rows if row.chances is None] == ["4"]
    assert sum(row.chances[0] for row in shown.rows if row.chances) == pytest.approx(1)


def test_no_one_is_certain_while_a_rival_is_unaccounted_for() -> None:
    """Where only the leader was read, the reading of the others may be missing: any of them may still win."""
    log = [*stepped_off(1500, 800)]
    read = [*log[:26], split("1", 1200, "2:55.20")]

    shown = board(*read, at="3:21")

    assert {row.runner.entrant.bib for row in shown.rows if row.overdue} == {str(bib) for bib in range(2, 13)}
    leader, *others = shown.rows
    assert leader.chances
    assert 0.2 < leader.chances[0] < 0.6
    assert leader.chances[0] + leader.field.chances.another[0] == pytest.approx(1)
    assert {row.chances for row in others} == {None}


def test_after_one_split_and_silence_the_leader_is_overdue() -> None:
    """The projection does not slide for ever."""
    log = [start_list("ABCD", (400, 800, 1200, 1600)), GUN, split("A", 400, "1:00")]

    assert row_of(board(*log, at="2:11"), "A").projection
    assert row_of(board(*log, at="2:13"), "A").overdue


def test_a_late_finish_is_not_expected_before_the_clock() -> None:
    """In whole seconds after the time first expected, so that it does not flicker."""
    log = [
        start_list("A", (400, 800, 1200, 1600)),
        GUN,
        *(split("A", m, f"{m * 0.15:.2f}") for m in (400, 800, 1200)),
    ]
    first = row_of(board(*log, at="3:00"), "A").projection
    assert first
    for late_ms in (1, 500, 1000, 1001, 9000):
        shown = Board.at("race", 0, History(log).at(10**6))
        shown.move_to(first.time.ms + late_ms)
        moved = row_of(shown, "A").projection
        assert moved
        assert moved.time.ms == first.time.ms + -(-late_ms // 1000) * 1000


@pytest.mark.parametrize(("setting", "at_m"), [("track", 200), ("road", 200), ("trail", 5000)])
def test_no_finish_is_projected_from_too_little(setting: Setting, at_m: int) -> None:
    """But the next checkpoint is expected, so that a runner may be overdue there."""
    points = (at_m, 2 * at_m, 10 * at_m, 11 * at_m)
    field = replace(start_list("A", points, lap_m=400 if setting == "track" else None), setting=setting)
    time = at_m / 5

    early = row_of(board(field, GUN, split("A", at_m, f"{time}"), at=f"{time}"), "A")
    late = row_of(board(field, GUN, split("A", at_m, f"{time}"), at=f"{2.6 * time}"), "A")

    assert early.projection is None
    assert early.next is not None
    assert early.next.checkpoint == 1
    assert (early.projected_place, early.chances) == (None, None)
    assert late.overdue is not None


AID_M = (15_000, 15_000, 45_000, 45_000, 70_000)
AID_APART_M = (15_000, 15_001, 45_000, 45_050, 70_000)


def aid_stations(points: tuple[float, ...]) -> StartList:
    """A trail with two aid stations, each with a way in and a way out, and ten runners."""
    field = replace(start_list([str(bib) for bib in range(10)], range(1, 6), lap_m=None), setting="trail")
    ids = ("first-in", "first-out", "second-in", "second-out", "finish")
    places = zip(field.checkpoints, ids, points, strict=True)
    checkpoints = tuple(replace(c, id=name, distance_m=metres) for c, name, metres in places)
    return replace(field, distance_m=points[-1], checkpoints=checkpoints)


def at_aid(bib: int, where: str, hours: float) -> Message:
    """A reading in an aid station."""
    return replace(split(str(bib), 1, f"{hours * 3600:.0f}"), checkpoint=where)


@pytest.mark.parametrize("points", [AID_M, AID_APART_M])
def test_who_rests_is_not_overdue(points: tuple[float, ...]) -> None:
    """For however long; who has gone out again and is lost is."""
    log: list[Message] = [aid_stations(points), GUN]
    log += [at_aid(bib, "first-in", 2 + bib / 10) for bib in range(10)]
    log += [at_aid(bib, "first-out", 2 + bib / 10) for bib in range(9)]
    log += [at_aid(bib, "second-in", 6 + bib / 5) for bib in range(8)]
    log += [at_aid(bib, "second-out", 6.5 + bib / 5) for bib in range(7)]

    resting, lost, behind, out = (row_of(board(*log, at="30:00:00"), bib) for bib in "7890")

    assert (resting.overdue, resting.projection) == (None, None)
    assert lost.overdue is not None
    assert lost.field.course.checkpoints[lost.overdue.checkpoint].id == "second-in"
    assert behind.overdue is None
    assert out.overdue is not None
    assert board(*log, at="9:00:00").rows[0].next is not None


@pytest.mark.parametrize("points", [AID_M, AID_APART_M])
def test_where_no_one_is_read_on_the_way_out_no_one_rests(points: tuple[float, ...]) -> None:
    """Once others were seen further on, who was read on the way in alone is overdue like anyone."""
    log: list[Message] = [aid_stations(points), GUN]
    log += [at_aid(bib, "first-in", 2 + bib / 10) for bib in range(10)]
    late = "30:00:00"
    assert row_of(board(*log, at=late), "9").overdue is None
    log.append(at_aid(0, "second-in", 6))
    assert row_of(board(*log, at=late), "9").overdue is None

    log.append(at_aid(1, "second-in", 6.2))
    overdue = row_of(board(*log, at=late), "9").overdue
    assert overdue is not None
    assert aid_stations(points).checkpoints[overdue.checkpoint].id == "second-in"
    assert row_of(board(*log, at="6:30:00"), "9").overdue is None
    log.append(at_aid(8, "first-out", 12))
    assert row_of(board(*log, at=late), "9").overdue is None


@pytest.mark.parametrize("points", [AID_M, AID_APART_M])
def test_a_rest_is_no_lap_and_no_pace(points: tuple[float, ...]) -> None:
    """The lap is that from one place to the next; after an hour of rest the pace is expected that was run."""
    log: list[Message] = [aid_stations(points), GUN]
    for bib in range(10):
        log += [at_aid(bib, "first-in", 2), at_aid(bib, "first-out", 3), at_aid(bib, "second-in", 7)]

    row = row_of(board(*log, at_aid(0, "second-out", 8), at="8:00:00"), "0")

    assert row.lap is not None
    assert row.segment is not None
    assert (row.lap.time.ms, row.segment.time.ms) == (5 * 3_600_000, 5 * 3_600_000)
    assert row.lap.metres == row.segment.metres == points[3] - points[1]
    assert row.projection is not None
    assert 11 * 3_600_000 < row.projection.time.ms < 14 * 3_600_000
