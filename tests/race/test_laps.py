"""Laps, segments, gaps and laps down are differences between times that are known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from race.board import Board
from race.course import START, Course
from race.fold.history import History
from race.laps import Stretch, gap_at, lap, segment
from race.times import Time
from tests.race.messages_by_hand import GUN, bibs, board, order, row_of, split, start_list
from tests.race.random_races import clocks_of, tidy_races, wild_logs

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.messages import Message

EXAMPLES = settings(max_examples=150)


def runners(log: list[Message]) -> list[tuple[Course, Runner]]:
    """Every runner at the end of a race, with the course; none where the start list was withdrawn."""
    state = History(log).at(10**9)
    return [(state.course, runner) for runner in state.runners.values() if state.course]


@EXAMPLES
@given(wild_logs())
def test_segments_add_up_to_the_time(log: list[Message]) -> None:
    """From the first time on, as far as the precision of the times goes; there is none that averages more."""
    for course, runner in runners(log):
        index = runner.last_timed
        digits = {time.digits for i in runner.passings if (time := runner.time_at(i))}
        if index == START or len(digits) > 1:
            continue
        total_ms, metres, stop = 0, 0.0, index
        while index != START:
            stretch = segment(course, runner, index)
            if stretch is None:
                assert not any(runner.time_at(i) for i in range(index))
                time = runner.time_at(index)
                assert time
                stretch = Stretch(time.rounded(time.digits), course.distance(index), False)
            total_ms, metres = total_ms + stretch.time.ms, metres + stretch.metres
            index = course.last_before(course.distance(index) - stretch.metres)

        time = runner.time_at(stop)
        assert time
        assert total_ms == time.rounded(time.digits).ms
        assert metres == pytest.approx(course.distance(stop))


@EXAMPLES
@given(wild_logs())
def test_a_lap_is_a_difference_of_two_times_a_lap_apart(log: list[Message]) -> None:
    """Both its ends are timed and a lap apart to within a metre; otherwise there is none."""
    for course, runner in runners(log):
        for index in runner.passings:
            stretch, start = lap(course, runner, index), course.lap_start[index]
            timed = start is not None and runner.time_at(start) and runner.time_at(index)

            assert (stretch is not None) is bool(timed)
            if stretch is not None and course.lap_m is not None:
                assert stretch.metres == pytest.approx(course.lap_m, abs=1)


@EXAMPLES
@given(tidy_races())
def test_gaps_to_the_leader_are_never_negative(log: list[Message]) -> None:
    """At the leader's checkpoint no one is ahead of the leader, nor of the runner in front."""
    history = History(log)

    for clock_ms in clocks_of(history):
        racing = [r for r in Board.at("race", clock_ms, history.at(clock_ms)).rows if r.is_racing]

        for row in racing:
            assert row.gap is None or row.checkpoint < racing[0].checkpoint or row.gap.time.ms >= 0
        for above, below in pairwise(racing):
            assert below.in_front == above.runner
            if above.checkpoint == below.checkpoint:
                assert below.interval
                assert below.interval.time.ms >= 0


@EXAMPLES
@given(wild_logs())
def test_a_gap_is_measured_where_both_have_passed(log: list[Message]) -> None:
    """At the last checkpoint where both have a time, and nowhere where one has none."""
    shown = Board.at("race", 10**9, History(log).at(10**9))
    course = shown.state.course
    racing = [row for row in shown.rows if row.is_racing]

    for row in racing:
        assert course
        leader = racing[0].runner
        both = [i for i in row.runner.passings if row.runner.time_at(i) and leader.time_at(i)]
        expected = gap_at(course, row.runner, leader, max(both)) if both else None
        assert row.gap == expected
        assert expected is None or expected.metres == course.distance(max(both))


def test_laps_of_a_track_race() -> None:
    """Each ends at a checkpoint and begins a lap before it, the first at the start."""
    times = ("1:00.1", "2:01.2", "3:01.0", "3:59.9")
    log = [start_list("A"), GUN, *(split("A", 400 * (i + 1), time) for i, time in enumerate(times))]

    course, runner = runners(log)[0]

    laps = [lap(course, runner, index) for index in range(4)]
    assert [str(stretch.time) for stretch in laps if stretch] == ["1:00.1", "1:01.1", "59.8", "58.9"]


