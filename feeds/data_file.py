"""Opening files that users name or put in a folder. They may be anything, and may have been made to do harm.

Only files are read: a pipe or a device may never end.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

from feeds.message_values import count_values

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes, uncompressed."""

TOO_LARGE = "the file is larger than it may be"

MOST_VALUES = 1_000_000
"""Values in a file of JSON; parsed, each takes some 60 bytes."""

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0)
"""A pipe that takes the place of a file at the last moment is opened without waiting for its other end."""


def open_data(path: Path) -> BufferedReader:
    """Open a file to read its bytes. Raises OSError, also for anything that is not a file."""
    expect_file(path)
    file = FileIO(path, opener=lambda name, flags: os.open(name, flags | _NEVER_WAIT))
    try:
        _refuse_others(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return BufferedReader(file)


def expect_file(path: Path) -> None:
    """Raise OSError for what is neither a file nor a folder, or is not there."""
    _refuse_others(os.stat(path))


def is_pipe(path: Path) -> bool:
    """Whether there is a pipe at a path."""
    return os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode)


def _refuse_others(status: os.stat_result) -> None:
    kind = _KINDS.get(stat.S_IFMT(status.st_mode))
    if kind is not None:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file")


def read_data(path: Path, largest: int) -> bytes:
    """The bytes of a file. Raises OSError, also where there are more than `largest`."""
    with open_data(path) as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise _too_large(largest)
    return data


def _too_large(largest: int) -> OSError:
    kib = largest // 1024
    return OSError(errno.EFBIG, f"larger than {kib} KiB" if kib < 1024 else f"larger than {kib // 1024} MiB")


def read_json_data(path: Path, largest: int) -> bytes:
    """The same for JSON that is to be parsed at once. Raises OSError also where it has too many values.

    Of other than ASCII letters it may have a quarter of `largest`: as text they may take four bytes each.
    """
    data = read_data(path, largest)
    if not data.isascii() and len(data) > largest // 4:
        raise _too_large(largest // 4)
    if count_values(data) > MOST_VALUES:
        raise OSError(errno.EFBIG, f"more than {MOST_VALUES:,} values")
    return data
