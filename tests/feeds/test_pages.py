"""The pages about the race file and the feed say all there is, and their examples work."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from feeds import codec, frames
from feeds.log import examine, read
from race.board import Board
from race.history import History
from race.messages import Checkpoint, Entrant, Evidence, Mark, Role, Setting, Standing

DOCS = Path(__file__).parents[2] / "docs"
RACE_FILE = (DOCS / "race-file.md").read_text(encoding="utf-8")
FEED = (DOCS / "feed.md").read_text(encoding="utf-8")


@pytest.fixture
def club_race(tmp_path: Path) -> Path:
    """The race that people are told to copy."""
    block = re.search(r"```jsonl\n(.*?)```", RACE_FILE, re.DOTALL)
    assert block
    path = tmp_path / "club-1500.jsonl"
    path.write_text(block[1], encoding="utf-8")
    return path


def test_the_example_is_a_good_race_file(club_race: Path) -> None:
    """It has no problem, not even a small one, and its result is the one it tells."""
    assert examine(club_race)[1] == []
    history = History(read(club_race).messages())
    board = Board.at("2025-club-1500", history.end_ms, history.at(history.end_ms))

    rows = [(row.place, row.runner.entrant.bib, row.status) for row in board.rows]
    assert board.phase == "official"
    assert rows == [(1, "11", "finished"), (2, "14", "finished"), (None, "12", "dnf"), (None, "99", "dnf")]


@pytest.mark.parametrize("kind", [*codec.KNOWN, Checkpoint, Entrant, Mark, codec.Header])
def test_every_field_of_the_race_file_is_named(kind: type) -> None:
    """A field that the page does not name is one that nobody can use."""
    named = set(re.findall(r"`(\w+)`", RACE_FILE))

    assert {field.name for field in fields(kind)} <= named


def test_every_word_of_the_race_file_is_named() -> None:
    """Types, roles, settings, evidence and statuses, each by its own word."""
    named = set(re.findall(r"`([\w-]+)`", RACE_FILE))

    words = [get_args(kind) for kind in (Evidence, Role, Setting, Standing)]
    assert codec.TYPES.union(*words) <= named


@pytest.mark.parametrize("frame", [frames.Hello, frames.Messages, frames.Bye])
def test_every_field_of_the_feed_is_named(frame: type) -> None:
    """The page about the wire is as complete as the wire."""
    assert {field.name for field in fields(frame)} <= set(re.findall(r"`(\w+)`", FEED))


def test_every_close_code_is_told() -> None:
    """With whether to ask again, as the viewer has it."""
    rows = re.findall(r"^\| ([\d, ]+) \|[^|]*\| (yes|no)", FEED, re.MULTILINE)
    told = {int(code): answer == "yes" for codes, answer in rows for code in codes.split(", ")}

    assert told == frames.MAY_RETRY
