"""What a part of the bench measured, and how two kinds of work are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import process_time
from types import MappingProxyType
from typing import NamedTuple

NO_RATIOS: Mapping[str, float] = MappingProxyType({})


class Row(NamedTuple):
    """A line of the table."""

    what: str
    measured: str
    aim: str = "-"
    ratios: Mapping[str, float] = NO_RATIOS
    """What decides whether the bench fails, by the names in `bands.toml`."""


def ratio(ours: Callable[[], object], theirs: Callable[[], object], turns: int = 7) -> float:
    """How many times as much processor time the first takes: the median of turns, in which each has its go.

    What else the machine does slows both of a turn down alike.
    """
    ours(), theirs()
    return median(processor_s(ours) / processor_s(theirs) for _ in range(turns))


def processor_s(work: Callable[[], object]) -> float:
    """The seconds of processor time that something takes."""
    begin = process_time()
    work()
    return process_time() - begin
