"""Locks on files that one process writes: `flock` where there is one, on Windows a locked byte.

The system releases a lock when its file is closed or its process ends, however it ends. Between computers
that share a folder over a network there is no lock that can be relied on.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from feeds.errors import FeedError

LOCKED_BYTE = 2**40
"""Windows does not let others read what is locked, so the byte is far behind the end of any file."""

LONGEST_WAIT_S = 10.0
LOOK_S = 0.01


def try_lock(file: IO[bytes]) -> bool:
    """Lock an open file for this process; False if another has locked it.

    On Windows, this moves the position in the file.
    """
    if sys.platform == "win32":
        import msvcrt

        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl  # not there on Windows

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Keep others from changing a file that is replaced as a whole, by the lock of another file beside it.

    Waits while another process has the lock. Raises FeedError after 10 s, and OSError.
    """
    with open(path.with_name(f"{path.name}.lock"), "ab", opener=partial(os.open, mode=0o600)) as file:
        deadline_s = time.monotonic() + LONGEST_WAIT_S
        while not try_lock(file):
            if time.monotonic() > deadline_s:
                raise FeedError(f"{path.name}: another program has been changing it for {LONGEST_WAIT_S:g} s")
            time.sleep(LOOK_S)
        yield
