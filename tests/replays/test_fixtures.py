"""The recorded races hold what was published, and the board shows it at its moment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from feeds.log import examine, read
from race.board import Board
from race.course import START
from race.messages import Message, Order, Split, StartList
from race.times import Time
from replays.library import RACES, find
from replays.recording import Recording

FIXTURES = sorted(path for path in RACES.iterdir() if ".jsonl" in path.name)


def facts_of(path: Path) -> dict[str, Any]:
    """The collected figures that a fixture was made from, where they are at hand."""
    samples = os.environ.get("LAPBELL_SAMPLES")
    if not samples:
        pytest.skip("LAPBELL_SAMPLES is not set")
    name = path.name.split(".")[0]
    return dict(json.loads((Path(samples).parent / "races-facts" / f"{name}.json").read_text()))


def recording(race: str) -> Recording:
    """A race of the library, reconstructed."""
    log = read(find(race))
    return Recording(log.race, list(log.messages()))


def board_at(race: Recording, time: str | None = None, *, estimates: bool = True) -> Board:
    """The board at a race time; at the end without one."""
    clock_ms = Time.parse(time).ms if time else race.end_ms
    return Board.at(race.race, clock_ms, race.history(estimates=estimates).at(clock_ms))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_each_fixture_is_sound(path: Path) -> None:
    """A fixture has no problem, not even a note, and is named after its race."""
    log, problems = examine(path)

    assert problems == []
    assert log is not None
    assert path.name.startswith(f"{log.race}.jsonl")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_figure_names_its_source(path: Path) -> None:
    """Splits and orders say where they come from; nothing in a file is estimated."""
    for message in read(path).messages():
        if isinstance(message, Split | Order):
            assert message.source
            assert message.evidence in ("official", "published")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_agrees_with_the_collected_figures(path: Path) -> None:
    """Every result and athlete's split of the facts is in the file, and no other."""
    facts = facts_of(path)
    messages = list(read(path).messages())
    names = _names(messages)
    course_m = facts["race"]["distance_m"]

    stated = {
        (names[m.bib], _metres(messages, m), str(m.time), m.rank) for m in messages if isinstance(m, Split)
    }

    published = {(r["name"], course_m, r["time"], r["place"]) for r in facts["results"] if r["time"]}
    refused = {(c["item"], value) for c in facts["conflicts"] for value in c["values"] if value != c["use"]}
    for split in facts["splits"]:
        if not any(split["time"] == value for _, value in refused):
            rank = split.get("position")
            if split["name"] == "Josh Kerr" and facts["race"]["name"].startswith("Bowerman"):
                rank = 1
            published.add((split["name"], split["distance_m"], split["time"], rank))
    assert stated == published


def _names(messages: list[Message]) -> dict[str, str]:
    return {e.bib: e.name for m in messages if isinstance(m, StartList) for e in m.entrants}


def _metres(messages: list[Message], split: Split) -> float:
    start_list = next(m for m in messages if isinstance(m, StartList))
    return next(c.distance_m for c in start_list.checkpoints if c.id == split.checkpoint)


def test_bowerman_mile_result() -> None:
    """Places 1 to 5 and 9 to 11 stand as published, the hole is told, nobody else has a time."""
    board = board_at(recording("2024-bowerman-mile"))

    finishers = {
        row.runner.entrant.name: (row.place, row.passing.time.ms)
        for row in board.rows
        if row.status == "finished" and row.passing and row.passing.time
    }

    assert finishers == {
        "Josh Kerr": (1, 225340),
        "Jakob Ingebrigtsen": (2, 225600),
        "Yared Nuguse": (3, 226220),
        "Neil Gourley": (4, 227740),
        "Jake Wightman": (5, 227830),
        "Oliver Hoare": (9, 229110),
        "Mario García Romo": (10, 230140),
        "Cameron Myers": (11, 230150),
    }
    assert list(board.holes().values()) == [(6, 8)]
    others = [row for row in board.rows if row.status != "finished"]
    assert {row.status for row in others} == {"unknown", "dnf"}
    assert all(row.place is None for row in others)
    assert board.phase == "finished"


def test_bowerman_mile_pacemaker_is_out_of_the_result() -> None:
    """Alvarado stepped off: a pacemaker without a place."""
    board = board_at(recording("2024-bowerman-mile"))

    [pacemaker] = [row for row in board.rows if row.runner.entrant.role == "pacemaker"]

    assert pacemaker.runner.entrant.name == "Abraham Alvarado"
    assert (pacemaker.status, pacemaker.place) == ("dnf", None)


