"""The start lists of the library: who ran where, without reading the races themselves."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from feeds.errors import RaceFileError
from feeds.log_header import read_start
from race.messages import Setting, StartList
from replays.library import all_files


class ListedRaceJson(TypedDict):
    """Which race an object of `athlete --json` or `head-to-head --json` is about."""

    race: str
    """The race's id."""
    path: str
    """The race file."""
    name: str
    meet: str | None
    date: str | None
    event: str | None
    setting: Setting
    distance_m: float


class ListedRace(NamedTuple):
    """A race of the library with its start list."""

    path: Path
    race: str
    start_list: StartList

    @property
    def names(self) -> tuple[str, str, str]:
        """What two files of the same race have in common."""
        return self.race, self.start_list.date, self.start_list.name

    @property
    def event(self) -> str:
        """The event by which races are compared."""
        return compared_event(self.start_list)

    def to_json(self) -> ListedRaceJson:
        """The fields that identify the race in a JSON object."""
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


def compared_event(start_list: StartList) -> str:
    """The event by which races are compared: its code or its distance; indoor events are separate."""
    event = start_list.event or f"{start_list.distance_m:g} m"
    return f"{event} indoor" if start_list.setting == "indoor" else event


def library() -> tuple[list[ListedRace], list[RaceFileError]]:
    """Every race of the library once, oldest first, and the errors of files that cannot be read.

    Of a race in several files the first one counts, so those that come with Lapbell take precedence.
    """
    paths, errors = all_files()
    listed, unread = listed_in(paths)
    return listed, errors + unread


def listed_in(paths: Iterable[Path]) -> tuple[list[ListedRace], list[RaceFileError]]:
    """The same for some race files. Those without a start list are left out."""
    by_names: dict[tuple[str, str, str], ListedRace] = {}
    errors: list[RaceFileError] = []
    for path in paths:
        try:
            race, start_list = read_start(path)
        except RaceFileError as error:
            errors.append(error)
            continue
        if start_list is not None:
            listed = ListedRace(path, race, start_list)
            by_names.setdefault(listed.names, listed)
    return sorted(by_names.values(), key=lambda listed: (listed.start_list.date, listed.race)), errors
