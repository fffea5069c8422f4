"""What is new in a file that another program adds to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.raw_input import LARGEST_FILE, LARGEST_READ, Piece
from feeds.data_file import open_data

if TYPE_CHECKING:
    from feeds.bridges.raw_input import PieceKind


class FileTail:
    """A file, and how much of it was given. Its name as origin of pieces is `name`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._stamp: tuple[int, int] | None = None
        """Size and time of change at the last look that showed a change."""
        self._taken = 0
        """Bytes of the file that were given; -1 where it was rewritten."""
        self._digest = hashlib.sha256()
        """Of these bytes, as far as `LARGEST_FILE`."""

    def look(self) -> list[Piece]:
        """What is new, up to `LARGEST_FILE` of it. Raises OSError.

        A change that does more than add is looked at again first: the file may be half written.
        """
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

    def _read(self, data: bytes, kind: PieceKind) -> Iterator[Piece]:
        room = max(LARGEST_FILE - self._taken, 0)
        self._digest.update(data[:room])
        self._taken += len(data)
        if kind == "file":
            yield Piece(now_ms(), self._name, kind, data)
        else:
            for start in range(0, len(data), LARGEST_READ):
                yield Piece(now_ms(), self._name, kind, data[start : start + LARGEST_READ])
