"""Races that are not a flat run: what is compared, doubted, projected and ordered in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest

from race.course import START, Course
from race.event import Event, event_of, read_code
from race.fold.history import History
from race.messages import Mark, Message, StartList
from race.projection.board_model import project
from race.records import recognised
from race.required_times import RequiredTimes
from race.standings import standings
from race.times import Time
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    board,
    moments,
    places,
    row_of,
    split,
    start_list,
)


def race(event: str, points: tuple[float, ...], bibs: str = "ABCDE", sex: str = "men") -> StartList:
    """A race of an event by the code in its file."""
    return replace(start_list(bibs, points), event=event, sex=sex)


def sentences(*messages: Message) -> list[str]:
    """What is said of a race."""
    return [moment.text for moment in moments(History(messages).at(AFTER_ALL_MS), AFTER_ALL_MS)]


@pytest.mark.parametrize(
    ("code", "metres", "kind", "setting"),
    [
        ("1500", 1500, "run", "track"),
        ("MILE", 1609.344, "run", "track"),
        ("2MILE", 3218.688, "run", "track"),
        ("10M", 16_093.44, "run", "road"),
        ("100MILE", 160_934.4, "run", "road"),
        ("440Y", 402.336, "run", "track"),
        ("60YH", 54.864, "hurdles", "track"),
        ("10000W", 10_000, "walk", "track"),
        ("20KW", 20_000, "walk", "road"),
        ("MILEW", 1609.344, "walk", "track"),
        ("HMW", 21_097.5, "walk", "road"),
        ("110H", 110, "hurdles", "track"),
        ("110mH", 110, "hurdles", "track"),
        ("3000SC", 3000, "steeplechase", "track"),
        ("4x400", 1600, "relay", "track"),
        ("4x110H", 440, "relay", "track"),
        ("4x110Y", 402.336, "relay", "track"),
        ("4xMILE", 6437.376, "relay", "track"),
        ("DMR", 4000, "relay", "track"),
        ("1500WC", 1500, "wheelchair", "track"),
        ("MARWC", 42_195, "wheelchair", "road"),
        ("MAR", 42_195, "run", "road"),
        ("10K", 10_000, "run", "road"),
        ("24HR", 432_000, "run", "road"),
        ("1HW", 28_800, "walk", "road"),
    ],
)
def test_a_code_stands_for_one_event(code: str, metres: float, kind: str, setting: str) -> None:
    """As in the open athletics vocabulary, with a few codes more."""
    event = read_code(code)
    assert event is not None
    assert (event.distance_m, event.kind, event.setting) == (metres, kind, setting)
    again = read_code(event.code)
    assert again == event, "its own code reads as the same event"


def test_what_a_race_file_says_comes_before_its_code() -> None:
    """The code says of what kind a race is; a distance of its own is kept."""
    event = event_of(replace(race("5000W", (1000, 3000), sex="women"), setting="indoor", lap_m=200))
    assert event == Event(code="5000W", distance_m=3000, kind="walk", setting="indoor", lap_m=200)
    assert event_of(race("CHUNDER-MILE", (800, 1600))).kind == "run"


def wheels(event: str) -> list[Message]:
    """A 1500 m in less than 2:50."""
    times = {"A": ("44.10", "2:48.41"), "B": ("44.30", "2:49.60")}
    found: list[Message] = [race(event, (400, 1500), "AB"), GUN]
    for bib, at in times.items():
        found += [split(bib, 400, at[0]), split(bib, 1500, at[1])]
    return found


def test_wheelchairs_are_faster_than_runners_can_be() -> None:
    """What no one can run is doubted in a run alone."""
    assert row_of(board(*wheels("1500WC")), "A").status == "finished"
    assert row_of(board(*wheels("1500")), "A").status != "finished"


def test_a_relay_is_as_fast_as_its_legs() -> None:
    """Four legs of 100 m in 36.84 s are no 400 m, and no one's distance is wrong."""
    relay = race("4x100", (100, 200, 300, 400))
    times = [("A", "10.3", "19.2", "28.3", "36.84"), ("B", "10.4", "19.5", "28.7", "37.30")]
    times += [(bib, f"10.{n}", f"19.{n}", f"29.{n}", f"38.0{n}") for n, bib in enumerate("CDE", 5)]
    splits = [
        split(bib, m, at) for bib, *ats in times for m, at in zip((100, 200, 300, 400), ats, strict=True)
    ]
    history = History([relay, GUN, *splits])
    history.at(history.end_ms)
    assert history.is_on_foot
    assert places(board(relay, GUN, *splits)) == {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}


