"""True splits are hardly ever doubted, those of the first finishers never."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.log import read
from race.fold.history import History
from replays.library import files
from tests.race.belief.false_alarms import Table, count, tables

SAMPLES = os.environ.get("LAPBELL_SAMPLES")
TABLES = tables(Path(SAMPLES).parent / "split-data") if SAMPLES else []

EVERY = 5
"""Of the athletes after the first ones each so many is weighed."""

BATCH = 10
"""Messages that come in together."""


@pytest.mark.skipif(not TABLES, reason="LAPBELL_SAMPLES names no folder beside tables of splits")
def test_hardly_a_true_split_is_doubted() -> None:
    """At most one in 20,000, and none of the first hundred finishers of any race."""
    splits = doubted = 0
    for path in TABLES:
        table = Table.read(path, EVERY)
        alarms = count(table)
        assert alarms.first == 0, table.name
        splits += alarms.splits
        doubted += alarms.doubted
    assert doubted * 20_000 <= splits


def test_every_split_of_the_library_is_believed() -> None:
    """Live, every few messages; but for those that the files themselves call suspect."""
    for path in files():
        messages = list(read(path).messages())
        history = History()
        for done in range(0, len(messages), BATCH):
            history.extend(messages[done : done + BATCH])
            doubts = history.at(history.end_ms).doubts.values()
            assert {doubt.reason for doubt in doubts} <= {"printed as suspect"}, path.name
