"""Whom the words typed to find athletes by keep on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.people.folding import folded_words
from race.people.name_matching import name_parts, words
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.messages import Entrant


@dataclass(frozen=True)
class AthleteFilter:
    """Keeps the entrants about whom every typed word begins a word."""

    words: tuple[str, ...]

    @property
    def found_none(self) -> str:
        """What is said where no entrant is kept."""
        return clean(f"no athlete called {' '.join(self.words)}: esc shows everyone")

    def __call__(self, entrant: Entrant) -> bool:
        """Whether an entrant is kept."""
        about = (entrant.bib, entrant.nation, entrant.club, entrant.category, entrant.wave, entrant.sex)
        known = (*name_parts(words(entrant.name)), *folded_words(" ".join(about)))
        return all(any(word.startswith(typed) for word in known) for typed in self.words)
