"""Texts converted to races, for the tests of formats: what is in the race files that they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.consistency import contradictions_in
from feeds.conversion import convert_files
from feeds.tables.table_format import Hints
from race.messages import Entrant, Split, StartList, Status

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.documents.convert_documents import ConvertedRace


@dataclass(frozen=True)
class Made:
    """A race that was made of a text."""

    race: ConvertedRace

    @property
    def start_list(self) -> StartList:
        """Its start list."""
        return next(message for message in self.race.messages if isinstance(message, StartList))

    @property
    def notes(self) -> str:
        """What the converter is told."""
        return "\n".join(self.race.notes)

    def entrant(self, name: str) -> Entrant:
        """The entrant of a name."""
        return next(entrant for entrant in self.start_list.entrants if entrant.name == name)

    def splits(self, name: str) -> dict[str, Split]:
        """The splits of someone, by checkpoint."""
        bib = self.entrant(name).bib
        return {m.checkpoint: m for m in self.race.messages if isinstance(m, Split) and m.bib == bib}

    def finish(self, name: str) -> Split:
        """The split at the finish."""
        return self.splits(name)["finish"]

    def status(self, name: str) -> tuple[str, str] | None:
        """The status and the reason of someone without a result."""
        bib = self.entrant(name).bib
        found = [m for m in self.race.messages if isinstance(m, Status) and m.bib == bib]
        return (found[0].status, found[0].reason) if found else None

    def results(self) -> dict[str, str]:
        """Each finisher's time as printed, by name, in the order of the places."""
        names = {entrant.bib: entrant.name for entrant in self.start_list.entrants}
        finishes = [m for m in self.race.messages if isinstance(m, Split) and m.checkpoint == "finish"]
        return {
            names[m.bib]: str(m.time)
            for m in sorted(finishes, key=lambda m: (m.rank or 0, m.time.ms if m.time else 0))
        }


def made_of(
    folder: Path,
    text: str | bytes,
    name: str = "list.txt",
    kind: str | None = None,
    hints: Hints | None = None,
) -> list[Made]:
    """The races of a text; every one is free of contradictions. Raises FeedError."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    races = convert_files([path], kind, hints or Hints()).races
    for race in races:
        assert [p for p in contradictions_in(list(enumerate(race.messages))) if p.fatal] == []
    return [Made(race) for race in races]


def one_of(folder: Path, text: str | bytes, name: str = "list.txt", kind: str | None = None) -> Made:
    """The one race of a text."""
    [made] = made_of(folder, text, name, kind)
    return made
