"""The health of a hub, as it says in `GET /health`."""

from __future__ import annotations

from typing import Annotated

from feeds.cached_schemas import Strict
from race.lazy_dataclass import dataclass
from race.limits import Ge, MaxLen

Count = Annotated[int, Ge(0)]

Sentence = Annotated[str, MaxLen(500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotServed(Strict):
    """A race whose file is there, but cannot be served."""

    race: Annotated[str, MaxLen(80)]
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class HubHealth(Strict):
    """How a hub is."""

    status: Annotated[str, MaxLen(16)]
    """`ok`, `slow` or `trouble`."""
    races: Count
    """How many races are served."""
    not_served: tuple[NotServed, ...] = ()
    troubles: tuple[Sentence, ...] = ()
    """What keeps races from being published, though they can be watched."""
    slow: tuple[Sentence, ...] = ()
    clocks: tuple[Sentence, ...] = ()
    """Which clocks differ, and what was done to the hub's of late."""
    notes: tuple[Sentence, ...] = ()
    """What does not concern any race that is served."""
    contested: tuple[Sentence, ...] = ()
    """Who wanted to publish as a source that had a publisher, lately."""
    devices: tuple[Sentence, ...] = ()
    """How the timing devices of the races are, as far as their publishers say it."""
    viewers: Count
    publishers: Count
    now_ms: Count | None = None
    """The hub's clock, UTC."""
    version: Annotated[str, MaxLen(40)] = ""
    """Of Lapbell; empty at a hub that does not say it."""
    free_bytes: Count | None = None
    """Room on the disk of the hub's folder; None without a folder."""
    file_limit: Count | None = None
    """How many files the hub may have open; None without such a limit."""
