"""A race file that grows while the race is running: what was appended is there after a crash.

Every line ends with a checksum, `"crc":"07a38265"`: for a message the running CRC-32 of all messages so far,
which shows when a line is torn, changed, missing, doubled or out of place. The first line says how many
messages are on disk: it is written in its place after each group, and comes to disk with the next one.
"""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.folder_sync import make_folder, sync_folder
from feeds.line_checksum import with_checksum
from feeds.log_file import Locked, open_locked, put_aside, read_whole, write_whole
from feeds.log_recovery import Damaged, RecoveredLog, first_line, recover
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from io import FileIO

sync_data = getattr(os, "fdatasync", os.fsync)
"""Brings the bytes of an open file to disk, by its descriptor."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What was cut from the end of a journal because it was incomplete."""

    size: int
    """Bytes."""
    kept: Path
    """The file that has these bytes now."""


class Journal:
    """The file of a growing log. One process writes it, and one thread at a time calls `append`.

    If the file is deleted or changed by another program, it is written anew; but only for someone who adds
    to `log` what was appended.
    """

    def __init__(self, path: Path, file: FileIO, found: RecoveredLog) -> None:
        self.path = path
        self.log = found.log
        """The log that was in the file when it was opened."""
        self.lost = found.lost
        """How many messages were missing at its end, although they had been on disk."""
        self.tail: Tail | None = None
        self.unwritable: OSError | None = None
        """Why nothing more can be appended; it stays so until the journal is opened again."""
        self.times_rewritten = 0
        """How often the file was written anew, because another program had deleted or changed it."""
        self._file = file
        self._identity = _identity(file)
        self._head = found.log.head
        self._chain = found.log.chain(found.log.head)
        self._size = found.end
        self._width = found.width
        self._kept = found.kept

    @classmethod
    def open(
        cls,
        path: Path,
        race: str,
        epoch: str | None = None,
        *,
        to_read: bool = False,
        only_torn: bool = False,
        create: bool = True,
    ) -> Journal:
        """Open the journal of a race, or begin it. An incomplete end is moved to a file beside it.

        A new journal gets `epoch`, or a random one. If messages are missing that were on disk, or may have
        been, a journal without a given epoch gets a new one: another history may follow. With `to_read`, one
        that can be read but not written is opened too, and is `unwritable`. With `only_torn`, an end with a
        whole line in it is no incomplete one: nothing is moved, as someone may have edited the file.

        Raises:
            Damaged: When something that was on disk is not as it was written, or the file is not this log.
            Locked: When another process has the journal open.
            OSError: When the file cannot be used, or without `create` is not there.
        """
        if path.is_symlink() and not path.exists():
            raise Damaged(path.name, "it is a link to nothing")
        if path.exists() and not path.is_file():
            raise Damaged(path.name, "it is not a file")
        make_folder(path.parent)
        file, refusal = open_locked(path, create=create)
        try:
            data = read_whole(file, path.name, race)
            found = recover(data, path.name, race)
            if only_torn and b"\n" in data[found.end :]:
                raise Damaged(path.name, f"line {found.log.head + 2} is not as it was written", found)
            is_cut = found.lost > 0 or (found.kept is None and 0 < found.end < len(data))
            if found.log.named_epoch is None or (is_cut and epoch is None):
                found.log.named_epoch = epoch or os.urandom(8).hex()
            journal = cls(path, file, found)
            try:
                if refusal is not None:
                    raise refusal
                journal._make_whole(data, found, is_cut=is_cut)
            except OSError as error:
                if not to_read or not found.end:
                    raise
                journal._give_up(error)
            return journal
        except BaseException:
            file.close()
            raise

    def _make_whole(self, data: bytes, found: RecoveredLog, *, is_cut: bool) -> None:
        """Make the file what it should be: with a first line, without an incomplete end."""
        if found.end < len(data):
            self.tail = Tail(len(data) - found.end, put_aside(self.path, data[found.end :]))
            self._file.truncate(found.end)
            os.fsync(self._file.fileno())
        if not found.end:
            line = first_line(self.log, 0)
            self._put(0, line)
            os.fsync(self._file.fileno())
            sync_folder(self.path.parent)
            self._size, self._width, self._kept = len(line), len(line) - 1, 0
        elif is_cut or not self._width or not found.is_ended:
            self._rewrite()

    @property
    def is_in_place(self) -> bool:
        """Whether the file is still where it was opened."""
        there = self._there()
        return there is not None and self._is_this(there)

    @property
    def is_displaced(self) -> bool:
        """Whether another file is in the place of this one, or another program has changed this one."""
        there = self._there()
        return there is not None and not (self._is_this(there) and there.st_size == self._size)

    @property
    def has_lost(self) -> bool:
        """Whether the file has less than was written to it, or is gone."""
        there = self._there()
        return there is None or (self._is_this(there) and there.st_size < self._size)

    def _there(self) -> os.stat_result | None:
        try:
            return self.path.stat()
        except FileNotFoundError:
            return None

    def _is_this(self, there: os.stat_result) -> bool:
        return (there.st_dev, there.st_ino) == self._identity

    def append(self, lines: Sequence[bytes], *, sync: bool = True) -> None:
        """Write messages, each as JSON; they are on disk when this returns, unless `sync` is off.

        Raises OSError, and then has written none of them.
        """
        if self.unwritable is not None:
            raise OSError(self.unwritable.errno, self.unwritable.strerror)
        self._stay_in_place()
        chain, checked = self._chain, []
        for line in lines:
            chain = zlib.crc32(line, chain)
            checked.append(with_checksum(line, chain))
        data = b"\n".join(checked) + b"\n" if checked else b""
        try:
            self._put(self._size, data)
            if sync:
                sync_data(self._file.fileno())
                self._note_kept(self._head + len(lines))
        except OSError:
            self._take_back()
            raise
        self._size += len(data)
        self._chain = chain
        self._head += len(lines)

    def _take_back(self) -> None:
        """Remove what was written of a group. Where that fails, nothing may be written behind it."""
        try:
            self._file.truncate(self._size)
            if self._kept is not None and self._kept > self._head:
                self._note_kept(self._head)
        except OSError as error:
            self._give_up(error)

    def _note_kept(self, kept: int) -> None:
        """Say in the first line how many messages are on disk, once they are."""
        if kept != self._kept:
            self._kept = kept
            self._put(0, first_line(self.log, kept, self._width))

    def _put(self, place: int, data: bytes) -> None:
        self._file.seek(place)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _give_up(self, error: OSError) -> None:
        self.unwritable = error
        with suppress(OSError):
            self._file.close()

    def _stay_in_place(self) -> None:
        """Write the file anew if another program has moved it away, deleted or changed it.

        Raises OSError if there is another file in its place: an operator may have put it there.
        """
        there = self._there()
        if there is not None and self._is_this(there) and there.st_size == self._size:
            return
        try:
            if self.log.head != self._head or not (there is None or self._is_this(there)):
                raise OSError(errno.ESTALE, f"{self.path.name} was moved, deleted or changed")
            if there is not None and there.st_size:
                self._file.seek(0)
                put_aside(self.path, self._file.read())
            self._rewrite()
            self.times_rewritten += 1
        except OSError as error:
            self._give_up(error)
            raise

    def begin_anew(self) -> None:
        """Give the log a new epoch: messages of the one that it has are known to others, and not in it.

        Raises OSError.
        """
        self.log.named_epoch = os.urandom(8).hex()
        self._rewrite()

    def _rewrite(self) -> None:
        """Write the whole log to a new file, in the place of the one that was there."""
        self._file.close()
        write_whole(self.path, self.log)
        try:
            self._file, refusal = open_locked(self.path)
        except Locked as error:
            raise OSError(errno.EBUSY, str(error)) from error
        if refusal is not None:
            raise refusal
        self._identity = _identity(self._file)
        self._kept = self.log.head
        self._width = len(self._file.readline()) - 1
        self._size = self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Close the file, once all of it is on disk."""
        if not self._file.closed:
            sync_data(self._file.fileno())
            self._note_kept(self._head)
            self._file.close()


def _identity(file: FileIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino
