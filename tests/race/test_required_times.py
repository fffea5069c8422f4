"""A required time is named for a runner who can still run it, and is rounded down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from race.laps import Stretch
from race.messages import Entrant, Mark, StartList
from race.times import Time
from tests.race.messages_by_hand import board, read_json, row_of, split, start_list


def mark(label: str, time: str, **about: Any) -> Mark:
    """A mark with a time in text."""
    return Mark(label=label, time=Time.parse(time), **about)


def race(*marks: Mark, entrants: str = "ABC") -> StartList:
    """A race over 1600 m with marks."""
    return replace(start_list(entrants), marks=marks)


def seconds(time: str, metres: float, *, estimated: bool = False) -> Stretch:
    """A stretch of time."""
    negative = time.startswith("-")
    read = Time.parse(time.removeprefix("-"))
    return Stretch(Time(-read.ms if negative else read.ms, read.digits), metres, estimated)


def test_what_is_left_to_run_for_a_mark() -> None:
    """The time left over the distance left; nothing once it has gone by, and nothing at the finish."""
    log = [race(mark("sub", "3:44.12")), split("A", 1200, "2:50.70"), split("B", 1200, "3:45.00")]
    shown = board(*log, split("C", 1600, "3:44.00"), at="3:44.10")
    target = shown.marks[0]

    assert target.needs_of(row_of(shown, "A").runner) == seconds("53.42", 400)
    assert target.needs_of(row_of(shown, "B").runner) is None
    assert target.needs_of(row_of(shown, "C").runner) is None


@given(st.integers(165_000, 180_000), st.integers(0, 3), st.integers(210_000, 250_000), st.integers(0, 3))
def test_who_runs_the_time_required_equals_the_mark(
    split_ms: int, digits: int, mark_ms: int, mark_digits: int
) -> None:
    """Whatever the decimals of the two: it is rounded down, by less than a hundredth."""
    time, record = Time(split_ms).rounded(digits), Time(mark_ms).rounded(mark_digits)
    log = [race(Mark(label="sub", time=record)), replace(split("A", 1200, "1"), time=time)]
    [shown] = board(*log, at=f"{time.ms // 1000 + 1}").marks

    needs = shown.needs
    if needs is None:
        assert record.ms - time.ms < 50_000
        return
    finish = Time(time.ms + needs.time.ms, 3).rounded(2)
    assert record.ms - 10 < finish.ms <= record.rounded(2).ms


def test_on_a_road_a_time_required_is_in_whole_seconds_rounded_down() -> None:
    """As times are shown there: 2:00:35 from 1:25:40.4 leaves 34:54, not 34:55."""
    road = replace(
        start_list("A", (30_000, 42_195), lap_m=None), setting="road", marks=(mark("WR", "2:00:35"),)
    )
    [shown] = board(road, split("A", 30_000, "1:25:40.4"), at="1:25:42").marks

    assert shown.needs == seconds("34:54", 12_195)


def nations(**of: str) -> tuple[Entrant, ...]:
    """Entrants by bib, with their nations."""
    return tuple(Entrant(bib=bib, name=bib, nation=nation) for bib, nation in of.items())


def test_a_record_is_chased_by_the_first_who_may_hold_it() -> None:
    """A world record by the leader, a national one by one of the nation, an area's by one of the area."""
    field = replace(
        start_list(nations(A="KEN", B="GBR", C="ESP", D="GBR")),
        marks=(
            mark("WR", "3:41", code="WR"),
            mark("NR", "3:45", code="NR", nation="ESP"),
            mark("AR", "3:42", code="AR", area="Europe"),
            mark("NR", "3:46", code="NR", nation="USA"),
            mark("Q", "3:50", code="Q"),
        ),
    )
    times = {"A": "2:50.0", "B": "2:50.5", "C": "2:51.3", "D": "2:51.4"}
    shown = board(field, *(split(bib, 1200, time) for bib, time in times.items()), at="2:52")

    chasers = [
        (row.mark.code, row.chaser and row.chaser.runner.entrant.bib, row.needs and str(row.needs.time))
        for row in shown.marks
    ]

    assert chasers == [
        ("WR", "A", "51.00"),
        ("AR", "B", "51.50"),
        ("NR", "C", "53.70"),
        ("NR", None, None),
        ("Q", "A", "1:00.00"),
    ]
    assert shown.marks[2].needs_of(row_of(shown, "A").runner) is None
    assert [told["needs_bib"] for told in read_json(shown)["marks"]] == ["A", "B", "C", None, "A"]


