"""Marks run along, are shown among the runners, and change no place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.board import Board
from race.course import Course
from race.eligibility import runs_here
from race.fold.history import History
from race.laps import Stretch
from race.marks import RunningMark, in_running_order
from race.messages import Entrant, Mark, MarkSplit, Message, StartList
from race.times import Time
from tests.race.messages_by_hand import bibs, board, order, read_json, row_of, split, start_list
from tests.race.random_races import clocks_of, wild_logs


def mark(label: str, time: str, **about: Any) -> Mark:
    """A mark with a time in text."""
    return Mark(label=label, time=Time.parse(time), **about)


def own(*splits: tuple[float, str]) -> tuple[MarkSplit, ...]:
    """The splits of a mark."""
    return tuple(MarkSplit(distance_m=metres, time=Time.parse(time)) for metres, time in splits)


def race(*marks: Mark, entrants: str = "ABC") -> StartList:
    """A race over 1600 m with marks."""
    return replace(start_list(entrants), marks=marks)


def running(of: Mark) -> RunningMark:
    """A mark moving along 1600 m."""
    return RunningMark(of, Course(race()))


def seconds(time: str, metres: float, *, estimated: bool = False) -> Stretch:
    """A stretch of time."""
    negative = time.startswith("-")
    read = Time.parse(time.removeprefix("-"))
    return Stretch(Time(-read.ms if negative else read.ms, read.digits), metres, estimated)


def test_without_splits_a_mark_runs_at_even_pace() -> None:
    """A quarter of the way takes a quarter of the time, to the tenth; at the finish it is the mark."""
    record = running(mark("WR", "3:44.12"))

    assert record.basis == "even pace"
    assert record.at(0) == Stretch(Time(56_030, 1), 400, True)
    assert record.at(3) == seconds("3:44.12", 1600)


def test_a_mark_runs_by_its_own_splits_where_they_are_known() -> None:
    """They are no estimates; what lies between them is."""
    record = running(mark("WR", "3:44.12", splits=own((400, "58.2"), (1200, "2:50.2"))))

    assert record.basis == "own splits"
    assert record.at(0) == seconds("58.2", 400)
    assert record.at(1) == seconds("1:54.2", 800, estimated=True)
    assert record.at(2) == seconds("2:50.2", 1200)
    assert record.at(3) == seconds("3:44.12", 1600)


def test_a_split_within_half_a_metre_counts_and_one_at_the_finish_is_the_mark() -> None:
    """400.3 m are 400 m; a run that was read to its end has a split there."""
    record = running(mark("run", "3:44.12", splits=own((400.3, "58.2"), (1600, "3:44.12"))))

    assert record.at(0) == seconds("58.2", 400)
    assert record.at(3) == seconds("3:44.12", 1600)


@pytest.mark.parametrize(
    "splits", [own((800, "1:56"), (400, "58")), own((400, "58"), (800, "58")), own((400, "3:45"))]
)
def test_splits_of_a_mark_must_increase(splits: tuple[MarkSplit, ...]) -> None:
    """In metres and in time, up to the mark."""
    with pytest.raises(ValueError, match="must increase"):
        mark("WR", "3:44.12", splits=splits)


def test_a_runner_is_up_on_a_mark_or_down_on_it() -> None:
    """At the last checkpoint with a time; negative is up."""
    shown = board(
        race(mark("WR", "3:40.00")), split("A", 400, "54.2"), split("B", 400, "56.0"), order(800, "B")
    )
    record = shown.marks[0].running

    assert record.gap(row_of(shown, "A").runner) == seconds("-0.8", 400, estimated=True)
    assert record.gap(row_of(shown, "B").runner) == seconds("1.0", 400, estimated=True)
    assert record.gap(row_of(shown, "C").runner) is None


def test_a_mark_is_above_the_first_runner_it_would_be_ahead_of() -> None:
    """By each runner's own last checkpoint; a runner level with a mark is ahead."""
    log = [race(mark("WR", "4:00"), mark("slow", "8:00")), split("A", 800, "1:59"), split("B", 800, "2:00")]
    shown = board(*log, split("C", 400, "1:00.1"))
    record, slow = in_running_order(shown.marks)

    assert bibs(shown) == "ABC"
    assert (record.mark.label, record.position) == ("WR", 2)
    assert record.time == seconds("2:00", 800, estimated=True)
    assert record.gap == seconds("1", 800, estimated=True)
    assert (slow.mark.label, slow.position) == ("slow", 3)


