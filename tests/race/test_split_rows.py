"""The rows of a race hold what its board shows, and how it is known."""

from __future__ import annotations

import pytest

from race.board import Board
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Evidence, Gun, Message, Split, StartList
from race.split_rows import RaceRows, SplitRow, race_rows
from race.times import Time
from replays.library import find
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import AFTER_ALL_MS

RACES = ("2024-bowerman-mile", "2024-paris-olympics-1500m-semifinal-2", "2023-berlin-marathon-women")


@pytest.mark.parametrize("name", RACES)
def test_the_rows_say_what_the_board_says(name: str) -> None:
    """Place, status, furthest time, lap, gap and evidence of everyone, on the way and at the end."""
    race = RecordedRace.read(find(name))
    history = race.history()
    for clock_ms in (race.end_ms // 3, race.end_ms * 3 // 4, race.end_ms):
        board = Board.at(race.race, clock_ms, history.at(clock_ms))
        rows = race_rows(race.race, history, clock_ms)
        assert rows is not None
        assert [e.runner.entrant.bib for e in rows.entrants] == [row.runner.entrant.bib for row in board.rows]
        for entrant, row in zip(rows.entrants, board.rows, strict=True):
            assert (entrant.place, entrant.status) == (row.place, row.status)
            if row.passing is not None and row.is_racing:
                split = next(s for s in entrant.splits if s.checkpoint is rows.course.at(row.checkpoint))
                assert (split.time, split.evidence) == (row.passing.time, row.passing.evidence)
                assert split.place == row.place


@pytest.mark.parametrize("name", RACES)
def test_every_figure_has_its_evidence(name: str) -> None:
    """An estimate is none of the figures: it stands apart."""
    race = RecordedRace.read(find(name))
    rows = race_rows(race.race, race.history(), race.end_ms)
    assert rows is not None
    splits = [split for entrant in rows.entrants for split in entrant.splits]
    estimated = [split for split in splits if split.evidence == "estimated"]

    assert splits
    assert all(split.evidence for split in splits)
    assert all(split.estimate and not (split.time or split.place or split.lap) for split in estimated)


def finish_of(*splits: tuple[float, str]) -> SplitRow:
    """The row at the finish of someone alone in a race, with times at some distances."""
    points = tuple(Checkpoint(id=f"{metres:g}", distance_m=metres) for metres, _ in splits)
    entrants = (Entrant(bib="1", name="Ada Hill"),)
    log: list[Message] = [
        StartList(name="Race", distance_m=splits[-1][0], lap_m=400, checkpoints=points, entrants=entrants),
        Gun(),
        *(
            Split(bib="1", checkpoint=f"{metres:g}", time=Time.parse(time), evidence="official")
            for metres, time in splits
            if time
        ),
    ]
    rows = race_rows("race", History(log), AFTER_ALL_MS)
    assert isinstance(rows, RaceRows)
    return rows.entrants[0].splits[-1]


def test_the_last_400_is_measured() -> None:
    """From a checkpoint to within a metre of 400 m before the finish, and from no other."""
    assert finish_of((1209.344, "2:55.1"), (1609.344, "3:50.25")).last_400 == Time(55_200, 1)
    assert finish_of((1209, "2:55.10"), (1609.344, "3:50.25")).last_400 == Time(55_150, 2)
    assert finish_of((1200, "2:55.1"), (1609.344, "3:50.25")).last_400 is None
    assert finish_of((1209.344, ""), (1609.344, "3:50.25")).last_400 is None
    assert finish_of((200, "25.1"), (400, "51.92")).last_400 == Time(51_920, 2)


def test_a_lap_is_known_as_the_less_sure_of_its_ends() -> None:
    """A last lap from an official finish and a time by hand is one by hand."""
    points = tuple(Checkpoint(id=f"{metres}", distance_m=metres) for metres in (400, 800, 1200))
    times: list[tuple[str, int, Evidence]] = [
        ("400", 60_000, "hand"),
        ("800", 121_000, "device"),
        ("1200", 180_000, "official"),
    ]
    log: list[Message] = [
        StartList(
            name="Race",
            distance_m=1200,
            lap_m=400,
            checkpoints=points,
            entrants=(Entrant(bib="1", name="A"),),
        ),
        Gun(),
        *(Split(bib="1", checkpoint=c, time=Time(ms, 2), evidence=evidence) for c, ms, evidence in times),
    ]
    rows = race_rows("race", History(log), AFTER_ALL_MS)
    assert rows is not None
    [entrant] = rows.entrants

    assert [split.lap_evidence for split in entrant.splits] == ["hand", "hand", "device"]
    assert entrant.splits[-1].last_400_evidence == "device"


def test_nothing_is_said_of_a_log_without_a_start_list() -> None:
    """There is no course and no entrant."""
    assert race_rows("race", History([Gun()]), AFTER_ALL_MS) is None
