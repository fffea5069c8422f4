"""Locks on files that one process writes: `flock` where there is one, on Windows a locked byte.

The system releases a lock when its file is closed or its process ends, however it ends. Between computers
that share a folder over a network there is no lock that can be relied on.
"""

from __future__ import annotations

import sys
from typing import IO

LOCKED_BYTE = 2**40
"""Windows does not let others read what is locked, so the byte is far behind the end of any file."""


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
