"""What a journal has kept is there after a crash; what is not whole is cut off, or refused."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.journal import Damaged, Journal
from feeds.log import examine, read
from race.messages import Message, Note, Split
from race.times import Time

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def lines(first: int, last: int) -> list[bytes]:
    """Notes that say their number."""
    return [b'{"type":"note","text":"%d"}' % number for number in range(first, last + 1)]


def journal(folder: Path, count: int) -> Path:
    """A journal with some messages, closed."""
    opened = Journal.open(folder / "race.jsonl", "race")
    for number in range(1, count + 1):
        opened.append(lines(number, number))
    opened.close()
    return opened.path


def reopened(path: Path) -> tuple[list[bytes], int]:
    """What is in a journal, and how many bytes were cut from its end."""
    opened = Journal.open(path, "race")
    opened.close()
    return opened.log.lines, opened.tail.size if opened.tail else 0


def test_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Opened again, a journal has the same history under the same name."""
    path = journal(tmp_path, 3)
    before = Journal.open(path, "race")
    before.append(lines(4, 5))
    before.close()
    after = Journal.open(path, "race")
    after.close()

    assert after.log.lines == lines(1, 5)
    assert after.log.epoch == before.log.epoch
    assert after.tail is None
    assert not after.log.complete


def test_is_a_race_file(tmp_path: Path, small_race: list[Message]) -> None:
    """Any program that reads JSON lines reads it, and so does `lapbell`; the checksums are only added."""
    opened = Journal.open(tmp_path / "club-800.jsonl", "club-800")
    for message in small_race:
        opened.log.append(message)
    opened.append(opened.log.lines)
    opened.close()

    assert list(read(opened.path).messages()) == small_race
    rows = [json.loads(row) for row in opened.path.read_bytes().splitlines()]
    assert [row["type"] for row in rows] == ["log", "start-list", "gun", "split", "split"]
    assert all(len(row["crc"]) == 8 for row in rows)


def test_a_live_log_may_contradict_itself(tmp_path: Path, small_race: list[Message]) -> None:
    """A wrong bib was said, and is kept: that is a note about the race, no fault of the file."""
    opened = Journal.open(tmp_path / "club-800.jsonl", "club-800")
    for message in [
        *small_race,
        Split(bib="99", checkpoint="400", time=Time(61_000, 1), evidence="device"),
    ]:
        opened.log.append(message)
    opened.append(opened.log.lines)
    opened.close()

    log, problems = examine(opened.path)
    assert log is not None
    assert log.head == 5
    assert [str(problem) for problem in problems] == ["line 6: note: bib '99' is not on the start list"]


def test_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    """A line that is not whole yet is left out, with a note; any other is a fault."""
    path = journal(tmp_path, 3)
    with path.open("ab") as file:
        file.write(b'{"type":"note","te')

    log, problems = examine(path)
    assert log is not None
    assert log.lines == lines(1, 3)
    assert [str(problem) for problem in problems if "incomplete" in problem.text] == [
        "line 5: note: incomplete, as if still being written; left out"
    ]


TAILS: dict[str, Callable[[bytes], bytes]] = {
    "torn line": lambda whole: whole + b'{"type":"note","te',
    "torn line of NULs": lambda whole: whole + b"\0" * 4096,
    "whole line without its end": lambda whole: whole + b'{"type":"note","text":"x","crc":"00000000"}',
    "wrong checksum": lambda whole: whole + b'{"type":"note","text":"x","crc":"00000000"}\n',
    "no checksum": lambda whole: whole + b'{"type":"note","text":"x"}\n',
    "garbage": lambda whole: whole + random.Random(4).randbytes(3000),
    "garbage lines": lambda whole: whole + b"\xff\xfe\n{}\n[]\n\n\n",
    "the last block twice": lambda whole: whole + whole[-200:],
    "everything twice": lambda whole: whole + whole,
}


@pytest.mark.parametrize("spoil", TAILS.values(), ids=TAILS)
def test_cuts_what_is_not_whole(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """After any crash the whole messages are there; the rest is put aside, byte for byte, and it goes on."""
    path = journal(tmp_path, 20)
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))

    kept, cut = reopened(path)

    assert kept == lines(1, 20)
    assert cut == len(spoil(whole)) - len(whole)
    assert path.with_name("race.jsonl.corrupt-1").read_bytes() == spoil(whole)[len(whole) :]
    assert path.read_bytes() == whole
    opened = Journal.open(path, "race")
    opened.append(lines(21, 21))
    opened.close()
    assert reopened(path) == (lines(1, 21), 0)


