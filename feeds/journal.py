"""A race file that grows while the race is running: what was appended is there after a crash.

Every line ends with a checksum, `"crc":"07a38265"`: for a message the running CRC-32 of all messages so far,
which shows when a line is torn, changed, missing, doubled or out of place.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import FeedError
from feeds.file_lock import try_lock
from feeds.folder_sync import make_folder, sync_folder
from feeds.line_checksum import with_checksum, without_checksum
from feeds.log import LONGEST_LINE, Log

if TYPE_CHECKING:
    from io import FileIO

_sync = getattr(os, "fdatasync", os.fsync)


class Damaged(FeedError):
    """A journal that has lost something before its end, cannot be read, or is open elsewhere."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What was cut from the end of a journal because it was incomplete."""

    size: int
    """Bytes."""
    kept: Path
    """The file that has these bytes now."""


class Journal:
    """The file of a growing log. One process writes it, and one thread at a time calls `append`."""

    def __init__(self, path: Path, file: FileIO, log: Log, tail: Tail | None) -> None:
        self.path = path
        self.log = log
        """The log that was in the file when it was opened."""
        self.tail = tail
        self._file = file
        self._chain = log.chain(log.head)
        self._size = file.tell()

    @classmethod
    def open(cls, path: Path, race: str, epoch: str | None = None) -> Journal:
        """Open the journal of a race, or begin it. An incomplete end is moved to a file beside it.

        A new journal gets `epoch`, or a random one.

        Raises:
            Damaged: When something before the end is not as it was written, or another process has the
                journal open.
            OSError: When the file cannot be used.
        """
        make_folder(path.parent)
        file = path.open("a+b", buffering=0)
        try:
            if not try_lock(file):
                raise Damaged(f"{path.name}: another program is writing to it")
            file.seek(0)
            data = file.read()
            log, whole = _recover(data, path, race, epoch or os.urandom(8).hex())
            tail = _put_aside(file, path, data, whole) if whole < len(data) else None
            file.seek(0, os.SEEK_END)
            if not file.tell():
                file.write(_header(log) + b"\n")
                os.fsync(file.fileno())
                sync_folder(path.parent)
            return cls(path, file, log, tail)
        except BaseException:
            file.close()
            raise

    def append(self, lines: Sequence[bytes], *, sync: bool = True) -> None:
        """Write messages, each as JSON; they are on disk when this returns, unless `sync` is off.

        Raises OSError, and then has written none of them.
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
        """Close the file, once all of it is on disk."""
        if not self._file.closed:
            _sync(self._file.fileno())
            self._file.close()


def _header(log: Log) -> bytes:
    assert log.named_epoch is not None
    line = codec.encode_header(codec.Header(version=1, race=log.race, epoch=log.named_epoch))
    return with_checksum(line, zlib.crc32(line))


def _recover(data: bytes, path: Path, race: str, epoch: str) -> tuple[Log, int]:
    """The log in a journal's bytes, and how many bytes are complete lines; `epoch` is for an empty one."""
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
        raise Damaged(f"{path.name}: line 1 has changed since it was written")
    return read.epoch


def _refuse_damage(rest: bytes, log: Log, path: Path) -> None:
    """Raise Damaged if complete messages follow the first line that is not.

    A line whose checksum continues that of the line before it was written completely. Unless it is in the
    log already, something before it is lost.
    """
    known = set(log.chains)
    before: int | None = None
    for line in rest.split(b"\n"):
        message, crc = without_checksum(line)
        fits = crc is not None and before is not None and zlib.crc32(message, before) == crc
        if fits and crc not in known:
            raise Damaged(
                f"{path.name}: line {log.head + 2} is damaged, and whole messages follow it; "
                "nothing of this race is served until the file has been looked at"
            )
        before = crc


def _put_aside(file: FileIO, path: Path, data: bytes, whole: int) -> Tail:
    """Cut the end off, once it is safe in another file."""
    number = 1
    while (kept := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    with kept.open("xb") as other:
        other.write(data[whole:])
        other.flush()
        os.fsync(other.fileno())
    sync_folder(path.parent)
    file.truncate(whole)
    os.fsync(file.fileno())
    return Tail(len(data) - whole, kept)
