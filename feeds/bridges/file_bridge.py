"""A bridge to a program that writes files anew as wholes: its files come whole, or in parts as from stdin."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Bridge, Outcome
from feeds.bridges.raw_input import LARGEST_FILE

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.bridges.raw_input import Piece

MOST_OPEN = 16
"""Files that may come in parts at the same time."""


class FileBridge(Bridge):
    """Takes whole files. What a file that is gone has said stays."""

    needs_clock: ClassVar = False

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self.record = 0
        """The number of the newest file."""
        self._parts: dict[str, bytes] = {}

    @abstractmethod
    def take_file(self, name: str, data: bytes) -> Iterator[Outcome]:
        """Take a file, which may be half written; its number is `record`."""

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a file, or a part of one."""
        match piece.kind:
            case "file":
                yield from self._whole(piece.origin, piece.data)
            case "opened" | "data":
                whole = self._parts.pop(piece.origin, b"") if piece.kind == "data" else b""
                if len(self._parts) >= MOST_OPEN:
                    del self._parts[next(iter(self._parts))]
                self._parts[piece.origin] = (whole + piece.data)[: LARGEST_FILE + 1]
            case "closed" if piece.origin in self._parts:
                yield from self._whole(piece.origin, self._parts.pop(piece.origin))
            case "gone":
                yield Outcome(piece.origin, remark="the file is gone; what it said stays")

    def _whole(self, name: str, data: bytes) -> Iterator[Outcome]:
        self.record += 1
        if len(data) > LARGEST_FILE:
            remark = f"larger than {LARGEST_FILE >> 20} MiB, left out"
            yield Outcome(name, self.record, remark=remark, is_bad=True)
        else:
            yield from self.take_file(name, data)
