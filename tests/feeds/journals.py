"""Journals to be spoilt, and what is in them afterwards."""

from __future__ import annotations

from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.journal import Journal
from feeds.log_recovery import recover

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def lines(first: int, last: int) -> list[bytes]:
    """Notes that say their number."""
    return [b'{"type":"note","text":"%d"}' % number for number in range(first, last + 1)]


def journal(folder: Path, count: int) -> Path:
    """A journal with some messages, closed."""
    opened = Journal.open(folder / "race.jsonl", "race")
    opened.append(lines(1, count))
    opened.close()
    return opened.path


def reopened(path: Path) -> tuple[list[bytes], int]:
    """What is in a journal, and how many bytes were cut from its end."""
    opened = Journal.open(path, "race")
    opened.close()
    return opened.log.lines, opened.tail.size if opened.tail else 0


class Disk(FileIO):
    """A file on a disk with little room, or one that fails."""

    room = 1_000_000
    can_truncate = True

    def write(self, data: ReadableBuffer, /) -> int:
        """Write as much as fits."""
        fits = self.room - self.tell()
        if fits <= 0:
            raise OSError(28, "No space left on device")
        return super().write(bytes(data)[:fits])

    def truncate(self, size: int | None = None, /) -> int:
        """Cut the file off, if that works."""
        if not self.can_truncate:
            raise OSError(5, "Input/output error")
        return super().truncate(size)


def on_disk(path: Path, race: str = "race") -> tuple[Journal, Disk]:
    """A journal that is opened again, on a disk that can fail."""
    disk = Disk(path, "r+")
    return Journal(path, disk, recover(path.read_bytes(), path.name, race)), disk
