"""Races to a time: the order is by distance, and the finish is the end of the time."""

from __future__ import annotations

from dataclasses import replace

from race.board_json import board_json
from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.messages import Message, Official, Ruling
from race.moments.commentary import Commentary
from tests.race.messages_by_hand import GUN, board, entrant, gun, row_of, split, start_list, status

HOUR = replace(start_list("ABC", (1000, 2000, 3000, 4000, 30_000), lap_m=1000), setting="road", limit_s=3600)

LAPS: list[Message] = [
    HOUR,
    GUN,
    *(split("A", m, f"{m * 0.6:.0f}") for m in (1000, 2000, 3000, 4000)),
    *(split("B", m, f"{m * 0.9:.0f}") for m in (1000, 2000, 3000)),
    split("C", 1000, "1200"),
]


def test_a_distance_is_projected_and_no_finish() -> None:
    """At the average pace so far, for as long as the runner is expected back."""
    shown = board(*LAPS, at="45:00")
    first, second, third = (row_of(shown, bib) for bib in "ABC")

    assert (first.projection, second.projection, first.chances) == (None, None, None)
    assert (first.projected_m, second.projected_m) == (6000, 4000)
    assert third.projected_m == 3000
    late = row_of(board(*LAPS, at="50:01"), "C")
    assert (late.projected_m, late.overdue) == (None, None)
    assert (first.next, second.next is not None) == (None, True)  # the next lap of the first ends too late
    assert {row["projected_ms"] for row in board_json(shown)["rows"]} == {None}


def test_no_one_is_expected_after_the_end() -> None:
    """Whose lap would end later stays out until then, with a distance projected."""
    shown = board(*LAPS, split("B", 4000, "3400"), at="59:59")

    assert (row_of(shown, "B").next, row_of(shown, "B").overdue) == (None, None)
    assert round(row_of(shown, "B").projected_m or 0) == 4235


def test_when_the_time_is_up_all_have_finished() -> None:
    """Each with the distance of the last checkpoint, in the order of those."""
    before, after = (board(*LAPS, at=at) for at in ("59:59", "1:00:00"))

    assert (before.phase, after.phase) == ("running", "finished")
    assert {row.status for row in before.rows} == {"running"}
    rows = board_json(after)["rows"]
    assert [(row["bib"], row["place"], row["status"], row["projected_m"]) for row in rows] == [
        ("A", 1, "finished", 4000),
        ("B", 2, "finished", 3000),
        ("C", 3, "finished", 1000),
    ]
    assert [[runner.entrant.bib for runner in shown.winners] for shown in (before, after)] == [[], ["A"]]


def test_there_is_no_bell_and_the_winner_wins_by_distance() -> None:
    """Nor is anything to go but time."""
    moments = Commentary().moments(History(LAPS).at(10**7), 3_600_000)

    texts = [moment.text for moment in moments]
    assert not [text for text in texts if "bell" in text.lower() or "to go" in text]
    assert any(text.endswith("A wins with 4.000 km") for text in texts)
    assert max(moment.when_ms for moment in moments) == 3_600_000


WAVES = replace(HOUR, entrants=(entrant("A", wave="early"), entrant("B", wave="late"), entrant("C")))
GUNS: list[Message] = [
    WAVES,
    gun("2026-05-02T08:00:00Z"),
    gun("2026-05-02T08:00:00Z", wave="early"),
    gun("2026-05-02T08:30:00Z", wave="late"),
]


def test_each_wave_has_the_whole_time_from_its_own_gun() -> None:
    """The race is over, and won, when the time of the last is up."""
    log = [*GUNS, split("A", 1000, "50:00"), split("B", 1000, "40:00"), split("B", 2000, "59:00")]
    early, late = (board(*log, at=at) for at in ("1:00:00", "1:30:00"))

    assert (early.phase, late.phase) == ("running", "finished")
    assert [row_of(early, bib).status for bib in "AB"] == ["finished", "running"]
    assert [row_of(late, bib).status for bib in "AB"] == ["finished", "finished"]
    assert [[runner.entrant.bib for runner in shown.winners] for shown in (early, late)] == [[], ["B"]]
    assert row_of(board(*log, at="1:11:00"), "B").projected_m == 1500
    assert [m.when_ms for m in Commentary().moments(late.state, late.clock_ms) if "wins" in m.text] == [
        5_400_000
    ]


def test_it_is_not_over_while_a_wave_awaits_its_gun() -> None:
    """A wave that stayed away is not waited for."""
    two = replace(WAVES, entrants=WAVES.entrants[:2])
    log = [two, gun("2026-05-02T08:00:00Z", wave="early"), split("A", 1000, "50:00")]

    assert board(*log, at="1:10:00").phase == "running"
    assert board(*log, status("B", "dns", when="1:05:00"), at="1:10:00").phase == "finished"


def test_a_lap_that_ends_after_the_time_does_not_count() -> None:
    """By the runner's own gun: kept, listed with why, and no distance."""
    late = split("B", 4000, "1:00:00.1")
    shown = board(*LAPS, late, split("C", 2000, "1:00:00.0"))

    assert [(row.runner.entrant.bib, row.projected_m) for row in shown.rows] == [
        ("A", 4000),
        ("B", 3000),
        ("C", 2000),
    ]
    history = History([*LAPS, late])
    [claim] = doubted_claims(history, history.at(10**7))
    assert claim.text == "B at 4000 m in 1:00:00.1: read 1 s after the time was up"
    assert (claim.doubt.belief, claim.remedy) == ("set aside", "counts if it is official")


def test_a_lap_after_the_time_counts_if_the_officials_say_so() -> None:
    """As a part of the last lap may, or one that was measured otherwise; also by a ruling."""
    stated = split("B", 4000, "1:00:20", evidence="official")
    read = split("B", 4000, "1:00:20", id_="read")

    for late in ([stated], [read, Ruling(of="read", belief="believed")]):
        assert row_of(board(*LAPS, *late), "B").projected_m == 4000


def test_in_waves_a_lap_is_late_by_the_own_gun() -> None:
    """The race time of it says nothing."""
    log = [*GUNS, split("A", 1000, "2026-05-02T09:00:01Z"), split("B", 1000, "2026-05-02T09:30:00Z")]

    assert [row_of(board(*log), bib).checkpoint for bib in "AB"] == [-1, 0]


def test_the_gap_is_a_distance() -> None:
    """Of those level there it is the time; over a distance there is none of the kind."""
    shown = board(*LAPS, split("C", 2000, "2600"), split("C", 3000, "3300"), at="1:00:00")
    rows = board_json(shown)["rows"]

    assert [(row["bib"], row["gap_m"], row["interval_m"]) for row in rows] == [
        ("A", 0, None),
        ("B", 1000, 1000),
        ("C", 1000, 0),
    ]
    over_a_distance = board(start_list("AB"), GUN, split("A", 800, "2:00"), split("B", 400, "1:10"))
    assert {(row["gap_m"], row["interval_m"]) for row in board_json(over_a_distance)["rows"]} == {
        (None, None)
    }


def test_an_official_result_ends_it() -> None:
    """Whatever the clock says, as where a race is stopped early."""
    shown = board(*LAPS, Official(), at="45:00")

    assert {row.status for row in shown.rows} == {"finished"}
