"""Which reads each file has, so that those that are taken out of one can be withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.bridges.reads.raw_reads import RawRead

MOST = 200_000
"""Reads of all files; of more, those of the file that was read anew longest ago are forgotten."""


class FileReads:
    """The reads of files by the names of these."""

    def __init__(self) -> None:
        self._files: dict[str, dict[RawRead, None]] = {}
        self._count = 0

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def begin(self, name: str) -> dict[RawRead, None]:
        """A file is read from its beginning; returns the reads that it had."""
        before = self._forget(name)
        self._files[name] = {}
        return before

    def add(self, name: str, read: RawRead) -> None:
        """A file that was begun has a read."""
        reads = self._files.get(name)
        if reads is None or read in reads:
            return
        reads[read] = None
        self._count += 1
        while self._count > MOST:
            self._forget(next(iter(self._files)))

    def remove(self, name: str, read: RawRead) -> None:
        """A file has a read no longer."""
        if read in self._files.get(name, {}):
            del self._files[name][read]
            self._count -= 1

    def has(self, read: RawRead) -> bool:
        """Whether any file has a read."""
        return any(read in reads for reads in self._files.values())

    def _forget(self, name: str) -> dict[RawRead, None]:
        reads = self._files.pop(name, {})
        self._count -= len(reads)
        return reads
