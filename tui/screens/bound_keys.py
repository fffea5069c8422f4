"""Every key that can be given other keys in the configuration, by the id of what it does."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    found: dict[str, BoundKey] = {}
    for binding in _bindings(app):
        if binding.id is not None:
            keys, text = found.get(binding.id, BoundKey((), binding.description))
            found[binding.id] = BoundKey(tuple(dict.fromkeys((*keys, *binding.key.split(",")))), text)
    return found


def clashes(keys: Mapping[str, BoundKey], own: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Which of one's own keys already do something else on the same screen, and what, by id."""
    held = {name: own.get(name, bound.keys) for name, bound in keys.items()}
    return {
        name: other
        for name in own
        for other, taken in held.items()
        if other != name and _meet(name, other) and set(own[name]) & set(taken)
    }


def _meet(name: str, other: str) -> bool:
    """Whether two ids are of keys that work at the same time."""
    scopes = name.split(".")[0], other.split(".")[0]
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
