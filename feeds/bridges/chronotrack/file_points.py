"""Where the reads in a controller's .csv file were taken: its .mrk file says so, before it or after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.reads.file_reads import MOST

if TYPE_CHECKING:
    from feeds.bridges.reads.raw_reads import RawRead

MOST_POINTS = 100
"""Of a file."""


class Moved(NamedTuple):
    """A read that was taken elsewhere than was thought."""

    origin: str
    before: RawRead
    now: RawRead


class FilePoints:
    """The points of files, by their names without the ending."""

    def __init__(self, place: str) -> None:
        self._place = place
        """What is stated for files without a point; else it is the folder."""
        self._points: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        """With the number of the first read there."""
        self._reads: dict[str, list[tuple[int, RawRead]]] = {}
        """By file, its reads with their numbers, of all together up to `MOST`."""
        self._count = 0

    def begin(self, origin: str) -> None:
        """A file is read from its beginning."""
        self._count -= len(self._reads.pop(origin, ()))

    def place(self, origin: str, number: int) -> str:
        """Where the read with a number was taken."""
        points = self._points.get(_stem(origin), ())
        name = next((name for first, name in reversed(points) if first <= number), None)
        if name is None and points:
            return points[0][1]
        return name or self._place or PurePosixPath(origin).parent.name

    def took(self, origin: str, number: int, read: RawRead) -> None:
        """A read was taken from a file, at its place."""
        if self._count < MOST:
            self._count += 1
            self._reads.setdefault(origin, []).append((number, read))

    def learn(self, origin: str, first: int, name: str) -> Iterator[Moved]:
        """A .mrk file says that from the read with a number on its controller was at a point."""
        points = self._points[_stem(origin)]
        if (first, name) in points or len(points) >= MOST_POINTS:
            return
        points.append((first, name))
        points.sort(key=lambda point: point[0])
        for other, reads in self._reads.items():
            if _stem(other) != _stem(origin):
                continue
            for index, (number, read) in enumerate(reads):
                if (place := self.place(other, number)) != read.place:
                    reads[index] = number, read._replace(place=place)
                    yield Moved(other, read, reads[index][1])


def _stem(origin: str) -> str:
    return str(PurePosixPath(origin).with_suffix("")).casefold()
