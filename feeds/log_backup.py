"""Copies of the logs in a hub's folder, made while the hub may be writing to them."""

from __future__ import annotations

import time
from io import FileIO
from pathlib import Path

from feeds.atomic_write import atomic_write
from feeds.errors import FeedError
from feeds.folder_sync import make_folder
from feeds.log_file import read_whole
from feeds.log_recovery import Damaged, RecoveredLog, recover
from feeds.log_repair import check_log

TRIES = 5
"""The first line is written in its place, and may be read while it is."""

AGAIN_S = 0.05


def back_up_log(path: Path, race: str, folder: Path) -> int:
    """Copy the whole messages of a log into a folder, and check the copy. Returns how many there are.

    The earlier copy in the folder is replaced only by one with the same messages and perhaps more; a copy of
    another history is kept beside it, under a name with a number.

    Raises:
        Damaged: When the log, or its copy, is not as it was written; the earlier copy is still there.
        OSError: When a file cannot be used.
    """
    data, found = _whole(path, race)
    make_folder(folder)
    copy = folder / path.name
    _keep_other_history(copy, race, found)
    with atomic_write(copy, sync=True) as file:
        file.write(data[: found.end])
    state = check_log(copy, race)
    if state.fault is not None or state.messages != found.log.head:
        raise Damaged(copy.name, f"the copy is not good: {state.fault or 'messages are missing'}")
    return state.messages


def _whole(path: Path, race: str) -> tuple[bytes, RecoveredLog]:
    """The bytes of a log and what they hold, without a group that is being written."""
    for left in range(TRIES, 0, -1):
        try:
            with FileIO(path) as file:
                data = read_whole(file, path.name, race)
            found = recover(data, path.name, race)
            if not found.end:
                raise Damaged(path.name, "its first line is not whole")
            if found.lost:
                raise Damaged(path.name, f"{found.lost} messages are missing at the end")
        except Damaged:
            if left == 1:
                raise
            time.sleep(AGAIN_S)
        else:
            return data, found
    raise AssertionError


def _keep_other_history(copy: Path, race: str, found: RecoveredLog) -> None:
    """Move an earlier copy out of the way, unless the log goes on from it."""
    if not copy.exists():
        return
    try:
        with FileIO(copy) as file:
            before = recover(read_whole(file, copy.name, race), copy.name, race).log
    except FeedError:
        before = None
    goes_on = (
        before is not None
        and before.epoch == found.log.epoch
        and before.head <= found.log.head
        and before.chain(before.head) == found.log.chain(before.head)
    )
    if goes_on:
        return
    number = 1
    while (kept := copy.with_name(f"{copy.name}.earlier-{number}")).exists():
        number += 1
    copy.rename(kept)
