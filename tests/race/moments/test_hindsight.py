"""Once it is known who won, what led to it comes first."""

from __future__ import annotations

from dataclasses import replace

from race.fold.history import History
from race.messages import Mark, Message
from race.moments.hindsight import in_hindsight
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, moments, split, start_list

METRES = (400, 800, 1200, 1600, 2000)


def race(*orders: str, record: str = "") -> list[Message]:
    """The order at each checkpoint, a tenth of a second apart; P is a pacemaker."""
    field = [entrant("P", "pacemaker"), entrant("A"), entrant("B")]
    splits = [
        split(bib, metres, str(Time(lap * 60_000 + place * 100, 1)))
        for lap, (metres, order) in enumerate(zip(METRES, orders, strict=True), start=1)
        for place, bib in enumerate(order)
    ]
    marks = (Mark(label="World record", code="WR", time=Time.parse(record)),) if record else ()
    return [replace(start_list(field, METRES), marks=marks), GUN, *splits]


def ranked(log: list[Message], *winners: str) -> list[str]:
    """The sentences of leads and paces, the most important first."""
    told = moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)
    found = [moment for moment in in_hindsight(told, winners) if moment.kind in ("lead", "bell", "record")]
    return [moment.text for moment in sorted(found, key=lambda moment: -moment.priority)]


def test_the_lead_that_won_comes_first() -> None:
    """Before one that was lost again, and before all that a pacemaker did."""
    log = race("PAB", "BPA", "ABP", "AB", "AB")

    assert ranked(log, "A")[0] == "A takes the lead from B with two laps to go"
    assert ranked(log, "B")[0] == "B takes the lead from P, the pacemaker, with three laps to go"
    assert ranked(log)[0] == "The bell: A leads by a tenth"


def test_the_pace_of_a_record_that_fell_comes_before_what_pacemakers_did() -> None:
    """In a race in which the winner has it in the end."""
    log = race("PAB", "PAB", "ABP", "AB", "AB", record="5:01")

    [leads, *others] = ranked(log, "A")

    assert leads.startswith("A takes the lead from P, the pacemaker, with two laps to go, ")
    assert others[-1] == "P takes them through 400 m"
    assert any("world-record pace" in text for text in (leads, *others[:2]))


def test_before_the_win_nothing_is_known_of_it() -> None:
    """The moments are then as important as they were when they happened."""
    told = moments(History(race("PAB", "BPA", "ABP", "AB", "AB")).at(200_000), 200_000)

    assert in_hindsight(told, ()) == told
