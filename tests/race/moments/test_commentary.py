"""What happened is announced in sentences, when it happened and never before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given

from race.fold.history import History
from race.messages import Message, Note, Official, Split, Status
from race.moments.dropouts import dropout_text
from race.moments.phrases import gap_words, ordinal
from race.times import Time
from tests.examples import examples
from tests.race.messages_by_hand import GUN, entrant, moments, order, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs

if TYPE_CHECKING:
    from race.moments.moment import Moment

EXAMPLES = examples(75)


def moments_of(*log: Message, at: str | None = None) -> list[Moment]:
    """The moments of a log up to a race time."""
    clock_ms = Time.parse(at).ms if at else 10**9
    return moments(History(log).at(clock_ms), clock_ms)


def texts(*log: Message, at: str | None = None) -> list[str]:
    """The sentences, without the gun and without what the board shows."""
    return [
        moment.text for moment in moments_of(*log, at=at) if moment.kind not in ("gun", "order", "result")
    ]


@EXAMPLES
@given(wild_logs())
def test_no_moment_is_later_than_the_clock(log: list[Message]) -> None:
    """Every moment has happened by the clock, and they are in order."""
    history = History(log)

    for clock_ms in clocks_of(history):
        found = moments(history.at(clock_ms), clock_ms)

        times = [moment.when_ms for moment in found]
        assert times == sorted(times)
        assert all(0 <= ms <= clock_ms for ms in times)
        assert all(moment.text and 0 <= moment.priority <= 100 for moment in found)


@EXAMPLES
@given(tidy_races(waves=False))
def test_an_announced_moment_stays(log: list[Message]) -> None:
    """Whatever comes later adds moments and changes none, unless it shows that something was not so."""
    history = History(_fully_ranked_or_not_at_all(log))
    assume(not any(history.at(clock_ms).doubts for clock_ms in clocks_of(history)))
    end = moments(history.at(10**9), 10**9)

    for clock_ms in clocks_of(history):
        now = moments(history.at(clock_ms), clock_ms)

        assert now == [moment for moment in end if moment.when_ms <= clock_ms]


def _fully_ranked_or_not_at_all(log: list[Message]) -> list[Message]:
    """With ranks for all or for none at each checkpoint, as a rank that is missing may come out first."""
    ranked: dict[str, list[bool]] = {}
    for message in log:
        if isinstance(message, Split):
            ranked.setdefault(message.checkpoint, []).append(message.rank is not None)
    return [
        replace(m, rank=None) if isinstance(m, Split) and not all(ranked[m.checkpoint]) else m for m in log
    ]


def test_the_gun_and_the_leads() -> None:
    """The first lead, a change of it, and a lead held through a whole lap."""
    log = [start_list("AB", checkpoints_m=(400, 600, 800, 1200, 1600)), GUN]
    ahead = [split("A", 400, "1:00.0"), split("A", 600, "1:30.0"), split("A", 800, "2:00.0")]
    behind = [split("B", 400, "1:00.5"), split("B", 800, "2:01.0"), split("B", 1200, "3:00.0")]

    found = moments_of(*log, *ahead, *behind)

    found = [moment for moment in found if moment.kind in ("gun", "lead", "through", "bell")]
    assert [(m.when_ms, m.kind, m.text, m.bib) for m in found] == [
        (0, "gun", "The gun", None),
        (60_000, "lead", "A leads through 400 m", "A"),
        (120_000, "through", "A leads through 800 m", "A"),
        (180_000, "bell", "The bell: B takes the lead from A", "B"),
    ]
    assert [str(m.time) for m in found if m.kind in ("lead", "bell")] == ["1:00.0", "3:00.0"]


def test_a_lead_between_equal_times_is_by_rank() -> None:
    """And where no rank is printed by the start list."""
    log = [start_list("AB"), GUN]

    assert [m.bib for m in moments_of(*log, split("A", 400, "1:00", 2), split("B", 400, "1:00", 1))][1] == "B"
    assert [m.bib for m in moments_of(*log, split("B", 400, "1:00"), split("A", 400, "1:00"))][1] == "A"


def test_a_moment_is_at_the_time_that_counts() -> None:
    """Not at that of a less sure claim which came later."""
    log = [start_list("A"), GUN, split("A", 400, "1:00"), split("A", 400, "1:02", evidence="hand")]

    assert [moment.when_ms for moment in moments_of(*log) if moment.kind == "lead"] == [60_000]


def test_no_moment_comes_from_an_estimate() -> None:
    """Neither a lead nor a finish; those behind are placed as if it were not there."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00", evidence="estimated")]

    assert texts(*log) == []
    assert texts(*log, split("B", 400, "1:00.5")) == ["B leads through 400 m"]
    assert texts(*log, split("A", 1600, "4:01", evidence="estimated"), split("B", 1600, "4:02")) == [
        "B wins in 4:02"
    ]


