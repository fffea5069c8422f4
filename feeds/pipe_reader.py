"""Reading from a pipe, such as the output of another command, without waiting for it for ever."""

from __future__ import annotations

import errno
import os
import select
import sys
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PATIENCE_S = 3.0


class PipeReader(RawIOBase):
    """The bytes from a pipe, up to where its other end is closed."""

    _handle: int
    _taken = 0
    """How many bytes have come."""

    def __init__(self, path: Path) -> None:
        if sys.platform == "win32":
            raise OSError(errno.ENOTSUP, "no pipe has a path on Windows")
        self._handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Take what has come. Raises OSError if nothing comes for a few seconds."""
        if sys.platform == "win32":
            raise OSError(errno.ENOTSUP, "no pipe has a path on Windows")
        if not select.select([self._handle], [], [], PATIENCE_S)[0]:
            raise OSError(errno.ETIMEDOUT, f"nothing came through the pipe for {PATIENCE_S:g} s")
        size = os.readv(self._handle, [buffer])
        self._taken += size
        return size

    def tell(self) -> int:
        """How many bytes have come."""
        return self._taken

    def close(self) -> None:
        """Close this end."""
        if not self.closed:
            os.close(self._handle)
        super().close()
