"""The last-lap rule: what is left of a race on the track."""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from dataclasses import replace
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings

from race.fold.history import History
from race.projection.last_lap import last_lap
from race.projection.projector import Overdue, Projection, even_pace
from race.times import Time
from replays.library import files
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, order, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.messages import Message, Split

CHECKPOINTS_1500 = (300, 700, 1100, 1500)
"""The finish line, each lap."""


def projections(history: History, clock_ms: int = AFTER_ALL_MS) -> dict[str, Projection | None]:
    """What the rule says of everybody, by bib."""
    state = history.at(clock_ms)
    project = last_lap(state)
    return {bib: project(runner) for bib, runner in state.runners.items()}


def of(bib: str, *messages: Message) -> Projection:
    """What it says of one after some messages."""
    projection = projections(History(messages))[bib]
    assert projection is not None
    return projection


def run(bib: str, times: str, distances: tuple[float, ...] = CHECKPOINTS_1500) -> list[Split]:
    """Times at the first checkpoints."""
    return [split(bib, metres, time) for metres, time in zip(distances, times.split(), strict=False)]


def test_with_a_lap_to_go() -> None:
    """At even pace, the leader's the reference, the rest is 2.8 % faster: the constant of the rule."""
    even = of("A", start_list("A", CHECKPOINTS_1500), GUN, *run("A", "46.5 1:48.5 2:50.5"))

    assert even.time.ms == pytest.approx(170_500 + 62_000 * exp(-0.028), abs=20)
    assert even.basis == "last lap"


def test_a_fast_last_lap_says_that_the_rest_is_fast() -> None:
    """But less so: a lap 2 % faster than the average so far makes the rest 1.6 % faster."""
    field = start_list("A", CHECKPOINTS_1500)
    even = of("A", field, GUN, *run("A", "46.5 1:48.5 2:50.5"))
    fast = of("A", field, GUN, *run("A", "46.5 1:49.74 2:50.5"))

    assert (fast.time.ms - 170_500) / (even.time.ms - 170_500) == pytest.approx(0.98**0.82, abs=0.0005)


def test_a_slow_leader_makes_for_a_fast_rest_where_a_title_is_run_for() -> None:
    """Where the leader was 1 % slower so far, the others are 2 % faster from here, as they are nearer too."""
    field = replace(start_list("PA", CHECKPOINTS_1500), kind="championship")
    runner = run("A", "47.2 1:50.1 2:53.1")

    slow = of("A", field, GUN, *runner, *run("P", "47.1 1:50.0 2:53.0"))
    fast = of("A", field, GUN, *runner, *run("P", "46.6 1:48.9 2:51.3"))

    assert (slow.time.ms - 173_100) / (fast.time.ms - 173_100) == pytest.approx(0.9788, abs=0.0005)


@pytest.mark.parametrize("sex", ["women", "Women", "W", "F"])
def test_women_have_a_reference_of_their_own(sex: str) -> None:
    """The same times mean a faster race, by 0.07 times the logarithm of 178 / 155."""
    field = start_list("A", CHECKPOINTS_1500)
    log = [GUN, *run("A", "50.0 1:56.0 3:02.0")]
    men, women = of("A", field, *log), of("A", replace(field, sex=sex), *log)

    assert (women.time.ms - 182_000) / (men.time.ms - 182_000) == pytest.approx(1.0097, abs=0.0005)


def test_early_on_it_is_even_pace_with_a_range() -> None:
    """Of the 1200 m left 5.5 % less to 8.3 % more."""
    early = of("A", start_list("A", CHECKPOINTS_1500), GUN, *run("A", "45.00"))

    assert (early.time, early.basis) == (Time(225_000, 1), "even pace")
    assert early.low
    assert early.high
    assert (early.low.ms, early.high.ms) == (215_367, 239_992)


def test_indoors_the_last_lap_is_two() -> None:
    """400 m, whatever the length of the track; where that is not timed, the stretch nearest to it."""
    distances = (1000, 1200, 1400, 1500)
    indoors, outdoors = (start_list("A", distances, lap_m=lap_m) for lap_m in (200, 400))
    times = run("A", "2:30 3:00 3:26", distances)

    assert of("A", indoors, GUN, *times) == of("A", outdoors, GUN, *times)
    assert of("A", indoors, GUN, times[0], times[2]) == of("A", indoors, GUN, *times)
    assert of("A", indoors, GUN, *times[1:]).time.ms < of("A", indoors, GUN, *times).time.ms


def test_only_measured_times_count() -> None:
    """Neither a suspect time nor an estimate is the start of a last lap or the leader's."""
    field = start_list("AB", (900, 1000, 1400, 1500))
    log = [field, GUN, split("A", 900, "2:16"), split("A", 1400, "3:26"), split("B", 1400, "3:27")]

    plain = of("A", *log)
    assert plain == of("A", *log, split("A", 1000, "2:20", evidence="estimated"))
    assert plain == of("A", *log, split("A", 1000, "2:20", suspect=True))
    assert of("B", *log) == of("B", *log[:-2], split("A", 1400, "3:00", suspect=True), *log[-2:])


