"""Records a live race: a race file that is complete at any time, and is continued after a restart."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.data_file import open_data
from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.log_recovery import BEGINNING, Damaged, begins_log

if TYPE_CHECKING:
    from feeds.protocol.viewer_frames import Hello


class Recorder:
    """Writes every message that a viewer receives of one race to a file.

    A file with the same history is continued; another history gets a file of its own, also where a hub gives
    it the epoch of one that it had before. What was written survives when the program is killed; after
    `close` also a power failure. Where recording fails `trouble` says why, and watching goes on without it.
    """

    def __init__(self, folder: Path, path: Path | None = None) -> None:
        self.trouble: str | None = None
        """Why the race is not recorded; None while it is."""
        self.notice: str | None = None
        """Why it is recorded in another file than its name says; None if it is not."""
        self._folder = folder
        self._chosen = path
        self._journal: Journal | None = None
        self._hello: Hello | None = None
        self._number = 0
        """That of the file in the folder; 1 for the one that is named for the race alone."""
        self._recorded = 0
        """How many messages are in the file."""
        self._chain = 0
        """The running CRC-32 of the messages received so far."""

    @property
    def path(self) -> Path | None:
        """The file in which the race is recorded; None if it is not."""
        return self._journal.path if self._journal and self.trouble is None else None

    def join(self, hello: Hello) -> None:
        """Take a hub's hello. If its log comes from the beginning, choose the file anew."""
        if hello.mode == "resume":
            return
        self.close()
        self._hello = hello
        self._chain = self._number = 0
        self.notice = None
        self._begin(hello, ())

    def _begin(self, hello: Hello, known: Sequence[bytes]) -> None:
        """Begin to record into a file, of which the first messages are known."""
        try:
            self._journal = self._open(hello, known)
            self._recorded = self._journal.log.head
            self.trouble = None
        except (FeedError, OSError) as error:
            self.trouble = str(error)

    def _open(self, hello: Hello, known: Sequence[bytes]) -> Journal:
        """The next file of the race that is new, or has this history; others are left alone."""
        if self._chosen is not None:
            return self._opened(self._chosen, hello)
        for number in count(self._number + 1):
            self._number = number
            suffix = f"-{number}" if number > 1 else ""
            path = self._folder / f"{hello.race}{suffix}.jsonl"
            try:
                journal = self._opened(path, hello)
            except Damaged as damage:
                self.notice = str(damage)
                continue
            except PermissionError as refusal:
                if not path.exists():
                    raise
                self.notice = f"{path.name}: {refusal.strerror}"
                continue
            log = journal.log
            if log.epoch == hello.epoch and list(known[: log.head]) == log.lines[: len(known)]:
                rest = known[log.head :]
                journal.append(rest, sync=False)
                for line in rest:
                    log.keep(line)
                return journal
            journal.close()
        raise AssertionError

    def _go_on_elsewhere(self, journal: Journal, known: Sequence[bytes]) -> None:
        """Leave a file that has another history, and record into the next one."""
        other = f"{journal.path.name} has another history of this race"
        assert self._hello is not None
        if self._chosen is not None:
            self.trouble = other
            return
        journal.close()
        self._begin(self._hello, known)
        self.notice = self.notice or other

    def _opened(self, path: Path, hello: Hello) -> Journal:
        """Raises Damaged, and leaves the file as it is, if it is no recording of this race."""
        if path.is_file() and path.stat().st_size:
            with open_data(path) as file:
                begin = file.read(BEGINNING)
            if b"\n" not in begin and not begins_log(begin, hello.race, whole=True):
                raise Damaged(path.name, f"it is not a recording of {hello.race}")
        return Journal.open(path, hello.race, hello.epoch, only_torn=True)

    def keep(self, lines: Sequence[bytes], seq: int) -> None:
        """Record messages, the last of which has number `seq`; those already in the file are compared."""
        if self._journal is None or self.trouble is not None:
            return
        first = seq - len(lines) + 1
        for number, line in enumerate(lines, first):
            self._chain = zlib.crc32(line, self._chain)
            while number <= self._recorded and self._journal.log.chain(number) != self._chain:
                self._go_on_elsewhere(self._journal, self._journal.log.lines[: number - 1])
                if self.trouble is not None:
                    return
        new = lines[max(self._recorded - first + 1, 0) :]
        try:
            if new:
                self._journal.append(new, sync=False)
                self._recorded += len(new)
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def close(self) -> None:
        """End the recording. Its file is removed if no message came, as it would be no race."""
        if self._journal is not None:
            self._journal.close()
            if not self._recorded and not self._journal.is_displaced:
                self._journal.path.unlink(missing_ok=True)
            self._journal = None
