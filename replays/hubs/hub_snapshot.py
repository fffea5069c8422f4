"""Reads a race from a hub once, with all that is in its log by then."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from feeds.client.reconnect import HubLost
from feeds.errors import Interrupted
from feeds.viewer import Arrived, Viewer
from replays.hubs.reception import Reception
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from feeds.hub_address import Address

PATIENCE_S = 10.0
"""How long a hub may send no message before the log is complete."""


async def read_race(address: Address, patience_s: float = PATIENCE_S) -> tuple[LiveRace | RecordedRace, int]:
    """The race up to its newest message, and its time: now, or the end of a recorded race.

    It is a `RecordedRace` where no more messages are to come. The time is race time in milliseconds from the
    gun.

    Raises:
        Refused: the hub will not serve the race, or no race was named.
        Interrupted: the hub cannot be reached, or sends nothing for `patience_s` seconds.
    """
    reception = Reception(Viewer(address.feed))
    loop = asyncio.get_running_loop()
    reason = f"no answer from {address.host}"
    try:
        async with asyncio.timeout(patience_s) as deadline, aclosing(reception.follow()) as updates:
            async for update in updates:
                if isinstance(update, HubLost):
                    reason = update.reason
                    if not reception.race:
                        raise Interrupted(reason)
                    continue
                race = loaded_race(reception)
                if race is not None:
                    return race, race.clock_ms() if isinstance(race, LiveRace) else race.end_ms
                if isinstance(update, Arrived) and update.messages:
                    deadline.reschedule(loop.time() + patience_s)
    except TimeoutError:
        raise Interrupted(reason) from None
    raise AssertionError


def loaded_race(reception: Reception) -> LiveRace | RecordedRace | None:
    """The race, once all messages that the hub has of it have come; None until then."""
    if reception.live is None:
        return None
    return RecordedRace(reception.race, reception.messages) if reception.complete else reception.live
