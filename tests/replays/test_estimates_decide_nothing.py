"""No place, lead, gain, gap, projection, chance, mark or moment comes from an estimate, in any race."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from race.board import Board
from race.fold.history import History
from race.messages import Estimate, Message
from race.moments.commentary import Commentary
from race.projection.board_model import project
from race.standings import Row
from replays.library import RACES
from tests.replays.library_races import recorded

if TYPE_CHECKING:
    from race.moments.moment import Moment

ROWS_SEEN = 500
"""A board has a row for each runner, and costs by its rows: of a large field the fewer are looked at."""


def boards(path: Path) -> list[tuple[Board, Board]]:
    """The boards of a race at its messages, with the estimates and without them."""
    race = recorded(path)
    histories = race.history(), race.history(estimates=False)
    times = histories[0].times()
    runners = len(histories[0].at(0).runners)
    shown = []
    for ms in times[:: 1 + len(times) * runners // ROWS_SEEN]:
        with_them, without = (Board.at(race.race, ms, history.at(ms)) for history in histories)
        shown.append((with_them, without))
    return shown


def rests_on_passings(row: Row, bare: Row) -> bool:
    """Whether all that is projected for a runner is the same without estimates, or withheld.

    The places of finishers are certain, and no chances.
    """
    if row.status != "finished" and row.chances not in (None, bare.chances):
        return False
    return all(
        ours in (None, theirs)
        for ours, theirs in (
            (row.projection, bare.projection),
            (row.next, bare.next),
            (row.overdue, bare.overdue),
            (row.lap, bare.lap),
            (row.segment, bare.segment),
            (row.gain, bare.gain),
        )
    )


@pytest.mark.parametrize("path", sorted(RACES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_nothing_on_a_board_comes_from_an_estimate(path: Path) -> None:
    """At every message: what is shown was published, and who is somewhere in a pack has nothing."""
    for shown, bare in boards(path):
        by_bib = {row.runner.entrant.bib: row for row in bare.rows}
        for row in shown.rows:
            other = by_bib[row.runner.entrant.bib]
            assert row.runner.passings == other.runner.passings
            assert rests_on_passings(row, other)
            if row.pack is not None:
                figures = (row.place, row.gap, row.interval, row.gain, row.projection, row.projected_place)
                assert figures == (None,) * 6
                assert row.chances is None
            elif row.place is not None:
                assert row.passing is not None
                assert row.passing.official_place is not None or row.place == other.place
        leader = shown.leader
        if leader is not None:
            assert leader.passing is not None
            assert leader.passing.entries
            assert shown.packs == [] or leader.place == 1
        for mark, same in zip(shown.marks, bare.marks, strict=True):
            if leader is None:
                assert (mark.time, mark.gap) == (None, None)
            elif bare.leader is not None and leader.runner.entrant.bib == bare.leader.runner.entrant.bib:
                assert (mark.time, mark.gap) == (same.time, same.gap)


def told_of(history: History) -> list[Moment]:
    """All that is told of a race."""
    state = history.at(history.end_ms)
    return Commentary().moments(state, history.end_ms, project(state))


def moved(message: Message) -> Message:
    """An estimate with another likely time in its band."""
    if not isinstance(message, Estimate):
        return message
    return replace(message, band=message.band._replace(likely_ms=message.band.high_ms))


@pytest.mark.parametrize("path", sorted(RACES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_no_moment_comes_from_an_estimate(path: Path) -> None:
    """Whatever is told is told when something was published, and likely times make no difference."""
    race = recorded(path)

    told = told_of(race.history())

    published = set(race.history(estimates=False).times())
    for moment in told:
        assert moment.when_ms in published or moment.by_clock or moment.kind in ("gun", "bell")
    assert told_of(History(moved(message) for message in race.history().messages)) == told
