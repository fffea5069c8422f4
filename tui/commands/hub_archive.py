"""`lapbell hub archive`: the logs of races moved out of a hub's folder, compressed."""

from __future__ import annotations

import re
import time
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from feeds.codec import RACE_ID
from feeds.errors import FeedError, UserError
from feeds.log_archive import ARCHIVE, archive_log
from feeds.serving.race_folder import RaceFolder
from race.lazy_dataclass import dataclass
from tui.commands import option_types
from tui.commands.command import USER_ERROR, argument
from tui.commands.hub import DATA, existing_folder
from tui.commands.write_output import print_stderr
from tui.text.safe_text import clean

DAY_S = 86_400

EPILOG = """\
A log goes to DIR/archive/RACE-TIME.jsonl.gz; it is removed from DIR once that
copy is on disk and was found to be the same. A running hub closes the race
first. Stop its publishers before: one that publishes on begins a new log.
`lapbell replay FILE` shows an archived race."""


def race_id(text: str) -> str:
    """The id of a race."""
    if not re.fullmatch(RACE_ID, text):
        raise ArgumentTypeError(f"takes the id of a race, not {text!r}")
    return text


def _days(text: str) -> float:
    return option_types.number(text, "a number of days", 0, 36_500)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub archive`."""

    races: Sequence[str] = argument(metavar="RACE", nargs="*", type=race_id, help="the race's id")
    keep: float | None = argument(
        "--keep",
        type=_days,
        metavar="DAYS",
        help="archive every race of which nothing has come for so many days",
    )
    data: Path | None = argument("--data", **DATA)


def run(options: Options) -> int:
    """Archive the logs; returns 2 if one could not be."""
    if bool(options.races) is (options.keep is not None):
        raise UserError("name the races to be archived, or say with --keep after how many days they are")
    path = existing_folder(options.data)
    races = options.races if options.keep is None else _idle(RaceFolder(path), options.keep)
    results = [archive(path, race) for race in races]
    return 0 if all(results) else USER_ERROR


def _idle(races: RaceFolder, days: float) -> list[str]:
    """The races whose logs have not changed for some days."""
    before_s = time.time() - days * DAY_S
    return [race for race in races.contents().races if races.log_path(race).stat().st_mtime <= before_s]


def archive(path: Path, race: str, *, begin_anew: bool = False) -> bool:
    """Archive a log of a hub's folder, and print what became of it; returns whether it could be."""
    log = RaceFolder(path).log_path(race)
    try:
        archived = archive_log(log, race, path / ARCHIVE, begin_anew=begin_anew)
    except (FeedError, OSError) as error:
        print_stderr(f"{race} is not archived: {getattr(error, 'strerror', None) or error}")
        return False
    fault = f", damaged: {archived.fault}" if archived.fault else ""
    print(clean(f"{race}: {archived.messages} messages{fault}, now in {archived.path}"))
    return True
