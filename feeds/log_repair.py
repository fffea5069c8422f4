"""Checks the files of logs, and repairs them: what is damaged is moved to a file beside the log."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path

from feeds.journal import Journal
from feeds.log_file import open_locked, put_aside, read_whole, write_whole
from feeds.log_recovery import Damaged, RecoveredLog, recover
from race.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LogState:
    """What a check found in a file."""

    messages: int = 0
    """Whole messages, from the first on."""
    fault: str | None = None
    """What is wrong; None if nothing is."""
    can_be_repaired: bool = True


def check_log(path: Path, race: str) -> LogState:
    """Check the file of a race's log, and change nothing. Raises OSError."""
    if not path.is_file():
        return LogState(fault="it is not a file", can_be_repaired=False)
    try:
        with FileIO(path) as file:
            data = read_whole(file, path.name, race)
        found = recover(data, path.name, race)
    except Damaged as damage:
        whole = damage.recovered
        return LogState(whole.log.head if whole else 0, damage.reason, can_be_repaired=whole is not None)
    if found.lost:
        return LogState(found.log.head, f"{found.lost} messages are missing at the end")
    if found.end < len(data):
        return LogState(found.log.head, f"an incomplete end of {len(data) - found.end} bytes")
    return LogState(found.log.head)


def repair_log(path: Path, race: str) -> None:
    """Repair a log that can be: its whole messages stay up to the first damage, the rest is put aside.

    Where messages are missing that were on disk, it has a new epoch afterwards.

    Raises:
        Damaged: When it cannot be repaired.
        Locked: When another process has it open.
        OSError: When the file cannot be used.
    """
    try:
        Journal.open(path, race).close()
    except Damaged as damage:
        if damage.recovered is None:
            raise
        _cut(path, damage.recovered)


def _cut(path: Path, found: RecoveredLog) -> None:
    file, refusal = open_locked(path)
    with file:
        if refusal is not None:
            raise refusal
        data = file.read()
        put_aside(path, data if found.log.named_epoch is None else data[found.end :])
    found.log.named_epoch = os.urandom(8).hex()
    write_whole(path, found.log)
