"""Named tuples that cost a start less than those of `typing`.

`typing.NamedTuple` compiles the annotation of each field, and by `collections.namedtuple` a constructor, in a
quarter of a millisecond for each class. A start imports a hundred of them, and makes objects of a third. Here
annotations stay text, and a constructor is compiled when the first object is made.
"""

from __future__ import annotations

import collections
import sys
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NamedTuple as NamedTuple
    from typing import Self

_getter: Callable[[int, str], Any] = vars(collections).get(
    "_tuplegetter", lambda index, doc: property(itemgetter(index), doc=doc)
)
"""What reads a field: that of named tuples, which takes half the time of what anyone can make."""


class _NamedTuple(tuple[Any, ...]):
    """What all named tuples share, with the names and meanings of `collections.namedtuple`."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    _field_defaults: ClassVar[dict[str, Any]] = {}

    def __new__(cls, *values: Any, **named: Any) -> Self:
        _write_constructor(cls)
        return cls.__new__(cls, *values, **named)

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: Any) -> Self:
        replaced = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"Got unexpected field names: {list(changes)!r}")
        return replaced

    __replace__ = _replace

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        fields = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(fields)})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


def _write_constructor(kind: type[_NamedTuple]) -> None:
    """Give the class that has the fields of a kind its own constructor."""
    owner: Any = next(base for base in kind.__mro__ if "_fields" in vars(base))
    names = "".join(f"{name}, " for name in owner._fields)
    new = eval(f"lambda _cls, {names}: _new(_cls, ({names}))", {"_new": tuple.__new__})
    new.__name__, new.__qualname__ = "__new__", f"{owner.__qualname__}.__new__"
    new.__defaults__ = tuple(owner._field_defaults.values())
    owner.__new__ = staticmethod(new)


if not TYPE_CHECKING:

    class _Described(type):
        def __new__(cls, name: str, bases: tuple[type, ...], described: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, described)
            made = type(name, (_NamedTuple,), {**described, "__slots__": ()})
            names = made._fields = made.__match_args__ = tuple(map(sys.intern, made.__annotations__))
            made._field_defaults = {field: described[field] for field in names if field in described}
            for index, field in enumerate(names):
                setattr(made, field, _getter(index, ""))
            return made

    class NamedTuple(metaclass=_Described):
        """As `typing.NamedTuple`."""
