"""A race file that grows while the race is on: whatever was kept in it is there after a crash.

Every line ends with a checksum of its own, `"crc":"07a38265"`: for a message the running CRC-32 of all
messages so far, so that a line that is torn, changed, missing, doubled or out of place shows.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import FeedError
from feeds.line_checksum import with_checksum, without_checksum
from feeds.log import LONGEST_LINE, Log

if TYPE_CHECKING:
    from io import FileIO

_sync = getattr(os, "fdatasync", os.fsync)


class Damaged(FeedError):
    """A journal that has lost something from its middle, or cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What was cut from the end of a journal because it was not whole."""

    size: int
    """Bytes."""
    kept: Path
    """Where they are now."""


class Journal:
    """The file of a growing log. One process writes to it; `append` may be called in any one thread."""

    def __init__(self, path: Path, file: FileIO, log: Log, tail: Tail | None) -> None:
        self.path = path
        self.log = log
        """What was in the file when it was opened."""
        self.tail = tail
        self._file = file
        self._chain = log.chain(log.head)
        self._size = file.tell()

    @classmethod
    def open(cls, path: Path, race: str, epoch: str | None = None) -> Journal:
        """Open the journal of a race, or begin it. A torn end is cut off and kept beside the file.

        A new one gets the epoch, or one that no other has. Raises Damaged where something before the end
        is not as it was written, and where another process has the journal open.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b", buffering=0)
        try:
            _lock(file, path)
            file.seek(0)
            data = file.read()
            log, whole = _recover(data, path, race, epoch or os.urandom(8).hex())
            tail = _put_aside(file, path, data, whole) if whole < len(data) else None
            file.seek(0, os.SEEK_END)
            if not file.tell():
                file.write(_header(log) + b"\n")
                os.fsync(file.fileno())
                _sync_folder(path.parent)
            return cls(path, file, log, tail)
        except BaseException:
            file.close()
            raise

    def append(self, lines: Sequence[bytes], *, sync: bool = True) -> None:
        """Keep messages, each JSON on a line; they are on disk when this returns, unless `sync` is off.

        Raises OSError, and then has kept none of them.
        """
        chain, checked = self._chain, []
        for line in lines:
            chain = zlib.crc32(line, chain)
            checked.append(with_checksum(line, chain))
        data = b"\n".join(checked) + b"\n" if checked else b""
        try:
            self._write(data)
            if sync:
                _sync(self._file.fileno())
        except OSError:
            self._file.truncate(self._size)
            raise
        self._size += len(data)
        self._chain = chain

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def close(self) -> None:
        """Close the file, with all of it on disk."""
        if not self._file.closed:
            _sync(self._file.fileno())
            self._file.close()


def _header(log: Log) -> bytes:
    assert log.named_epoch is not None
    line = codec.encode_header(codec.Header(version=1, race=log.race, epoch=log.named_epoch))
    return with_checksum(line, zlib.crc32(line))


def _recover(data: bytes, path: Path, race: str, epoch: str) -> tuple[Log, int]:
    """The log in a journal's bytes, and how many of them are whole; with nothing in it, of an epoch."""
    log = Log(race, named_epoch=epoch, complete=False)
    end = data.find(b"\n") + 1
    if not end:
        return log, 0
    log.named_epoch = _epoch(data[: end - 1], path, race)
    while (stop := data.find(b"\n", end)) >= 0 and stop - end <= 2 * LONGEST_LINE:
        line, crc = without_checksum(data[end:stop])
        if crc is None or zlib.crc32(line, log.chain(log.head)) != crc:
            break
        log.keep(line)
        end = stop + 1
    _refuse_damage(data[end:], log, path)
    return log, end


def _epoch(line: bytes, path: Path, race: str) -> str:
    header, crc = without_checksum(line)
    try:
        read = codec.decode_header(header)
    except ValidationError as error:
        raise Damaged(f"{path.name}: line 1: {codec.explain(error)[0]}") from error
    if read.race != race:
        raise Damaged(f"{path.name}: it is the log of {read.race}, not of {race}")
    if crc != zlib.crc32(header) or read.epoch is None:
        raise Damaged(f"{path.name}: line 1 is not as it was written")
    return read.epoch


def _refuse_damage(rest: bytes, log: Log, path: Path) -> None:
    """Find out whether what is not whole is the end, or whether messages follow it that were kept.

    A line that fits to the one before it was written as a whole. Unless it stands in the log already, it
    followed something that is lost.
    """
    known = set(log.chains)
    before: int | None = None
    for line in rest.split(b"\n"):
        message, crc = without_checksum(line)
        fits = crc is not None and before is not None and zlib.crc32(message, before) == crc
        if fits and crc not in known:
            raise Damaged(
                f"{path.name}: line {log.head + 2} is damaged, and whole messages follow it; "
                "nothing of this race is served until somebody has looked at the file"
            )
        before = crc


def _put_aside(file: FileIO, path: Path, data: bytes, whole: int) -> Tail:
    """Cut the end off, once it is safe elsewhere."""
    number = 1
    while (kept := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    with kept.open("xb") as other:
        other.write(data[whole:])
        other.flush()
        os.fsync(other.fileno())
    file.truncate(whole)
    os.fsync(file.fileno())
    return Tail(len(data) - whole, kept)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last, where folders can be synced at all."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(file: FileIO, path: Path) -> None:
    """Keep other processes from writing, where the system can."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Damaged(f"{path.name}: another program is writing to it") from None
