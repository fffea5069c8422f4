"""Dataclasses with slots, whose methods are made when the first of them is needed.

`dataclasses.dataclass` writes the source of the methods of a class and compiles it, which takes half a
millisecond. A start imports a hundred such classes, and most of their methods are not needed for the first
board: pydantic_core makes messages and frames without calling `__init__`.
"""

from __future__ import annotations

import dataclasses
import sys
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, slots: bool, **options: bool) -> Callable[[type], type]:
        """As `dataclasses.dataclass`; `slots` has to be true."""
        if not slots:
            raise TypeError("only a class with slots can be made this way")
        return lambda described: _with_slots(described, options)


ALWAYS_MADE = (
    *("__init__", "__match_args__", "__dataclass_fields__", "__dataclass_params__"),
    *(("__replace__",) if sys.version_info >= (3, 13) else ()),
)
MADE_IF = {
    "repr": ("__repr__",),
    "eq": ("__eq__", "__hash__"),
    "frozen": ("__setattr__", "__delattr__", "__getstate__", "__setstate__"),
}
"""What `dataclasses.dataclass` adds to a class with slots, by the options that it depends on."""

DEFAULTS = {"repr": True, "eq": True, "frozen": False}

MAKING = RLock()
"""Held while the methods of a class are made, and within that those of its bases."""


class _Unmade:
    """Stands in a class for a method, or for another attribute, until the methods are made."""

    def __init__(self, name: str, owner: type, make: Callable[[], None]) -> None:
        self._name = name
        self._owner = owner
        self._make = make

    def __get__(self, instance: object, kind: type) -> Any:
        self._make()
        made = vars(self._owner)[self._name]
        return made.__get__(instance, kind) if hasattr(made, "__get__") else made


def _with_slots(described: type, options: dict[str, bool]) -> type:
    """The class that is described, with slots for its fields, and its methods still to be made."""
    own = vars(described)
    fields = [name for name, kind in described.__annotations__.items() if "ClassVar" not in str(kind)]
    inherited = {slot for base in described.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    kept = {name: own[name] for name in own if name not in (*fields, "__dict__", "__weakref__")}
    kept["__slots__"] = tuple(name for name in fields if name not in inherited)
    owner = type(described)(described.__name__, described.__bases__, kept)
    owner.__qualname__ = described.__qualname__
    names = [name for name in _names(options) if own.get(name) is None]

    def make() -> None:
        with MAKING:
            if isinstance(vars(owner)[names[0]], _Unmade):  # else made by another thread meanwhile
                made = vars(dataclasses.dataclass(slots=True, **options)(described))
                for name in reversed(names):
                    setattr(owner, name, made[name])

    for name in names:
        setattr(owner, name, _Unmade(name, owner, make))
    return owner


def _names(options: dict[str, bool]) -> tuple[str, ...]:
    """The names of what is made for a class with these options."""
    chosen = [names for option, names in MADE_IF.items() if options.get(option, DEFAULTS[option])]
    return (*ALWAYS_MADE, *(name for names in chosen for name in names))
