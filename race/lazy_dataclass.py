"""Dataclasses whose methods are made when they are needed.

`dataclasses.dataclass` writes the source of all methods of a class and compiles it, which takes half a
millisecond. A start imports a hundred such classes. Most of them are not made before the first board, or by
pydantic_core, which calls no `__init__`; and fewer still are compared or printed.
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

    def dataclass(described: type | None = None, /, **options: bool) -> type | Callable[[type], type]:
        """As `dataclasses.dataclass`. A field without a default is an error at the first use only."""
        return _unmade(described, options) if described else lambda described: _unmade(described, options)


FIRST = ("__init__", "__match_args__", "__dataclass_fields__")
"""What is made when one of these is needed, and is all that most classes ever need."""

FIRST_IF_FROZEN = ("__setattr__", "__delattr__")

WITHOUT = {"slots": False, "repr": False, "eq": False}
"""Options that take time and have no part in these."""

LATER = ("__dataclass_params__", *(("__replace__",) if sys.version_info >= (3, 13) else ()))
"""What is made when one of these is needed, or of what is added by the options."""

MAKING = RLock()
"""Held while something of a class is made, and within that something of its bases."""


class _Unmade:
    """Stands in a class for a method, or for another attribute, until that is made."""

    def __init__(self, name: str, owner: type, make: Callable[[], None]) -> None:
        self._name = name
        self._owner = owner
        self._make = make

    def __get__(self, instance: object, kind: type) -> Any:
        with MAKING:
            if vars(self._owner)[self._name] is self:  # else made by another thread meanwhile
                self._make()
        made = vars(self._owner)[self._name]
        return made.__get__(instance, kind) if hasattr(made, "__get__") else made


def _unmade(described: type, options: dict[str, bool]) -> type:
    """The class that is described, with its methods still to be made."""
    own = {name: value for name, value in vars(described).items() if name not in ("__dict__", "__weakref__")}
    owner = _with_slots(described, own) if options.get("slots") else _with_defaults(described)

    def make(names: tuple[str, ...], options: dict[str, bool]) -> None:
        made = vars(dataclasses.dataclass(**options)(_copy(described, own)))
        for name in names:
            setattr(owner, name, made[name])

    first, later = _names(options, own)
    for name in first:
        setattr(owner, name, _Unmade(name, owner, lambda: make(first, options | WITHOUT)))
    for name in later:
        setattr(owner, name, _Unmade(name, owner, lambda: make(later, options)))
    return owner


def _names(options: dict[str, bool], own: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `dataclasses.dataclass` makes of a class with these options: first and later."""
    is_frozen = options.get("frozen", False)
    first = FIRST + FIRST_IF_FROZEN * is_frozen
    later = (
        LATER + ("__repr__",) * options.get("repr", True) + ("__eq__", "__hash__") * options.get("eq", True)
    )
    later += ("__getstate__", "__setstate__") * (is_frozen and options.get("slots", False))
    return tuple(n for n in first if n not in own), tuple(n for n in later if own.get(n) is None)


def _copy(described: type, own: dict[str, Any]) -> type:
    copy = type(described)(described.__name__, described.__bases__, dict(own))
    copy.__qualname__ = described.__qualname__
    return copy


def _with_slots(described: type, own: dict[str, Any]) -> type:
    fields = [name for name, kind in described.__annotations__.items() if "ClassVar" not in str(kind)]
    inherited = {slot for base in described.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    slots = tuple(name for name in fields if name not in inherited)
    kept = {name: value for name, value in own.items() if name not in fields}
    return _copy(described, {**kept, "__slots__": slots})


def _with_defaults(described: type) -> type:
    """The same class, whose fields with more than a default have that alone, or nothing, in the class."""
    for name, value in list(vars(described).items()):
        if isinstance(value, dataclasses.Field):
            if value.default is dataclasses.MISSING:
                delattr(described, name)
            else:
                setattr(described, name, value.default)
    return described
