"""The playheads at which recently opened races were left, the latest race first."""

from __future__ import annotations

from pathlib import Path

from race.lazy_named_tuple import NamedTuple
from race.times import LONGEST_MS
from replays.storage.json_store import load_json, save_json

NAME = "bookmarks.json"

MOST = 500


class Bookmark(NamedTuple):
    """Where a race was left."""

    path: Path
    at_ms: int | None
    """Race time in milliseconds from the gun; None where it was watched to its end."""


def bookmarks() -> dict[Path, Bookmark]:
    """Bookmarks by race file, the latest race first; empty where none can be read."""
    try:
        stored = [Bookmark(Path(race["path"]), race["at_ms"]) for race in load_json(NAME)["races"]]
    except (TypeError, KeyError):
        return {}
    return {bookmark.path: bookmark for bookmark in stored[:MOST] if _is_time(bookmark.at_ms)}


def leave(path: Path, at_ms: int | None) -> None:
    """Remember where a race was left, as the latest race."""
    latest = Bookmark(path.absolute(), at_ms)
    others = [bookmark for bookmark in bookmarks().values() if bookmark.path != latest.path]
    races = [{"path": str(each.path), "at_ms": each.at_ms} for each in [latest, *others][:MOST]]
    save_json(NAME, {"version": 1, "races": races})


def _is_time(at_ms: object) -> bool:
    return at_ms is None or (type(at_ms) is int and 0 <= at_ms <= LONGEST_MS)
