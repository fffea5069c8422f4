"""A dataclass whose methods are made later is the same as one of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field
from functools import cached_property
from typing import Any, ClassVar

import pytest

from race import lazy_dataclass


@lazy_dataclass.dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """A lap."""

    UNIT: ClassVar = "m"

    ms: int
    metres: float = 400.0
    notes: tuple[str, ...] = field(default_factory=tuple, compare=False)


@lazy_dataclass.dataclass(frozen=True, slots=True, kw_only=True)
class LastLap(Lap):
    """A lap with a bell."""

    bell: bool

    def __post_init__(self) -> None:
        if self.ms < 0:
            raise ValueError("a lap takes time")


@lazy_dataclass.dataclass
class Tally:
    """What is counted."""

    count: int = field(default=1)
    seen: list[int] = field(default_factory=list)

    @cached_property
    def double(self) -> int:
        """Twice as many."""
        return 2 * self.count


def test_the_methods_are_those_of_the_standard_library() -> None:
    """Made, compared, printed, replaced, hashed, copied and pickled alike."""
    lap = LastLap(ms=54_000, bell=True, notes=("PB",))

    assert repr(lap) == "LastLap(ms=54000, metres=400.0, notes=('PB',), bell=True)"
    assert lap == LastLap(ms=54_000, bell=True)
    assert hash(lap) == hash(LastLap(ms=54_000, bell=True))
    assert dataclasses.replace(lap, ms=1).ms == 1
    assert copy.copy(lap) == pickle.loads(pickle.dumps(lap)) == lap
    assert [part.name for part in dataclasses.fields(LastLap)] == ["ms", "metres", "notes", "bell"]
    assert Lap.UNIT == "m"
    assert not hasattr(lap, "__dict__")
    with pytest.raises(FrozenInstanceError):
        lap.ms = 3  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'bell'"):
        LastLap(ms=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="a lap takes time"):
        LastLap(ms=-1, bell=False)


def test_a_class_without_slots() -> None:
    """Its defaults stand in the class, and it can keep what was computed."""
    tally = Tally()

    assert (tally.double, tally, Tally.count) == (2, Tally(1, []), 1)
    assert not hasattr(Tally, "seen")
    with pytest.raises(TypeError, match="unhashable"):
        hash(tally)


def test_threads_that_need_a_method_at_once_get_the_same() -> None:
    """The first makes it; the others wait."""
    kinds: list[Any] = []
    for _ in range(50):

        @lazy_dataclass.dataclass(frozen=True, slots=True)
        class Place:
            """A place."""

            number: int

        kinds.append(Place)
    with ThreadPoolExecutor(8) as threads:
        made = [list(threads.map(kind, range(8))) for kind in kinds]

    assert [[place.number for place in places] for places in made] == [list(range(8))] * 50
