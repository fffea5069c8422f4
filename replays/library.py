"""The library: the recorded races that come with Lapbell and the user's own, and how one is found."""

from __future__ import annotations

import os
from pathlib import Path

from feeds.errors import FeedError, Problem, RaceFileError

RACES = Path(__file__).parent / "races"
"""The folder of the races that come with Lapbell."""

SUFFIXES = (".jsonl", ".jsonl.gz")

RESULTS = (".csv", ".tsv", ".xlsx", ".ods", ".xml", ".pdf", ".lif")
"""Files of results, which are no races of the library until they are converted: to read them all would take
too long at every start, and may raise questions."""

MOST_NAMED = 3
"""Of those, in a message."""


def data_folder() -> Path:
    """The folder of the user's own data: `LAPBELL_DATA`, or where the system keeps such data."""
    from platformdirs import user_data_path  # takes 10 ms to import

    return Path(os.environ.get("LAPBELL_DATA") or user_data_path("lapbell", appauthor=False))


def own_races() -> Path:
    """The folder of the user's own races, where live races are recorded; it may not exist yet."""
    return data_folder() / "races"


def files(folder: Path = RACES) -> list[Path]:
    """The race files of a folder, by name. Raises OSError."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIXES))
    return [folder / name for name in names]


def unconverted(folder: Path) -> list[RaceFileError]:
    """An error that names the files of results in a folder of races, if there are any. Raises OSError."""
    names = sorted(name for name in os.listdir(folder) if name.lower().endswith(RESULTS))
    if not names:
        return []
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    text = f"not listed until converted: {', '.join(names[:MOST_NAMED])}{more} (`lapbell convert FILE`)"
    return [RaceFileError(str(folder), [Problem(0, text)])]


def all_files() -> tuple[list[Path], list[RaceFileError]]:
    """Every race file of the library, and what is wrong in the user's own folder, or with it.

    Raises OSError where the folder of the races that come with Lapbell cannot be read.
    """
    try:
        own = own_races()
        return [*files(), *files(own)], unconverted(own)
    except FileNotFoundError:
        return files(), []
    except OSError as error:
        problem = Problem(0, f"cannot be read: {error.strerror or error}")
        return files(), [RaceFileError(str(own_races()), [problem])]


def find(name: str) -> Path:
    """The race file with a name in the library, or at a path. Races that come with Lapbell take precedence.

    What is at a path may be anything. Raises FeedError, with the nearest name, where there is no such race.
    """
    path = Path(name)
    if path.suffix or "/" in name:
        if os.path.exists(path):
            return path
        raise FeedError(f"no such file: {name}")
    named = _named(name)
    if named is not None:
        return Path(named)
    from difflib import get_close_matches  # needed for an error alone

    known = [_stem(file) for file in all_files()[0]]
    near = get_close_matches(name, known, n=1, cutoff=0.3) or [k for k in known if name in k][:1]
    hint = f"did you mean {near[0]}?" if near else "`lapbell races` lists them"
    raise FeedError(f"no race {name!r} in the library; {hint}")


def name_of(path: Path) -> str:
    """What `find` finds a race file by: its name in the library, or its path where the name is another's."""
    stem = _stem(path)
    return stem if "." not in stem and _named(stem) == str(path) else str(path)


def _named(name: str) -> str | None:
    """The path of a race file by its name; as a text, as a list of the library asks for that of each race."""
    folders = (str(RACES), str(own_races()))
    paths = (os.path.join(folder, name + suffix) for folder in folders for suffix in SUFFIXES)
    return next(filter(os.path.isfile, paths), None)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")