def test_other_distances_keep_even_pace_without_a_range() -> None:
    """Nothing that was tried is better in all of them, and too few races are known to measure a range on."""
    distances = (*range(400, 5000, 400), 5000)
    field = replace(start_list("A", distances), kind="paced")
    early = of("A", field, GUN, split("A", 400, "60"))
    late = of("A", field, GUN, split("A", 4400, "12:00"), split("A", 4800, "13:00"))

    assert (early.time, early.low, early.basis) == (Time(750_000, 0), None, "even pace")
    assert (late.time, late.high, late.basis) == (Time(812_500, 0), None, "even pace")


def test_over_800_m_the_second_lap_is_slower() -> None:
    """By 5.1 % than the average so far, with a range."""
    half = of("A", start_list("A", (400, 800)), GUN, split("A", 400, "50.0"))

    assert half.time.ms == pytest.approx(50_000 + 50_000 * exp(0.051), abs=51)
    assert half.basis == "curve"
    assert half.low
    assert half.high
    assert half.low.ms < 101_000 < half.time.ms < half.high.ms


def test_a_short_stretch_shows_a_part_of_what_changes() -> None:
    """Where a title is run for, the rest of a slow race is fast, but the next 100 m less so."""
    field = replace(start_list("A", (700, 800, 1500)), kind="championship")
    found = of("A", field, GUN, split("A", 700, "1:54.10"))

    assert found.next
    rest, stretch = (found.time.ms - 114_100) / 800, (found.next.time.ms - 114_100) / 100
    assert log(stretch / 163) == pytest.approx(log(rest / 163) * 0.125**0.5, abs=0.001)
    assert rest < 0.9 * 163


def test_the_next_checkpoint() -> None:
    """Its time, its range and the race time of it."""
    found = of("A", start_list("A", CHECKPOINTS_1500), GUN, *run("A", "45.0")).next

    assert found is not None
    assert found.low
    assert found.high
    assert (found.checkpoint, found.time, found.when_ms) == (1, Time(105_000, 1), 105_000)
    assert (found.low.ms, found.high.ms) == (101_789, 109_997)


def test_behind_pacemakers_men_keep_even_pace_in_the_middle() -> None:
    """At 700 m no correction did better; at 300 m half of that of the women."""
    times = run("A", "46.5 1:48.5")
    for field in (
        start_list([entrant("P", "pacemaker"), "A"], CHECKPOINTS_1500),
        replace(start_list("A", CHECKPOINTS_1500), kind="paced"),
    ):
        at_700 = of("A", field, GUN, *times)
        assert at_700.time.ms == pytest.approx(108_500 * 15 / 7, abs=1)
        assert at_700.basis == "even pace"
        assert of("A", field, GUN, times[0]).time.ms == pytest.approx(46_500 + 186_000 * exp(-0.032), abs=51)


def test_personal_bests_say_what_is_still_to_come() -> None:
    """Of two at the same pace the one with the better best is faster, and one without is like the field."""
    bests = {"A": "4:00.00", "B": "4:06.00", "C": "4:12.00", "D": None}
    field = start_list(
        [replace(entrant(bib), pb=Time.parse(best) if best else None) for bib, best in bests.items()],
        CHECKPOINTS_1500,
    )
    field = replace(field, sex="women", kind="paced")
    found = projections(History([field, GUN, *(passing for bib in "ABCD" for passing in run(bib, "49.0"))]))
    rest = {bib: projection.time.ms - 49_000 for bib, projection in found.items() if projection}

    assert rest["A"] < rest["B"] == rest["D"] < rest["C"]
    assert rest["A"] / rest["B"] == pytest.approx((240 / 246) ** 0.405, abs=0.001)


def test_overdue_needs_a_checkpoint_that_works() -> None:
    """Where only half of those in the race were timed at the last one, no one is overdue at the next."""
    field = start_list("ABCD", CHECKPOINTS_1500)
    two = [field, GUN, split("A", 300, "45.0"), split("B", 300, "45.1"), split("B", 700, "1:45.1")]

    assert not is_overdue("A", *two)
    for more in (split("C", 300, "45.2"), status("D", "dnf")):
        assert is_overdue("A", *two, more)


def test_whoever_is_lost_in_front_is_overdue() -> None:
    """Though no one else was timed; but times of a leader that were only published later say nothing."""
    field = start_list("ABCD", CHECKPOINTS_1500)

    assert is_overdue("A", field, GUN, split("A", 300, "45.0"))
    assert not is_overdue("A", field, GUN, split("A", 300, "45.0", evidence="published"))
    assert not is_overdue("A", field, GUN, split("A", 300, "45.0"), split("B", 700, "1:44.0"))


