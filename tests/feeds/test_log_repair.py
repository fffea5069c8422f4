"""A damaged log keeps what is whole; what is cut off is kept beside it, and the log has a new name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.data_file import LARGEST_FILE
from feeds.journal import Journal
from feeds.log_file import Locked
from feeds.log_recovery import Damaged, recover
from feeds.log_repair import LogState, check_log, repair_log
from tests.feeds.journals import journal, lines, reopened


def rows(whole: bytes) -> list[bytes]:
    """The lines of a file, with their ends."""
    return whole.splitlines(keepends=True)


def spoilt(row: bytes) -> bytes:
    """A line with a bit flipped in it."""
    return row[:25] + bytes([row[25] ^ 1]) + row[26:]


SPOILT: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str, int]] = {
    "the last line": (lambda row: [*row[:-1], spoilt(row[-1])], "line 21 is damaged, and 20", 19),
    "a line in the middle": (lambda row: [*row[:9], spoilt(row[9]), *row[10:]], "line 10 is damaged", 8),
    "a line lost": (lambda row: [*row[:9], *row[10:]], "line 10 is damaged", 8),
    "the first line": (lambda row: [spoilt(row[0]), *row[1:]], "line 1", 20),
    "the first line and another": (
        lambda row: [b"\0" * 40 + b"\n", *row[1:9], spoilt(row[9]), *row[10:]],
        "line 1: not JSON",
        8,
    ),
    "cut": (lambda row: row[:-3], "3 messages are missing at the end", 17),
    "torn": (lambda row: [*row, b'{"type"'], "an incomplete end of 7 bytes", 20),
}


@pytest.mark.parametrize(("spoil", "fault", "whole"), SPOILT.values(), ids=SPOILT)
def test_what_is_whole_stays(
    tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]], fault: str, whole: int
) -> None:
    """The fault is named without a change to the file; repaired, it is good, and can be appended to."""
    path = journal(tmp_path, 20)
    before = path.read_bytes()
    path.write_bytes(b"".join(spoil(rows(before))))
    damaged = path.read_bytes()

    found = check_log(path, "race")
    assert found.fault is not None
    assert fault in found.fault
    assert (found.messages, found.can_be_repaired) == (whole, True)
    assert path.read_bytes() == damaged

    repair_log(path, "race")
    assert check_log(path, "race") == LogState(whole)
    opened = Journal.open(path, "race")
    opened.append(lines(90, 90))
    opened.close()
    assert reopened(path) == (lines(1, whole) + lines(90, 90), 0)
    is_same = opened.log.epoch == recover(before, path.name, "race").log.epoch
    assert is_same == (fault.startswith("an incomplete end"))


def test_what_is_cut_off_is_beside_it(tmp_path: Path) -> None:
    """Byte for byte, so that nothing is lost that someone may still make out."""
    path = journal(tmp_path, 20)
    row = rows(path.read_bytes())
    path.write_bytes(b"".join([*row[:9], spoilt(row[9]), *row[10:]]))

    repair_log(path, "race")

    assert path.with_name("race.jsonl.corrupt-1").read_bytes() == b"".join([spoilt(row[9]), *row[10:]])
    assert sorted(os.listdir(tmp_path)) == ["race.jsonl", "race.jsonl.corrupt-1"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"Dear diary,\n", "line 1: not JSON: expected value at character 1"),
        (b"thesis", "it is not the log of a hub"),
        (b'{"type":"log","version":1,"race":"race"}\n{"type":"gun"}\n', "it is not the log of a hub"),
        (b'{"type":"log","version":1,"race":"other"}\n', "it is the log of other, not of race"),
    ],
)
def test_what_is_no_log_is_left_alone(tmp_path: Path, content: bytes, fault: str) -> None:
    """Nothing is made of a file that no hub has written."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(content)

    assert check_log(path, "race") == LogState(0, fault, can_be_repaired=False)
    with pytest.raises(Damaged, match=fault):
        repair_log(path, "race")

    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["race.jsonl"]


def test_the_whole_log_of_another_race_is_left_alone(tmp_path: Path) -> None:
    """Its messages are never served as those of the race after which the file is named."""
    path = tmp_path / "mile.jsonl"
    path.write_bytes(content := journal(tmp_path, 20).read_bytes())

    assert check_log(path, "mile") == LogState(0, "it is the log of race, not of mile", can_be_repaired=False)
    with pytest.raises(Damaged, match="it is the log of race, not of mile"):
        repair_log(path, "mile")

    assert path.read_bytes() == content


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """Not even by a check, unless it begins as the log of the race does."""
    path = tmp_path / "race.jsonl"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE * 100)

    assert check_log(path, "race").fault == "it is not the log of a hub"
    with pytest.raises(Damaged, match="it is not the log of a hub"):
        Journal.open(path, "race")


def test_a_log_in_use_is_left_alone(tmp_path: Path) -> None:
    """A hub that has it open has found nothing wrong with it."""
    pytest.importorskip("fcntl")
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    with pytest.raises(Locked):
        repair_log(opened.path, "race")
    opened.close()
