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
    by_hand: bool = False
    """Whether someone pressed a key for it, or typed it."""
    is_impulse: bool = False
    """Whether no chip was read: a beam was broken, and `chip` names that alone."""


class RawCorrection(NamedTuple):
    """A device says of a read that it sent before that it was wrong."""

    wrong: RawRead
    right: RawRead | None = None
    """What stands in its place; None for nothing."""


class RawGun(NamedTuple):
    """A gun button was pressed, or a reader saw a gun."""

    clock: TimeOfDay
    place: str = ""
