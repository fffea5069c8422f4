"""Where commands put the race files that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import log
from feeds.codec import RACE_ID
from feeds.errors import UserError
from replays.library import SUFFIXES
from tui.commands.command import user_errors

if TYPE_CHECKING:
    from race.messages import Message


def output_paths(output: Path | None, races: Sequence[str], *, force: bool) -> list[Path]:
    """The files of some races: `output`, or `RACE.jsonl` in the folder that it is.

    Raises UserError where a file exists and `force` is not given, or one file would hold several races.
    """
    if output is not None and output.name.endswith(SUFFIXES):
        if len(races) > 1:
            raise UserError(f"there are {len(races)} races: --output must be a folder, not a file")
        paths = [output]
    else:
        paths = [(output or Path()) / f"{race}.jsonl" for race in races]
    double = next((path for path in paths if paths.count(path) > 1), None)
    if double is not None:
        raise UserError(f"two of these races would be {double.name}; convert them into different folders")
    existing = next((path for path in paths if path.exists()), None)
    if existing is not None and not force:
        raise UserError(f"{existing} exists already; --force overwrites it")
    return paths


def write_race_file(race: str, messages: Iterable[Message], path: Path) -> None:
    """Write a race file; its race id is the name of the file if that can be one, else `race`.

    Raises UserError.
    """
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
    race = stem if re.fullmatch(RACE_ID, stem) else race
    with user_errors(f"write {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        log.write(path, race, messages)
