"""The rows of every race of the library, one race at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import RaceFileError
from race.split_rows import race_rows
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from race.split_rows import RaceRows
    from replays.catalogue.start_lists import ListedRace


def library_rows(
    races: Iterable[ListedRace], report: Callable[[RaceFileError], None], *, estimates: bool = True
) -> Iterator[RaceRows]:
    """The races at their ends; those that cannot be read are reported, and left out."""
    for listed in races:
        try:
            recording = RecordedRace.read(listed.path)
        except RaceFileError as error:
            report(error)
            continue
        rows = race_rows(recording.race, recording.history(estimates=estimates), recording.end_ms)
        if rows is not None:
            yield rows
