"""`lapbell hub repair`: makes damaged logs in a hub's folder fit to be served again."""

from __future__ import annotations

from pathlib import Path

from feeds.log_file import Locked
from feeds.log_recovery import Damaged
from feeds.log_repair import check_log, repair_log
from feeds.serving.race_folder import RaceFolder
from race.lazy_dataclass import dataclass
from tui.commands.command import USER_ERROR, argument
from tui.commands.hub import FOLDER, existing_folder
from tui.commands.write_output import print_line

EPILOG = """\
The whole messages before the damage stay; the rest is moved to
RACE.jsonl.corrupt-1 beside the log. Publishers send again what is missing. A
running hub serves a repaired log within seconds. The exit code is 2 if a log
cannot be repaired: put a good copy in its place, or move it away."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub repair`."""

    data: Path | None = argument(**FOLDER)


def run(options: Options) -> int:
    """Print a line for each log that is not as it was written."""
    races, code = RaceFolder(existing_folder(options.data)), 0
    for race in races.contents().races:
        path = races.log_path(race)
        try:
            fault = check_log(path, race).fault
            if fault is None:
                continue
            repair_log(path, race)
            print_line(f"{race}: {fault}; repaired, {check_log(path, race).messages} messages")
        except Locked:  # a hub that has it open has found nothing wrong with it
            continue
        except Damaged as damage:
            print_line(f"{race}: not repaired: {damage.reason}")
            code = USER_ERROR
        except OSError as error:
            print_line(f"{race}: not repaired: {error.strerror}")
            code = USER_ERROR
    return code
