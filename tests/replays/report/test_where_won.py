"""Where a race was won: every lap has what was gained in it, and the laps make up the whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from race.course import START
from race.fold.history import History
from race.marks import RunningMark
from race.messages import Gun, Mark, Message
from race.order.checkpoint_table import CheckpointTable
from race.order.head_to_head import times_of
from race.times import Time
from replays.library import find
from replays.report.where_won import LapGain, lap_gains
from replays.watching.recorded_race import RecordedRace
from tests.tui.small_races import runners, split, start_list


def table_of(log: list[Message]) -> CheckpointTable:
    """The end of a log by its checkpoints."""
    history = History(log)
    state = history.at(history.end_ms)
    assert state.course is not None
    return CheckpointTable(state, state.course)


def gains_of(table: CheckpointTable, log: list[Message], first: str, second: str) -> list[LapGain]:
    """What one runner gained on another by the end of a log."""
    history = History(log)
    field = history.at(history.end_ms).runners
    own, other = (times_of(table.course, field[bib]) for bib in (first, second))
    return lap_gains(table, own, other)


MILE = [
    start_list(1609.344, [100, 400, 800, 1200], runners("Ann", "Bea")),
    Gun(),
    *(split("1", at, time) for at, time in [("100", "15.0"), ("400", "60.0"), ("800", "2:01.0")]),
    *(split("2", at, time) for at, time in [("100", "14.0"), ("400", "59.0"), ("800", "2:01.5")]),
    split("1", "1200", "3:02.0"),
    split("2", "1200", "3:02.0"),
    split("1", "finish", "4:00.00"),
    split("2", "finish", "4:03.25"),
]


def test_laps_of_a_mile() -> None:
    """Three laps of 400 m and one of 409 m; negative where time was lost, and the sum is the margin."""
    table = table_of(MILE)

    gains = gains_of(table, MILE, "1", "2")

    assert [(table.course.label(g.end), g.gained.time.show()) for g in gains] == [
        ("400 m", "-1.0"),
        ("800 m", "1.5"),
        ("1200 m", "-0.5"),
        ("finish", "3.3"),
    ]
    assert gains[0].start == START
    assert [round(gain.gained.metres) for gain in gains] == [400, 400, 400, 409]
    assert gains[-1].ahead.time == Time(3250, 2)


def test_the_other_way_round() -> None:
    """What one gained the other lost."""
    table = table_of(MILE)

    one, other = gains_of(table, MILE, "1", "2"), gains_of(table, MILE, "2", "1")

    assert [gain.ahead.time.ms for gain in one] == [-gain.ahead.time.ms for gain in other]


def test_a_time_that_is_not_known() -> None:
    """The laps on both sides of it are one stretch: nothing is filled in."""
    log = [m for m in MILE if m != split("2", "800", "2:01.5")]
    table = table_of(log)

    gains = gains_of(table, log, "1", "2")

    assert [(table.course.label(g.end), round(g.gained.metres)) for g in gains] == [
        ("400 m", 400),
        ("1200 m", 800),
        ("finish", 409),
    ]


def test_even_pace_is_an_estimate_on_the_way() -> None:
    """It is not anyone's time, but at the finish it is the runner's own."""
    table = table_of(MILE)
    history = History(MILE)
    runner = history.at(history.end_ms).runners["1"]
    even = RunningMark(Mark(label="even pace", time=Time.parse("4:00.00")), table.course)

    gains = lap_gains(table, times_of(table.course, runner), even.at)

    assert [gain.gained.estimated for gain in gains] == [True] * 4
    assert (gains[-1].ahead.time.ms, gains[-1].ahead.estimated) == (0, False)


@pytest.mark.parametrize("race", ["2026-london-dl-mile", "invented-marathon", "2022-hengelo-10000m-men"])
def test_the_sum_is_the_margin(race: str) -> None:
    """Of races of the library: the laps follow one another, and the last one ends with the whole margin."""
    recording = RecordedRace.read(find(race))
    state = recording.history().at(recording.end_ms)
    assert state.course is not None
    table = CheckpointTable(state, state.course)
    field = [
        r for r in state.runners.values() if r.has_finished(state.course) and r.time_at(state.course.finish)
    ]

    for one, other in pairwise(field):
        gains = lap_gains(table, times_of(state.course, one), times_of(state.course, other))
        assert [gain.start for gain in gains] == [START, *(gain.end for gain in gains[:-1])]
        assert gains[-1].end == state.course.finish
        sum_ms, digits = sum(g.gained.time.ms for g in gains), min(g.gained.time.digits for g in gains)
        assert abs(sum_ms - gains[-1].ahead.time.ms) <= len(gains) * 10 ** (3 - digits)


def test_nothing_to_compare() -> None:
    """Without a checkpoint where both have a time there is nothing."""
    log = [m for m in MILE if not (hasattr(m, "bib") and m.bib == "2")]

    assert gains_of(table_of(log), log, "1", "2") == []