def test_a_pacemaker_in_front_chases_nothing() -> None:
    """The mark is for the first who is to finish."""
    field = race(mark("WR", "3:41", code="WR"), entrants="BC")
    pacemaker = Entrant(bib="A", name="A", role="pacemaker")
    field = replace(field, entrants=(pacemaker, *field.entrants))
    shown = board(
        field, split("A", 1200, "2:48"), split("C", 1200, "2:49"), split("B", 1200, "2:50"), at="2:51"
    )

    [record] = shown.marks

    assert record.chaser
    assert record.chaser.runner.entrant.bib == "C"


def test_a_mark_that_no_human_could_still_reach_is_chased_by_someone_with_further_to_go() -> None:
    """41 seconds for 400 m are too few for a man, 45 for a woman; with 800 m to go there may be time."""
    men = board(race(mark("WR", "3:41")), split("A", 1200, "3:00.1"), at="3:01")
    women = board(replace(race(mark("WR", "3:41")), sex="women"), split("A", 1200, "2:56"), at="3:01")
    log = [race(mark("WR", "3:41")), split("A", 1200, "3:00.1"), split("B", 800, "1:59")]
    behind = board(*log, at="3:01")

    assert [shown.marks[0].needs for shown in (men, women)] == [None, None]
    assert men.marks[0].chaser is None
    assert behind.marks[0].chaser
    assert behind.marks[0].chaser.runner.entrant.bib == "B"


def test_a_record_is_chased_no_longer_once_it_was_broken() -> None:
    """There is a better one now. A standard, and a time of the viewer's own, are there for the others."""
    marks = (
        mark("WR", "3:41", code="WR"),
        mark("NR", "3:43", code="NR", nation="GBR"),
        mark("Q", "3:44", code="Q"),
        mark("sub-3:45", "3:44.99", code="sub-3:45"),
    )
    field = replace(start_list(nations(A="KEN", B="GBR")), marks=marks)
    log = [field, split("A", 1600, "3:40.50"), split("B", 1200, "2:48")]

    shown = board(*log, at="3:40.60")
    chased = {row.mark.label: row.chaser is not None for row in shown.marks}
    needs = {row.mark.label: row.needs_of(row_of(shown, "B").runner) is not None for row in shown.marks}

    assert chased == needs == {"WR": False, "NR": True, "Q": True, "sub-3:45": True}


def test_a_mark_is_out_of_reach_where_no_one_speeds_up_so_much() -> None:
    """A lap in 45 seconds has been run, but not at the end of 5000 m that took over 14 minutes."""
    course = start_list("A", range(200, 5001, 200))
    log = [replace(course, marks=(mark("WR", "14:35"),)), split("A", 4600, "13:50")]

    assert board(*log, at="13:51").marks[0].needs is None


def test_a_mark_is_chased_no_longer_once_the_clock_has_passed_it() -> None:
    """A leader who was last seen at 1200 m, and has not come in by then, cannot equal it."""
    log = [race(mark("WR", "3:41")), split("A", 1200, "2:50")]

    assert board(*log, at="3:41").marks[0].needs == seconds("51.00", 400)
    assert board(*log, at="3:41.01").marks[0].needs is None


def test_a_record_of_another_setting_is_chased_by_no_one_here() -> None:
    """It cannot be broken here; a time of the viewer's own can always be run."""
    indoor = mark("WR", "3:41", code="WR", setting="indoor")
    shown = board(race(indoor), split("A", 1200, "2:50"), at="2:51")

    assert shown.marks[0].chaser is None
    assert shown.marks[0].gap is not None