def test_a_walk_or_a_relay_is_not_projected_as_a_mile() -> None:
    """The rule of the last lap was measured on runs of 1500 m and a mile."""
    for event in ("1500", "1500W", "1500SC", "1500WC", "4x375"):
        start = race(event, (300, 700, 1100, 1500), "AB")
        splits = [split("A", 300, "1:00.0"), split("A", 700, "2:20.0"), split("A", 1100, "3:35.0")]
        state = History([start, GUN, *splits]).at(AFTER_ALL_MS)
        projection = project(state)(state.runners["A"])
        assert projection is not None
        assert (projection.low is not None) == (event == "1500"), event
        assert (projection.time.ms == round(215_000 * 1500 / 1100)) == (event != "1500"), event


def test_the_last_of_a_relay_may_be_faster_than_the_others_were() -> None:
    """What three ran says nothing of the fourth, who can run no faster than a human."""
    mark = Mark(label="Record", time=Time.parse("2:54.29"))
    for event, so_far, needed in (
        ("4x400", "2:10.50", "43.79"),
        ("4x400", "2:12.00", None),
        ("1600", "2:10.50", None),
        ("1600WC", "2:14.50", "39.79"),
    ):
        start = race(event, (400, 1200, 1600), "AB")
        state = History([start, GUN, split("A", 400, "44.00"), split("A", 1200, so_far)]).at(AFTER_ALL_MS)
        assert state.course is not None
        times = RequiredTimes(state, state.course, standings(state, project), 0)
        stretch = times.needs(state.runners["A"], mark)
        assert (str(stretch.time) if stretch else None) == needed, (event, so_far)


@pytest.mark.parametrize(
    ("event", "points", "in_lanes"),
    [
        ("800", (100, 200, 400, 800), 100),
        ("800WC", (100, 200, 400, 800), 100),
        ("4x400", (400, 500, 600, 800, 1200, 1600), 500),
    ],
)
def test_in_lanes_no_one_leads(event: str, points: tuple[float, ...], in_lanes: float) -> None:
    """Places count from the break line on: the staggered starts hide who is ahead before."""
    start = race(event, points, "AB", sex="women")
    before = [m for m in points if m <= in_lanes]
    splits = [split("A", m, f"{m / 7:.1f}") for m in before] + [
        split("B", m, f"{m / 6.9:.1f}") for m in before
    ]
    shown = board(start, GUN, *splits)
    assert places(shown) == {"A": None, "B": None}
    assert [row_of(shown, bib).gap for bib in "AB"] == [None, None]
    assert row_of(shown, "B").interval is None
    assert sentences(start, GUN, *splits) == ["The gun"]
    after = points[len(before)]
    splits += [split("B", after, f"{after / 7:.1f}"), split("A", after, f"{after / 6.9:.1f}")]
    assert places(board(start, GUN, *splits)) == {"A": 2, "B": 1}
    said = sentences(start, GUN, *splits)
    assert any("leads" in text for text in said)
    assert not any("takes" in text or "moves" in text for text in said), said


@pytest.mark.parametrize(
    ("event", "points"), [("400", (100, 200, 400)), ("400H", (35, 200, 400)), ("1500", (100, 1500))]
)
def test_without_a_break_line_every_time_counts(event: str, points: tuple[float, ...]) -> None:
    """In lanes throughout, all have run the same distance when they are timed; without lanes all see it."""
    start = race(event, points, "AB")
    shown = board(start, GUN, split("A", points[0], "12.5"), split("B", points[0], "12.7"))
    assert places(shown) == {"A": 1, "B": 2}


def test_a_place_printed_in_lanes_is_none() -> None:
    """No one can be ahead there, so it is left in the file and shown nowhere."""
    start = race("800", (100, 400, 800), "AB")
    shown = board(start, GUN, split("A", 100, "12.5", rank=2), split("B", 100, "12.7", rank=1))
    assert places(shown) == {"A": None, "B": None}
    assert shown.leader is None