def test_laps_of_a_mile_from_the_finish_line() -> None:
    """Three laps are 400 m long; the first stretch of 409.344 m is not a lap."""
    distances = (409.344, 809.344, 1209.344, 1609.344)
    times = ("57", "1:54", "2:51", "3:45")
    log = [
        start_list("A", checkpoints_m=distances),
        GUN,
        *(split("A", m, t) for m, t in zip(distances, times, strict=True)),
    ]

    course, runner = runners(log)[0]

    laps = [lap(course, runner, index) for index in range(4)]
    assert [str(stretch.time) if stretch else None for stretch in laps] == [None, "57", "57", "54"]


def test_no_lap_without_the_checkpoint_a_lap_before() -> None:
    """Neither where there is none, nor where this runner was missed."""
    hundreds = [start_list("A", checkpoints_m=(400, 800, 1200, 1609.344)), GUN]
    shown = board(*hundreds, split("A", 1200, "2:50"), split("A", 1609.344, "3:45"))
    missed = board(start_list("A"), GUN, split("A", 400, "1:00"), split("A", 1200, "3:00"))

    assert row_of(shown, "A").lap is None
    assert row_of(missed, "A").lap is None
    segment_missed = row_of(missed, "A").segment
    assert segment_missed
    assert (str(segment_missed.time), segment_missed.metres) == ("2:00", 800)


def test_the_last_stretch_of_a_mile_is_nearly_its_last_lap() -> None:
    """With checkpoints at whole hundreds 409 m are shown, not the nine metres from 1600."""
    log = [start_list("A", checkpoints_m=(400, 800, 1200, 1600, 1609.344)), GUN]

    shown = board(
        *log, split("A", 1200, "2:50.7"), split("A", 1600, "3:44.0"), split("A", 1609.344, "3:45.3")
    )

    stretch = row_of(shown, "A").segment
    assert stretch
    assert (str(stretch.time), round(stretch.metres, 3)) == ("54.6", 409.344)


def test_a_tenth_of_a_lap_more_is_still_nearly_a_lap() -> None:
    """And a metre more than that is not."""
    for point_m, metres in ((1160, 440), (1159, 100)):
        log = [
            start_list("A", checkpoints_m=(point_m, 1500, 1600)),
            GUN,
            split("A", point_m, "2:50"),
            split("A", 1500, "3:40"),
        ]

        stretch = row_of(board(*log, split("A", 1600, "3:55")), "A").segment

        assert stretch
        assert stretch.metres == metres


def test_far_from_a_lap_the_last_stretch_is_from_the_checkpoint_before() -> None:
    """Where no checkpoint is within a tenth of a lap of the start of the last one."""
    log = [start_list("A", checkpoints_m=(400, 1500)), GUN, split("A", 400, "1:00"), split("A", 1500, "3:40")]

    stretch = row_of(board(*log), "A").segment

    assert stretch
    assert stretch.metres == 1100


def test_a_road_lap_is_from_checkpoint_to_checkpoint() -> None:
    """Between neighbours, and none across a checkpoint that was missed."""
    field = start_list("AB", checkpoints_m=(5000, 10_000, 15_000), lap_m=None)
    log = [field, GUN, split("A", 5000, "15:00"), split("B", 5000, "15:10"), split("A", 10_000, "30:01")]

    shown = board(*log, split("A", 15_000, "45:00"), split("B", 15_000, "46:00"))

    lap_a, lap_b, segment_b = row_of(shown, "A").lap, row_of(shown, "B").lap, row_of(shown, "B").segment
    assert lap_a
    assert (str(lap_a.time), lap_a.metres) == ("14:59", 5000)
    assert lap_b is None
    assert segment_b
    assert (str(segment_b.time), segment_b.metres) == ("30:50", 10_000)


