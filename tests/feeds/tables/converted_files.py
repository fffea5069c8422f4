"""Files that tests write, converted, and what is in the race files made of them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from feeds.conversion import convert_files
from feeds.documents.convert_documents import ConvertedRace
from feeds.tables.table_format import Hints
from race.messages import Gun, Official, Split, StartList, Status


class RaceParts(NamedTuple):
    """A race file, and what was said when it was made."""

    start_list: StartList
    guns: list[Gun]
    splits: list[Split]
    statuses: dict[str, tuple[str, str]]
    """Status and reason by bib."""
    notes: tuple[str, ...]
    is_official: bool

    def times(self, bib: str) -> dict[str, str]:
        """A runner's times by checkpoint; a suspect one with a question mark."""
        return {
            split.checkpoint: f"{split.time}{'?' if split.suspect else ''}"
            for split in self.splits
            if split.bib == bib
        }

    @property
    def places(self) -> dict[str, int | None]:
        """The printed places in the result by bib."""
        finish = self.start_list.checkpoints[-1].id
        return {split.bib: split.rank for split in self.splits if split.checkpoint == finish}


def parts_of(converted: ConvertedRace) -> RaceParts:
    """The parts of a converted race."""
    messages = converted.messages
    (start_list,) = [m for m in messages if isinstance(m, StartList)]
    return RaceParts(
        start_list,
        [m for m in messages if isinstance(m, Gun)],
        [m for m in messages if isinstance(m, Split)],
        {m.bib: (m.status, m.reason) for m in messages if isinstance(m, Status)},
        converted.notes,
        any(isinstance(m, Official) for m in messages),
    )


def convert_text(folder: Path, content: str | bytes, hints: Hints | None = None) -> list[RaceParts]:
    """The races of a file with some content, of a name that says nothing."""
    path = folder / "file.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [parts_of(race) for race in convert_files([path], hints=hints or Hints()).races]
