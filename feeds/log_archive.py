"""Logs that are archived: moved out of a hub's folder, compressed, also while the hub is running.

A file beside the log, locked by the program that archives it, asks the hub to close the race meanwhile.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.atomic_write import atomic_write
from feeds.errors import FeedError
from feeds.file_lock import try_lock
from feeds.folder_sync import make_folder, sync_folder
from feeds.journal import Journal
from feeds.log_file import Locked, open_locked
from feeds.log_recovery import Damaged, recover

if TYPE_CHECKING:
    from io import FileIO

ARCHIVE = "archive"
"""The folder in a hub's folder where archived logs are."""

ASKING = ".archiving"
"""Ends the name of the file that asks the hub to close a race; the name of the log stands before it."""

WAIT_S = 20.0
"""How long to wait for the hub to close a race."""

LOOK_S = 0.05


class Archived(NamedTuple):
    """A log that was archived."""

    path: Path
    """The compressed file."""
    messages: int
    """Whole messages in it."""
    fault: str | None
    """What is wrong with the log; None if nothing is."""


def is_being_archived(path: Path) -> bool:
    """Whether a program is archiving a log. A request of one that was killed does not count."""
    try:
        with _asking(path).open("rb") as file:
            return not try_lock(file)
    except OSError:
        return False


def archive_log(path: Path, race: str, folder: Path, *, begin_anew: bool = False) -> Archived:
    """Move a log into a folder, compressed. The original goes once the copy is on disk and the same.

    A running hub closes the race first; with `begin_anew` an empty log with a new epoch takes its place.

    Raises:
        FeedError: When there is no such log, or the hub does not close the race.
        OSError: When a file cannot be used.
    """
    if not path.is_file():
        raise FeedError(f"there is no log of {race} in {path.parent}")
    with _closed_at_hub(path) as data:
        archived = _described(_compress(data, race, folder), data, path.name, race)
        path.unlink()
        sync_folder(path.parent)
        if begin_anew:
            Journal.open(path, race).close()
    return archived


def _asking(path: Path) -> Path:
    return path.with_name(f"{path.name}{ASKING}")


@contextmanager
def _closed_at_hub(path: Path) -> Iterator[bytes]:
    """The bytes of a log, which no hub has open or opens meanwhile."""
    asking, deadline_s = _asking(path), time.monotonic() + WAIT_S
    with asking.open("ab") as request:
        while not try_lock(request):
            _wait(f"{path.name} is being archived by another program", deadline_s)
        try:
            with _opened(path, deadline_s) as file:
                file.seek(0)
                data = file.read()
            yield data
        finally:
            asking.unlink(missing_ok=True)


def _opened(path: Path, deadline_s: float) -> FileIO:
    while True:
        try:
            file, refusal = open_locked(path, create=False)
        except Locked:
            _wait(f"{path.name}: the hub has not closed the race for {WAIT_S:g} s", deadline_s)
        else:
            if refusal is not None:
                file.close()
                raise refusal
            return file


def _wait(reason: str, deadline_s: float) -> None:
    if time.monotonic() > deadline_s:
        raise FeedError(reason)
    time.sleep(LOOK_S)


def _compress(data: bytes, race: str, folder: Path) -> Path:
    """Write a new file, and read it again."""
    make_folder(folder)
    stem, number = f"{race}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}", 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}.jsonl.gz").exists():
        number += 1
    with atomic_write(path, sync=True) as file, gzip.open(file, "wb") as packed:
        packed.write(data)
    with gzip.open(path, "rb") as unpacked:
        if unpacked.read() != data:
            raise FeedError(f"{path} is not what was written; the log stays where it is")
    return path


def _described(path: Path, data: bytes, name: str, race: str) -> Archived:
    try:
        found = recover(data, name, race)
    except Damaged as damage:
        return Archived(path, damage.recovered.log.head if damage.recovered else 0, damage.reason)
    return Archived(path, found.log.head, f"{found.lost} messages are missing" if found.lost else None)
