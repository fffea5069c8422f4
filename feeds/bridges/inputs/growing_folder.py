"""The files of a folder that other programs add to, and those of the folders in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.bridges.inputs.file_tail import FileTail
from feeds.bridges.inputs.folder import MOST_FILES, POLL_S
from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.inputs.read_condition import ReadCondition
from feeds.bridges.raw_input import LARGEST_FILE, Piece

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say


class GrowingFolder:
    """The files that match patterns, in the order of these: each whole, and then what is added to it.

    A pattern with a slash is one of files in folders of the folder. With `once` each is read to its end.
    """

    def __init__(
        self, path: Path, patterns: Sequence[str], say: Say, *, once: bool = False, poll_s: float = POLL_S
    ) -> None:
        self._path = path
        self._patterns = [pattern.lower() for pattern in patterns]
        self._depth = max(pattern.count("/") for pattern in patterns)
        self._say = say
        self._once = once
        self._poll_s = poll_s
        self._tails: dict[str, FileTail] = {}
        self._missing: set[str] = set()
        """Those that the last look did not find."""
        self.condition = ReadCondition(str(path), say)
        """Whether the folder can be read."""
        self._refused: set[str] = set()

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What is new. With `once`, raises UserError where there is no folder."""
        while True:
            pieces = await self.condition.look(self._path, self._look, once=self._once)
            for piece in pieces or ():
                yield piece
            if pieces:
                continue
            if self._once:
                for name in self._tails:
                    yield Piece(now_ms(), name, "closed")
                return
            await asyncio.sleep(self._poll_s)

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is written to a folder."""

    def _look(self) -> list[Piece]:
        """What is new in the files, about `LARGEST_FILE` of it at most. Raises OSError."""
        found = self._found()
        missing = {name for name in self._tails if name not in found}
        pieces = [Piece(now_ms(), name, "gone") for name in sorted(missing & self._missing)]
        for piece in pieces:
            del self._tails[piece.origin]
        self._missing = missing
        for name, path in found.items():
            pieces += self._new_in(name, path)
            if sum(len(piece.data) for piece in pieces) >= LARGEST_FILE:
                break
        return pieces

    def _new_in(self, name: str, path: Path) -> list[Piece]:
        """What is new in a file; nothing while it cannot be read."""
        tail = self._tails.setdefault(name, FileTail(path, name))
        try:
            pieces = tail.look()
        except OSError as error:
            if name not in self._refused:
                self._refused.add(name)
                self._say(f"{name} cannot be read: {error.strerror or error}; trying again")
            return []
        self._refused.discard(name)
        return pieces

    def _found(self) -> dict[str, Path]:
        """The files that match, at most `MOST_FILES`, by their names in the folder."""
        found: list[tuple[int, str, Path]] = []
        for path in self._files(self._path, self._depth):
            name = path.relative_to(self._path).as_posix()
            matching = (
                rank for rank, pattern in enumerate(self._patterns) if Path(name.lower()).match(pattern)
            )
            if (rank := next(matching, None)) is not None:
                found.append((rank, name, path))
                if len(found) == MOST_FILES:
                    break
        return {name: path for _, name, path in sorted(found)}

    def _files(self, folder: Path, depth: int) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if not path.is_dir():
                yield path
            elif depth:
                with suppress(
                    OSError
                ):  # a folder in it that may not be read keeps nothing else from being read
                    yield from self._files(path, depth - 1)
