"""`lapbell info`: where the files are, what is set, and from where it comes."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, cast

from feeds.cached_schemas import cache_folder
from feeds.own_version import own_version
from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from replays.library import RACES, data_folder, own_races
from tui.app import LapbellApp
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.config_documents import template
from tui.commands.info_json import InfoJson, PlaceJson, SettingJson
from tui.commands.write_output import print_json
from tui.screens.bound_keys import bound_keys, key_troubles
from tui.settings import own_reports, preferences, user_themes
from tui.settings.config import Config, config_file
from tui.settings.config_settings import SETTINGS, Setting, written
from tui.settings.own_reports import last_reports, state_folder
from tui.settings.preferences import Preferences
from tui.text.column_choice import ColumnChoice
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DEFAULT = "default"

MOST_REPORTS = 20
"""Lines of what the program reported last."""

WIDTH = 24
"""Cells of a name."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell info`."""

    template: bool = argument(
        "--template",
        exclusive="form",
        action="store_true",
        help="print a config.toml to begin with, in which every setting and every key is a comment",
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> None:
    """Print it."""
    if options.template:
        print(template(bound_keys(LapbellApp)), end="")
        return
    info = _info(LapbellApp())
    if options.json:
        print_json(info)
        return
    for line in _lines(info):
        print(line)


def _info(app: LapbellApp) -> InfoJson:
    config, remembered = app.config, Preferences.load()
    return InfoJson(
        version=VERSION,
        lapbell=own_version(),
        python=platform.python_version(),
        textual=version("textual"),
        places=[*_places()],
        settings=[_setting(setting, config, remembered) for setting in SETTINGS],
        keys=[
            SettingJson(name=name, value=[*keys], origin=config.origins[name])
            for name, keys in config.keys.items()
        ],
        troubles=[*app.troubles, *key_troubles(LapbellApp, config)],
        reports=last_reports(MOST_REPORTS),
    )


def _setting(setting: Setting, config: Config, remembered: Preferences) -> SettingJson:
    """What holds of a setting: of the environment and the file, or remembered, or its default."""
    name = setting.field
    if name in config.origins:
        value, origin = getattr(config, name), config.origins[name]
    elif getattr(remembered, name, None) != getattr(Preferences(), name, None):
        value, origin = getattr(remembered, name), preferences.NAME
    else:
        value, origin = setting.default, DEFAULT
    return SettingJson(name=setting.name, value=_plain(value, setting), origin=origin)


def _plain(value: object, setting: Setting) -> str | float | bool | list[str]:
    if isinstance(value, ColumnChoice):
        return [name for name in value.order if name not in value.hidden]
    if isinstance(value, frozenset):
        return [name for name in setting.choices if name in value]
    if isinstance(value, tuple):
        return [*value]
    return cast("str | float | bool", value)


def _places() -> Iterator[PlaceJson]:
    data, variable = data_folder(), "LAPBELL_DATA"
    places: Iterable[tuple[str, Path, str | None]] = (
        ("configuration", config_file(), "LAPBELL_CONFIG"),
        ("data", data, variable),
        ("own races", own_races(), variable),
        ("own themes", data / user_themes.FOLDER, variable),
        ("preferences", data / preferences.NAME, variable),
        ("cache", cache_folder(), "LAPBELL_CACHE"),
        ("library", RACES, None),
        ("reports", state_folder() / own_reports.NAME, own_reports.FOLDER_VARIABLE),
    )
    for name, path, chosen_by in places:
        yield PlaceJson(name=name, path=str(path), exists=path.exists(), variable=chosen_by)


def _lines(info: InfoJson) -> Iterator[str]:
    yield f"Lapbell {info['lapbell']}, Python {info['python']}, Textual {info['textual']}"
    yield from ("", "Files")
    for place in info["places"]:
        missing = "" if place["exists"] else "  (not there)"
        chosen = place["variable"]
        by = f"  by {chosen}" if chosen is not None and os.environ.get(chosen) else ""
        yield f"  {place['name']:{WIDTH}}{clean(place['path'])}{by}{missing}"
    yield from ("", "Settings")
    yield from map(_setting_line, info["settings"])
    if info["keys"]:
        yield from ("", "Keys")
        yield from map(_setting_line, info["keys"])
    if info["troubles"]:
        yield from ("", "To be mended")
        yield from (f"  {clean(trouble)}" for trouble in info["troubles"])
    if info["reports"]:
        yield from ("", "Reported last")
        yield from (f"  {report}" for report in info["reports"])


def _setting_line(setting: SettingJson) -> str:
    return f"  {clean(setting['name']):{WIDTH}}{clean(written(setting['value']))}  ({setting['origin']})"