def test_before_the_first_time_marks_are_on_top() -> None:
    """Fastest first, without times or gaps."""
    first, second = in_running_order(board(race(mark("slow", "4:00"), mark("fast", "3:50"))).marks)

    assert [first.mark.label, second.mark.label] == ["fast", "slow"]
    assert (first.position, first.time, first.gap, first.needs) == (0, None, None, None)


def test_a_mark_of_another_event_or_distance_does_not_run() -> None:
    """A 1500 m mark does not count in a mile; one metre is not another distance."""
    mile = replace(race(), event="MILE", distance_m=1600.0)

    assert runs_here(mark("WR", "3:43.13", event="MILE"), mile)
    assert runs_here(mark("run", "3:43.13", distance_m=1600.9), mile)
    assert not runs_here(mark("WR", "3:26.00", event="1500"), mile)
    assert not runs_here(mark("run", "3:26.00", distance_m=1500), mile)
    assert board(race(mark("WR", "3:26.00", event="1500"))).marks == []


@st.composite
def run_marks(draw: st.DrawFn) -> Mark:
    """A mark over 1600 m with any splits."""
    steps = draw(st.lists(st.tuples(st.floats(1, 300), st.integers(1, 40_000)), max_size=5))
    metres, ms, way = 0.0, 0, []
    for further_m, longer_ms in steps:
        metres, ms = metres + further_m, ms + longer_ms
        way.append(MarkSplit(distance_m=metres, time=Time(ms, 3)))
    return Mark(label="run", time=Time(ms + draw(st.integers(1, 200_000)), 2), splits=tuple(way))


@given(run_marks())
def test_a_mark_never_runs_backwards(of: Mark) -> None:
    """At each checkpoint it is later than at the one before, and never beyond its time."""
    times = [running(of).at(index).time.ms for index in range(4)]

    assert times == sorted(times)
    assert times[-1] == of.time.ms


MARKS = st.builds(
    mark,
    st.text(max_size=8),
    st.sampled_from(["58", "1:56.1", "3:43.13", "9:00"]),
    code=st.sampled_from(["", "WR", "NR", "Q"]),
)


@given(wild_logs(), st.lists(MARKS, max_size=4))
def test_a_mark_changes_no_place(log: list[Message], marks: list[Mark]) -> None:
    """With marks and without them the rows are the same, in the same order."""
    history = History(log)
    for clock_ms in clocks_of(history):
        state = history.at(clock_ms)
        without = Board.at("race", clock_ms, state)
        with_marks = Board.at("race", clock_ms, state, targets=tuple(marks))

        assert [row.place for row in with_marks.rows] == [row.place for row in without.rows]
        assert all(0 <= row.position <= len(with_marks.rows) for row in with_marks.marks)
        kept = [row for row in read_json(with_marks, with_marks=True)["rows"] if row["role"] != "mark"]
        alike = ("badges", "marks")
        assert [{k: v for k, v in row.items() if k not in alike} for row in kept] == [
            {k: v for k, v in row.items() if k not in alike} for row in read_json(without)["rows"]
        ]


def test_json_has_the_marks_among_the_rows_only_when_asked() -> None:
    """A row of a mark has the fields of every row; unknown is null."""
    shown = board(race(mark("World record", "3:40", code="WR")), split("A", 400, "56.0"), at="57")
    plain, woven = read_json(shown), read_json(shown, with_marks=True)

    assert [row["role"] for row in plain["rows"]] == ["runner"] * 3
    assert plain["rows"][0]["marks"] is None
    assert [row["role"] for row in woven["rows"]] == ["mark", "runner", "runner", "runner"]
    assert woven["rows"][0].keys() == woven["rows"][1].keys()
    assert woven["rows"][0] | {"name": "World record", "time_ms": 55_000, "gap_ms": -1000} == woven["rows"][0]
    assert woven["rows"][0]["place"] is None
    assert woven["rows"][1]["marks"] == [
        {"label": "World record", "gap_ms": 1000, "estimated": True, "needs_ms": 164_000, "needs_m": 1200}
    ]
    assert plain["marks"] == woven["marks"]
    [told] = plain["marks"]
    assert told | {"code": "WR", "basis": "even pace", "at_ms": 55_000} == told
    assert told | {"needs_bib": "A", "needs_ms": 164_000, "needs_m": 1200} == told


def test_entrants_of_no_race_have_no_marks() -> None:
    """Before there is a start list there is nothing to race."""
    assert board().marks == []
    assert Entrant(bib="1", name="A").pb is None