def test_a_flipped_bit_in_the_last_message_costs_only_that(tmp_path: Path) -> None:
    """Nothing follows it, so it is cut off like a torn one."""
    path = journal(tmp_path, 20)
    spoilt = bytearray(path.read_bytes())
    spoilt[-30] ^= 1
    path.write_bytes(spoilt)

    assert reopened(path)[0] == lines(1, 19)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.85), bit=st.integers(0, 7))
def test_damage_in_the_middle_is_refused(tmp_path: Path, place: float, bit: int) -> None:
    """One flipped bit with whole messages behind it: nothing is served, and nothing is changed on disk."""
    for old in tmp_path.iterdir():
        old.unlink()
    path = journal(tmp_path, 30)
    spoilt = bytearray(path.read_bytes())
    spoilt[int(place * len(spoilt))] ^= 1 << bit
    path.write_bytes(spoilt)

    with pytest.raises(Damaged):
        Journal.open(path, "race")

    assert path.read_bytes() == spoilt
    assert os.listdir(tmp_path) == ["race.jsonl"]


def test_a_lost_block_is_refused(tmp_path: Path) -> None:
    """Messages that are missing in the middle show, although every line is as it was written."""
    path = journal(tmp_path, 30)
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:10] + rows[15:]))

    with pytest.raises(Damaged, match="line 11 is damaged, and whole messages follow it"):
        Journal.open(path, "race")


@given(cut=st.integers(0, 2000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_power_cut_takes_nothing_that_was_synced(tmp_path: Path, cut: int) -> None:
    """Whatever of the unsynced end reaches the disk, all before it is there."""
    for old in tmp_path.iterdir():
        old.unlink()
    path = journal(tmp_path, 10)
    synced = path.stat().st_size
    opened = Journal.open(path, "race")
    opened.append(lines(11, 30), sync=False)
    opened.close()
    with path.open("r+b") as file:
        file.truncate(min(synced + cut, path.stat().st_size))

    kept, _ = reopened(path)

    assert kept[:10] == lines(1, 10)
    assert kept == lines(1, len(kept))


def test_a_disk_that_is_full_keeps_nothing_of_a_group(tmp_path: Path) -> None:
    """A group is kept as a whole or not at all, and the next one is tried anew."""
    path = journal(tmp_path, 3)
    before = Journal.open(path, "race")
    before.close()

    class Disk(FileIO):
        """A file on a disk with little room."""

        room = path.stat().st_size + 100

        def write(self, data: ReadableBuffer, /) -> int:
            """Write as much as fits."""
            fits = self.room - self.seek(0, os.SEEK_END)
            if fits <= 0:
                raise OSError(28, "No space left on device")
            return super().write(bytes(data)[:fits])

    file = Disk(path, "a+")
    file.seek(0, os.SEEK_END)
    opened = Journal(path, file, before.log, None)
    with pytest.raises(OSError, match="No space"):
        opened.append(lines(4, 40))
    file.room = 1_000_000
    opened.append(lines(4, 5))
    opened.close()

    assert reopened(path) == (lines(1, 5), 0)


def test_two_programs_do_not_write_to_one_journal(tmp_path: Path) -> None:
    """The second is told so, and the first goes on."""
    pytest.importorskip("fcntl")
    first = Journal.open(tmp_path / "race.jsonl", "race")

    with pytest.raises(Damaged, match="another program is writing to it"):
        Journal.open(tmp_path / "race.jsonl", "race")

    first.append(lines(1, 1))
    first.close()
    assert reopened(first.path) == (lines(1, 1), 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"type":"log","version":1,"race":"other","epoch":"00000000"}\n', "it is the log of other"),
        (b'{"type":"log","version":1,"race":"race"}\n', "line 1 has changed since it was written"),
        (b"Dear diary,\n", "line 1: not JSON"),
    ],
)
def test_what_is_no_journal_is_left_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    """A file that the hub did not write is neither served nor touched."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(content)

    with pytest.raises(Damaged, match=reason):
        Journal.open(path, "race")

    assert path.read_bytes() == content


def test_a_note_survives_in_any_alphabet(tmp_path: Path) -> None:
    """Text of any kind stays on its line."""
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    opened.log.append(Note(text='Ş “quoted” \u2028 \x85 \\n "crc":"00000000"}'))
    opened.append(opened.log.lines)
    opened.close()

    assert reopened(opened.path)[0] == opened.log.lines
