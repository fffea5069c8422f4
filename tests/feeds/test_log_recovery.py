"""What is left of a log after a crash, and after its file was damaged or cut."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.journal import Journal
from feeds.line_checksum import with_checksum
from feeds.log import Log, examine, read
from feeds.log_recovery import Damaged, first_line, recover
from tests.feeds.journals import journal, lines, reopened

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


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the last message": lambda whole: whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:],
    "a bit of its checksum": lambda whole: whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:],
    "a bit of the last checksum but one": lambda whole: whole[:-55] + bytes([whole[-55] ^ 1]) + whole[-54:],
    "the end in NULs": lambda whole: whole[:-70] + b"\0" * 70,
    "the last two swapped": lambda whole: b"".join(
        [*(rows := whole.splitlines(keepends=True))[:-2], rows[-1], rows[-2]]
    ),
    "the last line but one left out": lambda whole: b"".join(
        [*(rows := whole.splitlines(keepends=True))[:-2], rows[-1]]
    ),
}


@pytest.mark.parametrize("spoil", DAMAGES.values(), ids=DAMAGES)
def test_damage_in_the_last_lines_is_no_torn_end(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """The log says how many messages were on disk, so what is damaged behind them is refused, not cut off."""
    path = journal(tmp_path, 20)
    spoilt = spoil(path.read_bytes())
    path.write_bytes(spoilt)

    with pytest.raises(Damaged, match=r"line (19|20|21) is damaged, and 20 messages were on disk"):
        Journal.open(path, "race")

    assert path.read_bytes() == spoilt
    assert os.listdir(tmp_path) == ["race.jsonl"]


def acknowledged() -> bytes:
    """A log in which twelve messages were acknowledged."""
    log = Log(
        "race", lines(1, 12), [zlib.crc32(b"".join(lines(1, n))) for n in range(1, 13)], "8df0589040311b6d"
    )
    rows = map(with_checksum, log.lines, log.chains)
    return first_line(log, 12) + b"".join(row + b"\n" for row in rows)


WHOLE = acknowledged()


def flipped(data: bytes, place: int, bit: int) -> bytes:
    """With one bit changed."""
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


@settings(max_examples=300, deadline=None)
@given(
    place=st.integers(0, len(WHOLE) - 1),
    size=st.integers(1, 300),
    accident=st.sampled_from(["flip", "cut", "NULs", "garbage", "left out", "twice", "torn"]),
    random=st.randoms(use_true_random=False),
)
def test_no_accident_costs_a_message_in_silence(
    place: int, size: int, accident: str, random: random.Random
) -> None:
    """Whatever happens to the file: all messages are there, or the log is refused, or it gets a new epoch."""
    spoilt = {
        "flip": flipped(WHOLE, place, size % 8),
        "cut": WHOLE[:place],
        "NULs": WHOLE[:place] + b"\0" * size + WHOLE[place + size :],
        "garbage": WHOLE[:place] + random.randbytes(size) + WHOLE[place + size :],
        "left out": WHOLE[:place] + WHOLE[place + size :],
        "twice": WHOLE[: place + size] + WHOLE[place:],
        "torn": WHOLE + WHOLE[place : place + size],
    }[accident]

    try:
        found = recover(spoilt, "race.jsonl", "race")
    except Damaged:
        return
    assert found.log.lines == lines(1, found.log.head)
    assert found.log.head == 12 or found.lost == 12 - found.log.head or found.log.named_epoch is None


@pytest.mark.parametrize("rest", [0, 1, 40], ids=["at a line end", "after a byte", "in the line"])
def test_a_log_that_was_cut_goes_on_under_a_new_name(tmp_path: Path, rest: int) -> None:
    """Whole messages are missing that were acknowledged: another history may follow, so the epoch is new."""
    path = journal(tmp_path, 20)
    whole = path.read_bytes()
    before = recover(whole, path.name, "race").log.epoch
    rows = whole.splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:18]) + rows[18][:rest])

    opened = Journal.open(path, "race")
    opened.close()

    assert opened.log.lines == lines(1, 17)
    assert opened.lost == 3
    assert opened.log.epoch != before
    again = Journal.open(path, "race")
    again.close()
    assert (again.log.epoch, again.lost) == (opened.log.epoch, 0)


def test_check_says_what_is_missing(tmp_path: Path) -> None:
    """A file that was cut at a line end looks whole but for that; a race can be watched nonetheless."""
    path = journal(tmp_path, 20)
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:18]))

    _, problems = examine(path, by_hand=True)

    assert "3 of 20 messages are missing at the end" in [str(problem) for problem in problems]
    assert read(path).lines == lines(1, 17)


def test_a_recording_that_was_cut_keeps_its_name(tmp_path: Path) -> None:
    """Its history is that of the hub, which has the rest."""
    recording = Journal.open(tmp_path / "race.jsonl", "race", "8df0589040311b6d")
    recording.append(lines(1, 3), sync=False)
    recording.close()
    rows = recording.path.read_bytes().splitlines(keepends=True)
    recording.path.write_bytes(b"".join(rows[:-1]))

    again = Journal.open(recording.path, "race", "8df0589040311b6d")
    again.close()

    assert (again.log.epoch, again.log.head) == ("8df0589040311b6d", 2)


def test_a_torn_end_changes_no_name(tmp_path: Path) -> None:
    """None of it was acknowledged, so nobody has seen it."""
    path = journal(tmp_path, 3)
    before = recover(path.read_bytes(), path.name, "race").log.epoch
    with path.open("ab") as file:
        file.write(b'{"type":"note","te')

    opened = Journal.open(path, "race")
    opened.close()

    assert opened.log.epoch == before
    assert opened.lost == 0


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """Its checksum shows that it is whole."""
    path = journal(tmp_path, 3)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])

    assert reopened(path) == (lines(1, 3), 0)
    assert path.read_bytes() == whole


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

    with pytest.raises(Damaged, match="line 11 is damaged, and 30 messages were on disk"):
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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"type":"log","version":1,"race":"other","epoch":"00000000"}\n', "it is the log of other"),
        (b'{"type":"log","version":1,"race":"race"}\n', "it is not the log of a hub"),
        (b"Dear diary,\n", "line 1: not JSON"),
        (b"\0" * 4096, "it is not the log of a hub"),
        (b"One line, and no line end", "it is not the log of a hub"),
        (
            b'{"type":"log","version":1,"race":"race","epoch":"00000000","kept":9,"crc":"00000000"}\n',
            "line 1 has changed since it was written",
        ),
    ],
)
def test_what_is_no_journal_is_left_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    """A file that the hub did not write is neither served nor touched."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(content)

    with pytest.raises(Damaged, match=reason):
        Journal.open(path, "race")

    assert path.read_bytes() == content
