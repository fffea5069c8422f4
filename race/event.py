"""What kind of race an event is, by the codes of OpenTrack's open athletics vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from race.messages import Setting

EventKind = Literal["run", "walk", "hurdles", "steeplechase", "relay", "wheelchair", "cross country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that is a race over a distance, or to a time."""

    code: str
    """`1500`, `MILE`, `10000W`, `110H`, `3000SC`, `4x400`, `HM`; empty where there is no code for it."""
    distance_m: float
    """Metres; of a relay, of all legs together."""
    kind: EventKind = "run"
    setting: Setting = "track"
    legs: tuple[float, ...] = ()
    """Metres of each leg of a relay."""
    limit_s: float | None = None
    """Seconds that a race to a time lasts."""