def test_gap_and_interval() -> None:
    """Behind the leader, and behind the runner in front, who need not be the same."""
    log = [
        start_list("ABC"),
        GUN,
        *(split(b, 400, t) for b, t in zip("ABC", ("1:00", "1:01", "1:03"), strict=True)),
    ]

    rows = board(*log).rows

    assert [str(row.gap.time) for row in rows if row.gap] == ["0", "1", "3"]
    assert [str(row.interval.time) if row.interval else None for row in rows] == [None, "1", "2"]


def test_a_gap_is_taken_at_the_last_checkpoint_both_have_passed() -> None:
    """In time, never between different places, and passing over what one of them missed."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), split("B", 400, "1:02"), split("A", 800, "2:00")]

    behind = row_of(board(*log), "B").gap
    missed = row_of(board(*log, split("B", 1200, "3:09"), split("A", 1200, "3:00")), "B").gap
    without = row_of(board(*log, split("B", 1200, "3:09")), "B")

    assert behind
    assert (str(behind.time), behind.metres) == ("2", 400)
    assert missed
    assert (str(missed.time), missed.metres) == ("9", 1200)
    assert bibs(board(*log, split("B", 1200, "3:09"))) == "BA"
    assert without.gap
    assert without.gap.time.ms == 0


def test_no_gap_without_a_time_of_both() -> None:
    """Between a place and a time there is no gap."""
    shown = board(start_list("AB"), GUN, split("A", 400, "1:00", 1), order(400, "B", first=2))

    assert row_of(shown, "B").gap is None
    assert row_of(shown, "B").interval is None


def test_gaps_are_as_coarse_as_the_coarser_time() -> None:
    """A hand time in tenths beside a device's hundredths makes a gap in tenths."""
    shown = board(start_list("AB"), GUN, split("A", 400, "58.21"), split("B", 400, "58.4", evidence="hand"))

    gap = row_of(shown, "B").gap
    assert gap
    assert gap.time == Time(100, 1)