def relay(event: str = "4x400", points: tuple[float, ...] = (400, 800, 1200, 1600)) -> list[Message]:
    """A relay of three teams, timed at the end of each leg."""
    legs = {"A": (44.8, 43.9, 44.5, 44.1), "B": (44.5, 44.3, 44.6, 44.3), "C": (45.0, 44.4, 44.9, 44.0)}
    start = race(event, points, "ABC")
    teams = tuple(
        replace(each, name=f"United {each.bib}", family=f"United {each.bib}", team=f"United {each.bib}")
        for each in start.entrants
    )
    splits = [
        replace(split(bib, m, f"{at:.2f}", evidence="official"), leg=leg)
        for bib, times in legs.items()
        for leg, (m, at) in enumerate(zip(points, accumulate(times), strict=True), start=1)
    ]
    marks = (
        Mark(label="World record", code="WR", time=Time.parse("2:57.40"), holder="United A", date="1993"),
    )
    return [
        replace(start, entrants=teams, marks=marks),
        GUN,
        *sorted(splits, key=lambda s: s.time or Time(0)),
    ]


def test_a_relay_is_told_as_one() -> None:
    """By exchanges and legs, and with teams by their whole names."""
    said = sentences(*relay())
    assert said == [
        "The gun",
        "United A leads at the second exchange",
        "United B is second at the second exchange, a tenth back, United C third",
        "Into the last leg: United A leads, a tenth outside world-record pace",
        "United B is second at the third exchange, two tenths back",
        "United A wins in 2:57.30, a world record by 0.10 from its own 2:57.40 of 1993",
        "United B is second in 2:57.70, 0.40 back",
        "United C is third in 2:58.30, 1.00 back",
        "The result: United A first, United B second, United C third",
    ]


@pytest.mark.parametrize(
    ("event", "points", "lap_m"),
    [
        ("4x400", (400, 800, 1200, 1600), 400),
        ("4x100", (100, 200, 300, 400), 100),
        ("4x800", (800, 1600, 2400, 3200), 800),
        ("DMR", (1200, 1600, 2400, 4000), 400),
        ("SMR", (200, 400, 800, 1600), 400),
    ],
)
def test_a_leg_is_timed_from_the_exchange_before(event: str, points: tuple[float, ...], lap_m: float) -> None:
    """Whatever the length of the leg and of the track."""
    course = Course(race(event, points))
    assert [course.label(index) for index in range(4)] == ["exchange 1", "exchange 2", "exchange 3", "finish"]
    assert course.lap_start == [START, 0, 1, 2]
    assert (course.lap_word, course.lap_m, course.track_m) == ("leg", lap_m, 400)


def test_a_lap_is_no_leg_in_a_race_of_runners() -> None:
    """Nor is there an exchange."""
    course = Course(race("1600", (400, 800, 1200, 1600)))
    assert (course.lap_word, course.exchanges) == ("lap", {})


@pytest.mark.parametrize(
    ("event", "metres", "wind", "is_record"),
    [("110H", 110, 0.4, True), ("110H", 110, 2.0, True), ("110H", 110, 2.1, False), ("100", 100, 3.5, False),
     ("400", 400, 3.5, True)],
)  # fmt: skip
def test_wind_behind_the_runners_makes_no_record(
    event: str, metres: float, wind: float, is_record: bool
) -> None:
    """Up to 200 m, more than two metres a second of it; then there is no best of the runner's own either."""
    start = race(event, (metres,), "AB")
    tens = 5 if metres == 400 else 1
    mark = Mark(label="World record", code="WR", time=Time.parse(f"{tens}3.00"), holder="Old")
    runners = tuple(replace(each, pb=Time.parse(f"{tens}2.90")) for each in start.entrants)
    start = replace(start, marks=(mark,), entrants=runners)
    finish = [
        replace(split(bib, metres, at), wind=wind) for bib, at in (("A", f"{tens}2.80"), ("B", f"{tens}3.4"))
    ]
    state = History([start, GUN, *finish]).at(AFTER_ALL_MS)
    assert recognised(state).get("A", ()) == (("WR", "PB") if is_record else ())
    shown = f" (wind {wind:+.1f} m/s)" if metres < 400 else ""
    worth = f", a world record by 0.20 from Old's {tens}3.00" if is_record else ""
    assert f"A wins in {tens}2.80{shown}{worth}" in sentences(start, GUN, *finish)
