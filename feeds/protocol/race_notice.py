"""A race as its hub announces it in `GET /v1/races`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MaxLen

from feeds.codec import RACE
from feeds.schemas import Pattern
from race.messages import STRICT, Text

Count = Annotated[int, Ge(0), Le(2**53)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceNotice:
    """One race of a hub's list."""

    __pydantic_config__: ClassVar = STRICT

    race: Annotated[str, Pattern(RACE)]
    name: Text
    meet: Text
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
