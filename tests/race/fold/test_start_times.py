"""Times of day become elapsed times by the gun, whenever it becomes known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from race.belief.doubt import Doubt
from race.corrections.corrections import corrections
from race.fold.history import History
from race.messages import Gun, Message
from race.times import Time
from tests.race.messages_by_hand import (
    GUN,
    board,
    entrant,
    gun,
    moments,
    places,
    row_of,
    split,
    start_list,
    void,
)

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import Evidence

WAVES = start_list([entrant("A", wave="one"), entrant("B", wave="two"), "C"])


def time_of(shown: Board, bib: str) -> Time | None:
    """The time at the furthest checkpoint."""
    passing = row_of(shown, bib).passing
    assert passing
    return passing.time


def test_a_time_of_day_counts_from_the_gun() -> None:
    """As exactly as the coarser of the two clocks."""
    log = [start_list("A"), gun("2026-07-28T12:00:00.25Z"), split("A", 400, "2026-07-28T12:01:00.5Z")]

    assert time_of(board(*log), "A") == Time(60_250, 1)


def test_without_a_gun_a_time_of_day_is_no_time() -> None:
    """After a gun of which it is not known when it went, the passing is known, and the time is not."""
    shown = board(start_list("A"), GUN, split("A", 400, "2026-07-28T12:01:00Z"))

    assert time_of(shown, "A") is None
    assert row_of(shown, "A").place == 1
    assert row_of(shown, "A").gap is None
    assert row_of(shown, "A").projection is None


def test_a_read_while_no_gun_has_gone_decides_nothing() -> None:
    """People warm up over the mats; it counts once the gun is known to have gone before."""
    log = [start_list("AB"), split("B", 1600, "2026-07-28T12:01:00Z")]

    waiting = board(*log)
    assert waiting.leader is None
    assert places(waiting) == {"A": None, "B": None}
    assert waiting.state.doubts == {2: Doubt("doubtful", "no gun")}
    assert board(*log, gun("2026-07-28T12:02:00Z")).state.doubts == {2: Doubt("set aside", "before the gun")}
    assert places(board(*log, gun("2026-07-28T11:56:50Z"))) == {"A": None, "B": 1}


def test_nor_does_a_read_while_the_own_wave_has_not_started() -> None:
    """Others may have been on their way for long."""
    log = [WAVES, gun("2026-07-28T12:00:00Z", "one"), split("A", 400, "2026-07-28T12:01:30Z")]

    shown = board(*log, split("B", 1600, "2026-07-28T12:01:00Z"))

    assert places(shown) == {"A": 1, "B": None, "C": None}
    assert shown.state.doubts == {4: Doubt("doubtful", "no gun")}


def test_a_known_time_counts_before_a_surer_one_that_is_not_known() -> None:
    """Until the gun is known a hand time is shown; then the device's."""
    log = [start_list("A"), split("A", 400, "1:01", evidence="hand"), split("A", 400, "2026-07-28T12:01:00Z")]

    assert time_of(board(*log), "A") == Time(61_000, 0)
    assert time_of(board(*log, gun("2026-07-28T12:00:00Z")), "A") == Time(60_000, 0)


def test_a_gun_that_comes_late_gives_all_their_times() -> None:
    """Each passing then lands where its time says."""
    clocks = [split("A", 400, "2026-07-28T12:01:00Z"), split("A", 800, "2026-07-28T12:02:00Z")]
    history = History([start_list("A"), *clocks])
    history.at(0)

    history.extend([gun("2026-07-28T12:00:00Z")])

    assert history.at(59_999).runners["A"].passings == {}
    assert history.at(60_000).runners["A"].furthest == 0
    assert history.at(120_000).runners["A"].furthest == 1
    assert history.end_ms == 120_000


def test_an_amended_gun_moves_every_time_of_day() -> None:
    """And no time that was taken from the gun."""
    log: list[Message] = [
        start_list("AB"),
        gun("2026-07-28T12:00:00Z", id_="gun"),
        split("A", 400, "2026-07-28T12:01:00Z"),
        split("B", 400, "1:00.5"),
    ]

    shown = board(*log, gun("2026-07-28T12:00:01Z", replaces="gun"))

    assert time_of(shown, "A") == Time(59_000, 0)
    assert time_of(shown, "B") == Time(60_500, 1)
    assert len(shown.state.guns) == 1