def test_an_official_place_overrides_a_faster_time() -> None:
    """The fastest known time is not a lead where another runner has the official first place, or none has."""
    log = [start_list("AB"), GUN, split("B", 400, "1:01", 2)]

    assert [(m.bib, m.time) for m in moments_of(*log, order(400, "A"))] == [(None, None), ("A", None)]
    assert [m.bib for m in moments_of(*log, split("A", 400, "1:00.5"))] == [None, "A"]
    assert [m.text for m in moments_of(*log)] == ["The gun", "B is second with three laps to go"]


def test_the_bell() -> None:
    """At the start of the last lap, by the leader there."""
    log = [start_list("AB"), GUN, split("B", 1200, "3:00.1"), split("A", 1200, "3:00.0")]

    [bell] = [moment for moment in moments_of(*log) if moment.kind == "bell"]

    assert (bell.when_ms, bell.text, bell.bib) == (180_000, "The bell: A leads", "A")
    assert bell.time == Time(180_000, 1)


def test_the_bell_of_a_race_of_two_laps() -> None:
    """Rings after the first."""
    found = moments_of(start_list("A", checkpoints_m=(400, 800)), GUN, split("A", 400, "1:00"))

    assert [moment.when_ms for moment in found if moment.kind == "bell"] == [60_000]


def test_the_bell_is_announced_at_the_checkpoint_before_it() -> None:
    """With checkpoints at whole hundreds the bell of a mile is nine metres on; a tenth of a lap will do."""

    def bells(checkpoint_m: float, distance_m: float = 1600) -> list[tuple[int, str]]:
        field = start_list("A", checkpoints_m=(checkpoint_m, distance_m))
        found = moments_of(field, GUN, split("A", checkpoint_m, "3:00.0"))
        return [(moment.when_ms, moment.text) for moment in found if moment.kind == "bell"]

    assert bells(1200, 1609.344) == [(180_000, "The bell: A leads")]
    assert bells(1160) == [(180_000, "Into the last lap: A leads")]
    assert bells(1159) == []
    assert bells(1199) == bells(1201) == [(180_000, "The bell: A leads")]
    assert bells(1202) == []


@pytest.mark.parametrize(
    ("marks", "lap_m"),
    [((5000, 10_000), None), ((400, 600), 400), ((400, 1600), 400), ((600, 1600), 400)],
)
def test_no_bell(marks: tuple[float, ...], lap_m: float | None) -> None:
    """On a road, in a race of less than two laps, and without a checkpoint near it."""
    field = start_list("A", checkpoints_m=marks, lap_m=lap_m)

    found = moments_of(field, GUN, *(split("A", mark, str(Time(int(mark * 150), 2))) for mark in marks))

    assert {moment.kind for moment in found} == {"gun", "lead", "finish", "result"}


def test_finishes() -> None:
    """The winner, the next, ties, missing places and what was printed beside the time."""
    log = [start_list("ABCD"), GUN, split("A", 1600, "4:00.00", 1), split("B", 1600, "4:01.00")]
    more = [replace(split("C", 1600, "4:01.00"), notes=("PB", "NR")), split("D", 1600, "4:09.5", 9)]

    assert texts(*log, *more) == [
        "A wins in 4:00.00",
        "B is second in 4:01.00, 1.00 back",
        "C is second in 4:01.00, 1.00 back, a national record",
        "D ninth, 4:09.5",
    ]


def test_a_finish_is_announced_to_the_hundredth() -> None:
    """Rounded up like any time."""
    log = [start_list("AB"), GUN, split("A", 1600, "4:00.001")]

    assert texts(*log) == ["A wins in 4:00.01"]


def test_a_finish_without_a_time_has_its_place() -> None:
    """Where only the order is known."""
    assert texts(start_list("AB"), GUN, split("A", 1600, "4:00"), order(1600, "B", first=2)) == [
        "A wins in 4:00",
        "B is second",
    ]


def test_a_pacemaker_who_finishes_takes_no_place_from_the_others() -> None:
    """The finish is announced without a place."""
    field = start_list([entrant("P", "pacemaker"), "A"])

    assert texts(field, GUN, split("P", 1600, "4:00"), split("A", 1600, "4:01")) == [
        "P finishes in 4:00",
        "A wins in 4:01",
    ]


def test_a_disqualified_runner_did_not_win() -> None:
    """The next one did."""
    log = [start_list("AB"), GUN, split("A", 1600, "4:00"), split("B", 1600, "4:01"), status("A", "dq")]

    assert texts(*log) == ["B wins in 4:01", "A disqualified after finishing in 4:00"]


