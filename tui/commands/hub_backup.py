"""`lapbell hub backup`: checked copies of a hub's logs and tokens."""

from __future__ import annotations

from pathlib import Path

from feeds.atomic_write import atomic_write
from feeds.errors import FeedError, UserError
from feeds.folder_sync import make_folder
from feeds.log_backup import back_up_log
from feeds.serving.grants import NAME
from feeds.serving.race_folder import RaceFolder
from race.lazy_dataclass import dataclass
from tui.commands.command import USER_ERROR, argument
from tui.commands.hub import FOLDER, existing_folder
from tui.commands.write_output import print_stderr
from tui.text.safe_text import clean

EPILOG = """\
The hub may be running: each copy ends with the last whole message there was. A
copy from before is replaced only by one that goes on from it; of another
history it is kept as RACE.jsonl.earlier-1. To go back to a copy, put it into
the folder of the hub. The exit code is 2 if a log could not be copied."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub backup`."""

    data: Path | None = argument(**FOLDER)
    to: Path = argument(metavar="TO", type=Path, help="the folder for the copies")


def run(options: Options) -> int:
    """Copy, and print a line for each log."""
    path, code = existing_folder(options.data), 0
    if options.to.resolve() == path.resolve():
        raise UserError("the copies need a folder of their own")
    races = RaceFolder(path)
    for race in races.contents().races:
        try:
            messages = back_up_log(races.log_path(race), race, options.to)
            _copy_end(races, race, RaceFolder(options.to))
        except (FeedError, OSError) as error:
            print_stderr(f"{race} is not copied: {getattr(error, 'strerror', None) or error}")
            code = USER_ERROR
        else:
            print(clean(f"{race}: {messages} messages, checked"))
    return code if _copy_tokens(path, options.to) else USER_ERROR


def _copy_end(races: RaceFolder, race: str, to: RaceFolder) -> None:
    """Have a race that has ended stay so where its copy is put back. Raises OSError."""
    epoch = races.ended_epoch(race)
    if epoch is not None:
        to.end(race, epoch)
    elif to.ended_epoch(race) is not None:
        to.reopen(race)


def _copy_tokens(path: Path, to: Path) -> bool:
    """Copy the file of the tokens, which has their hashes only, for its owner alone."""
    try:
        if (path / NAME).exists():
            make_folder(to)
            with atomic_write(to / NAME, mode=0o600, sync=True) as file:
                file.write((path / NAME).read_bytes())
    except OSError as error:
        print_stderr(f"the tokens are not copied: {error.strerror or error}")
        return False
    return True
