"""The pages about the race file and the feed say all there is, and their examples work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args
from zlib import crc32

import pytest

from feeds import codec
from feeds.line_checksum import without_checksum
from feeds.log import Log, examine, read
from feeds.protocol import publisher_frames, schema, viewer_frames
from feeds.protocol.close_codes import MAY_RETRY
from feeds.protocol.source_chain import as_published, chain
from race.board import Board
from race.fold.history import History
from race.messages import Belief, Checkpoint, Entrant, Evidence, Mark, RaceKind, Role, Setting, StatusCode
from tests.feeds import schema_validation

DOCS = Path(__file__).parents[2] / "docs"
RACE_FILE = (DOCS / "race-file.md").read_text(encoding="utf-8")
FEED = (DOCS / "feed.md").read_text(encoding="utf-8")


ASKED = {
    schema_validation.type_of(kind) for kind in schema.FROM_VIEWER + schema.FROM_PUBLISHER + schema.FROM_DESK
}
"""The types of the frames that a hub is sent."""


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

    assert {field.name for field in fields(kind)} - {codec.UNREAD} <= named


def test_every_word_of_the_race_file_is_named() -> None:
    """Types, roles, settings, evidence and statuses, each by its own word."""
    named = set(re.findall(r"`([\w -]+)`", RACE_FILE))

    words = [get_args(kind) for kind in (Evidence, Role, Setting, StatusCode, RaceKind, Belief)]
    assert codec.TYPES.union(*words) <= named


@pytest.mark.parametrize("frame", schema.FRAMES)
def test_every_field_of_the_feed_is_named(frame: type) -> None:
    """The page about the wire is as complete as the wire."""
    named = set(re.findall(r"`(\w+)`", FEED))

    assert {field.name for field in fields(frame)} - {"type"} <= named
    assert schema_validation.type_of(frame) in named


def test_every_kind_of_refusal_is_named() -> None:
    """A publisher goes by them."""
    assert set(get_args(publisher_frames.Fault)) <= set(re.findall(r"`(\w+)`", FEED))


def test_every_close_code_is_told() -> None:
    """With whether to ask again, as the viewer has it."""
    rows = re.findall(r"^\| ([\d, ]+) \|[^|]*\| (yes|no)", FEED, re.MULTILINE)
    told = {int(code): answer == "yes" for codes, answer in rows for code in codes.split(", ")}

    assert told == MAY_RETRY


def test_the_exchange_on_the_page_is_a_real_one() -> None:
    """Its frames fit but for the one with the mistake, and the chain is that of the messages' bytes."""
    told = list(_exchange())
    assert {said["type"] for _, said, _ in told} == {
        schema_validation.type_of(kind) for kind in schema.FRAMES
    }

    log, mistakes, chains = Log("shown"), [], {}
    for who, said, frame in told:
        assert (who == "H") == (said["type"] not in ASKED)
        if schema_validation.faults(said) or schema_validation.read(said) is None:
            mistakes.append(said["messages"][1]["time"])
        if said["type"] == "ready":
            chains[said["last"]] = said["chain"]
        if said["type"] == "messages":
            decoded = viewer_frames.decode(frame)
            assert isinstance(decoded, viewer_frames.Messages)
            assert decoded.prev == log.head
            for line in decoded.messages:
                log.keep(line)
            assert log.chain(decoded.seq) == decoded.chain
    assert log.head
    assert mistakes == [128.3]
    assert {last: chain(map(as_published, log.lines[:last])) for last in (0, 3)} == chains


def _exchange() -> Iterator[tuple[str, Any, bytes]]:
    """Who says something on the page, what, and in which bytes."""
    for block in re.findall(r"```text\n((?:[HPVD] ).*?)\n```", FEED, re.DOTALL):
        for entry in re.split(r"\n(?=[HPVD] )", block):
            frame = entry[3:].replace("\n   ", "\n")
            yield entry[0], json.loads(frame), frame.encode()


def test_the_program_on_the_page_is_the_one_that_is_tested() -> None:
    """Word for word."""
    [program] = re.findall(r"```js\n(.*?)```", FEED, re.DOTALL)

    assert program == Path(__file__).with_name("publisher.mjs").read_text(encoding="utf-8")


def test_the_log_of_a_live_race_is_as_the_page_says() -> None:
    """What a hub writes into a race file is named, and the checksum is counted as told."""
    assert "crc" in re.findall(r"`(\w+)`", RACE_FILE)
    [header] = re.findall(r'^\{"type":"log".*"crc".*$', RACE_FILE, re.MULTILINE)

    line, crc = without_checksum(header.encode())
    assert crc == crc32(line)
