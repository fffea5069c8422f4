"""Where recorded races were left: the playhead of each that was opened lately, the last one first."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from race.times import LONGEST_MS
from replays.storage.json_store import keep, recall

NAME = "bookmarks.json"

MOST = 500


class Bookmark(NamedTuple):
    """Where a race was left."""

    path: Path
    at_ms: int | None
    """Race time in milliseconds from the gun; None where it was watched to its end."""


def bookmarks() -> dict[Path, Bookmark]:
    """By race file, the race that was open last first; none where nothing readable is remembered."""
    try:
        found = [Bookmark(Path(kept["path"]), kept["at_ms"]) for kept in recall(NAME)["races"]]
    except (TypeError, KeyError):
        return {}
    return {mark.path: mark for mark in found[:MOST] if _is_time(mark.at_ms)}


def leave(path: Path, at_ms: int | None) -> None:
    """Remember where a race was left, as the last one that was open."""
    mark = Bookmark(path.absolute(), at_ms)
    others = [known for known in bookmarks().values() if known.path != mark.path]
    races = [{"path": str(kept.path), "at_ms": kept.at_ms} for kept in [mark, *others][:MOST]]
    keep(NAME, {"version": 1, "races": races})


def _is_time(at_ms: object) -> bool:
    return at_ms is None or (type(at_ms) is int and 0 <= at_ms <= LONGEST_MS)
