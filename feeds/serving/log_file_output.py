"""The file that a hub reports into (`lapbell hub --log`), which may be moved away to begin a new one."""

from __future__ import annotations

import asyncio
import errno
import os
from contextlib import suppress
from pathlib import Path

LOOK_S = 1.0
"""How often to look whether the file is still in its place."""


class LogFileOutput:
    """A file descriptor that leads to the file by this name, also after that was moved or deleted.

    Raises OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = self._open()

    def _open(self) -> int:
        if self.path.exists() and not self.path.is_file():
            raise OSError(errno.EINVAL, "it is not a file")
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)

    def reopen(self) -> None:
        """Go on in the file that is there now, or a new one. Raises OSError; then the old one is kept."""
        descriptor = self._open()
        os.dup2(descriptor, self.descriptor, inheritable=False)
        os.close(descriptor)

    async def keep_in_place(self) -> None:
        """Open the file again whenever it was moved or deleted; for as long as the hub runs."""
        while True:
            await asyncio.sleep(LOOK_S)
            with suppress(OSError):  # what is logged goes on into the file as it was, and it is tried again
                if not self._is_in_place():
                    self.reopen()

    def _is_in_place(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self.descriptor), self.path.stat())
        except FileNotFoundError:
            return False
