"""Logs of earlier versions, which do not say how many messages are on disk."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.line_checksum import with_checksum, without_checksum
from feeds.log_recovery import Damaged, recover
from tests.feeds.journals import journal, lines


def test_a_log_of_an_earlier_version(tmp_path: Path) -> None:
    """It does not say how many messages are on disk; it is read, says so from then on, and keeps its name."""
    path = journal(tmp_path, 3)
    whole = path.read_bytes()
    path.write_bytes(without_kept(whole))

    opened = Journal.open(path, "race")
    opened.append(lines(4, 4))
    opened.close()

    assert opened.log.epoch == recover(whole, path.name, "race").log.epoch
    found = recover(path.read_bytes(), path.name, "race")
    assert (found.log.head, found.kept) == (4, 4)


def test_an_earlier_log_that_may_have_lost_messages_gets_a_new_name(tmp_path: Path) -> None:
    """It cannot say whether its end was acknowledged."""
    path = journal(tmp_path, 3)
    whole = path.read_bytes()
    path.write_bytes(without_kept(whole)[:-10])

    opened = Journal.open(path, "race")
    opened.close()

    assert opened.log.lines == lines(1, 2)
    assert opened.log.epoch != recover(whole, path.name, "race").log.epoch


def test_damage_in_an_earlier_log_is_refused(tmp_path: Path) -> None:
    """Where whole messages follow it."""
    path = journal(tmp_path, 30)
    rows = without_kept(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:10] + rows[15:]))

    with pytest.raises(Damaged, match="line 11 is damaged, and whole messages follow it"):
        Journal.open(path, "race")


def without_kept(whole: bytes) -> bytes:
    """The bytes of a log as earlier versions wrote it."""
    first, _, rest = whole.partition(b"\n")
    header, _ = without_checksum(first.rstrip())
    plain = re.sub(rb',"kept":\d+', b"", header)
    return with_checksum(plain, zlib.crc32(plain)) + b"\n" + rest
