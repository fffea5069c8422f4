"""How the timing device is that a publisher reads from, as a hub passes it on to viewers.

It is no message of the race: it is not kept, and ends with the publisher's connection.
"""

from __future__ import annotations

from typing import Annotated, Literal

from feeds.cached_schemas import Strict
from race.lazy_dataclass import dataclass
from race.limits import Ge, Le, MaxLen, Pattern

DeviceWord = Literal["connected", "silent", "away", "unreadable"]
"""`silent`: connected, and nothing comes, not even heartbeats; `away`: there is no connection;
`unreadable`: the file or folder cannot be read."""

LATEST_MS = 253_370_764_800_000
"""The beginning of the year 9999: no later time of day can be shown."""

BridgeName = Annotated[str, Pattern("^[A-Za-z0-9._-]{1,32}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState(Strict):
    """How the device of a source is, and since when."""

    source: Annotated[str, MaxLen(64)]
    bridge: BridgeName
    """What reads from it: the name of the bridge."""
    state: Annotated[str, Pattern("^[a-z]{1,16}$")]
    """`connected`, `silent`, `away` or `unreadable`; words may be added."""
    since_ms: Annotated[int, Ge(0), Le(LATEST_MS)]
    """Since when, by the hub's clock: milliseconds since 1970 in UTC."""

    @property
    def is_well(self) -> bool:
        """Whether it is as it should be."""
        return self.state == "connected"

    def text(self, since: str) -> str:
        """In words, where `since` is the time of day: `mat-a: ipico away since 14:02:15`."""
        return f"{self.source}: {self.bridge} {self.state} since {since}"