def test_a_suspect_split_is_left_out() -> None:
    """It is a passing with a time that is shown, and no lap, gap or segment is taken from it."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), split("B", 400, "1:01"), split("A", 800, "2:00")]

    row = row_of(board(*log, split("B", 800, "1:05", suspect=True), split("B", 1200, "3:05")), "B")
    middle = row_of(board(*log, split("B", 800, "2:05", suspect=True)), "B")

    assert row.segment
    assert row.segment.metres == 800
    assert row.lap is None
    assert middle.checkpoint == 0
    assert [str(passing.time) for passing in middle.runner.doubtful.values()] == ["2:05"]
    assert middle.gap
    assert middle.gap.metres == 400


def test_laps_down_on_a_long_track_race() -> None:
    """Twenty-five laps: a lapped runner is a lap down from the next time over the line, not before."""
    field = start_list("AB", checkpoints_m=[400.0 * (i + 1) for i in range(25)])
    leader = [split("A", 400 * n, str(Time(60_000 * n, 0))) for n in range(1, 26)]
    slow = [split("B", 400 * n, str(Time(66_000 * n, 0))) for n in range(1, 24)]

    def down(laps: int) -> int:
        return row_of(board(field, GUN, *leader, *slow[:laps]), "B").laps_down

    assert [down(laps) for laps in (1, 9, 10, 19, 20, 23)] == [0, 0, 1, 1, 2, 2]


def test_laps_down_between_the_lines() -> None:
    """Counted where both pass the same line; checkpoints half a lap apart do not count."""
    field = start_list("AB", checkpoints_m=[200.0 * (i + 1) for i in range(8)])
    log = [field, GUN, *(split("A", 200 * n, str(Time(30_000 * n, 0))) for n in range(1, 6))]

    assert row_of(board(*log, split("B", 200, "2:10")), "B").laps_down == 1
    assert row_of(board(*log, split("B", 200, "2:29")), "B").laps_down == 1
    assert row_of(board(*log, split("B", 200, "2:30")), "B").laps_down == 2
    assert row_of(board(*log, split("B", 200, "1:29")), "B").laps_down == 0
    assert row_of(board(*log, split("B", 400, "2:30")), "B").laps_down == 1


def test_the_same_line_is_the_same_to_within_a_metre() -> None:
    """Two metres on it is another line."""
    for point_m, down in ((801, 1), (802, 0)):
        log = [
            start_list("AB", checkpoints_m=(400, point_m, 1600)),
            GUN,
            split("A", 400, "1:00"),
            split("A", point_m, "2:00"),
        ]

        assert row_of(board(*log, split("B", 400, "2:10")), "B").laps_down == down


def test_no_one_is_laps_down_on_a_road() -> None:
    """Nor before the first split, nor by a time that does not count."""
    road = start_list("AB", checkpoints_m=(5000, 10_000), lap_m=None)
    log = [road, GUN, split("A", 5000, "15:00"), split("A", 10_000, "30:00"), split("B", 5000, "31:00")]
    track = [start_list("AB"), GUN, split("A", 400, "1:00"), split("A", 800, "2:00")]

    assert row_of(board(*log), "B").laps_down == 0
    assert row_of(board(*track), "B").laps_down == 0
    assert row_of(board(*track, split("B", 400, "2:10", suspect=True)), "B").laps_down == 0
    assert row_of(board(*track, split("B", 400, "2:10")), "B").laps_down == 1


@pytest.mark.parametrize(
    ("distances", "lap_m", "starts"),
    [
        ((400, 800, 1200, 1600), 400, [START, 0, 1, 2]),
        ((409.344, 809.344, 1209.344, 1609.344), 400, [None, 0, 1, 2]),
        ((300, 700, 1100, 1500), 400, [None, 0, 1, 2]),
        ((400, 800, 1000, 1400, 1609.344), 400, [START, 0, None, 2, None]),
        ((399.5, 800, 1200.4), 400, [START, 0, 1]),
        ((401, 801, 1202.5), 400, [START, 0, None]),
        ((5000, 10_000, 21_097.5), None, [START, 0, 1]),
    ],
)
def test_where_a_lap_begins(
    distances: tuple[float, ...], lap_m: float | None, starts: list[int | None]
) -> None:
    """At the checkpoint a lap before, to within a metre; on a road at the one before."""
    assert Course(start_list("A", checkpoints_m=distances, lap_m=lap_m)).lap_start == starts


def test_a_course_knows_its_way() -> None:
    """Distances, what is left, the last checkpoint up to somewhere, and what people call it."""
    course = Course(start_list("A", checkpoints_m=(409.344, 800, 1609.344)))

    assert [course.distance(index) for index in (START, 0, 2)] == [0.0, 409.344, 1609.344]
    assert course.to_go(0) == pytest.approx(1200)
    assert [course.last_before(metres) for metres in (0, 409.344, 799, 800, 5000)] == [START, 0, 0, 1, 2]
    assert [course.label(index) for index in range(3)] == ["409.344 m", "800 m", "finish"]
    assert [course.ends_lap(index) for index in range(3)] == [False, True, False]


def test_what_ends_a_lap() -> None:
    """A whole number of laps from the start to within a metre; on a road every checkpoint does."""
    track = Course(start_list("A", checkpoints_m=(401, 798, 1200, 1600)))
    road = Course(start_list("A", checkpoints_m=(401, 798), lap_m=None))

    assert [track.ends_lap(index) for index in range(4)] == [True, False, True, True]
    assert [road.ends_lap(index) for index in range(2)] == [True, True]


def test_checkpoints_may_be_listed_in_any_order() -> None:
    """The course runs from the start to the finish all the same."""
    field = start_list("A", checkpoints_m=(1200, 400, 1600))

    course = Course(field)

    assert course.distances == [400, 1200, 1600]
    assert course.index == {"400": 0, "1200": 1, "1600": 2}


def test_the_average_from_the_start_is_no_segment() -> None:
    """Of a runner with the result alone nothing is known on the way; the first checkpoint is a stretch."""
    log = [start_list("AB"), GUN, split("A", 1600, "4:00"), split("B", 400, "1:01")]

    shown = board(*log)

    assert row_of(shown, "A").segment is None
    assert row_of(shown, "B").segment == Stretch(Time(61_000, 0), 400, False)
