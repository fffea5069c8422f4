"""What `lapbell info` prints with `--json`."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12


class PlaceJson(TypedDict):
    """A file or folder that the program uses."""

    name: str
    path: str
    exists: bool
    variable: str | None
    """The environment variable that names another."""


class SettingJson(TypedDict):
    """A setting, or one's own keys for something."""

    name: str
    value: str | float | bool | list[str]
    origin: str
    """`config.toml line 3`, the name of an environment variable, `preferences.json`, or `default`."""


class InfoJson(TypedDict):
    """What `lapbell info --json` prints."""

    version: int
    lapbell: str
    python: str
    textual: str
    places: list[PlaceJson]
    settings: list[SettingJson]
    keys: list[SettingJson]
    troubles: list[str]
    """What is wrong in the configuration, in sentences."""
    reports: list[str]
    """What the program reported last, oldest first; each with its time and its level."""
