"""The user's own themes: TOML files in the data folder."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from feeds.data_file import read_data
from feeds.errors import FeedError
from race.later_pattern import later_pattern
from replays.library import data_folder
from tui.settings.themes import HUES

FOLDER = "themes"

LARGEST_FILE = 16 * 1024
"""Bytes."""

MOST_FILES = 50

NAME = later_pattern(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
"""The names that a theme may have."""

COLOURS = (*HUES, "foreground", "background", "surface", "panel")


def user_themes(taken: Collection[str]) -> tuple[list[Theme], list[str]]:
    """The themes of the data folder, and a line for each file that is not a theme.

    A theme cannot have a name that is `taken`.
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
    """The theme in a file, named like the file.

    Raises:
        FeedError: The file is not a theme; the text says why.
    """
    name = path.stem
    if not NAME.fullmatch(name):
        raise FeedError("a theme's name has at most 40 letters, digits, - and _, and begins with a letter")
    if name in taken:
        raise FeedError(f"there is already a theme called {name}")
    content = _read(path)
    unknown = sorted(set(content) - {*COLOURS, "dark"})
    if unknown:
        raise FeedError(f"unknown key {unknown[0][:40]!r}; a theme has {', '.join(COLOURS)} and dark")
    dark = content.pop("dark", True)
    if not isinstance(dark, bool):
        raise FeedError("dark must be true or false")
    if "primary" not in content:
        raise FeedError("a theme needs at least a primary colour")
    colours: dict[str, Any] = {key: _colour(key, value) for key, value in content.items()}
    return Theme(name, dark=dark, **colours)


def _files() -> list[Path]:
    try:
        return sorted((data_folder() / FOLDER).glob("*.toml"))[:MOST_FILES]
    except OSError:
        return []


def _read(path: Path) -> dict[str, Any]:
    try:
        text = read_data(path, LARGEST_FILE)
        import tomllib  # 4 ms, which a start without such a file need not pay

        return tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise FeedError(f"cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise FeedError(str(error)) from error


def _colour(key: str, value: object) -> str:
    """An opaque colour, such as `#ffa62b` or `tomato`, as six hexadecimal digits."""
    try:
        colour = Color.parse(value) if isinstance(value, str) else None
    except ColorParseError:
        colour = None
    if colour is None or colour.a != 1 or colour.ansi is not None or colour.auto:
        raise FeedError(f"{key} must be a colour such as #ffa62b, not {str(value)[:40]!r}")
    return colour.hex
