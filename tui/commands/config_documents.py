"""What describes `config.toml`: the file with all its settings as comments, and its JSON Schema."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from tui.settings.config import FILE, KEYS, MOST_KEYS
from tui.settings.config_settings import SETTINGS, Setting, written
from tui.settings.own_keys import typed
from tui.settings.preferences import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.screens.bound_keys import BoundKey

WIDTH = 98

HEAD = (
    f"{FILE} of Lapbell. Take away the # before a setting to make it. An environment variable goes before "
    "this file, and an option of a command before both. Lapbell never writes here. "
    "Its schema: lapbell schema --output config"
)

OF_KEYS = (
    'One\'s own keys: a character, or a name such as "ctrl+x", "f5", "space", "pageup"; of several, a list.'
)


def template(keys: Mapping[str, BoundKey]) -> str:
    """A file in which every setting is a comment."""
    return "\n".join(_template_lines(keys)) + "\n"


def _template_lines(keys: Mapping[str, BoundKey]) -> Iterator[str]:
    yield from _comment(HEAD)
    for setting in SETTINGS:
        before = f", or with `lapbell {setting.option}`" if setting.option else ""
        yield ""
        yield from _comment(f"{setting.about} It takes {setting.takes}.")
        yield from _comment(f"Also in {setting.variable}{before}.")
        yield f"#{setting.name} = {written(setting.default)}"
    yield ""
    yield from _comment(OF_KEYS)
    yield f"[{KEYS}]"
    for name, key in keys.items():
        held = [*map(typed, key.keys)]
        yield f"#{name} = {written(held if len(held) > 1 else held[0])}  # {key.text}"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, WIDTH, break_on_hyphens=False)]


def config_schema(keys: Mapping[str, BoundKey]) -> dict[str, Any]:
    """The JSON Schema of the file, for editors that check TOML by one."""
    one = {"type": "string", "minLength": 1}
    of_key = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_KEYS}]}
    scopes: dict[str, dict[str, Any]] = {}
    for name, key in keys.items():
        scope, _, what = name.partition(".")
        default = [*map(typed, key.keys)]
        scopes.setdefault(scope, {})[what] = {"description": key.text, "default": default, **of_key}
    nested = {scope: _table(names) for scope, names in scopes.items()}
    flat = {f"{scope}.{what}": key for scope, names in scopes.items() for what, key in names.items()}
    settings = {setting.name: _setting_schema(setting) for setting in SETTINGS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Lapbell's {FILE}",
        **_table({**settings, KEYS: {"description": "One's own keys.", **_table({**nested, **flat})}}),
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _setting_schema(setting: Setting) -> dict[str, Any]:
    about = {"description": setting.about, "default": setting.default}
    match setting.default:
        case bool():
            return {**about, "type": "boolean"}
        case float():
            return {**about, "type": "number", "minimum": setting.least, "maximum": setting.most}
        case tuple():
            items = {"enum": [*setting.choices]}
            return {**about, "default": [*setting.default], "type": "array", "items": items}
        case _:
            return {**about, "type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
