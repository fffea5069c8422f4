"""Files that hold a secret: they are refused where every user of the computer could read or change them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from feeds.errors import FeedError

FOR_ALL = stat.S_IROTH | stat.S_IWOTH


def refuse_if_public(path: Path) -> None:
    """Raise FeedError, with what to type, for a file that everyone on this computer can read or change.

    A pipe is not looked at, and on Windows no file is: there the mode says nothing. Raises OSError.
    """
    if sys.platform == "win32":
        return
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) and mode & FOR_ALL:
        can = "read" if mode & stat.S_IROTH else "change"
        raise FeedError(f"everyone on this computer can {can} {path}; type: chmod 600 {_quoted(path)}")


def make_private(handle: int) -> None:
    """Keep other users from reading an open file; a pipe or a terminal is left as it is."""
    if sys.platform == "win32":
        return
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode) and mode & 0o077:
        os.fchmod(handle, stat.S_IMODE(mode) & ~0o077)


def _quoted(path: Path) -> str:
    # Loaded here, not at the top: only this sentence needs it.
    from shlex import quote

    return quote(str(path))
