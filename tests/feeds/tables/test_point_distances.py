"""Points without a distance stand where the field's median share of the time puts them, and it is said."""

from __future__ import annotations

from feeds.consistency import contradictions_in
from feeds.tables.race_messages import convert_table
from feeds.tables.table_race import TablePoint
from tests.feeds.tables.table_races import converted, race, runner

FINISH = TablePoint("Finish", None)


def test_a_point_stands_at_the_median_share_of_the_time() -> None:
    """Of three runners the one between decides; the remark and the note say that it is estimated."""
    table = race(
        runner(1, "20:00", "40:00"),
        runner(2, "21:00", "40:00"),
        runner(3, "18:40", "40:00"),
        points=(TablePoint("Aid 1", None), FINISH),
    )

    made = converted(table)
    start_list, splits, notes = made.start_list, made.splits, made.notes

    assert [(c.id, c.distance_m) for c in start_list.checkpoints] == [("aid-1", 5000), ("finish", 10_000)]
    assert len(splits) == 6
    assert "'Aid 1'" in start_list.remarks[0]
    assert "estimated" in start_list.remarks[0]
    assert any("estimated" in note for note in notes)


def test_stated_distances_hold_and_those_between_fit_in() -> None:
    """The time from the stated point before to the one after it is shared."""
    points = (TablePoint("5 km", 5000), TablePoint("Bridge", None), FINISH)
    start_list = converted(race(runner(1, "20:00", "25:00", "40:00"), points=points)).start_list

    assert [c.distance_m for c in start_list.checkpoints] == [5000, 6250, 10_000]


def test_no_time_is_doubted_for_a_distance_that_is_estimated() -> None:
    """The others lost minutes on the way to the first point, which no one can have passed at their share."""
    points = (TablePoint("A", None), TablePoint("B", None), FINISH)
    table = race(
        runner(1, "2:00", "20:00", "40:00"),
        runner(2, "8:00", "22:00", "40:00"),
        runner(3, "8:30", "21:00", "40:00"),
        points=points,
        distance_m=8000,
    )

    messages = list(enumerate(convert_table(table).messages, 2))

    assert [str(problem) for problem in contradictions_in(messages)] == []


def test_the_way_out_of_an_aid_station_is_where_the_way_in_is() -> None:
    """Its time is later, its place is the same."""
    points = (TablePoint("In", None), TablePoint("Out", None, is_same_place=True), FINISH)
    start_list = converted(race(runner(1, "20:00", "30:00", "40:00"), points=points)).start_list

    assert [c.distance_m for c in start_list.checkpoints] == [5000, 5000, 10_000]


def test_points_are_in_the_order_of_the_course_whatever_their_medians() -> None:
    """Different runners are timed at different points: the medians may cross, the course does not."""
    points = (TablePoint("A", None), TablePoint("B", None), FINISH)
    table = race(runner(1, "30:00", "", "40:00"), runner(2, "", "20:00", "40:00"), points=points)

    first, second, _ = (c.distance_m for c in converted(table).start_list.checkpoints)

    assert 0 < first < second < 10_000


def test_a_point_that_no_time_can_place_is_left_out_and_named() -> None:
    """Nobody who was there has finished; the time at the other point keeps its place."""
    points = (TablePoint("A", None), TablePoint("B", None), FINISH)
    table = race(runner(1, "20:00", "", "40:00"), runner(2, "", "25:00", "", status="dnf"), points=points)

    made = converted(table)
    start_list, splits, notes = made.start_list, made.splits, made.notes

    assert [c.id for c in start_list.checkpoints] == ["a", "finish"]
    assert [split.checkpoint for split in splits] == ["a", "finish"]
    assert made.statuses == {"2": ("dnf", "")}
    assert any("'B' left out" in note for note in notes)
