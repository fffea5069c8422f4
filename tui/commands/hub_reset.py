"""`lapbell hub reset`: a race begun anew, its log archived."""

from __future__ import annotations

from pathlib import Path

from race.lazy_dataclass import dataclass
from tui.commands.command import USER_ERROR, argument
from tui.commands.hub import DATA, existing_folder
from tui.commands.hub_archive import archive, race_id

EPILOG = """\
The log so far is archived as by `lapbell hub archive`, and an empty one with a
new epoch takes its place: viewers begin anew, also where the hub is running.
What was published before does not come again by itself: `lapbell publish -
--fresh` begins with an empty outbox, `--refill` sends all that the outbox has."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub reset`."""

    race: str = argument(metavar="RACE", type=race_id, help="the race's id")
    data: Path | None = argument("--data", **DATA)


def run(options: Options) -> int:
    """Reset the race; returns 2 if it could not be."""
    return 0 if archive(existing_folder(options.data), options.race, begin_anew=True) else USER_ERROR