@pytest.mark.parametrize(
    ("time", "leader", "checkpoint", "ms", "evidence"),
    [
        ("55.91", "Abraham Alvarado", "400", 55910, "published"),
        ("1:52.74", "Abraham Alvarado", "800", 112740, "published"),
        ("2:50.70", "Josh Kerr", "1200", 170700, "published"),
        ("3:45.34", "Josh Kerr", "finish", 225340, "published"),
    ],
)
def test_bowerman_mile_leaders(time: str, leader: str, checkpoint: str, ms: int, evidence: str) -> None:
    """The published leaders lead at their marks, at their moment."""
    board = board_at(recording("2024-bowerman-mile"), time)

    row = board.to_json()["rows"][0]

    assert (row["name"], row["checkpoint"], row["time_ms"], row["evidence"], row["place"]) == (
        leader,
        checkpoint,
        ms,
        evidence,
        1,
    )


@pytest.mark.parametrize("estimates", [True, False])
def test_bowerman_mile_known_order(estimates: bool) -> None:
    """Kerr is eighth at 400 m, fifth at 800 m and leads at 1000 m, estimated splits shown or not."""
    race = recording("2024-bowerman-mile")
    end = race.history(estimates=estimates).at(race.end_ms)
    kerr, course = end.runners["KER"], end.course
    assert course is not None

    ranks = {mark: kerr.passings[course.index[mark]].rank for mark in ("400", "800", "1000", "1200")}

    assert ranks == {"400": 8, "800": 5, "1000": 1, "1200": 1}


def test_london_mile_shows_every_split_and_rank_at_its_moment() -> None:
    """At the time of each split its athlete is on the board there, in the printed order."""
    race = recording("2026-london-dl-mile")
    splits = [m for m in read(find(race.race)).messages() if isinstance(m, Split)]
    assert len(splits) == 216

    for split in splits:
        assert split.time
        board = board_at(race, str(split.time))
        row = next(row for row in board.rows if row.runner.entrant.bib == split.bib)
        assert board.state.course
        index = board.state.course.index[split.checkpoint]
        passing = row.runner.passings[index]

        assert (passing.time, passing.rank) == (split.time, split.rank)
        assert row.checkpoint == index or row.status == "dnf"


def test_london_mile_order_equals_the_printed_ranks() -> None:
    """Once all have passed a mark, those whose last mark it is stand in the printed order."""
    race = recording("2026-london-dl-mile")
    end = race.history().at(race.end_ms)
    course = end.course
    assert course is not None

    for index in range(len(course.checkpoints)):
        there = [r for r in end.runners.values() if index in r.passings]
        last_ms = max(time.ms for r in there if (time := r.time_at(index)))
        board = board_at(race, str(Time(last_ms)))
        rows = [
            row for row in board.rows if row.checkpoint == index and row.status in ("running", "finished")
        ]
        ranks = [row.passing.rank for row in rows if row.passing]

        assert ranks == sorted(ranks, key=lambda rank: rank or 0)
        assert rows


def test_london_mile_laps_add_up() -> None:
    """The four laps to 1600 m of each finisher are the time there."""
    race = recording("2026-london-dl-mile")
    end = race.history().at(race.end_ms)
    course = end.course
    assert course is not None
    from race.laps import lap

    marks = [course.index[mark] for mark in ("400", "800", "1200", "1600")]
    for runner in end.runners.values():
        if runner.furthest == course.finish:
            laps = [lap(course, runner, index) for index in marks]
            total = sum(stretch.time.ms for stretch in laps if stretch)
            time = runner.time_at(marks[-1])
            assert time
            assert total == time.ms


def test_tokyo_has_every_split_and_no_estimate() -> None:
    """All thirteen are on the board with four marks and a time; nothing had to be estimated."""
    race = recording("2020-tokyo-olympics-1500m-men-final")
    board = board_at(race)

    assert not race.has_estimates
    assert [row.place for row in board.rows] == list(range(1, 14))
    assert all(len(row.runner.passings) == 5 for row in board.rows)
    assert board.rows[-1].passing
    assert board.rows[-1].passing.time == Time(218_500, 1)


def test_nothing_is_known_before_the_gun() -> None:
    """At 0:00 nobody has passed anything, and only what was known before is shown."""
    board = board_at(recording("2024-bowerman-mile"), "0.00")

    assert all(row.checkpoint == START for row in board.rows)
