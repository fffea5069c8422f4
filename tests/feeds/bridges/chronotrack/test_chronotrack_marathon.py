"""The files of a real marathon day, where they are at hand (LAPBELL_SAMPLES)."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.chronotrack.chronotrack_bridge import ChronoTrack
from feeds.bridges.inputs.growing_folder import GrowingFolder
from race.board import Board
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Split, StartList
from tests.feeds.bridges.reads_of_a_race import in_force
from tests.race.messages_by_hand import AFTER_ALL_MS

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

FOLDER = Path(SAMPLES or "") / "chronotrack" / "21ROTM"

GUN_S = "1620460855.16"

BIBS = range(1, 901)

RACE = StartList(
    name="Marathon",
    setting="road",
    distance_m=42_195,
    date="2021-05-08",
    zone="America/Chicago",
    checkpoints=(
        Checkpoint(id="start", distance_m=0),
        Checkpoint(id="9K", distance_m=9000),
        Checkpoint(id="19K", distance_m=19_000),
        Checkpoint(id="finish", distance_m=42_195, mats=("FINISH1", "FINISH3")),
    ),
    entrants=tuple(Entrant(bib=f"{bib}", name=f"Runner {bib}") for bib in BIBS),
)


def day() -> BridgeSettings:
    """What the timer of the marathon says."""
    places = {"FINISH1": ["start", "finish"], "FINISH3": "finish", "9K": "9K", "19K": "19K"}
    return BridgeSettings(
        start_list=RACE,
        zone=ZoneInfo("America/Chicago"),
        date=date(2021, 5, 8),
        table={"places": places, "device_guns": [""]},
    )


@pytest.fixture(scope="module")
def made() -> list[Outcome]:
    """What is made of the folder."""
    found: list[Outcome] = []
    run = BridgeRun(ChronoTrack(day()), found.append)
    source = GrowingFolder(FOLDER, ChronoTrack.patterns, print, once=True)
    asyncio.run(run.live(source, None, lambda: asyncio.sleep(0)))
    return found


def finishes() -> dict[str, int]:
    """By bib, the milliseconds from the gun to the first read at the finish after two hours.

    FINISH1 goes before FINISH3, which fills in.
    """
    found: dict[str, int] = {}
    for name in ("FINISH1/5071909.csv", "FINISH3/05080711.csv"):
        here: dict[str, int] = {}
        for line in (FOLDER / name).read_text().splitlines():
            _, _, tag, facility, _, seconds, *_ = line.split("~")
            ms = int(seconds.replace(".", "")) * 10 - int(GUN_S.replace(".", "")) * 10
            if facility.endswith("160") and int(tag) in BIBS and ms > 7_200_000:
                bib = tag.lstrip("0")
                here[bib] = min(ms, here.get(bib, ms))
        found = here | found
    return found


def all_reads() -> list[tuple[int, str, str]]:
    """Tag, time and point of each read in the files that is of no test tag and not corrupt."""
    found = []
    for path in FOLDER.glob("*/*.csv"):
        for line in path.read_text().splitlines():
            _, _, tag, facility, group, seconds, *_ = line.split("~")
            if facility.endswith("160") and int(group) != 13:
                found.append((int(tag), seconds, path.parent.name.replace("START1", "FINISH1")))
    return found


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_each_line_of_the_files_is_read(made: list[Outcome]) -> None:
    """36,519 reads and 283 marks, of which one read is corrupt; an earlier copy of a file adds no record.

    A record is what is different in tag, time or point, or a press.
    """
    assert sum(bool(outcome.raw) for outcome in made) == 36_519 + 283
    (bad,) = (outcome for outcome in made if outcome.is_bad)
    assert bad.raw.startswith("TO~010006~003387~032~082")
    records = max(outcome.record for outcome in made)
    assert records == len(set(all_reads())) + len(
        {"8:00", "8:05", "8:15", "8:20", "8:35", "9:00", "11:05", "16:56"}
    )
    assert {message.source for message in in_force(made) if isinstance(message, Split)} == {
        "FINISH1",
        "FINISH3",
        "9K",
        "19K",
    }


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_the_first_press_is_the_gun_and_the_others_are_offered(made: list[Outcome]) -> None:
    """At 8:00:55.16; six more are named, some of them seen by two boxes or in two copies of a file."""
    (gun,) = (message for message in in_force(made) if isinstance(message, Gun))
    assert gun.clock
    assert gun.clock.show() == "2021-05-08T13:00:55.16Z"
    assert sum("to take it, add it to [guns]" in outcome.news for outcome in made) == 7


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_the_times_are_those_of_the_files(made: list[Outcome]) -> None:
    """Of three runners: the last read at the start, the first at the finish."""
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for message in in_force(made):
        if isinstance(message, Split) and message.clock is not None:
            local = message.clock._replace(utc_ms=message.clock.utc_ms - 5 * 3_600_000)
            found[message.bib].append((message.checkpoint, local.show()[11:-1], message.source))

    assert sorted(found["801"]) == [
        ("19K", "09:09:44.76", "19K"),
        ("9K", "08:34:16.85", "9K"),
        ("finish", "10:30:25.56", "FINISH3"),
        ("finish", "10:30:25.95", "FINISH1"),
        ("start", "08:00:55.73", "FINISH1"),
    ]
    assert {("start", "08:00:57.59", "FINISH1"), ("9K", "08:37:27.20", "9K")} <= set(found["734"])
    assert {("19K", "09:16:06.67", "19K"), ("finish", "10:43:28.93", "FINISH1")} <= set(found["734"])
    assert ("9K", "08:10:27.22", "9K") in found["200"]
    assert "start" not in {at for at, _, _ in found["200"]}


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_the_order_of_the_finish_is_that_of_the_files(made: list[Outcome]) -> None:
    """Of all who came to the finish, with the times that the files have."""
    messages = [RACE, *(message for outcome in made for message in outcome.messages)]
    board = Board.at("marathon", AFTER_ALL_MS, History(messages).at(AFTER_ALL_MS))
    assert board.state.course
    finish = board.state.course.finish
    shown = [
        (row.runner.entrant.bib, row.passing.time.ms)
        for row in board.rows
        if row.checkpoint == finish and row.passing is not None and row.passing.time is not None
    ]

    assert [ms for _, ms in shown] == sorted(finishes().values())
    assert dict(shown) == finishes()
    assert shown[0] == ("801", 8_970_790)
    assert len(shown) == 743
