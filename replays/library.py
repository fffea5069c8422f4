"""The library: the recorded races that come with Lapbell and those of its user, and how one is found."""

from __future__ import annotations

import os
from pathlib import Path

from feeds.errors import FeedError, Problem, RaceFileError

RACES = Path(__file__).parent / "races"
"""Those that come with Lapbell."""

SUFFIXES = (".jsonl", ".jsonl.gz")


def data_folder() -> Path:
    """Where Lapbell keeps what is the user's own; `LAPBELL_DATA` says otherwise."""
    from platformdirs import user_data_path

    return Path(os.environ.get("LAPBELL_DATA") or user_data_path("lapbell", appauthor=False))


def own_races() -> Path:
    """The folder of the user's own races, where live ones are recorded; it may not be there yet."""
    return data_folder() / "races"


def files(folder: Path = RACES) -> list[Path]:
    """The race files of a folder, by name. Raises OSError."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIXES))
    return [folder / name for name in names]


def own_files() -> list[Path]:
    """The user's own race files, by name. Raises RaceFileError where their folder cannot be read."""
    folder = own_races()
    try:
        return files(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        problem = Problem(0, f"cannot be read: {error.strerror or error}")
        raise RaceFileError(str(folder), [problem]) from error


def find(name: str) -> Path:
    """The race file of a library race or a path. Of equal names the race that comes with Lapbell is meant.

    Raises FeedError, with the nearest names, where there is no such race.
    """
    path = Path(name)
    if path.suffix or "/" in name:
        if path.is_file():
            return path
        raise FeedError(f"no such file: {name}")
    found = _named(name)
    if found is not None:
        return found
    from difflib import get_close_matches

    known = [_stem(file) for file in (*files(), *own_files())]
    near = get_close_matches(name, known, n=1, cutoff=0.3) or [k for k in known if name in k][:1]
    hint = f"did you mean {near[0]}?" if near else "`lapbell races` lists them"
    raise FeedError(f"no race {name!r} in the library; {hint}")


def name_of(path: Path) -> str:
    """What `find` finds a race file by: the shortest that is not taken by another."""
    stem = _stem(path)
    return stem if "." not in stem and _named(stem) == path else str(path)


def _named(name: str) -> Path | None:
    places = (folder / f"{name}{suffix}" for folder in (RACES, own_races()) for suffix in SUFFIXES)
    return next((path for path in places if path.is_file()), None)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")
