"""Which reads a device has sent before, of the last million: after a lost connection many send all again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

A_GENERATION = 500_000
"""Reads. There are two generations; when the newer is full the older is forgotten."""


class SeenBefore:
    """Known by their hashes, of 61 bits, as a day's reads would take some hundred megabytes."""

    def __init__(self, a_generation: int = A_GENERATION) -> None:
        self._newer, self._older = set[int](), set[int]()
        self._most = a_generation

    def add(self, thing: Hashable) -> bool:
        """Note something. Returns whether it is new."""
        key = hash(thing)
        if key in self._newer or key in self._older:
            return False
        if len(self._newer) >= self._most:
            self._newer, self._older = set(), self._newer
        self._newer.add(key)
        return True

    def remove(self, thing: Hashable) -> bool:
        """Forget something. Returns whether it was known."""
        key = hash(thing)
        known = self._newer if key in self._newer else self._older
        if key not in known:
            return False
        known.discard(key)
        return True
