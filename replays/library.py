"""The library: where the recorded races that come with Lapbell are, and how one is found by name."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from feeds.errors import FeedError

RACES = Path(__file__).parent / "races"
SUFFIXES = (".jsonl", ".jsonl.gz")


def files(folder: Path = RACES) -> list[Path]:
    """The race files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIXES))


def find(name: str) -> Path:
    """The race file of a library race or a path.

    Raises FeedError, with the nearest names, where there is no such race.
    """
    path = Path(name)
    if path.suffix or "/" in name:
        if path.is_file():
            return path
        raise FeedError(f"no such file: {name}")
    for suffix in SUFFIXES:
        if (RACES / f"{name}{suffix}").is_file():
            return RACES / f"{name}{suffix}"
    known = [file.name.split(".")[0] for file in files()]
    near = get_close_matches(name, known, n=1, cutoff=0.3) or [k for k in known if name in k][:1]
    hint = f"did you mean {near[0]}?" if near else "`lapbell races` lists them"
    raise FeedError(f"no race {name!r} in the library; {hint}")
