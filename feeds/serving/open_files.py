"""How many files a hub may have open, and which of them are kept for publishers and logs."""

from __future__ import annotations

import sys

LEAST_KEPT, MOST_KEPT = 64, 256
"""Files that are kept: an eighth of all, within these bounds."""

MAC_LIMIT = 10_240
"""More than that macOS does not give a process, whatever the limit says."""


def file_limit() -> int | None:
    """How many files this process may have open; None where there is no such limit."""
    if sys.platform == "win32":
        return None
    import resource  # not there on Windows

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def raise_file_limit(wanted: int) -> None:
    """Raise the limit to what is wanted, or as far as the system lets a user do so."""
    if sys.platform == "win32":
        return
    import resource  # not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    for limit in (most, min(most, MAC_LIMIT)):
        if limit <= soft:
            return
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
        except (OSError, ValueError):
            continue
        return


class OpenFiles:
    """The files that this process may have open; the last ones are not for viewers."""

    def __init__(self) -> None:
        self.limit = file_limit() or sys.maxsize
        kept = min(max(self.limit // 8, LEAST_KEPT), MOST_KEPT, self.limit // 2)
        self.for_viewers = self.limit - kept
        """The number from which on a file is not for viewers."""
        self.ceiling = self.limit - kept // 2
        """The number from which on those who have not said what they want have to go."""
