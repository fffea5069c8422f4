"""Files of real readers, where they are at hand (LAPBELL_SAMPLES)."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.raw_input import Piece
from feeds.bridges.table_reads import TableReads
from race.messages import Checkpoint, Entrant, Split, StartList
from tests.feeds.bridges.reads_of_a_race import in_force

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

FILES = {"FINISH1": "5071909.csv", "9K": "5071949.csv", "19K": "5072019.csv", "FINISH3": "05080711.csv"}

METRES = {"start": 0, "9K": 9000, "19K": 19_000, "finish": 42_195}


def published(place: str, checkpoints: str | Sequence[str]) -> list[Outcome]:
    """What is made of the file of one box of a marathon."""
    race = StartList(
        name="Marathon",
        setting="road",
        distance_m=42_195,
        checkpoints=tuple(Checkpoint(id=name, distance_m=metres) for name, metres in METRES.items()),
        entrants=tuple(Entrant(bib=f"{bib}", name=f"Runner {bib}") for bib in range(1, 901)),
    )
    table = {
        "separator": "~",
        "time": "local unix",
        "place": place,
        "columns": {"chip": 3, "time": 6},
        "places": {place: checkpoints},
        "guns": {"": "08:00:55.16"},
    }
    day = BridgeSettings(
        start_list=race, zone=ZoneInfo("America/Chicago"), date=date(2021, 5, 8), table=table
    )
    data = (Path(SAMPLES or "") / "chronotrack" / "21ROTM" / place / FILES[place]).read_bytes()
    bridge = TableReads(day)
    return [
        outcome
        for start in range(0, len(data), 5000)
        for outcome in bridge.take(Piece(0, place, "data", data[start : start + 5000]))
    ]


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_the_files_of_a_marathon_give_its_times() -> None:
    """The last read at the start, of which one comes late in the file, and the first at the finish."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, checkpoints in {
        "9K": "9K",
        "19K": "19K",
        "FINISH1": ["start", "finish"],
        "FINISH3": "finish",
    }.items():
        made = published(place, checkpoints)
        assert not any(outcome.is_bad for outcome in made)
        for message in in_force(made):
            if isinstance(message, Split) and message.clock is not None:
                local_ms = message.clock.utc_ms - 5 * 3_600_000
                time = message.clock._replace(utc_ms=local_ms).show()[11:-1]
                found[message.bib].append((message.checkpoint, time))

    assert found["801"] == [
        ("9K", "08:34:16.85"),
        ("19K", "09:09:44.76"),
        ("start", "08:00:55.73"),
        ("finish", "10:30:25.95"),
        ("finish", "10:30:25.56"),
    ]
    assert [time for _, time in found["734"]][:4] == [
        "08:37:27.20",
        "09:16:06.67",
        "08:00:57.59",
        "10:43:28.93",
    ]
    assert ("9K", "08:10:27.22") in found["200"], "an early starter is kept, and belief decides"
    assert "start" not in dict(found["200"])
