"""The file of a growing log: how it is opened, written as a whole, and rid of what does not belong in it."""

from __future__ import annotations

import errno
import os
from io import FileIO
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from feeds.atomic_write import atomic_write
from feeds.data_file import LARGEST_FILE
from feeds.errors import FeedError
from feeds.file_lock import try_lock
from feeds.folder_sync import make_folder, sync_folder
from feeds.line_checksum import with_checksum
from feeds.log_recovery import BEGINNING, NO_LOG, Damaged, begins_log, first_line

if TYPE_CHECKING:
    from feeds.log import Log

READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class Locked(FeedError):
    """A file that another program has open."""


def open_locked(path: Path, *, create: bool = True) -> tuple[FileIO, OSError | None]:
    """Open a file for this process alone, made if it is not there; and why it can only be read, if so.

    Raises:
        Locked: When another process has it open.
        OSError: When it cannot even be read, or without `create` is not there.
    """
    refusal, made = None, os.O_CREAT if create else 0
    try:
        file = FileIO(path, "r+", opener=lambda name, flags: os.open(name, flags | made, 0o666))
    except OSError as error:
        if error.errno not in READ_ONLY or not path.exists():
            raise
        file, refusal = FileIO(path, "r"), error
    if not try_lock(file):
        file.close()
        raise Locked(f"{path.name}: another program is writing to it")
    return file, refusal


def read_whole(file: FileIO, name: str, race: str) -> bytes:
    """All bytes of a file that is to be the log of a race.

    A log may grow beyond what a race file may have. Raises Damaged for anything else that is so large.
    """
    file.seek(0)
    begin = file.read(BEGINNING)
    if os.fstat(file.fileno()).st_size > LARGEST_FILE and not begins_log(begin, race):
        raise Damaged(name, NO_LOG)
    return begin + file.read()


def write_whole(path: Path, log: Log) -> None:
    """Write a whole log, in place of the file that may be there; it is on disk when this returns.

    Raises OSError.
    """
    make_folder(path.resolve().parent)
    mode = S_IMODE(path.stat().st_mode) if path.exists() else 0o666
    with atomic_write(path, mode=mode) as file:
        file.write(first_line(log, log.head))
        file.writelines(with_checksum(*row) + b"\n" for row in zip(log.lines, log.chains, strict=True))
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.resolve().parent)


def put_aside(path: Path, data: bytes, kind: str = "corrupt") -> Path:
    """Keep bytes of a file in one beside it, before they are cut off. Returns its path. Raises OSError."""
    number = 1
    while (kept := path.with_name(f"{path.name}.{kind}-{number}")).exists():
        number += 1
    try:
        with kept.open("xb") as other:
            other.write(data)
            other.flush()
            os.fsync(other.fileno())
    except OSError:
        kept.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return kept
