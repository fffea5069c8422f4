"""A named tuple whose constructor is made later is the same as one of the standard library."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from race import lazy_named_tuple


class Lap(lazy_named_tuple.NamedTuple):
    """A lap."""

    ms: int
    metres: float = 400.0
    names: tuple[str, ...] = ()

    @property
    def s(self) -> float:
        """In seconds."""
        return self.ms / 1000

    def later(self) -> Lap:
        """A second later."""
        return self._replace(ms=self.ms + 1000)


class Bell(Lap):
    """A lap with a bell."""


def described(base: Any) -> Any:
    """A class with fields and defaults, made of one `NamedTuple` or another."""

    class Split(base):  # type: ignore[misc]
        bib: str
        ms: int
        at: list[int] = []  # noqa: RUF012

        def __str__(self) -> str:
            return f"{self.bib} in {self.ms}"

    return Split


def test_it_is_a_tuple_with_names() -> None:
    """Read by name and place, compared, unpacked, matched, replaced, copied and pickled."""
    lap = Lap(54_000, names=("PB",))

    assert list(lap) == [54_000, 400.0, ("PB",)]
    assert lap == Lap._make([54_000, 400.0, ("PB",)])
    assert tuple(lap) == lap
    assert (lap.ms, lap[1], lap.s, lap.later().ms) == (54_000, 400.0, 54.0, 55_000)
    assert repr(lap) == "Lap(ms=54000, metres=400.0, names=('PB',))"
    assert hash(lap) == hash((54_000, 400.0, ("PB",)))
    assert type(copy.copy(lap)) is type(pickle.loads(pickle.dumps(lap))) is Lap
    assert copy.copy(lap) == pickle.loads(pickle.dumps(lap)) == lap
    assert not hasattr(lap, "__dict__")
    match lap:
        case Lap(ms, metres=metres):
            assert (ms, metres) == (54_000, 400.0)
    with pytest.raises(AttributeError):
        lap.ms = 3  # type: ignore[misc]
    with pytest.raises(TypeError, match="unexpected field names"):
        lap._replace(ms_=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        Lap._make([1])


def test_a_class_over_it() -> None:
    """Its objects are of that class, also where they were the first to be made."""

    class Last(described(lazy_named_tuple.NamedTuple)):  # type: ignore[misc]
        pass

    assert type(Last("7", 1)) is Last
    assert type(Bell(1)) is Bell
    assert type(Bell(1).later()) is Bell
    assert repr(Bell(1)) == "Bell(ms=1, metres=400.0, names=())"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("7", 1), {}),
        (("7",), {"ms": 1, "at": [2]}),
        (("7",), {}),
        ((), {"ms": 1}),
        (("7", 1, [], 2), {}),
        (("7", 1), {"lap": 2}),
    ],
)
def test_objects_are_made_and_refused_alike(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    """With the fields, defaults and words of `typing.NamedTuple`."""

    def outcome(base: Any) -> object:
        kind = described(base)
        try:
            made = kind(*values, **named)
        except TypeError as error:
            return str(error).removeprefix("described.<locals>.")
        return repr(made), str(made), made._asdict(), made._fields, made._field_defaults, kind.__match_args__

    assert outcome(lazy_named_tuple.NamedTuple) == outcome(typing.NamedTuple)
