"""A place is said only once no one can take it, and then it is that of the result."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings

from race.board import Board
from race.fold.history import History
from race.messages import Message, Official, Order, Split, StartList, Status, Void
from race.moments.phrases import PLACES, ordinal
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, board, entrant, moments, split, start_list
from tests.race.moments.test_moments_known import uncorrected
from tests.race.random_races import tidy_races, wild_logs

if TYPE_CHECKING:
    from race.moments.moment import Moment

EXAMPLES = settings(max_examples=200)

WORDS = {word: place for place, word in enumerate(PLACES)} | {
    ordinal(place): place for place in range(13, 40)
}


def claimed_place(moment: Moment) -> int | None:
    """The place at the finish that a sentence gives for good; None if it gives none."""
    if moment.kind != "finish" or "so far" in moment.text:
        return None
    if " wins in " in moment.text:
        return 1
    found = re.search(r" is (\w+) in ", moment.text)
    return WORDS[found[1]] if found else None


def known_as_they_happen(log: list[Message]) -> list[Message]:
    """A log in which no later message changes a figure, by times of listed runners.

    Left out are printed places, which may contradict the times, estimates, as there are none at a finish,
    and the word that the result is official, which ends the waiting for a wave that never starts.
    """
    names = {e.bib for m in log if isinstance(m, StartList) for e in m.entrants}
    kept: list[Message] = []
    for message in log:
        match message:
            case Status(bib=bib, when=Time()) if bib in names:
                kept.append(message)
            case Status() | Order() | Void() | Official():
                pass
            case Split(bib=bib) if bib in names:
                kept.append(replace(message, rank=None, suspect=False))
            case Split():
                pass
            case _:
                kept.append(message)
    return kept


@EXAMPLES
@given((tidy_races() | wild_logs().map(uncorrected)).map(known_as_they_happen))
def test_a_place_that_is_said_is_that_of_the_result(log: list[Message]) -> None:
    """Whoever starts later, unless a runner is taken out of the result afterwards, or a time is doubted."""
    history = History(log)
    state = history.at(AFTER_ALL_MS)
    assume(not state.doubts)
    shown = Board.at("race", AFTER_ALL_MS, state)
    places = {row.runner.entrant.bib: row.place for row in shown.rows if row.status == "finished"}
    finish = state.course.finish if state.course else 0
    left_ms = [
        r.status_claims[-1].when_ms
        for r in state.runners.values()
        if r.status_claims and finish in r.passings
    ]

    for moment in moments(state, AFTER_ALL_MS):
        place = claimed_place(moment)
        if place is not None and all(ms <= moment.when_ms for ms in left_ms):
            assert places[moment.bib or ""] == place, moment.text


@EXAMPLES
@given((tidy_races() | wild_logs().map(uncorrected)).map(known_as_they_happen))
def test_the_winner_of_the_board_wins(log: list[Message]) -> None:
    """At every moment at which the board has a winner, the result has the same."""
    history = History(log)
    end = Board.at("race", AFTER_ALL_MS, history.at(AFTER_ALL_MS))
    assume(not end.state.doubts)
    first = {row.runner.entrant.bib for row in end.rows if row.place == 1 and row.status == "finished"}
    out = {row.runner.entrant.bib for row in end.rows if row.runner.out}

    for clock_ms in history.times():
        won = {r.entrant.bib for r in Board.at("race", clock_ms, history.at(clock_ms)).winners}
        assert won <= first | out


def test_the_board_has_a_winner_once_it_is_settled() -> None:
    """With one start at once; where a wave is still to start not yet."""
    waves = start_list([entrant("A"), entrant("B", wave="late")], (1600,))

    assert board(start_list("AB", (1600,)), GUN, split("A", 1600, "4:00")).winners
    assert board(waves, GUN, split("A", 1600, "4:00")).winners == []
    assert board(waves, GUN, split("A", 1600, "4:00"), Official()).winners
    assert board(start_list("AB", (1600,)), GUN, split("A", 1600, "4:00", 2)).winners == []
