"""How long a question takes over the feed of a race, and back: whether the way to the hub carries feeds.

Proxies and firewalls that let pages through may stop websockets.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from feeds.client.hub_connection import closing_error, dial
from feeds.client.local_clock import steady_s
from feeds.errors import Interrupted
from feeds.protocol.viewer_frames import Bye, Ping, Pong, decode, encode

if TYPE_CHECKING:
    from feeds.hub_address import Address

PATIENCE_S = 5.0


async def feed_round_trip_ms(address: Address) -> float:
    """Milliseconds there and back over the feed of the race in an address.

    Raises Interrupted if the hub does not answer within 5 s, Refused if it will not serve the race.
    """
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _asked(address.feed)
    except TimeoutError:
        raise Interrupted(f"no answer over the feed within {PATIENCE_S:.0f} s") from None


async def _asked(url: str) -> float:
    connection = await dial(url, None)
    try:
        await connection.receive(decode, PATIENCE_S)
        asked_s = steady_s()
        await connection.send(encode(Ping(asked_ms=int(asked_s * 1000))), text=True)
        while True:
            frame = await connection.receive(decode, PATIENCE_S)
            if isinstance(frame, Bye):
                raise closing_error(frame)
            if isinstance(frame, Pong):
                return (steady_s() - asked_s) * 1000
    finally:
        await connection.hang_up()
