"""The files of a folder that another program rewrites as a whole; the folder may be on another computer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.inputs.read_condition import ReadCondition
from feeds.bridges.raw_input import LARGEST_FILE, Piece
from feeds.data_file import read_data

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say

POLL_S = 0.5
"""How often the folder is looked at: folders on other computers tell nothing of changes."""

MOST_FILES = 5_000

Stamp = tuple[int, int]


class Folder:
    """The files of a folder that match patterns, each whole whenever it has changed.

    A file comes once two looks agree on its size and time of change. One that cannot be read is tried again.
    It is gone when two looks do not find it, and the folder is there.
    """

    def __init__(
        self, path: Path, patterns: Sequence[str], say: Say, *, once: bool = False, poll_s: float = POLL_S
    ) -> None:
        self._path = path
        self._patterns = [pattern.lower() for pattern in patterns]
        self._say = say
        self._once = once
        self._poll_s = poll_s
        self._seen: dict[str, Stamp] = {}
        """By name, as it was at the last look."""
        self._given: dict[str, Stamp] = {}
        """By name, as it was when it was read."""
        self._digests: dict[str, bytes] = {}
        """By name, of what was in it then: programs write files anew that have not changed."""
        self.condition = ReadCondition(str(path), say)
        """Whether the folder can be read."""
        self._refused: set[str] = set()

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The files, the longest unchanged first. With `once`, raises UserError where there is no folder."""
        looks = 0
        while True:
            gone, changed = await self.condition.look(self._path, self._look, once=self._once) or ([], [])
            for name in gone:
                yield Piece(now_ms(), name, "gone")
            for name in changed:
                data = await asyncio.to_thread(self._read, name)
                if data is not None:
                    yield Piece(now_ms(), name, "file", data)
            looks += 1
            if self._once and looks == 2:
                return
            await asyncio.sleep(self._poll_s)

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is written to a folder."""

    def _look(self) -> tuple[list[str], list[str]]:
        """Which files are gone, and which have changed since they were read and are settled."""
        found = self._found()
        before, self._seen = self._seen, found
        gone = [name for name in self._given if name not in found and name not in before]
        for name in gone:
            del self._given[name]
            self._digests.pop(name, None)
        changed = [
            name for name, stamp in found.items() if before.get(name) == stamp != self._given.get(name)
        ]
        return gone, sorted(changed, key=lambda name: (found[name][1], name))

    def _read(self, name: str) -> bytes | None:
        """A file as it is now; None where it cannot be read, or has the same in it as the last time."""
        try:
            data = read_data(self._path / name, LARGEST_FILE)
        except OSError as error:
            if name not in self._refused:
                self._refused.add(name)
                self._say(f"{name} cannot be read: {error.strerror or error}; trying again")
            return None
        self._refused.discard(name)
        self._given[name] = self._seen[name]
        digest = sha256(data).digest()
        is_new = self._digests.get(name) != digest
        self._digests[name] = digest
        return data if is_new else None

    def _found(self) -> dict[str, Stamp]:
        """The files that match, at most `MOST_FILES`, with their sizes and times of change."""
        found: dict[str, Stamp] = {}
        for path in sorted(self._path.iterdir()):
            name = Path(path.name.lower())
            if len(found) < MOST_FILES and any(name.match(pattern) for pattern in self._patterns):
                try:
                    status = path.stat()
                except OSError:
                    continue  # it was deleted between the two
                found[path.name] = status.st_size, status.st_mtime_ns
        return found
