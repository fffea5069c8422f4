"""How a timing device is goes from the bridge to everyone who looks, and into no log."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds import codec
from feeds.client.fetch_hub_health import hub_health
from feeds.client.race_list import race_list
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from feeds.protocol import publisher_frames, viewer_frames
from feeds.protocol.device_state import DeviceState
from feeds.publisher import Publisher
from feeds.viewer import Arrived, Viewer
from race.messages import Note
from tests.feeds.raw_publisher import note, teller
from tests.feeds.serving.live_logs import path_of
from tests.feeds.timing.timing_runs import RACE, login, timing, until
from tests.patience import PATIENCE_S

AWAY = DeviceState(source="mat-a", bridge="ipico", state="away", since_ms=1_795_399_312_063)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    """A hub that keeps races in a folder."""
    async with Hub(settings=Settings(folder=tmp_path / "hub")) as hub:
        yield hub


async def told(viewer: Viewer, *expected: tuple[str, str, str]) -> tuple[DeviceState, ...]:
    """Wait until a viewer has heard of some devices: source, bridge and state. Returns them."""
    async with asyncio.timeout(PATIENCE_S), aclosing(viewer.updates()) as updates:
        async for update in updates:
            if isinstance(update, Arrived):
                found = [(device.source, device.bridge, device.state) for device in update.devices]
                if sorted(found) == sorted(expected):
                    return update.devices
    raise AssertionError("updates never end")


async def test_everyone_hears_how_a_device_is(hub: Hub) -> None:
    """Who comes later too; when it has changed; and no more of it when its publisher has gone."""
    viewer, loop = Viewer(hub.url(RACE)), asyncio.get_running_loop()
    address = Address.parse(f"{hub.base}/v1/races/{RACE}")
    async with Publisher([login(hub, "mat-a")], Log(RACE)) as publisher:
        publisher.publish(Note(text="rain"))
        publisher.say_device("ipico", "away", loop.time() - 60)
        (device,) = await told(viewer, ("mat-a", "ipico", "away"))
        age_ms = time.time() * 1000 - device.since_ms
        listed = await race_list(address)
        health = await asyncio.to_thread(hub_health, address)
        async with Publisher([login(hub, "mat-b")], Log(RACE)) as other:
            other.say_device("a club's reader", "connected", loop.time())
            await told(viewer, ("mat-a", "ipico", "away"), ("mat-b", "a-club-s-reader", "connected"))
        publisher.say_device("ipico", "connected", loop.time())
        await told(viewer, ("mat-a", "ipico", "connected"))
        await publisher.drained()
    await told(viewer)

    assert 59_000 < age_ms < 90_000
    assert [(notice.timing, notice.devices) for notice in listed.races] == [("away", (device,))]
    assert len(health.devices) == 1
    assert health.devices[0].startswith(f"{RACE}: mat-a: ipico away since ")
    assert len(path_of(hub, RACE).read_text().splitlines()) == 2, "it is no message"


async def test_who_times_by_hand_or_is_at_a_desk_sees_it_too(hub: Hub, tmp_path: Path) -> None:
    """Beside the hub that they publish to, in the words of the race screen; and no more when it is well."""
    loop = asyncio.get_running_loop()
    async with (
        Publisher([login(hub, "mat-a")], Log(RACE)) as mat,
        timing(tmp_path / "by-hand.jsonl", [Note(text="dry")], hubs=[login(hub, "ann")]) as session,
    ):
        mat.publish(Note(text="rain"))
        mat.say_device("ipico", "away", loop.time() - 60)
        await until(session, lambda: "away" in session.hub_state)
        since = datetime.fromtimestamp(time.time() - 60)
        said, _, hub_words = session.hub_state.partition("; ")
        mat.say_device("ipico", "connected", loop.time())
        await until(session, lambda: session.hub_state.startswith("connected to"))

    match = re.fullmatch(r"mat-a: ipico away since (\d\d):(\d\d):(\d\d)", said)
    assert match is not None
    shown = since.replace(hour=int(match[1]), minute=int(match[2]), second=int(match[3]))
    assert min(abs(since - shown), timedelta(days=1) - abs(since - shown)) < timedelta(seconds=20)
    assert hub_words.startswith("connected to ")


async def test_an_earlier_hub_is_not_told(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end the connection of a publisher that says what it does not know."""
    monkeypatch.setattr(viewer_frames, "MINOR", 3)
    viewer = Viewer(hub.url(RACE))
    async with Publisher([login(hub, "mat-a")], Log(RACE)) as publisher:
        publisher.say_device("ipico", "away", 0.0)
        publisher.publish(Note(text="rain"))
        await publisher.drained()
        await told(viewer)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "asleep"},
        {"bridge": "\x1b[2J"},
        {"bridge": "x" * 33},
        {"for_ms": -1},
        {"for_ms": 1.5},
        {"more": 1},
    ],
)
def test_what_is_no_state_is_refused(change: dict[str, Any]) -> None:
    """With a reason, as any frame that is not one."""
    frame = {"type": "device", "bridge": "ipico", "state": "away", "for_ms": 1} | change
    with pytest.raises(ValueError, match=r"."):
        publisher_frames.decode(json.dumps(frame).encode())


