"""A large race is the same race: nothing here is timed."""

from __future__ import annotations

from random import Random

import pytest

from race.board import Board
from race.fold.history import History
from race.messages import Message, Split, Status
from race.projection.board_model import project
from race.standings import standings
from race.times import Time
from tests.race.messages_by_hand import GUN, read_json, start_list, void

ENTRANTS = 2_000
CHECKPOINTS_M = (2_500, 5_000, 7_500, 10_000, 12_500, 15_000)


@pytest.fixture(scope="module")
def log() -> list[Message]:
    """A road race of six checkpoints with missed times, runners who stop and a few corrections."""
    random = Random(20)
    bibs = [str(number) for number in range(1, ENTRANTS + 1)]
    found: list[Message] = []
    for bib in bibs:
        pace, ms = random.uniform(170, 420), 0.0
        for metres in CHECKPOINTS_M:
            ms += 2_500 * pace * random.uniform(0.95, 1.1)
            if random.random() < 0.01:
                found.append(Status(bib=bib, status="dnf", when=Time(int(ms))))
                break
            if random.random() < 0.97:
                named = f"{bib}/{metres}" if random.random() < 0.02 else None
                time = Time(int(ms / 100) * 100, 1)
                found.append(Split(id=named, bib=bib, checkpoint=str(metres), time=time, evidence="device"))
    found.sort(key=_ms)
    voids = [void(message.id) for message in found if message.id is not None]
    return [start_list(bibs, checkpoints_m=CHECKPOINTS_M, lap_m=None), GUN, *found, *voids[::2]]


def _ms(message: Message) -> int:
    time = message.time if isinstance(message, Split) else message.when
    assert time
    return time.ms


def test_seeks_equal_play_through(log: list[Message]) -> None:
    """Anywhere in the race the state is that of a fold from the start, to the last passing."""
    history = History(log)
    clocks = [Random(7).randrange(history.end_ms) for _ in range(4)]

    for clock_ms in clocks:
        sought, folded = history.at(clock_ms), History(log).at(clock_ms)

        assert sought.runners == folded.runners
        assert [row.place for row in standings(sought, project)] == [
            row.place for row in standings(folded, project)
        ]


def test_grown_in_pieces_equals_read_at_once(log: list[Message]) -> None:
    """The list is in order, and the same however the log came."""
    grown = History()
    for first in range(0, len(log), 1_000):
        grown.extend(log[first : first + 1_000])
        grown.at(grown.end_ms // 2)

    whole = History(log)

    assert grown.at(whole.end_ms).runners == whole.at(whole.end_ms).runners
    assert grown.times() == whole.times()


def test_everyone_is_on_the_board_once(log: list[Message]) -> None:
    """With places from first to last, none of them missing, and a whole row of JSON each."""
    history = History(log)
    shown = Board.at("race", history.end_ms, history.at(history.end_ms))

    assert sorted(int(row.runner.entrant.bib) for row in shown.rows) == list(range(1, ENTRANTS + 1))
    assert shown.missing_places() == {}
    rows = read_json(shown)["rows"]
    finishers = [row for row in rows if row["status"] == "finished"]
    assert len(finishers) > ENTRANTS * 0.8
    assert [row["gap_ms"] for row in finishers] == sorted(row["gap_ms"] for row in finishers)
