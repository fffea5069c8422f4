"""What the library tells about a race without giving its result away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from replays.library import name_of


class ListedEntrant(NamedTuple):
    """Someone on the start list."""

    name: str
    short_name: str
    nation: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceSummary:
    """What the library tells about a race. Of all this only `winner` is of the result."""

    path: Path
    race: str
    name: str
    meet: str
    venue: str
    date: str
    event: str
    sex: str
    distance_m: float
    entrants: tuple[ListedEntrant, ...]
    """By family name."""
    sources: tuple[str, ...]
    starters: int
    """Entrants, pacemakers too, who are not known to have stayed away."""
    finishers: int
    """How many must have a result: by the start list, or by the places that are known."""
    results: int
    """Runners whose finishing time is known."""
    splits: int
    """Published splits short of the finish, pacemakers' included."""
    estimated: int
    """Splits short of the finish that are estimated when the race is watched."""
    possible_splits: int
    """What the published ones would be if everyone had been timed everywhere."""
    winner: str

    @property
    def runners(self) -> int:
        """Entrants who are not pacemakers."""
        return len(self.entrants) - self.pacemakers

    @property
    def pacemakers(self) -> int:
        """Entrants who are."""
        return sum(entrant.role == "pacemaker" for entrant in self.entrants)

    @property
    def missing(self) -> int:
        """Results that nobody published."""
        return self.finishers - self.results

    @property
    def splits_per_athlete(self) -> float | None:
        """Published splits short of the finish, on average; None where nobody started."""
        return self.splits / self.starters if self.starters else None

    @property
    def estimated_share(self) -> float | None:
        """Which part of the splits that are shown is estimated; None where there are none."""
        shown = self.splits + self.estimated
        return self.estimated / shown if shown else None

    @property
    def library_name(self) -> str:
        """What the race is opened by: its name in the library, or the path of its file."""
        return name_of(self.path)

    def completeness(self) -> str:
        """How much was published, in words."""
        results = "all results"
        if self.missing:
            results = f"{self.results} of {self.finishers} results"
        if self.splits == self.possible_splits:
            return f"{results}, all splits"
        return f"{results}, {self.splits} of {self.possible_splits} splits"

    def to_json(self) -> dict[str, Any]:
        """The object that `lapbell races --json` prints for a race: nothing of the result."""
        per_athlete, share = self.splits_per_athlete, self.estimated_share
        return {
            "race": self.race,
            "path": str(self.path),
            "name": self.name,
            "meet": self.meet or None,
            "venue": self.venue or None,
            "date": self.date or None,
            "event": self.event or None,
            "sex": self.sex or None,
            "distance_m": self.distance_m,
            "runners": self.runners,
            "pacemakers": self.pacemakers,
            "entrants": [
                {"name": entrant.name, "nation": entrant.nation or None, "role": entrant.role}
                for entrant in self.entrants
            ],
            "results": self.results,
            "results_missing": self.missing,
            "splits": self.splits,
            "splits_possible": self.possible_splits,
            "splits_estimated": self.estimated,
            "splits_per_athlete": None if per_athlete is None else round(per_athlete, 2),
            "estimated_share": None if share is None else round(share, 3),
            "sources": list(self.sources),
        }
