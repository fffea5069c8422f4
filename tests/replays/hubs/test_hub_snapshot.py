"""A race on a hub is read once, up to its newest message; what goes wrong is a sentence."""

from __future__ import annotations

import asyncio

import pytest

from feeds.errors import Interrupted, Refused
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log, read
from race.messages import Gun
from race.times import Time
from replays.hubs.hub_snapshot import read_race
from replays.library import find
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from tests.ended_server import end
from tests.race.messages_by_hand import split, start_list

BOWERMAN = "2024-bowerman-mile"


def live() -> Log:
    """A race that is running."""
    log = Log("mile", complete=False)
    for message in (start_list("AB"), Gun(), split("A", 400, "1:00")):
        log.append(message)
    return log


async def test_a_live_race_and_a_recorded_one() -> None:
    """Each with its time, and all of its messages."""
    async with Hub(live(), read(find(BOWERMAN)), Log("empty", complete=False)) as hub:
        race, now_ms = await read_race(Address.parse(hub.url("mile")))
        assert isinstance(race, LiveRace)
        assert (race.race, race.phase, now_ms) == ("mile", "running", 60_000)
        recorded, end_ms = await read_race(Address.parse(hub.url(BOWERMAN)))
        assert isinstance(recorded, RecordedRace)
        assert (recorded.race, end_ms) == (BOWERMAN, recorded.end_ms)
        assert Time(end_ms, 2).show() >= "3:45.34"
        empty, now_ms = await read_race(Address.parse(hub.url("empty")))
        assert (len(empty.history().messages), now_ms) == (0, 0)


async def test_a_hub_that_does_not_answer_is_given_up() -> None:
    """It accepts the connection, and sends nothing."""

    async def mute(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.close()

    done = asyncio.Event()
    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        with pytest.raises(Interrupted, match=f"^no answer from {host}$"):
            await read_race(Address.parse(f"{host}/v1/races/mile"), patience_s=0.2)
    finally:
        done.set()
        await end(server)
        await server.wait_closed()


async def test_what_is_refused_is_refused() -> None:
    """No race named, no such race."""
    async with Hub(live(), settings=Settings(heartbeat_s=0.2)) as hub:
        with pytest.raises(Refused, match="names no race"):
            await read_race(Address.parse(hub.base))
        with pytest.raises(Refused, match="no race 'other'"):
            await read_race(Address.parse(hub.url("other")))
