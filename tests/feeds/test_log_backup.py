"""Copies of logs, also of those that are being written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.log_backup import back_up_log
from feeds.log_recovery import Damaged
from feeds.log_repair import check_log
from tests.feeds.journals import journal, lines


def test_a_copy_of_a_log_that_is_being_written_is_good(tmp_path: Path) -> None:
    """At any moment it has the whole messages there were, and a later one takes its place."""
    log = Journal.open(tmp_path / "race.jsonl", "race")
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            new = lines(number, number + 4)
            log.append(new, sync=True)
            for line in new:
                log.log.keep(line)
            number += 5

    writing = threading.Thread(target=write)
    writing.start()
    try:
        counts = [back_up_log(tmp_path / "race.jsonl", "race", tmp_path / "copies") for _ in range(30)]
    finally:
        stop.set()
        writing.join()
        log.close()

    assert counts == sorted(counts)
    assert counts[-1] > 0
    assert check_log(tmp_path / "copies" / "race.jsonl", "race").messages == counts[-1]
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["race.jsonl"]


def test_an_incomplete_end_is_left_out(tmp_path: Path) -> None:
    """The copy ends with the last whole message."""
    path = journal(tmp_path, 3)
    with path.open("ab") as file:
        file.write(b'{"type":"note","te')

    assert back_up_log(path, "race", tmp_path / "copies") == 3
    assert check_log(tmp_path / "copies" / "race.jsonl", "race").fault is None


@pytest.mark.parametrize("shorten", [False, True])
def test_a_damaged_log_does_not_replace_a_good_copy(tmp_path: Path, *, shorten: bool) -> None:
    """Neither one with damage in it nor one that was cut."""
    path = journal(tmp_path, 5)
    back_up_log(path, "race", tmp_path / "copies")
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"{")] if shorten else data.replace(b'"3"', b'"X"'))

    with pytest.raises(Damaged):
        back_up_log(path, "race", tmp_path / "copies")

    assert check_log(tmp_path / "copies" / "race.jsonl", "race").messages == 5


def test_a_copy_of_another_history_is_kept(tmp_path: Path) -> None:
    """As after a reset."""
    path = journal(tmp_path, 5)
    back_up_log(path, "race", tmp_path / "copies")
    path.unlink()
    journal(tmp_path, 2)

    assert back_up_log(path, "race", tmp_path / "copies") == 2
    assert check_log(tmp_path / "copies" / "race.jsonl.earlier-1", "race").messages == 5
