"""A journal has what was appended, also after a crash, on a failing disk, and when its file is gone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.log import examine, read
from feeds.log_file import Locked
from race.messages import Message, Note, Split
from race.times import Time
from tests.feeds.journals import journal, lines, on_disk, reopened


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


def test_a_disk_that_is_full_keeps_nothing_of_a_group(tmp_path: Path) -> None:
    """A group is kept as a whole or not at all, and the next one is tried anew."""
    path = journal(tmp_path, 3)
    opened, disk = on_disk(path)
    disk.room = path.stat().st_size + 100
    with pytest.raises(OSError, match="No space"):
        opened.append(lines(4, 40))
    disk.room = 1_000_000
    opened.append(lines(4, 5))
    opened.close()

    assert reopened(path) == (lines(1, 5), 0)


def test_nothing_is_written_behind_half_a_line(tmp_path: Path) -> None:
    """A group that cannot be taken back ends the journal; opened again, it has all that it acknowledged."""
    path = journal(tmp_path, 3)
    opened, disk = on_disk(path)
    disk.room, disk.can_truncate = path.stat().st_size + 30, False
    with pytest.raises(OSError, match="No space"):
        opened.append(lines(4, 40))
    disk.room = 1_000_000

    with pytest.raises(OSError, match="Input/output error"):
        opened.append(lines(4, 4))
    opened.close()

    assert str(opened.unwritable) == "[Errno 5] Input/output error"
    again = Journal.open(path, "race")
    again.append(lines(4, 4))
    again.close()
    assert again.tail is not None
    assert again.log.epoch == opened.log.epoch
    assert reopened(path) == (lines(1, 4), 0)


ACCIDENTS: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "moved away": lambda path: path.rename(path.with_name("elsewhere")),
    "emptied": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size - 5),
    "written to": lambda path: path.write_bytes(path.read_bytes() + b"Dear diary,\n"),
}


@pytest.mark.parametrize("happen", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_log_that_is_gone_is_written_anew(tmp_path: Path, happen: Callable[[Path], object]) -> None:
    """It is noticed with the next group, which is kept with all those before it."""
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    for number in range(1, 4):
        opened.append(lines(number, number))
        opened.log.keep(lines(number, number)[0])
    happen(opened.path)

    opened.append(lines(4, 4))
    opened.append(lines(5, 5))
    opened.close()

    assert opened.times_rewritten == 1
    again = Journal.open(opened.path, "race")
    again.close()
    assert again.log.lines == lines(1, 5)
    assert again.log.epoch == opened.log.epoch
    assert again.tail is None


def test_a_file_that_was_put_in_place_is_not_touched(tmp_path: Path) -> None:
    """An operator may have had a reason; the journal ends, and opened again it is that file."""
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    other = journal(tmp_path / "other", 2)
    other.replace(opened.path)
    put = opened.path.read_bytes()

    with pytest.raises(OSError, match=r"race.jsonl was moved, deleted or changed"):
        opened.append(lines(1, 1))
    opened.close()

    assert opened.unwritable is not None
    assert opened.path.read_bytes() == put
    assert reopened(opened.path) == (lines(1, 2), 0)


def test_a_log_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is opened for someone who serves it, and for nobody who must write it."""
    path = journal(tmp_path, 3)

    def opened(name: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return os_open(name, flags, mode)

    os_open = os.open
    monkeypatch.setattr(os, "open", opened)
    with pytest.raises(PermissionError):
        Journal.open(path, "race")
    served = Journal.open(path, "race", to_read=True)

    assert served.log.lines == lines(1, 3)
    with pytest.raises(OSError, match="Permission denied"):
        served.append(lines(4, 4))


def test_a_recording_that_is_gone_ends(tmp_path: Path) -> None:
    """Its journal does not have the messages, so it cannot write them anew."""
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    opened.append(lines(1, 2))
    opened.path.unlink()

    with pytest.raises(OSError, match="was moved, deleted or changed"):
        opened.append(lines(3, 3))

    assert not opened.path.exists()


def test_two_programs_do_not_write_to_one_journal(tmp_path: Path) -> None:
    """The second is told so, and the first goes on."""
    pytest.importorskip("fcntl")
    first = Journal.open(tmp_path / "race.jsonl", "race")

    with pytest.raises(Locked, match="another program is writing to it"):
        Journal.open(tmp_path / "race.jsonl", "race")

    first.append(lines(1, 1))
    first.close()
    assert reopened(first.path) == (lines(1, 1), 0)


def test_a_note_survives_in_any_alphabet(tmp_path: Path) -> None:
    """Text of any kind stays on its line."""
    opened = Journal.open(tmp_path / "race.jsonl", "race")
    opened.log.append(Note(text='Ş “quoted” \u2028 \x85 \\n "crc":"00000000"}'))
    opened.append(opened.log.lines)
    opened.close()

    assert reopened(opened.path)[0] == opened.log.lines
