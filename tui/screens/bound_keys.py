"""Every key that can be given other keys in the configuration, by the id of what it does."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from tui.settings.config_settings import nearest
from tui.settings.own_keys import keymap_of, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.settings.config import Config

EVERYWHERE = ("app", "list")
"""What the ids of keys begin with that work on more than one screen."""

FOLDERS = ("screens", "widgets")


class BoundKey(NamedTuple):
    """Something that keys do."""

    keys: tuple[str, ...]
    """By their names in Textual."""
    text: str


def bound_keys(app: type) -> dict[str, BoundKey]:
    """What the keys of the app and of all its screens do, by id. It imports every screen."""
    keys: dict[str, dict[str, None]] = {}
    texts: dict[str, dict[str, None]] = {}
    for binding in _bindings(app):
        if binding.id is not None:
            keys.setdefault(binding.id, {}).update(dict.fromkeys(binding.key.split(",")))
            texts.setdefault(binding.id, {})[binding.description] = None
    names = sorted(keys, key=_scope)
    return {name: BoundKey(tuple(keys[name]), "; ".join(texts[name])) for name in names}


def key_troubles(app: type, config: Config) -> list[str]:
    """What is wrong with one's own keys, in sentences. It imports every screen."""
    keys = bound_keys(app)
    keymap, troubles = keymap_of(config)
    for name, where in config.origins.items():
        if name in config.keys and name not in keys:
            troubles.append(f"{where}: there is no key called {name[:40]}; {nearest(name, keys)}")
    own = {name: tuple(keymap[name].split(",")) for name in keymap if name in keys}
    for name, others in clashes(keys, own).items():
        what = ", ".join(f"{other} ({keys[other].text})" for other in others)
        troubles.append(f"{config.origins[name]}: {name} has a key of {what}; one of them needs another")
    return troubles


def clashes(keys: Mapping[str, BoundKey], own: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Of one's own keys those that already do something else on the same screen, with what, by id."""
    held = {name: {*map(typed, own.get(name, bound.keys))} for name, bound in keys.items()}
    found: dict[str, list[str]] = {}
    for name, other in product(own, held):
        new = held[name].difference(map(typed, keys[name].keys))
        if (
            other != name
            and not new.isdisjoint(held[other])
            and _meet(name, other)
            and name not in found.get(other, ())
        ):
            found.setdefault(name, []).append(other)
    return found


def _scope(name: str) -> str:
    """Where a key works: `race` of `race.follow`."""
    return name.partition(".")[0]


def _meet(name: str, other: str) -> bool:
    """Whether two ids are of keys that work at the same time."""
    scopes = _scope(name), _scope(other)
    return scopes[0] == scopes[1] or any(scope in EVERYWHERE for scope in scopes)


def _bindings(app: type) -> Iterator[Binding]:
    classes = [app]
    for folder in FOLDERS:
        for path in sorted((Path(__file__).parents[1] / folder).glob("[a-z]*.py")):
            module = import_module(f"tui.{folder}.{path.stem}")
            classes += [thing for thing in vars(module).values() if isinstance(thing, type)]
    for made in dict.fromkeys(classes):
        for binding in vars(made).get("BINDINGS", ()):
            if isinstance(binding, Binding) and made.__module__.startswith("tui."):
                yield binding
