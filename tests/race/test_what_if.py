"""What if someone goes on at a pace: finish, place, and what that would beat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.board import Board
from race.messages import Entrant, Mark, Message, StartList
from race.pace import parse_pace
from race.times import Time
from race.what_if import WhatIf, what_if
from tests.race.messages_by_hand import GUN, board, entrant, split, start_list, status

PACER = entrant("P", "pacemaker")
ADA = Entrant(bib="A", name="Ada Berg", pb=Time.parse("4:05.00"))


def field() -> StartList:
    """Three runners and a pacemaker."""
    return start_list([ADA, "B", "C", PACER])


def passed() -> list[Message]:
    """All at 1200 m, the pacemaker alone off."""
    log: list[Message] = [GUN, split("P", 400, "59.0"), status("P", "dnf")]
    for bib, times in {
        "A": "60.0 2:01.0 3:02.0",
        "B": "60.5 2:02.0 3:03.0",
        "C": "62.0 2:05.0 3:08.0",
    }.items():
        log += [
            split(bib, metres, time) for metres, time in zip((400, 800, 1200), times.split(), strict=True)
        ]
    return log


def asked(bib: str, pace: str, at: str = "3:09", *log: Message) -> WhatIf:
    """The answer for a runner at a race time."""
    shown: Board = board(*(log or (field(), *passed())), at=at)
    [row] = [row for row in shown.rows if row.runner.entrant.bib == bib]
    return what_if(shown, row, parse_pace(pace, row.field.course))


def test_a_finish_at_a_pace() -> None:
    """The last time, and the rest at the pace, rounded up to the tenth."""
    assert asked("A", "58").finish == Time(240_000, 1)
    assert asked("A", "58.02").finish == Time(240_100, 1)
    assert asked("A", "2:25/km").finish == Time(240_000, 1)
    assert asked("B", "29/200").finish == Time(241_000, 1)


def test_the_place_is_by_the_projections_of_the_others() -> None:
    """Faster is first, slow is last, and who is just ahead is named."""
    shown = board(field(), *passed(), at="3:09")
    projected = {r.runner.entrant.bib: r.projection.time.ms for r in shown.rows if r.projection}
    assert projected["A"] < projected["B"] < projected["C"]

    fast, slow = asked("C", "50"), asked("A", "80")

    assert (fast.place, fast.ahead) == (1, None)
    assert slow.place == 3
    assert slow.ahead is not None
    assert slow.ahead.runner.entrant.bib == "C"
    assert slow.ahead_time == Time(projected["C"], 1)


def test_what_it_would_beat() -> None:
    """The own best, and records that are the runner's to take, fastest first."""
    record = Mark(label="World record", code="WR", time=Time.parse("4:02.00"))
    log = (replace(field(), marks=(record,)), *passed())

    assert [mark.label for mark in asked("A", "58", "3:09", *log).beaten] == ["World record", "PB"]
    assert [mark.label for mark in asked("A", "62", "3:09", *log).beaten] == ["PB"]
    assert asked("B", "62", "3:09", *log).beaten == ()


def test_before_the_first_split_it_is_from_the_start() -> None:
    """Where no one has a projection, no one has a place."""
    found = asked("B", "60", "0:30", field(), GUN)

    assert (found.since, found.finish, found.place) == (-1, Time(240_000, 1), None)


@pytest.mark.parametrize(
    ("bib", "pace", "at", "sentence"),
    [
        ("P", "58", "3:09", "P is not running any longer"),
        ("A", "20", "3:09", "no one has run the last 400 m at 20/400"),
        ("A", "58", "4:05", "would have come to finish in 4:00.0"),
    ],
)
def test_what_cannot_be_said(bib: str, pace: str, at: str, sentence: str) -> None:
    """Of those who are out, at a pace that cannot be run, and where the time has already passed."""
    with pytest.raises(ValueError, match=sentence):
        asked(bib, pace, at)
