"""How the cost of a split grows with the field, and what it is beside reading its JSON alone."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from feeds.log import read, write
from race.fold.history import History
from race.messages import Message
from tests.bench.engine import split_ms
from tests.bench.measured import Row, processor_s, ratio
from tests.bench.races import large_race

CHECKPOINTS = 10

FIELDS = (3_000, 30_000)
"""Entrants, whose splits are compared with those of 300."""

SMALL = 300


def rows() -> list[Row]:
    """The table of it."""
    return [_beside_json(), *(_growth(entrants) for entrants in FIELDS), _after_a_split()]


def _growth(entrants: int) -> Row:
    """Folding a whole race: a split of a large field beside one of a small field."""
    small, large = (large_race(count, CHECKPOINTS, step_m=4000) for count in (SMALL, entrants))
    turns = 9 if entrants <= FIELDS[0] else 3
    grown = ratio(lambda: _fold(large), lambda: _fold(small), turns) * len(small) / len(large)
    a_split_us = processor_s(lambda: _fold(large)) / len(large) * 1e6
    what = f"a split folded into a race of {entrants:,}, beside one into a race of {SMALL}"
    name = f"a split folded, {entrants} over {SMALL} entrants"
    return Row(what, f"{a_split_us:.1f} us, {grown:.2f}x", "linear: 1x", {name: grown})


def _fold(messages: list[Message]) -> None:
    history = History(messages)
    history.at(history.end_ms)


def _beside_json() -> Row:
    """Reading and checking a race file beside taking its lines apart."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "race.jsonl"
        write(path, "race", large_race(SMALL, CHECKPOINTS, step_m=4000))
        lines = path.read_bytes().splitlines()
        beside = ratio(lambda: read(path), lambda: [json.loads(line) for line in lines])
        a_message_us = processor_s(lambda: read(path)) / len(lines) * 1e6
    what = f"a message of a race file read and checked, {SMALL} entrants"
    measured = f"{a_message_us:.1f} us, {beside:.1f}x json.loads"
    return Row(what, measured, ratios={"a message read over json.loads": beside})


def _after_a_split() -> Row:
    """What the screen works out after a split: the order, marks, all projections, moments."""
    (small, _), (large, _) = split_ms(SMALL // 10), split_ms(SMALL)
    what = f"after a split: all of {SMALL}, beside all of {SMALL // 10}"
    name = f"after a split, {SMALL} over {SMALL // 10} entrants"
    return Row(what, f"{large:.1f} ms, {large / small:.1f}x", "10x", {name: large / small})


if __name__ == "__main__":
    for row in rows():
        print(*row[:3], sep=" | ")
