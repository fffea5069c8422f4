"""What is needed most of a dataclass, as `dataclasses` makes it, but each part by itself."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field
from types import MemberDescriptorType
from typing import Any

DESCRIBED = "__described__"
"""The attribute of a class that holds what was written in it, and with which options."""

UNGIVEN = object()
"""The default of a field that a function makes anew for each object."""


def field_names(described: type) -> list[str]:
    """The fields that a class adds or describes anew. `InitVar` and `KW_ONLY` are not known here."""
    return [name for name, kind in described.__annotations__.items() if "ClassVar" not in str(kind)]


def write_init(owner: Any) -> None:
    """Give a class that bears `DESCRIBED`, as all its bases with fields do, its `__init__`."""
    positional: list[str] = []
    keywords: list[str] = []
    body: list[str] = []
    values: dict[str, Any] = {"__name__": owner.__module__, "_set": object.__setattr__, "_ungiven": UNGIVEN}
    write = "_set(self, {0!r}, {1})" if vars(owner)[DESCRIBED][1].get("frozen") else "self.{0} = {1}"
    for name, part in _fields(owner).items():
        has_default, has_factory = part.default is not MISSING, part.default_factory is not MISSING
        if has_default or has_factory:
            values[f"_of_{name}"] = part.default if has_default else part.default_factory
        value = name if part.init else f"_of_{name}"
        if has_factory:
            value = f"_of_{name}() if {name} is _ungiven else {name}" if part.init else f"_of_{name}()"
        if part.init:
            default = f"=_of_{name}" if has_default else "=_ungiven" if has_factory else ""
            (keywords if part.kw_only else positional).append(name + default)
        if part.init or has_default or has_factory:
            body.append(write.format(name, value))
    if hasattr(owner, "__post_init__"):
        body.append("self.__post_init__()")
    given = ", ".join(["self", *positional, *(["*", *keywords] if keywords else [])])
    exec(f"def __init__({given}):\n " + "\n ".join(body or ["pass"]), values)
    init = values["__init__"]
    init.__qualname__ = f"{owner.__qualname__}.__init__"
    owner.__init__ = init


def write_fields(owner: Any) -> None:
    """Give it what tells its fields, as a class has that describes them all without bases and methods."""
    parts = _fields(owner)
    kinds = {name: kind for base in reversed(owner.__mro__) for name, kind in _annotations(base).items()}
    own = {"__doc__": owner.__name__, "__annotations__": {name: kinds[name] for name in parts}, **parts}
    flat: Any = dataclass(init=False, repr=False, eq=False)(type(owner.__name__, (), own))
    for name in ("__dataclass_fields__", "__match_args__"):
        setattr(owner, name, getattr(flat, name))


def write_comparison(owner: Any) -> None:
    """Give it `__eq__` and `__hash__`, where it has none of its own; what can be changed has no hash."""
    own, options = vars(owner)[DESCRIBED]
    names = [name for name, part in _fields(owner).items() if part.compare]
    ours, others = ("".join(f"{one}.{name}, " for name in names) for one in ("self", "other"))
    values: dict[str, Any] = {"__name__": owner.__module__}
    exec(
        f"def __eq__(self, other):\n"
        f" return ({ours}) == ({others}) if other.__class__ is self.__class__ else NotImplemented\n"
        f"def __hash__(self):\n return hash(({ours}))",
        values,
    )
    if own.get("__eq__") is None:
        owner.__eq__ = values["__eq__"]
    if own.get("__hash__") is None:
        owner.__hash__ = values["__hash__"] if options.get("frozen") else None


def _annotations(owner: type) -> dict[str, Any]:
    return owner.__annotations__ if DESCRIBED in vars(owner) else {}


def _fields(owner: type) -> dict[str, Field[Any]]:
    """The fields of a class and of its bases, in their order."""
    found: dict[str, Field[Any]] = {}
    for base in reversed(owner.__mro__):
        if DESCRIBED in vars(base):
            own, options = vars(base)[DESCRIBED]
            for name in field_names(base):
                described: Any = own[name] if name in own else getattr(base, name, MISSING)
                if isinstance(described, MemberDescriptorType):  # of a slot, where nothing is given
                    described = MISSING
                part: Field[Any] = described if isinstance(described, Field) else field(default=described)
                if part.kw_only is MISSING:
                    part.kw_only = options.get("kw_only", False)
                found[name] = part
    return found