def test_departures() -> None:
    """A pacemaker steps off, a runner stops; each at the time that the message gives."""
    field = start_list([entrant("P", "pacemaker"), *"ABC"])
    log = [field, GUN, split("P", 400, "1:00"), split("A", 800, "2:00"), status("P", "dnf", "1:30")]
    more: list[Message] = [
        Status(bib="A", status="dnf", after="400", when=Time(130_000)),
        Status(bib="B", status="dq", reason="jostling", when=Time(140_000)),
        status("C", "unknown", "2:30"),
    ]

    found = [moment for moment in moments_of(*log, *more) if moment.kind in ("off", "out")]

    assert [(m.when_ms, m.kind, m.text) for m in found] == [
        (90_000, "off", "P, the pacemaker, steps off after 400 m"),
        (130_000, "out", "A did not finish, but seen at 800 m 2:00"),
        (140_000, "out", "B disqualified (jostling)"),
    ]


def test_a_dropout_without_a_time_is_announced_when_it_came() -> None:
    """At the latest time the log had reached; a runner out before the gun makes no moment."""
    log: list[Message] = [start_list("ABC"), status("C", "dns"), GUN, split("A", 800, "2:00")]

    found = [moment for moment in moments_of(*log, status("A", "dnf")) if moment.kind == "out"]

    assert [(m.when_ms, m.text) for m in found] == [(120_000, "A drops out after 800 m")]


def test_who_is_missing_once_others_have_finished_did_not_finish() -> None:
    """There is nothing left to drop out of."""
    log = [start_list("AB"), GUN, split("B", 400, "1:01"), split("A", 1600, "4:00"), status("B", "dnf")]

    assert "B did not finish, last seen at 400 m" in texts(*log)


def test_a_runner_who_is_seen_after_dropping_out_is_announced_once() -> None:
    """With what was known when the dropout was reported, and from then on where the runner was seen last."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), status("A", "dnf", "1:30")]
    log += [split("A", 800, "2:10"), split("A", 1600, "4:20")]

    assert [(m.when_ms, m.text) for m in moments_of(*log) if m.kind == "out"] == [
        (90_000, "A drops out after 400 m"),
        (130_000, "A, reported out of the race, is seen at 800 m 2:10"),
    ]
    runner = History(log).at(10**9).runners["A"]
    course = History(log).at(0).course
    assert course is not None
    assert dropout_text(runner.statuses[-1], runner, course) == "did not finish, but seen at the finish 4:20"


@pytest.mark.parametrize(
    ("message", "texts_out"),
    [
        (status("A", "dns"), ["A did not start, but seen at 800 m 2:00"]),
        (
            Status(bib="A", status="dns", when=Time(0)),
            ["A, reported not to have started, is seen at 800 m 2:00"],
        ),
        (Status(bib="A", status="dnf", after="400"), ["A did not finish, but seen at 800 m 2:00"]),
        (Status(bib="A", status="dnf", after="800"), ["A drops out after 800 m"]),
        (Status(bib="A", status="dq", reason="lane"), ["A disqualified (lane)"]),
    ],
)
def test_a_time_against_a_status(message: Status, texts_out: list[str]) -> None:
    """A time after the checkpoint of a dnf contradicts it, and any time a dns; it is said once."""
    found = moments_of(start_list("AB"), GUN, split("A", 800, "2:00"), message)

    assert [m.text for m in found if m.kind == "out"] == texts_out


def test_notes_and_the_end() -> None:
    """A note with a time is announced then, one without is not; the result becomes official once."""
    log: list[Message] = [
        start_list("A"),
        GUN,
        Note(text="Rain", when=Time(30_000), bib="A"),
        Note(text="Wind"),
        split("A", 1600, "4:00"),
        Official(),
        Official(when=Time(900_000)),
    ]

    found = [moment for moment in moments_of(*log) if moment.kind in ("note", "official")]

    assert [(m.when_ms, m.text, m.bib) for m in found] == [
        (30_000, "Rain", "A"),
        (240_000, "The result is official", None),
    ]


def test_nothing_happens_without_a_start_list() -> None:
    """Not even a gun."""
    assert moments_of(GUN, split("A", 400, "1:00")) == []


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        ("0", "level"),
        ("0.1", "a tenth"),
        ("0.41", "half a second"),
        ("1.4", "1.4 s"),
        ("5", "5 s"),
        ("59.9", "59.9 s"),
        ("59.96", "1:00"),
        ("1:22.1", "1:23"),
    ],
)
def test_gaps_in_words(gap: str, text: str) -> None:
    """Words below a second, tenths below a minute, whole seconds from there on; no sixty seconds."""
    assert gap_words(Time.parse(gap)) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_ordinals(place: int, text: str) -> None:
    """As in English."""
    assert ordinal(place) == text
