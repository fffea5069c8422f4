"""What is not believed, and why."""

from __future__ import annotations

from typing import Literal

from race.lazy_named_tuple import NamedTuple

Unbelieved = Literal["doubtful", "set aside"]
"""Doubtful: shown with a question mark, and decides nothing. Set aside: kept in the log and listed."""

Reason = Literal[
    "no gun",
    "before the gun",
    "before the start line",
    "after the time limit",
    "out of order",
    "too fast",
    "too slow",
    "against its place",
    "read again",
    "one of too many",
    "printed as suspect",
    "clock out of step",
    "ruling",
]


class Doubt(NamedTuple):
    """Why a claim is not believed."""

    belief: Unbelieved
    reason: Reason
    against: int | None = None
    """Number in the log of the believed message that it contradicts; None for the gun."""
