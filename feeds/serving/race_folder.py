"""The folder of a hub's logs: which files are those of races, and which hub has the folder."""

from __future__ import annotations

import os
import re
from dataclasses import field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from feeds.atomic_write import atomic_write
from feeds.codec import EPOCH, RACE_ID
from feeds.data_file import read_data
from feeds.errors import FeedError
from feeds.file_lock import try_lock
from feeds.folder_sync import make_folder, sync_folder
from feeds.journal import Journal
from feeds.legal_text import legal
from feeds.log_archive import ASKING, is_being_archived
from feeds.log_file import Locked, write_whole
from feeds.serving.hub_reporting import complain
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.log import Log

LOCK = "hub.lock"
"""This file is locked by the hub that serves the folder, and has its process id."""

SUFFIX = ".jsonl"

ENDED = ".ended"
"""Ends the name of the file that has the epoch of a log that has ended; the log's name stands before it."""

LONGEST_EPOCH = 100
"""Bytes of that file."""

ARCHIVING = "the race is being archived"

MOST_FOREIGN = 100
"""At most so many files that are not the hub's are named."""


Stamp = tuple[int, int, int, int]
"""Device, number, size, and time of the last change of a file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The names in a hub's folder."""

    races: list[str] = field(default_factory=list)
    """The ids of the races whose files are there, whatever is in them."""
    ended: list[str] = field(default_factory=list)
    """The ids of the races that have ended; the logs of some may be gone since."""
    foreign: dict[str, str] = field(default_factory=dict)
    """By name, why a file that could be a log is not taken for one; the first of them, if there are many."""


class RaceFolder:
    """A hub's folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: IO[bytes] | None = None

    def log_path(self, race: str) -> Path:
        """The file of a race's log."""
        return self._path / f"{race}{SUFFIX}"

    def claim(self) -> None:
        """Take the folder for this hub, until `release`; a folder that cannot be written is served too.

        Raises:
            Locked: When another hub has it.
            FeedError: When there is no such folder, and none can be made.
        """
        if self._lock is not None:
            return
        try:
            make_folder(self._path)
            file = (self._path / LOCK).open("a+b", buffering=0)
        except OSError as error:
            if not self._path.is_dir():
                raise FeedError(f"cannot use {self._path}: {error.strerror}") from error
            complain("folder not locked", data=self._path, reason=error.strerror)
            return
        if not try_lock(file):
            file.seek(0)
            process = re.sub(rb"\D", b"", file.read(20)).decode() or "unknown"
            file.close()
            raise Locked(
                f"another hub (process {process}) serves {self._path}; --standby waits until it has ended"
            )
        self._lock = file
        try:
            file.truncate(0)
            file.seek(0)
            file.write(b"%d\n" % os.getpid())
        except OSError:
            pass  # the number is only for people, and the disk may be full

    def release(self) -> None:
        """Leave the folder to other hubs."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def contents(self) -> Contents:
        """What is in the folder. Raises FeedError if it cannot be read."""
        found = Contents()
        try:
            paths = sorted(self._path.iterdir())
        except OSError as error:
            raise FeedError(f"cannot read {self._path}: {error.strerror}") from error
        for path in paths:
            if path.suffix == SUFFIX and not re.fullmatch(RACE_ID, path.stem):
                found.foreign[legal(path.name)] = "its name is not that of a race"
            elif path.suffix == SUFFIX and _is_empty(path):
                found.foreign[legal(path.name)] = "it is empty"
            elif path.suffix == SUFFIX:
                found.races.append(path.stem)
            elif path.name.endswith(SUFFIX + ENDED):
                found.ended.append(path.name.removesuffix(SUFFIX + ENDED))
        for name in [*found.foreign][MOST_FOREIGN:]:
            del found.foreign[name]
        return found

    def being_archived(self) -> list[str]:
        """The ids of the races whose logs another program is archiving: it waits until they are closed."""
        end = f"{SUFFIX}{ASKING}"
        try:
            names = [path.name.removesuffix(end) for path in self._path.glob(f"*{end}")]
        except OSError:
            return []
        return [name for name in names if re.fullmatch(RACE_ID, name) and self.is_being_archived(name)]

    def is_being_archived(self, race: str) -> bool:
        """Whether another program is archiving the log of a race."""
        return is_being_archived(self.log_path(race))

    def begin(self, log: Log) -> None:
        """Write the first messages of a race, all or none. Raises FeedError if it is there, and OSError."""
        path = self.log_path(log.race)
        if path.exists() or path.is_symlink():
            raise FeedError(f"the race {log.race} is on this hub already")
        write_whole(path, log)

    def open_log(self, race: str, served: Log | None, *, begin: bool) -> Journal:
        """Open the log of a race, and `begin` it if there is none: that of one that is `served` as it was.

        Raises FeedError and OSError; FileNotFoundError where there is none to open, and Locked while it is
        being archived.
        """
        path = self.log_path(race)
        epoch = served.epoch if served is not None and not path.exists() else None
        journal = Journal.open(path, race, epoch, to_read=True, create=begin)
        # Looked at once it is open, as until then it may begin to be archived, or be taken away.
        if self.is_being_archived(race) or not journal.is_in_place:
            journal.close()
            raise Locked(ARCHIVING)
        return journal

    def end(self, race: str, epoch: str) -> None:
        """Note that the log with an epoch has ended. Raises OSError."""
        with atomic_write(self._ended(race), sync=True) as file:
            file.write(f"{epoch}\n".encode())

    def reopen(self, race: str) -> None:
        """Note that nothing has ended. Raises OSError."""
        self._ended(race).unlink(missing_ok=True)
        sync_folder(self._path)

    def ended_epoch(self, race: str) -> str | None:
        """The epoch of a log that has ended; None if none has."""
        try:
            epoch = read_data(self._ended(race), LONGEST_EPOCH).decode(errors="replace").strip()
        except OSError:
            return None
        return epoch if re.fullmatch(EPOCH, epoch) else None

    def _ended(self, race: str) -> Path:
        return self._path / f"{race}{SUFFIX}{ENDED}"

    def stamp(self, race: str) -> Stamp | None:
        """What tells whether a race's file was changed or replaced; None if it is not there."""
        try:
            there = self.log_path(race).stat()
        except OSError:
            return None
        return there.st_dev, there.st_ino, there.st_size, there.st_ctime_ns


def _is_empty(path: Path) -> bool:
    try:
        return path.is_file() and not path.stat().st_size
    except OSError:
        return False
