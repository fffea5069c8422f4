"""Themes of the user's own: TOML files in the data folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from feeds.errors import FeedError
from replays.library import data_folder

FOLDER = "themes"

LARGEST_FILE = 16 * 1024
"""Bytes."""

MOST_FILES = 50

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
"""What a theme may be called."""

COLOURS = (
    "primary",
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
)


def user_themes(taken: Collection[str]) -> tuple[list[Theme], list[str]]:
    """The themes of the data folder, and a line for each file that is none.

    No theme has a name that is `taken`.
    """
    themes: list[Theme] = []
    troubles: list[str] = []
    for path in _files():
        try:
            themes.append(read_theme(path, taken))
        except FeedError as error:
            troubles.append(f"{FOLDER}/{path.name}: {error}")
    return themes, troubles


def read_theme(path: Path, taken: Collection[str] = ()) -> Theme:
    """The theme in a file, of its name. Raises FeedError with what is wrong."""
    name = path.stem
    if not NAME.fullmatch(name):
        raise FeedError("the name of a theme is of letters, digits, - and _, at most 40")
    if name in taken:
        raise FeedError(f"there is a theme {name} already")
    found = _read(path)
    unknown = sorted(set(found) - {*COLOURS, "dark"})
    if unknown:
        raise FeedError(f"{unknown[0][:40]!r} is none of {', '.join(COLOURS)}, dark")
    dark = found.pop("dark", True)
    if not isinstance(dark, bool):
        raise FeedError("dark is true or false")
    if "primary" not in found:
        raise FeedError("a theme has a primary colour at least")
    colours: dict[str, Any] = {key: _colour(key, value) for key, value in found.items()}
    return Theme(name, dark=dark, **colours)


def _files() -> list[Path]:
    try:
        return sorted((data_folder() / FOLDER).glob("*.toml"))[:MOST_FILES]
    except OSError:
        return []


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        if not path.is_file():
            raise FeedError("no file")
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
        if len(text) > LARGEST_FILE:
            raise FeedError(f"larger than {LARGEST_FILE // 1024} KiB")
        return tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise FeedError(f"cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise FeedError(str(error)) from error


def _colour(key: str, value: object) -> str:
    """A colour as Textual has it, such as `#ffa62b` or `tomato`; one that lets others through is none."""
    try:
        colour = Color.parse(value) if isinstance(value, str) else None
    except ColorParseError:
        colour = None
    if colour is None or colour.a != 1 or colour.ansi is not None or colour.auto:
        raise FeedError(f"{key} is no colour such as #ffa62b: {str(value)[:40]!r}")
    return colour.hex
