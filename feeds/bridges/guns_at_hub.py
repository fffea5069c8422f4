"""Hears at the hub which guns hold, while a bridge publishes there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from feeds.bridges.guns_in_force import GunsInForce, written
from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.raw_input import Piece
from feeds.errors import Refused
from feeds.hub_address import Address
from feeds.viewer import Arrived, Joined, Viewer

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say
    from feeds.publisher import Publisher
    from feeds.publishing.hub_choice import HubLogin

ORIGIN = "hub"

REJOIN_S = 5.0
"""How soon a race is asked for again that the hub does not let us watch."""


async def guns_at_hub(
    publisher: Publisher, hubs: Sequence[HubLogin], say: Say
) -> AsyncGenerator[Piece, None]:
    """The guns that hold, as a piece whenever they have changed, until publishing ends for good."""
    feeds = {hub.host: Address.parse(hub.url).feed for hub in hubs}
    try:
        await publisher.ready()
    except Exception:
        return  # whoever waits for the publisher says why
    last, refused = b"", ""
    while True:
        try:
            async with aclosing(_followed(publisher, feeds)) as found:
                async for guns in found:
                    if guns != last:
                        last = guns
                        yield Piece(now_ms(), ORIGIN, "guns", guns)
        except Refused as refusal:
            if str(refusal) != refused:
                refused = str(refusal)
                say(f"guns that others publish are not heard: {refusal}")
            await asyncio.sleep(REJOIN_S)


async def _followed(publisher: Publisher, feeds: Mapping[str, str]) -> AsyncGenerator[bytes, None]:
    """The guns at the hub that is published to, once its log was read; ends when it is another hub."""
    host, head, guns = publisher.host, 0, GunsInForce()
    async with aclosing(Viewer(feeds[host]).updates()) as updates:
        async for update in updates:
            match update:
                case Joined(hello):
                    head = hello.head
                    if hello.mode == "start":
                        guns = GunsInForce()
                case Arrived(messages=messages, seq=seq):
                    if (guns.take(messages) or seq == head) and seq >= head:
                        yield written(guns.of_others(publisher.source))
            if publisher.host != host:
                return
