"""Writing to a file descriptor from a thread, which may wait: a terminal was stopped, a pipe is full."""

from __future__ import annotations

import os
import select


def write_all(descriptor: int, data: bytes) -> bool:
    """Write some bytes, however long that takes; False if they cannot be written."""
    rest = memoryview(data)
    try:
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:  # another program has set the terminal to that
                select.select([], [descriptor], [])
    except OSError:
        return False
    return True
