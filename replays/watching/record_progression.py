"""How the record of an event progressed, as marks: each holder's best, with own splits where they are known.

The progression of the mile record is in `mile_record.json`, each record with its source.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.errors import FeedError
from race.eligibility import runs_here
from race.lazy_dataclass import dataclass
from race.messages import Mark
from race.people.family_names import family_name
from race.people.name_matching import words
from race.times import Time
from replays.catalogue.start_lists import library
from replays.watching.recorded_marks import require_same_event, run_of
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.messages import StartList
    from replays.catalogue.start_lists import ListedRace

MILE_RECORD = Path(__file__).parent / "mile_record.json"


@dataclass(frozen=True, slots=True)
class RecordProgression:
    """The records of an event by men and by women, each list from the oldest to the newest."""

    men: tuple[Mark, ...]
    women: tuple[Mark, ...]

    def marks(self, start_list: StartList | None) -> list[Mark]:
        """Each holder's best, the newest last: what a race can be held against.

        The record that was set in the race itself is left out, as it would give the result away. Raises
        FeedError for a race over another distance.
        """
        require_same_event(self.men[0], start_list)
        day = start_list.date if start_list is not None else ""
        best = {mark.holder: mark for mark in self._of(start_list) if not day or mark.date != day}
        races = [listed for listed in library()[0] if runs_here(self.men[0], listed.start_list)]
        return [_with_splits(mark, races) for mark in sorted(best.values(), key=lambda mark: mark.date)]

    def _of(self, start_list: StartList | None) -> tuple[Mark, ...]:
        """Of the sex of a race; of both where that is not known."""
        sex = start_list.sex_of_field if start_list is not None else ""
        by_sex = {"men": self.men, "women": self.women}
        return by_sex[sex] if sex else (*self.men, *self.women)


@cache
def mile_record() -> RecordProgression:
    """The mile record, since the IAAF kept it: of men since 1913, of women since 1967."""
    body = json.loads(MILE_RECORD.read_bytes())
    return RecordProgression(*(tuple(_mark(row, body) for row in body[sex]) for sex in ("men", "women")))


def _mark(row: dict[str, Any], body: dict[str, Any]) -> Mark:
    family = row.get("family") or family_name(row["holder"])
    return Mark(
        label=f"{family} {row['date'][:4]}",
        time=Time.parse(row["time"]),
        event=body["event"],
        distance_m=body["distance_m"],
        holder=row["holder"],
        nation=row["nation"],
        venue=row.get("venue", ""),
        date=row["date"],
        source=body["sources"][row["source"]],
    )


def _with_splits(mark: Mark, races: Iterable[ListedRace]) -> Mark:
    """The mark with the holder's own splits, where the library has the race in which it was set."""
    for path, _, start_list in races:
        runners = start_list.entrants if start_list.date == mark.date else ()
        for bib in (runner.bib for runner in runners if words(runner.name) == words(mark.holder)):
            try:
                run = run_of(mark.label, RecordedRace.read(path), bib)
            except FeedError:
                continue
            if run.time == mark.time:
                return run
    return mark
