"""The reads of files, so that those that are taken out can be withdrawn."""

from __future__ import annotations

import pytest

from feeds.bridges.reads import file_reads
from feeds.bridges.reads.file_reads import FileReads
from feeds.bridges.reads.raw_reads import RawRead
from race.times import TimeOfDay


def read(number: int) -> RawRead:
    """A read."""
    return RawRead(f"{number}", TimeOfDay(number))


def test_what_a_file_had_is_known_when_it_begins_anew() -> None:
    """And whether another has it too."""
    files = FileReads()
    for name in ("a", "b"):
        assert files.begin(name) == {}
        files.add(name, read(1))
    files.add("a", read(2))
    files.add("socket", read(3))

    assert "socket" not in files
    assert list(files.begin("a")) == [read(1), read(2)]
    assert files.has(read(1))
    assert not files.has(read(2))


def test_no_more_than_may_be_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that was begun longest ago is forgotten, and nothing is withdrawn of it."""
    monkeypatch.setattr(file_reads, "MOST", 10)
    files = FileReads()
    for name in ("a", "b"):
        files.begin(name)
        for number in range(6):
            files.add(name, read(number))
            files.add(name, read(number))

    assert "a" not in files
    assert len(files.begin("b")) == 6
    for number in range(11):
        files.add("b", read(number))
    assert files.begin("b") == {}
