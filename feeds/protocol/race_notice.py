"""A race as its hub announces it in `GET /v1/races`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, MaxLen

from feeds.cached_schemas import Pattern, Strict
from feeds.codec import RACE_ID

Count = Annotated[int, Ge(0), Le(2**53)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceNotice(Strict):
    """One race of a hub's list."""

    race: Annotated[str, Pattern(f"^{RACE_ID}$")]
    name: Annotated[str, MaxLen(200)]
    meet: Annotated[str, MaxLen(200)]
    date: Annotated[str, MaxLen(10)]
    event: Annotated[str, MaxLen(16)]
    state: Annotated[str, MaxLen(16)]
    """`before`, `running`, `finished` or `official`."""
    head: Count
    """The number of the last message in the race's log."""
    publishers: Count
    """How many publishers are connected."""
    viewers: Count
    """How many viewers are connected."""
