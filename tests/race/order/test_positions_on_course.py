"""Where each runner is between checkpoints, from nothing later than the playhead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList
from race.order.positions_on_course import CoursePosition, course_positions
from race.times import Time
from tests.race.messages_by_hand import GUN, estimate, gun, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs


def places(log: list[Message], at: str) -> dict[str, CoursePosition]:
    """Where everyone is at a race time."""
    clock_ms = Time.parse(at).ms
    return course_positions(History(log).at(clock_ms), clock_ms)


@settings(max_examples=150)
@given(wild_logs())
def test_no_position_is_beyond_the_next_checkpoint(log: list[Message]) -> None:
    """Each runner is between the last checkpoint passed and the next; those who are out have no position."""
    history = History(log)
    for clock_ms in (ms + later for ms in clocks_of(history) for later in (0, 1, 15_000)):
        state = history.at(clock_ms)
        for bib, place in course_positions(state, clock_ms).items():
            course, runner = state.course, state.runners[bib]
            assert course is not None
            assert runner.out is None
            next_m = course.distance(min(runner.furthest + 1, course.finish))
            assert course.distance(runner.furthest) <= place.metres <= next_m


@settings(max_examples=150)
@given(tidy_races())
def test_no_one_runs_backwards(log: list[Message]) -> None:
    """Positions only grow, until they are no longer known."""
    history = History(log)
    before: dict[str, float] = {}
    for clock_ms in range(0, history.end_ms + 5000, 2500):
        found = course_positions(history.at(clock_ms), clock_ms)
        assert all(place.metres >= before.get(bib, 0) for bib, place in found.items())
        before |= {bib: place.metres for bib, place in found.items()}


@settings(max_examples=150)
@given(tidy_races())
def test_a_split_puts_its_runner_at_its_checkpoint(log: list[Message]) -> None:
    """At the very moment of a passing its distance is where the runner is."""
    history = History(log)
    for clock_ms in history.times():
        state = history.at(clock_ms)
        found = course_positions(state, clock_ms)
        for bib, runner in state.runners.items():
            passing = runner.last
            if bib in found and passing is not None and passing.when_ms == clock_ms:
                assert state.course is not None
                assert found[bib].metres == state.course.distance(runner.furthest)
                assert found[bib].measured


def test_the_latest_stretch_sets_the_pace() -> None:
    """After a slow lap and a fast one a runner goes on fast."""
    log = [start_list(["A"]), GUN, split("A", 400, "1:20.0"), split("A", 800, "2:20.0")]

    assert places(log, "2:35.0")["A"] == CoursePosition(900.0, measured=False)


def test_a_very_short_stretch_tells_no_pace() -> None:
    """The pace at 1609 m is that since 1200 m, not that of the last nine metres."""
    distances = (1200, 1600, 1609.344, 2000)
    times = [("1200", "3:00.0"), ("1600", "4:00.0"), ("1609.34", "4:02.8")]
    log = [start_list(["A"], distances), GUN, *(split("A", at, time) for at, time in times)]

    assert places(log, "4:12.8")["A"].metres == pytest.approx(1609.344 + 10 / (62.8 / 409.344))


def test_a_runner_waits_at_the_next_checkpoint() -> None:
    """A runner who should have passed is placed there until the split is known."""
    log = [start_list(["A"]), GUN, split("A", 400, "1:00.0")]

    assert places(log, "2:10.0")["A"] == CoursePosition(800.0, measured=False)


def test_a_runner_long_overdue_has_no_position() -> None:
    """After twice the expected time to a checkpoint that others have passed; the leader still has one."""
    log = [start_list(["A", "B"]), GUN, split("A", 400, "1:00.0"), split("B", 400, "1:01.0")]
    log += [split("A", 800, "2:01.0")]

    assert set(places(log, "2:59.0")) == {"A", "B"}
    assert set(places(log, "3:05.0")) == {"A"}
    assert set(places(log, "9:00.0")) == {"A"}


def test_a_runner_who_is_out_has_no_position() -> None:
    """One who has stepped off is no longer on the course."""
    log = [start_list(["A"]), GUN, split("A", 400, "1:00.0"), status("A", "dnf", "1:10.0")]

    assert "A" in places(log, "1:09.0")
    assert "A" not in places(log, "1:11.0")


def test_until_the_gun_everyone_is_at_the_start() -> None:
    """Each wave leaves with its own gun."""
    entrants = [Entrant(bib="A", name="A"), Entrant(bib="B", name="B", wave="late")]
    guns = [gun("2026-07-28T12:00:00Z"), gun("2026-07-28T12:01:00Z", "late")]
    log: list[Message] = [start_list(entrants), *guns]

    found = places(log, "0:50.0")

    assert found["A"] == CoursePosition(250.0, measured=False)
    assert found["B"] == CoursePosition(0.0, measured=True)
    assert places(log, "1:10.0")["B"] == CoursePosition(50.0, measured=False)


def test_where_the_start_is_timed_runners_wait_for_it() -> None:
    """A runner at the back stands still after the gun until the start-mat time."""
    course = (Checkpoint(id="start", distance_m=0), Checkpoint(id="5k", distance_m=5000))
    field = (Entrant(bib="A", name="A", pb=Time.parse("16:40")),)
    log: list[Message] = [
        StartList(name="Race", distance_m=5000, checkpoints=course, entrants=field),
        Gun(),
        Split(bib="A", checkpoint="start", time=Time.parse("20.0"), evidence="device"),
    ]

    assert places(log, "10.0")["A"] == CoursePosition(0.0, measured=True)
    assert places(log, "30.0")["A"] == CoursePosition(50.0, measured=False)


def test_the_finish_is_where_a_finisher_stays() -> None:
    """No one runs on."""
    log = [start_list(["A"], (400,)), GUN, split("A", 400, "1:00.0")]

    assert places(log, "5:00.0")["A"] == CoursePosition(400.0, measured=True)


def test_without_a_course_there_are_no_positions() -> None:
    """Before the start list nothing is known."""
    assert course_positions(History([split("A", 400, "1:00.0")]).at(10**6), 10**6) == {}


def test_before_the_first_split_the_personal_bests_set_the_pace() -> None:
    """The median of those known; without any, a steady five minutes for 1500 m."""
    bests = {"A": "4:00", "B": "4:48", "C": "5:20"}
    entrants = [Entrant(bib=bib, name=bib, pb=Time.parse(best)) for bib, best in bests.items()]

    assert places([start_list(entrants), GUN], "18.0")["A"].metres == pytest.approx(100)
    assert places([start_list(["A"]), GUN], "18.0")["A"].metres == pytest.approx(90)


def test_the_pace_of_a_later_wave_counts_from_its_own_gun() -> None:
    """Its first lap began a minute after the race."""
    entrants = [Entrant(bib="A", name="A"), Entrant(bib="B", name="B", wave="late")]
    guns = [gun("2026-07-28T12:00:00Z"), gun("2026-07-28T12:01:00Z", "late")]
    log: list[Message] = [start_list(entrants), *guns, split("B", 400, "1:20.0")]

    assert places(log, "2:40.0")["B"].metres == pytest.approx(500)


def test_a_stretch_without_time_gives_no_pace() -> None:
    """Two equal times are a mistake: the second is doubtful, and the opening pace is taken."""
    log: list[Message] = [start_list(["A"]), GUN, split("A", 400, "1:00.0"), split("A", 800, "1:00.0")]

    assert places(log, "1:10.0")["A"].metres == pytest.approx(400 * 70 / 60)


def test_a_band_says_from_where_to_where_a_runner_may_be() -> None:
    """As far in front of the likely place as the pace makes of the seconds before, and as far behind."""
    log: list[Message] = [start_list("AB"), GUN, estimate("A", 400, "55.0", "60.0", "1:10.0")]

    at_400, later = (places(log, at)["A"] for at in ("1:00", "1:03"))

    assert at_400.metres == 400
    assert not at_400.measured
    assert at_400.reach == pytest.approx((400 - 10 * 400 / 60, 400 + 5 * 400 / 60))
    assert later.reach == pytest.approx((400 - 7 * 400 / 60, 400 + 8 * 400 / 60))
