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


def described(dataclass: Any) -> Any:
    """Classes with all that is used of dataclasses, made by one `dataclass` or another."""

    @dataclass(slots=True)
    class Base:
        bib: str
        times: list[int] = field(default_factory=list)
        of: ClassVar[str] = "a race"

    @dataclass(slots=True)
    class Timed(Base):
        times: list[int] = field(default_factory=lambda: [1])
        laps: int = field(default=0, kw_only=True)
        cuts: dict[str, int] = field(default_factory=dict, init=False)
        seen: bool = field(default=False, init=False)
        later: int = field(init=False)

        def __post_init__(self) -> None:
            self.later = self.laps + 1

    @dataclass(frozen=True)
    class Plain:
        distance: int = 400

    @dataclass(frozen=True, kw_only=True)
    class Longer(Plain):
        distance: int
        name: str = field(default="10 km", repr=False)

    @dataclass
    class Empty:
        pass

    return Timed, Longer, Empty


@pytest.mark.parametrize(
    ("number", "values", "named"),
    [
        (0, ("7",), {}),
        (0, ("7", [2]), {"laps": 3}),
        (0, (), {"bib": "7", "times": []}),
        (0, (), {}),
        (0, ("7", [2], 3), {}),
        (0, ("7",), {"later": 3}),
        (1, (), {}),
        (1, (), {"distance": 10_000}),
        (1, (400,), {}),
        (1, (), {"length": 10_000}),
        (2, (), {}),
        (2, (1,), {}),
    ],
)
def test_objects_are_made_and_refused_alike(
    number: int, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    """By place and by name, with defaults, and with the same words where something is missing."""

    def outcome(dataclass: Any) -> object:
        kind = described(dataclass)[number]
        try:
            made = kind(*values, **named)
        except TypeError as error:
            return str(error)
        return repr(made), [getattr(made, part.name) for part in dataclasses.fields(kind)]

    assert outcome(lazy_dataclass.dataclass) == outcome(dataclasses.dataclass)


def test_the_parts_fit_each_other() -> None:
    """Fields, equality and hashes are those of the standard library, with those that are inherited."""
    ours, theirs = (described(one.dataclass) for one in (lazy_dataclass, dataclasses))
    for our, their in zip(ours, theirs, strict=True):
        assert [(f.name, f.type, f.init, f.kw_only) for f in dataclasses.fields(our)] == [
            (f.name, f.type, f.init, f.kw_only) for f in dataclasses.fields(their)
        ]
        assert our.__match_args__ == their.__match_args__
    timed, longer, empty = ours

    assert timed("7", [2]) == timed("7", [2]) != timed("7", [3])
    assert longer(distance=400) != described(lazy_dataclass.dataclass)[1](distance=400)
    assert hash(longer(distance=400)) == hash(longer(distance=400)) != hash(longer(distance=800))
    assert longer(distance=400) in {longer(distance=400)}
    assert empty() == empty()
    assert empty() != longer(distance=400)
    assert dataclasses.replace(timed("7"), laps=2) == timed("7", laps=2)
    assert dataclasses.asdict(timed("7")) == dataclasses.asdict(theirs[0]("7"))
    assert timed.__hash__ is None


def test_no_two_objects_share_what_a_function_made() -> None:
    """It is called for each of them."""
    timed, _, _ = described(lazy_dataclass.dataclass)
    first, second = timed("1"), timed("2")
    first.times.append(2)
    first.cuts["a"] = 1

    assert (second.times, second.cuts) == ([1], {})


def test_a_class_over_a_frozen_one() -> None:
    """What it adds may be set, the fields may not, and neither may be deleted from outside."""

    class Over(Lap):
        shown = False

    over = Over(ms=54_000)
    over.shown = True

    assert over.shown
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'ms'"):
        over.ms = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'ms'"):
        del LastLap(ms=1, bell=True).ms
    del over.shown


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
