"""The race that a name or a path means: a race file, or a file of results that is converted as it is read."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.log import Log, read
from feeds.log_header import read_start
from feeds.unpacked_file import unpacked
from race.lazy_dataclass import dataclass
from race.messages import StartList
from replays.library import SUFFIXES, find

if TYPE_CHECKING:
    from feeds.direct_conversion import DirectRace

LONGEST_BEGINNING = 400
"""Bytes of a file that are looked at to know whether it is a race file."""

_BEGINNING = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|\xe2\x80[\x9c-\x9f])type|\{.*"type"\s*:\s*"log"|$)'
)
"""With typographic quotes too, which the reader of race files names."""


@dataclass(frozen=True, slots=True)
class NamedRace:
    """A race that was found."""

    path: Path
    converted: DirectRace | None = None
    """None of a race file, which has not been read yet."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was understood of a file that had to be converted."""
        return self.converted.notes if self.converted else ()

    def log(self) -> Log:
        """Its log. Raises RaceFileError."""
        return self.converted.log if self.converted else read(self.path)

    def start_list(self) -> StartList | None:
        """The start list in force at its end. Raises RaceFileError."""
        if self.converted is None:
            return read_start(self.path)[1]
        return next((m for m in self.converted.log.messages() if isinstance(m, StartList)), None)


def named_race(name: str) -> NamedRace:
    """The race of the library with a name, or of the file at a path. Raises FeedError."""
    return race_at(find(name))


def race_at(path: Path) -> NamedRace:
    """The race of a file that exists. Raises FeedError."""
    if is_race_file(path):
        return NamedRace(path)
    # Loaded here, not at the top: a race file needs no parser of any other.
    from feeds.direct_conversion import convert_directly

    return NamedRace(path, convert_directly(path))


def is_race_file(path: Path) -> bool:
    """Whether a file is read as a race file, by its name or by how it begins.

    A pipe is, and so is what cannot be read: the reader of race files says why.
    """
    if path.name.endswith(SUFFIXES) or not path.is_file():
        return True
    try:
        with unpacked(path) as file:
            return _BEGINNING.match(file.readline(LONGEST_BEGINNING)) is not None
    except (OSError, EOFError, zlib.error):
        return True
