"""A race as its hub announces it in `GET /v1/races`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from feeds.cached_schemas import Strict
from feeds.codec import RACE_ID
from feeds.protocol.device_state import DeviceState  # noqa: TC001 - the schema is made from it
from feeds.protocol.viewer_frames import Milliseconds  # noqa: TC001 - the schema is made from it
from race.lazy_dataclass import dataclass
from race.limits import Ge, Le, MaxLen, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    zone: Annotated[str, MaxLen(64)] = ""
    """The time zone of the race by its IANA name; empty where the start list has none."""
    planned_ms: Milliseconds | None = None
    """When it is to start, by its newest start list: milliseconds since 1970 in UTC."""
    first_planned_ms: Milliseconds | None = None
    """When it was to start at first; a later `planned_ms` is a delay."""
    gun_ms: Milliseconds | None = None
    """When its first gun went, or is set to go, by the hub's clock."""
    ended: bool = False
    """Whether the desk has ended it: nothing more is taken for it."""
    devices: Annotated[tuple[DeviceState, ...], MaxLen(1000)] = ()
    """How its timing devices are, as far as their publishers say it."""

    @property
    def timing(self) -> str:
        """How its timing is, in a word: empty without a publisher, or how a device is that is not well."""
        if not self.publishers:
            return ""
        return next((device.state for device in self.devices if not device.is_well), "connected")

    @property
    def shown_state(self) -> str:
        """Its state; `ended` where nothing more comes of a race that has not finished."""
        return "ended" if self.ended and self.state in ("before", "running") else self.state


def in_timetable_order(notices: Iterable[RaceNotice]) -> list[RaceNotice]:
    """The races in the order of their planned starts, and then those without a plan as they came."""
    return sorted(notices, key=lambda notice: (notice.planned_ms is None, notice.planned_ms or 0))
