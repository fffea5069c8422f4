"""A race on a hub, read once: as it stands there now."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from feeds.errors import Interrupted
from feeds.hub_address import Address
from feeds.viewer import Arrived, FeedLost, Viewer
from replays.hubs.reception import Reception
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace

PATIENCE_S = 10.0
"""For so long a hub may tell nothing new before it has told all."""


async def read_race(address: Address, patience_s: float = PATIENCE_S) -> tuple[LiveRace | RecordedRace, int]:
    """The race up to the last message that there is, and its time: now, or the end of a recorded race.

    It is a `RecordedRace` where nothing more is to come. The time is race time in milliseconds from the gun.

    Raises Refused where the hub will not serve it or no race was named, Interrupted where the hub cannot
    be reached, or falls silent in the middle for so many seconds.
    """
    reception = Reception(Viewer(address.feed))
    loop = asyncio.get_running_loop()
    reason = f"no answer from {address.host}"
    try:
        async with asyncio.timeout(patience_s) as deadline, aclosing(reception.follow()) as updates:
            async for update in updates:
                if isinstance(update, FeedLost):
                    reason = update.reason
                    if not reception.race:
                        raise Interrupted(reason)
                    continue
                if (found := loaded_race(reception)) is not None:
                    return found, found.clock_ms() if isinstance(found, LiveRace) else found.end_ms
                if isinstance(update, Arrived) and update.messages:
                    deadline.reschedule(loop.time() + patience_s)
    except TimeoutError:
        raise Interrupted(reason) from None
    raise AssertionError


def loaded_race(reception: Reception) -> LiveRace | RecordedRace | None:
    """The race of which all is there that there is; None where some of it is still to come."""
    if reception.live is None:
        return None
    return RecordedRace(reception.race, reception.messages) if reception.complete else reception.live
