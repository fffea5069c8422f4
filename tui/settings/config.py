"""The user's configuration: `config.toml`, which the program only reads, and the environment before it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from feeds.data_file import read_data
from race.lazy_named_tuple import NamedTuple
from tui.settings.config_settings import BY_NAME, SETTINGS, Value, nearest, written
from tui.text.column_choice import ColumnChoice

if TYPE_CHECKING:
    from tui.settings.preferences import Preferences

FILE = "config.toml"

KEYS = "keys"
"""The table of the keys."""

LARGEST_FILE = 64 * 1024
"""Bytes."""

LONGEST = 40
"""Characters of what stands in the file, where it is repeated."""

EXAMPLE = 'race.follow = "F"'

MOST_KEYS = 8
"""Keys that can do the same."""

NOT_TOML = r"(?P<what>.*) \(at (?P<line>line \d+), column \d+\)"
"""How Python says where a file is no TOML."""

HEAD = r"\s*\[\s*([^\[\]]+?)\s*\]"
"""Of a table."""


class Config(NamedTuple):
    """What the user has set; None where nothing was set and the program may remember something else."""

    theme: str | None = None
    speed: float = 1.0
    """At which recorded races play at first."""
    delay_s: float | None = None
    """The delay of live races, in seconds."""
    record: bool = True
    """Whether live races are recorded."""
    alerts: frozenset[str] | None = None
    alert_by: frozenset[str] | None = None
    drawing: frozenset[str] | None = None
    columns: ColumnChoice | None = None
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """One's own keys, by the id of what they do; neither the ids nor the keys have been checked."""
    origins: Mapping[str, str] = MappingProxyType({})
    """Where what holds comes from, by field, and of keys by id: `LAPBELL_THEME`, or `config.toml line 3`."""
    troubles: tuple[str, ...] = ()
    """What is wrong in the file or the environment, in sentences; the rest holds."""

    def without(self, name: str) -> Config:
        """The same, but for one field that cannot hold."""
        origins = {other: where for other, where in self.origins.items() if other != name}
        return self._replace(**{name: getattr(Config(), name)}, origins=origins)

    def over(self, preferences: Preferences) -> Preferences:
        """The preferences, of which what the user has set holds before what the program remembers."""
        names = ("theme", "delay_s", "alerts", "alert_by", "drawing", "columns")
        chosen: dict[str, Any] = {name: getattr(self, name) for name in names}
        return replace(preferences, **{name: value for name, value in chosen.items() if value is not None})


def config_file() -> Path:
    """The file of the configuration: `LAPBELL_CONFIG`, or where the system keeps such files."""
    from platformdirs import user_config_path  # as in `data_folder`

    chosen = os.environ.get("LAPBELL_CONFIG")
    return Path(chosen) if chosen else user_config_path("lapbell", appauthor=False) / FILE


def load_config() -> Config:
    """What holds: of a setting the environment before the file, and else its default."""
    reading = _Reading()
    reading.read_file(config_file())
    reading.read_environment(os.environ)
    return reading.config()


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._origins: dict[str, str] = {}
        self._troubles: list[str] = []

    def config(self) -> Config:
        """All of it."""
        values = dict(self._values)
        for name in ("alerts", "alert_by", "drawing"):
            if name in values:
                values[name] = frozenset(values[name])
        if "columns" in values:
            shown = values["columns"]
            values["columns"] = ColumnChoice.of(shown, frozenset(BY_NAME["columns"].choices) - set(shown))
        return Config(**values, keys=self._keys, origins=self._origins, troubles=tuple(self._troubles))

    def read_file(self, path: Path) -> None:
        """Read the file, if there is one."""
        try:
            text = read_data(path, LARGEST_FILE).decode("utf-8-sig")
            import tomllib  # 3 ms, which a start without such a file need not pay

            content = tomllib.loads(text)
        except FileNotFoundError:
            return
        except OSError as error:
            self._troubles.append(f"{path} cannot be read: {error.strerror or error}")
        except (ValueError, RecursionError) as error:
            self._troubles.append(_not_toml(path, error))
        else:
            self._read_content(path.name, text.splitlines(), content)

    def _read_content(self, file: str, lines: list[str], content: dict[str, Any]) -> None:
        for name, value in content.items():
            where = f"{file} line {_line_of(lines, name)}"
            if name == KEYS:
                self._read_keys(file, lines, value)
            elif name in BY_NAME:
                self._take(name, where, partial(BY_NAME[name].read, value))
            else:
                self._troubles.append(
                    f"{where}: there is no setting {name[:LONGEST]!r}; {nearest(name, BY_NAME)}"
                )

    def read_environment(self, environment: Mapping[str, str]) -> None:
        """Read the variables of the settings."""
        for setting in SETTINGS:
            if text := environment.get(setting.variable):
                self._take(setting.name, setting.variable, partial(setting.read_text, text))

    def _take(self, name: str, where: str, read: Callable[[], Value]) -> None:
        try:
            self._values[BY_NAME[name].field] = read()
        except ValueError as error:
            self._troubles.append(f"{where}: {error}")
        else:
            self._origins[BY_NAME[name].field] = where

    def _read_keys(self, file: str, lines: list[str], table: object) -> None:
        for name, value in _flat(table):
            where = f"{file} line {_line_of(lines, name, KEYS)}"
            keys = [value] if isinstance(value, str) else value
            if (
                name
                and isinstance(keys, list)
                and 0 < len(keys) <= MOST_KEYS
                and all(isinstance(key, str) and key for key in keys)
            ):
                self._keys[name] = tuple(keys)
                self._origins[name] = where
            else:
                self._troubles.append(
                    f"{where}: {name or KEYS} takes a key in quotes or a list of at most {MOST_KEYS}, "
                    f"such as {EXAMPLE}, not {written(value)[:LONGEST]}"
                )


def _not_toml(path: Path, error: Exception) -> str:
    found = re.fullmatch(NOT_TOML, str(error), re.DOTALL)
    where, what = (f" {found['line']}", found["what"]) if found else ("", str(error))
    return (
        f'{path.name}{where}: {what}. A line is NAME = VALUE, such as theme = "light"; '
        "until this is mended, nothing in the file holds"
    )


def _flat(table: object, before: str = "") -> Iterator[tuple[str, object]]:
    """The names and values of a table, where `race.follow` may be written with quotes or without."""
    if not isinstance(table, dict):
        yield before, table
        return
    for name, value in table.items():
        yield from _flat(value, f"{before}.{name}" if before else name)


def _line_of(lines: list[str], name: str, table: str = "") -> int:
    """The number of the line that begins with a name in a table; 1 where no line does."""
    of_table = ""
    for number, line in enumerate(lines, 1):
        head = re.match(HEAD, line)
        if head is not None:
            of_table = head[1]
        spelled = line.split("=")[0].replace('"', "").replace("'", "").strip()
        full = f"{of_table}.{spelled}" if of_table else spelled
        if full == (f"{table}.{name}" if table else name) or (head and not table and head[1] == name):
            return number
    return 1
