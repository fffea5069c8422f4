"""What readers of chips say, without what only the organiser knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.times import TimeOfDay


class RawRead(NamedTuple):
    """A chip was read at a place. Two that are equal are one read that was sent twice."""

    chip: str
    clock: TimeOfDay
    place: str = ""
    """As the device names it; empty where it has only one."""


class RawGun(NamedTuple):
    """A gun button was pressed, or a reader saw a gun."""

    clock: TimeOfDay
    place: str = ""