def test_a_gun_that_is_withdrawn_takes_the_times_along() -> None:
    """After a false start nothing is known until the next gun."""
    log = [start_list("A"), gun("2026-07-28T12:00:00Z", id_="gun"), split("A", 400, "2026-07-28T12:03:00Z")]

    recalled = board(*log, void("gun"))
    again = board(*log, void("gun"), gun("2026-07-28T12:02:00Z"))

    assert row_of(recalled, "A").passing is None
    assert recalled.state.guns == ()
    assert time_of(again, "A") == Time(60_000, 0)


def test_of_two_guns_the_newer_counts() -> None:
    """Newer in the log, as nothing says that one replaces the other."""
    log = [start_list("A"), gun("2026-07-28T12:00:00Z"), gun("2026-07-28T12:00:02Z")]

    assert time_of(board(*log, split("A", 400, "2026-07-28T12:01:00Z")), "A") == Time(58_000, 0)


def test_each_wave_has_its_own_gun() -> None:
    """Elapsed time is from the entrant's own gun; an entrant in no wave starts with the general one."""
    guns = [
        gun("2026-07-28T12:00:00Z", "one"),
        gun("2026-07-28T12:05:00Z", "two"),
        gun("2026-07-28T12:01:00Z"),
    ]

    shown = board(WAVES, *guns, *(split(bib, 400, "2026-07-28T12:10:00Z") for bib in "ABC"))

    assert time_of(shown, "A") == Time(600_000, 0)
    assert time_of(shown, "B") == Time(300_000, 0)
    assert time_of(shown, "C") == Time(540_000, 0)


def test_a_wave_without_a_gun_starts_with_the_general_one() -> None:
    """For its times and for the moments at which they take effect."""
    log = [WAVES, gun("2026-07-28T12:00:00Z", "one"), gun("2026-07-28T12:01:00Z")]
    history = History([*log, split("B", 400, "1:00"), split("B", 800, "2026-07-28T12:03:00Z")])

    assert [ms for ms in history.times() if ms] == [60_000, 120_000, 180_000]
    assert history.at(180_000).runners["B"].time_at(1) == Time(120_000, 0)


def test_a_wave_is_shown_in_race_time() -> None:
    """Race time runs from the first gun, so a later wave's splits and moments come that much later."""
    log = [WAVES, gun("2026-07-28T12:00:00Z", "one"), gun("2026-07-28T12:05:00Z", "two")]
    history = History([*log, split("B", 400, "1:00"), split("A", 400, "1:10")])

    assert history.at(70_000).runners["B"].passings == {}
    assert history.at(360_000).runners["B"].time_at(0) == Time(60_000, 0)
    announced = moments(history.at(360_000), 360_000)
    leads = [(moment.when_ms, moment.bib) for moment in announced if moment.kind == "lead"]
    assert leads == [(70_000, "A"), (360_000, "B")]
    assert [m.bib for m in moments(history.at(70_000), 70_000) if m.kind == "lead"] == ["A"]


def test_a_gun_that_went_at_a_race_time() -> None:
    """Where no time of day is known, `when` says how much later a wave started."""
    log = [WAVES, Gun(wave="one"), Gun(wave="two", when=Time(300_000))]

    history = History([*log, split("B", 400, "1:00")])

    assert history.times() == [0, 300_000, 360_000]
    assert history.at(360_000).runners["B"].time_at(0) == Time(60_000, 0)


def test_a_new_start_list_moves_entrants_between_waves() -> None:
    """What counts is the wave on the start list in force; withdrawn, the old one counts again."""
    log: list[Message] = [
        start_list([entrant("A", wave="one")]),
        gun("2026-07-28T12:00:00Z", "one"),
        gun("2026-07-28T12:05:00Z", "two"),
        split("A", 400, "2026-07-28T12:06:00Z"),
    ]
    moved = start_list([entrant("A", wave="two")], id_="moved")

    assert time_of(board(*log), "A") == Time(360_000, 0)
    assert time_of(board(*log, moved), "A") == Time(60_000, 0)
    assert time_of(board(*log, moved, void("moved")), "A") == Time(360_000, 0)


