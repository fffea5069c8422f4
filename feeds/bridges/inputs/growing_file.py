"""A file that another program writes to: what is added comes as it is added; after a rewrite, all of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.raw_input import LARGEST_FILE, LARGEST_READ, Piece
from feeds.data_file import open_data
from feeds.errors import UserError

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say

POLL_S = 0.5
"""How often the file is looked at: folders on other computers tell nothing of changes."""


class GrowingFile:
    """A file by its path. With `once` it is read to its end, and must be there."""

    def __init__(self, path: Path, say: Say, *, once: bool = False, poll_s: float = POLL_S) -> None:
        self._path = path
        self._say = say
        self._once = once
        self._poll_s = poll_s
        self._stamp: tuple[int, int] | None = None
        """Size and time of change at the last look that showed a change."""
        self._taken = 0
        """Bytes of the file that were given; -1 where it was rewritten."""
        self._digest = hashlib.sha256()
        """Of these bytes, as far as `LARGEST_FILE`."""
        self._fault = ""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The whole file, then what is added; the whole file again whenever it was rewritten."""
        while True:
            try:
                found = await asyncio.to_thread(self._look)
            except OSError as error:
                if self._once:
                    raise UserError(f"cannot read {self._path}: {error.strerror or error}") from error
                self._fail(f"{self._path.name} cannot be read: {error.strerror or error}; trying again")
            else:
                self._fail("")
                for piece in found:
                    yield piece
                if found:
                    continue
                if self._once:
                    yield Piece(now_ms(), self._path.name, "closed")
                    return
            await asyncio.sleep(self._poll_s)

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is written to a file."""

    def _fail(self, fault: str) -> None:
        if fault != self._fault:
            self._say(fault or f"{self._path.name} is read again")
        self._fault = fault

    def _look(self) -> list[Piece]:
        """What is new. A change that does more than add is looked at again first: it may be half written."""
        status = self._path.stat()
        stamp = status.st_size, status.st_mtime_ns
        before, self._stamp = self._stamp, stamp
        if stamp == before and self._taken == status.st_size and before is not None:
            return []
        with open_data(self._path) as file:
            if 0 < self._taken <= status.st_size and self._begins(file.read(min(self._taken, LARGEST_FILE))):
                file.seek(self._taken)
                return list(self._read(file.read(LARGEST_FILE), "data"))
            if self._taken and stamp != before:
                self._taken = -1
                return []
            file.seek(0)
            self._taken, self._digest = 0, hashlib.sha256()
            return list(self._read(file.read(LARGEST_FILE), "file"))

    def _begins(self, beginning: bytes) -> bool:
        """Whether the file still begins with what was given of it."""
        return hashlib.sha256(beginning).digest() == self._digest.digest()

    def _read(self, data: bytes, kind: str) -> Iterator[Piece]:
        room = max(LARGEST_FILE - self._taken, 0)
        self._digest.update(data[:room])
        self._taken += len(data)
        if kind == "file":
            yield Piece(now_ms(), self._path.name, "file", data)
        else:
            for start in range(0, len(data), LARGEST_READ):
                yield Piece(now_ms(), self._path.name, "data", data[start : start + LARGEST_READ])
