"""Keys as someone writes them in the configuration, and as Textual calls them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.settings.config import Config

MODIFIERS = ("ctrl", "alt", "shift", "meta", "super", "hyper")

SHORT = {short: name for name, short in KEY_NAME_REPLACEMENTS.items()}
"""The names that Textual gives to some characters, such as slash, with those of Unicode."""

KEPT = "ctrl+c"
"""The way out, whatever else has been set."""

TAKES = 'a key is a character, or a name such as "ctrl+x", "f5", "space", "pageup" or "escape"'


@cache
def _names() -> frozenset[str]:
    """Of keys that are no characters; what Textual calls return there is enter to all else."""
    return frozenset(key.value for key in Keys if re.fullmatch("[a-z0-9]{2,}", key.value)) - {"return"}


def keymap_of(config: Config) -> tuple[dict[str, str], list[str]]:
    """The keymap for Textual, and a sentence for each of one's own keys that is no key."""
    keymap: dict[str, str] = {}
    troubles: list[str] = []
    for name, keys in config.keys.items():
        try:
            keymap[name] = spelled(keys)
        except ValueError as error:
            troubles.append(f"{config.origins[name]}: {error}")
    return keymap, troubles


def spelled(keys: Iterable[str]) -> str:
    """Some keys as Textual has them in a keymap. Raises ValueError, which says what a key is."""
    return ",".join(map(_spelled, keys))


def _spelled(key: str) -> str:
    if len(key) == 1 and key.isprintable() and key not in " ,":
        return key
    if key in (" ", ","):
        return {" ": "space", ",": "comma"}[key]
    *modifiers, last = key.split("+")
    if key == KEPT:
        raise ValueError(f"{KEPT} always ends the program")
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()  # this is what a terminal sends
    is_known = last in _names() or (last.isprintable() and _character(last) is not None)
    if not (is_known and set(modifiers) <= set(MODIFIERS)):
        raise ValueError(f'there is no key "{key[:40]}"; {TAKES}')
    return key


def typed(key: str) -> str:
    """A key of Textual as it is written most simply: `[` for `left_square_bracket`."""
    return _character(key) or key


def _character(key: str) -> str | None:
    """What a key types that has no such name; None where it types nothing, or has modifiers."""
    return key_to_character(SHORT.get(key, key)) if key not in _names() and "+" not in key else None
