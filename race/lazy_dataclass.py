"""Dataclasses whose methods are made when they are needed.

`dataclasses.dataclass` writes the source of all methods of a class and compiles it, which takes half a
millisecond. A start imports a hundred such classes. Most of them are not made before the first board, or by
pydantic_core, which calls no `__init__`; and fewer still are compared or printed. What is needed of the
others is made part by part (`dataclass_methods.py`), in a fifth of the time.
"""

from __future__ import annotations

import dataclasses
import sys
from threading import RLock
from typing import TYPE_CHECKING, Any

from race.dataclass_methods import DESCRIBED, field_names, write_comparison, write_fields, write_init

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
else:

    def dataclass(described: type | None = None, /, **options: bool) -> type | Callable[[type], type]:
        """As `dataclasses.dataclass`. A field without a default is an error at the first use only."""
        return _unmade(described, options) if described else lambda described: _unmade(described, options)


FIELDS = ("__match_args__", "__dataclass_fields__")
COMPARISON = ("__eq__", "__hash__")
LATER = ("__dataclass_params__", *(("__replace__",) if sys.version_info >= (3, 13) else ()))
"""Of each row, all are made when one is needed; with the last row, what is added by the options."""

WITHOUT = {"eq": False, "init": False}
"""Options that take time and have no part in the last row."""

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

    def make_later() -> None:
        made = vars(dataclasses.dataclass(**options | WITHOUT)(_copy(described, own)))
        for name in later:
            setattr(owner, name, made[name])

    def put_off(names: tuple[str, ...], make: Callable[[], None]) -> None:
        for name in names:
            setattr(owner, name, _Unmade(name, owner, make))

    setattr(owner, DESCRIBED, (own, options))
    if options.get("frozen"):
        _freeze(owner, own)
    later = tuple(name for name in _later(options) if own.get(name) is None)
    put_off(later, make_later)
    put_off(FIELDS, lambda: write_fields(owner))
    if "__init__" not in own:
        put_off(("__init__",), lambda: write_init(owner))
    if options.get("eq", True):
        put_off(tuple(n for n in COMPARISON if own.get(n) is None), lambda: write_comparison(owner))
    return owner


def _later(options: dict[str, bool]) -> tuple[str, ...]:
    """What `dataclasses.dataclass` makes of a class with these options, beside what is made here."""
    names = LATER + ("__repr__",) * options.get("repr", True)
    is_frozen_with_slots = options.get("frozen", False) and options.get("slots", False)
    return names + ("__getstate__", "__setstate__") * is_frozen_with_slots


def _freeze(owner: Any, own: dict[str, Any]) -> None:
    """Let no field be set or deleted, as `dataclasses.dataclass` does of a frozen class."""

    def __setattr__(self: object, name: str, value: object) -> None:
        if type(self) is owner or name in owner.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(owner, self).__setattr__(name, value)

    def __delattr__(self: object, name: str) -> None:
        if type(self) is owner or name in owner.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(owner, self).__delattr__(name)

    for method in (__setattr__, __delattr__):
        if method.__name__ not in own:
            setattr(owner, method.__name__, method)


def _copy(described: type, own: dict[str, Any]) -> type:
    copy = type(described)(described.__name__, described.__bases__, dict(own))
    copy.__qualname__ = described.__qualname__
    return copy


def _with_slots(described: type, own: dict[str, Any]) -> type:
    fields = field_names(described)
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