async def test_a_publisher_that_says_it_again_and_again_is_slowed_down(hub: Hub) -> None:
    """As each time all viewers are told."""
    frame = {"type": "device", "bridge": "ipico", "state": "away", "for_ms": 1}
    async with teller(hub) as mat:
        begun_s = asyncio.get_running_loop().time()
        for _ in range(24):
            await mat.connection.send(json.dumps(frame))
        await mat.say(1, note(1))
        await mat.until_acked(1)

    assert asyncio.get_running_loop().time() - begun_s > 0.5


def test_a_frame_says_it_of_a_few() -> None:
    """Of those in trouble first, and only at the head of the log. A viewer reads it, in lines or not."""
    log = Log("r", lines=[codec.encode(Note(text=f"{number}")) for number in range(3)], chains=[1, 2, 3])
    devices = [
        DeviceState(source=f"mat-{number:02}", bridge="ipico", state="connected", since_ms=number)
        for number in range(40)
    ]
    text, _ = viewer_frames.messages(log, 0, 41, [*devices, AWAY])
    frame = viewer_frames.decode(text)
    unlined = viewer_frames.decode(json.dumps(json.loads(text)).encode())

    assert isinstance(frame, viewer_frames.Messages)
    assert isinstance(unlined, viewer_frames.Messages)
    assert frame.devices[0] == AWAY
    assert len(frame.devices) == viewer_frames.MOST_DEVICES
    assert unlined.devices == frame.devices
    assert b"devices" not in viewer_frames.messages(Log("r", [b"{}"] * 1500, [0] * 1500), 0, 1, [AWAY])[0]


@pytest.mark.parametrize("fault", [{"state": "AWAY!"}, {"since_ms": 10**16}, {"bridge": "\x1b[31m"}])
def test_a_viewer_takes_nothing_that_it_could_not_show(fault: dict[str, Any]) -> None:
    """A word of a later version it takes, and fields too."""
    good = {"source": "mat-a", "bridge": "ipico", "state": "dozing", "since_ms": 5, "mood": "well"}
    frame = {"type": "messages", "prev": 0, "seq": 0, "chain": 0, "publishers": 1, "messages": []}
    read = viewer_frames.decode(json.dumps(frame | {"devices": [good]}).encode())

    assert isinstance(read, viewer_frames.Messages)
    assert [device.state for device in read.devices] == ["dozing"]
    with pytest.raises(ValueError, match=r"."):
        viewer_frames.decode(json.dumps(frame | {"devices": [good | fault]}).encode())
