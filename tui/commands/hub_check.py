"""`lapbell hub check`: whether the logs in a hub's folder are as they were written."""

from __future__ import annotations

from pathlib import Path

from feeds.log_repair import check_log
from feeds.serving.race_folder import RaceFolder
from race.lazy_dataclass import dataclass
from tui.commands.command import USER_ERROR, argument
from tui.commands.hub import FOLDER, existing_folder
from tui.commands.write_output import print_line

EPILOG = """\
Nothing is changed. The exit code is 2 if a log is not as it was written."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub check`."""

    data: Path | None = argument(**FOLDER)


def run(options: Options) -> int:
    """Print a line for each log."""
    races, code = RaceFolder(existing_folder(options.data)), 0
    contents = races.contents()
    for race in contents.races:
        text, is_good = _checked(races.log_path(race), race)
        print_line(f"{race}: {text}")
        code = code if is_good else USER_ERROR
    for name, reason in contents.foreign.items():
        print_line(f"{name}: not taken: {reason}")
    return code


def _checked(path: Path, race: str) -> tuple[str, bool]:
    try:
        state = check_log(path, race)
    except OSError as error:
        return f"cannot be read: {error.strerror}", False
    if state.fault is None:
        return f"good, {state.messages} messages", True
    if state.can_be_repaired:
        return f"{state.fault}; `lapbell hub repair` keeps the {state.messages} messages before it", False
    return f"{state.fault}; put a good copy in its place, or move it away", False
