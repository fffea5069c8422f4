"""A disk that loses power: of what was written since the last sync, anything or nothing may be on it."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import FileIO
from threading import Lock
from typing import TYPE_CHECKING

import pytest

from feeds.journal import sync_data

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


SECTOR = 512
"""Bytes that a disk writes at once."""


class SyncedFile(FileIO):
    """Knows what of it is on disk for certain, and what was written since."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._lock = Lock()
        self._safe = bytearray(self.readall())
        self._since: list[tuple[int, bytes]] = []

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, to a cache that the power may take."""
        with self._lock:
            self._since.append((self.tell(), bytes(data)))
            return super().write(data)

    def sync(self, real: Callable[[int], object]) -> None:
        """Bring all of it to disk."""
        with self._lock:
            real(self.fileno())
            for place, data in self._since:
                _put(self._safe, place, data)
            self._since.clear()

    def after_power_loss(self, chance: random.Random) -> bytes:
        """What is on the disk: all that was synced, and of the later writes some, those at the end torn.

        What is written in place of earlier bytes within a sector is there as a whole or not at all.
        """
        with self._lock:
            found = bytearray(self._safe)
            for place, data in self._since[: chance.randint(0, len(self._since))]:
                is_whole = place + len(data) <= SECTOR or chance.random() < 0.5
                _put(found, place, data if is_whole else data[: chance.randint(0, len(data))])
            return bytes(found)


def _put(target: bytearray, place: int, data: bytes) -> None:
    target.extend(b"\0" * (place - len(target)))
    target[place : place + len(data)] = data


def synced_files(monkeypatch: pytest.MonkeyPatch) -> list[SyncedFile]:
    """Have journals write to such files; returns those that are opened from now on."""
    opened: list[SyncedFile] = []

    def file(*arguments: object, **options: object) -> SyncedFile:
        opened.append(SyncedFile(*arguments, **options))
        return opened[-1]

    def synced(real: Callable[[int], object]) -> Callable[[int], None]:
        def sync(handle: int) -> None:
            mine = next((one for one in opened if not one.closed and one.fileno() == handle), None)
            if mine is None:
                real(handle)
            else:
                mine.sync(real)

        return sync

    monkeypatch.setattr("feeds.log_file.FileIO", file)
    monkeypatch.setattr("feeds.journal.sync_data", synced(sync_data))
    return opened
