"""What the library shows of a race without giving its result away."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from race.lazy_dataclass import dataclass
from replays.library import name_of
from replays.result_only import FEWEST


class ListedEntrant(NamedTuple):
    """An entrant on the start list."""

    bib: str
    name: str
    short_name: str
    nation: str
    role: str


class ListedEntrantJson(TypedDict):
    """An entrant in `races --json`."""

    name: str
    nation: str | None
    role: str


class RaceSummaryJson(TypedDict):
    """A race in `races --json`: nothing of its result. The fields are described in RaceSummary."""

    race: str
    path: str
    name: str
    meet: str | None
    date: str | None
    event: str | None
    distance_m: float
    venue: str | None
    sex: str | None
    runners: int
    pacemakers: int
    entrants: list[ListedEntrantJson]
    results: int
    results_missing: int
    splits: int
    splits_possible: int
    splits_estimated: int
    splits_per_athlete: float | None
    estimated_share: float | None
    result_only: bool
    sources: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceSummary:
    """What the library knows about a race. Only `winner` is part of the result."""

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
    """Entrants not known to have stayed away, including pacemakers."""
    finishers: int
    """How many must have a result, by the start list or by the known places."""
    results: int
    """Runners whose finishing time is known."""
    splits: int
    """Published splits short of the finish, including pacemakers'."""
    figures: int
    """Published times and places short of the finish."""
    estimated: int
    """Splits short of the finish that are estimated when the race is watched."""
    possible_splits: int
    """What `splits` would be if everyone had been timed everywhere."""
    winner: str

    @property
    def runners(self) -> int:
        """Entrants who are not pacemakers."""
        return len(self.entrants) - self.pacemakers

    @property
    def pacemakers(self) -> int:
        """Entrants who are pacemakers."""
        return sum(entrant.role == "pacemaker" for entrant in self.entrants)

    @property
    def missing(self) -> int:
        """Results that were not published."""
        return self.finishers - self.results

    @property
    def splits_per_athlete(self) -> float | None:
        """Average number of published splits short of the finish; None where no one started."""
        return self.splits / self.starters if self.starters else None

    @property
    def estimated_share(self) -> float | None:
        """The share of estimates among the splits that are shown; None where there are no splits."""
        shown = self.splits + self.estimated
        return self.estimated / shown if shown else None

    @property
    def is_result_only(self) -> bool:
        """Whether hardly more than the result was published: there is nothing to watch on the way."""
        return self.figures < FEWEST

    @property
    def library_name(self) -> str:
        """What opens the race: its name in the library, or the path of its file."""
        return name_of(self.path)

    def completeness(self) -> str:
        """How much was published, in words."""
        results = f"{self.results} of {self.finishers} results" if self.missing else "all results"
        if self.is_result_only:
            return f"{results}, result only"
        if self.splits == self.possible_splits:
            return f"{results}, all splits"
        return f"{results}, {self.splits} of {self.possible_splits} splits"

    def to_json(self) -> RaceSummaryJson:
        """The object that `lapbell races --json` prints for a race."""
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
            "result_only": self.is_result_only,
            "sources": list(self.sources),
        }