def is_overdue(bib: str, *messages: Message) -> bool:
    """Whether a runner due 60 s after 45.0 is overdue a fifth of that later, and not before."""
    found = of(bib, *messages)
    assert isinstance(found.at(117_000), Projection)
    return found.at(117_001) == Overdue(1, 117_001)


def test_a_finisher_and_one_without_a_time() -> None:
    """The time run, and nothing."""
    log = [start_list("AB", CHECKPOINTS_1500), GUN, split("A", 1500, "3:40.12"), order(300, "B")]

    time = Time(220_120, 2)
    assert projections(History(log)) == {"A": Projection(time, time, time, basis="result"), "B": None}


@settings(max_examples=150)
@given(wild_logs())
def test_the_range_is_about_the_projection(log: list[Message]) -> None:
    """And never before the last time known."""
    history = History(log)

    for clock_ms in clocks_of(history):
        state = history.at(clock_ms)
        for bib, found in projections(history, clock_ms).items():
            if found is None or found.basis == "result":
                continue
            assert (found.low is None) is (found.high is None)
            assert found.time.digits <= 1
            ranges = [(found.low, found.time, found.high)]
            ranges += [(found.next.low, found.next.time, found.next.high)] if found.next else []
            for low, time, high in ranges:
                assert low is None or high is None or low.ms <= time.ms <= high.ms
            runner = state.runners[bib]
            latest = runner.time_at(runner.last_timed) if state.course else None
            assert latest is not None
            assert found.time.ms >= latest.ms


@settings(max_examples=100)
@given(tidy_races())
def test_what_comes_later_changes_nothing(log: list[Message]) -> None:
    """A projection at a time is the same when later messages are appended."""
    grown = History()
    then: dict[int, dict[str, Projection | None]] = {}
    for message in log:
        grown.extend([message])
        then[grown.end_ms] = projections(grown, grown.end_ms)

    for clock_ms, found in then.items():
        assert projections(grown, clock_ms) == found


class Judged(NamedTuple):
    """A projection of a race that has been run, in milliseconds."""

    checkpoint: int
    error: int
    error_of_even_pace: int
    held: bool


def judged(history: History) -> Iterator[Judged]:
    """Every projection at a measured split of everybody with a result, at the moment it was made."""
    end = history.at(history.end_ms)
    assert end.course
    for bib, runner in end.runners.items():
        run_time = runner.time_at(end.course.finish)
        if runner.entrant.role != "runner" or run_time is None:
            continue
        for index in range(end.course.finish):
            if runner.time_at(index) is None:
                continue
            state = history.at(runner.passings[index].when_ms)
            found, even = last_lap(state)(state.runners[bib]), even_pace(state)(state.runners[bib])
            assert found
            assert even
            held = bool(found.low and found.high and found.low.ms <= run_time.ms <= found.high.ms)
            yield Judged(index, abs(found.time.ms - run_time.ms), abs(even.time.ms - run_time.ms), held)


def test_it_holds_on_the_races_of_the_library() -> None:
    """It is at no distance worse than even pace; up to the mile it is better, and ranges hold."""
    by_distance: defaultdict[float, list[Judged]] = defaultdict(list)
    for path in files():
        history = RecordedRace.read(path).history(estimates=False)
        race = history.start_list
        if race is not None and race.setting in ("track", "indoor"):
            by_distance[race.distance_m] += judged(history)

    assert len(by_distance[1500]) + len(by_distance[1609.344]) > 1000
    for distance_m, found in by_distance.items():
        error, even = sum(j.error for j in found), sum(j.error_of_even_pace for j in found)
        assert error <= even
        if distance_m in (800, 1500, 1609.344):
            assert even / error > 1.3
            assert sum(j.held for j in found) / len(found) >= 0.77


def test_it_holds_on_college_races() -> None:
    """It is better than even pace at each mat, and the ranges hold."""
    samples = os.environ.get("LAPBELL_SAMPLES")
    if samples is None:
        pytest.skip("LAPBELL_SAMPLES is not set")
    table = Path(samples).parent / "split-data" / "track-1500m-2018.csv.gz"
    heats: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(table, "rt") as rows:
        for row in csv.DictReader(rows):
            heats[row["race"]].append(row)
    found: defaultdict[int, list[Judged]] = defaultdict(list)
    for heat in heats.values():
        field = start_list([row["athlete"] for row in heat], CHECKPOINTS_1500)
        field = replace(field, sex=heat[0]["sex"], kind="club")
        runs = (
            split(row["athlete"], metres, row[f"{metres}"]) for row in heat for metres in CHECKPOINTS_1500
        )
        for judgement in judged(History([field, GUN, *runs])):
            found[judgement.checkpoint].append(judgement)

    for judgements in found.values():
        assert len(judgements) == 625
        assert 0.77 <= sum(j.held for j in judgements) / 625 <= 0.83
        assert sum(j.error_of_even_pace for j in judgements) / sum(j.error for j in judgements) > 1.15