def test_no_time_is_before_the_gun() -> None:
    """A read from before the entrant's own gun is kept and is no time; a true one counts when it comes."""
    log = [start_list("A"), gun("2026-07-28T12:00:01Z"), split("A", 400, "2026-07-28T12:00:00Z")]

    early = board(*log)
    runner = row_of(early, "A").runner
    assert (runner.passings, runner.doubtful) == ({}, {})
    assert early.state.doubts == {3: Doubt("set aside", "before the gun")}
    assert time_of(board(*log, split("A", 400, "2026-07-28T12:01:01Z")), "A") == Time(60_000, 0)


def test_an_unlisted_bib_starts_with_the_general_gun() -> None:
    """Its wave is not known."""
    log = [WAVES, gun("2026-07-28T12:00:00Z", "one"), gun("2026-07-28T12:01:00Z")]
    history = History([*log, split("X", 400, "2026-07-28T12:02:00Z")])

    assert history.at(120_000).runners["X"].time_at(0) == Time(60_000, 0)
    assert "X" not in history.at(119_999).runners


def test_a_gun_corrected_at_a_time_holds_from_then_on() -> None:
    """Until then the times are those of the first gun, and afterwards all those of the second, and back."""
    day = "2026-05-02T10:"
    moved = replace(gun(f"{day}07:30Z", id_="g2", replaces="g1"), when=Time.parse("25:00"))
    back = replace(void("g2"), when=Time.parse("50:00"))
    log: list[Message] = [
        start_list("AB", (5000, 10_000), lap_m=None),
        gun(f"{day}00:00Z", id_="g1"),
        split("A", 5000, f"{day}22:40Z"),
        split("B", 5000, f"{day}31:00Z"),
        split("A", 10_000, f"{day}37:50Z"),
    ]

    def times(history: History, at: str) -> dict[str, list[str]]:
        runners = history.at(Time.parse(at).ms).runners.values()
        return {r.entrant.bib: [str(p.time) for p in r.passings.values()] for r in runners}

    for late in (moved, replace(moved, replaces=None)):
        history = History([*log, late, back])
        assert times(history, "22:39.999") == {"A": [], "B": []}
        assert times(history, "24:59.999") == {"A": ["22:40"], "B": []}
        assert times(history, "25:00") == {"A": ["15:10"], "B": ["23:30"]}
        assert times(history, "30:20") == {"A": ["15:10", "30:20"], "B": ["23:30"]}
        assert times(history, "50:00") == {"A": ["22:40", "37:50"], "B": ["31:00"]}
        assert times(history, "24:59.999") == {"A": ["22:40"], "B": []}
        assert [c.when_ms for c in corrections(history)] == [1_500_000, 3_000_000]
    assert times(History([*log, replace(moved, when=None)]), "22:40") == {"A": ["15:10"], "B": []}


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [("hand", "54.2"), ("device", "54.11"), ("official", "54.11"), ("published", "54.11")],
)
def test_a_time_of_day_by_hand_gives_the_next_tenth(evidence: Evidence, shown: str) -> None:
    """Its hundredths stay, and decide the order of two in one tenth."""
    log = [
        start_list("AB"),
        gun("2026-07-28T12:00:00.00Z"),
        split("B", 400, "2026-07-28T12:00:54.11Z", evidence=evidence),
        split("A", 400, "2026-07-28T12:00:54.18Z", evidence=evidence),
    ]

    rows = board(*log).rows

    assert [row.runner.entrant.bib for row in rows] == ["B", "A"]
    assert [row.place for row in rows] == [1, 2]
    assert rows[0].passing is not None
    assert rows[0].passing.time is not None
    assert rows[0].passing.time.show() == shown


def test_a_time_that_was_given_by_hand_stays() -> None:
    """As someone wrote it down."""
    row = board(start_list("A"), GUN, split("A", 400, "54.11", evidence="hand")).rows[0]

    assert row.passing is not None
    assert row.passing.time == Time.parse("54.11")
