"""The start lists of the library: who ran where, without a look at the races themselves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from feeds.errors import RaceFileError
from feeds.log_header import read_start
from race.messages import Setting, StartList
from replays.library import files, own_files


class ListedRaceJson(TypedDict):
    """Which race an object of `athlete --json` or `head-to-head --json` is about."""

    race: str
    path: str
    name: str
    meet: str | None
    date: str | None
    event: str | None
    """The code of open athletics data."""
    setting: Setting
    distance_m: float


class ListedRace(NamedTuple):
    """A race of the library, as it was announced."""

    path: Path
    race: str
    start_list: StartList

    @property
    def names(self) -> tuple[str, str, str]:
        """What a second file of the same race has in common with the first."""
        return self.race, self.start_list.date, self.start_list.name

    @property
    def event(self) -> str:
        """What races are compared by: the event's code, or the distance; indoors an event of its own."""
        event = self.start_list.event or f"{self.start_list.distance_m:g} m"
        return f"{event} indoor" if self.start_list.setting == "indoor" else event

    def to_json(self) -> ListedRaceJson:
        """Which race it is. Unknown is None."""
        start_list = self.start_list
        return {
            "race": self.race,
            "path": str(self.path),
            "name": start_list.name,
            "meet": start_list.meet or None,
            "date": start_list.date or None,
            "event": start_list.event or None,
            "setting": start_list.setting,
            "distance_m": start_list.distance_m,
        }


def library() -> tuple[list[ListedRace], list[RaceFileError]]:
    """Every race of the library once, oldest first, and what is wrong with files that cannot be read.

    Where a race was recorded again, the first file counts: the one that comes with Lapbell.
    """
    broken: list[RaceFileError] = []
    try:
        own = own_files()
    except RaceFileError as error:
        broken.append(error)
        own = []
    listed, unread = listed_in([*files(), *own])
    return listed, broken + unread


def listed_in(paths: Iterable[Path]) -> tuple[list[ListedRace], list[RaceFileError]]:
    """The same of some race files. Those without a start list are left out."""
    found: dict[tuple[str, str, str], ListedRace] = {}
    broken: list[RaceFileError] = []
    for path in paths:
        try:
            race, start_list = read_start(path)
        except RaceFileError as error:
            broken.append(error)
            continue
        if start_list is not None:
            listed = ListedRace(path, race, start_list)
            found.setdefault(listed.names, listed)
    return sorted(found.values(), key=lambda listed: (listed.start_list.date, listed.race)), broken
