"""The viewer gets every message once and in order, over whatever network and from whatever hub."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest
from websockets.asyncio.server import serve
from websockets.typing import Subprotocol

from feeds.client.reconnect import HubLost
from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.viewer import Arrived, Joined
from race.messages import Message, Note, Official, Split, Unknown
from tests.awake_time import awake_time
from tests.ended_server import ending
from tests.feeds.fake_hub import OpenHub
from tests.feeds.flaky_network import LineTo
from tests.feeds.patient_viewer import (
    HELLO,
    RESUMED,
    Naps,
    arrived,
    chain,
    first_loss,
    frame,
    texts,
    until,
    watch,
)
from tests.patience import until as until_so

pytestmark = pytest.mark.usefixtures("quiet_log")


async def test_follows_a_race_from_its_beginning(growing: Log, small_race: list[Message]) -> None:
    """A viewer that joins late gets all there is, then what comes, each once and in order."""
    async with Hub(growing) as hub, aclosing(watch(hub.url("club-800"))) as updates:
        before = await until(updates, 4)
        hub.append("club-800", Note(text="one"))
        hub.append("club-800", Unknown(type="photo", body={"type": "photo"}))
        after = await until(updates, 6)
        hub.append("club-800", Official())
        end = await until(updates, 7)

    assert isinstance(before[0], Joined)
    assert before[0].hello.mode == "start"
    assert arrived(before) == small_race
    assert arrived(after) == [Note(text="one"), Unknown(type="photo", body={"type": "photo"})]
    assert arrived(end) == [Official()]


async def test_many_viewers_see_the_same(growing: Log, split: Callable[[], Split]) -> None:
    """Viewers of two races, joining while these grow, each see all of theirs."""
    other = Log("other", complete=False)
    async with Hub(growing, other) as hub, asyncio.TaskGroup() as tasks:

        async def see(race: str, head: int, delay: int) -> list[Message]:
            for _ in range(delay):
                await asyncio.sleep(0)
            async with aclosing(watch(hub.url(race))) as updates:
                return arrived(await until(updates, head))

        seeing = [tasks.create_task(see("club-800", 304, delay)) for delay in range(0, 200, 20)]
        elsewhere = tasks.create_task(see("other", 300, 10))
        for _ in range(300):
            hub.append("club-800", split())
            hub.append("other", Note(text="x"))
            await asyncio.sleep(0)

    assert all(task.result() == list(growing.messages()) for task in seeing)
    assert elsewhere.result() == [Note(text="x")] * 300


async def test_goes_on_after_a_cut(growing: Log, split: Callable[[], Split], line_to: LineTo) -> None:
    """When the network comes back the viewer gets the rest of the log, and nothing twice."""
    async with Hub(growing) as hub:
        line, url = await line_to(hub.url("club-800"))
        async with aclosing(watch(url)) as updates:
            seen = await until(updates, 4)
            for cut in range(1, 4):
                missed = [split(), split()]
                line.cut()
                for message in missed:
                    hub.append("club-800", message)
                lost, joined, *rest = await until(updates, 4 + 2 * cut)
                assert isinstance(lost, HubLost)
                assert isinstance(joined, Joined)
                assert joined.hello.mode == "resume"
                assert arrived(rest) == missed
                seen += rest

    assert arrived(seen) == list(growing.messages())


async def test_random_cuts_lose_nothing(growing: Log, split: Callable[[], Split], line_to: LineTo) -> None:
    """However often the line breaks while the race goes on, every message comes once."""
    chance = random.Random(1500)
    async with Hub(growing, settings=Settings(heartbeat_s=0.01)) as hub:
        line, url = await line_to(hub.url("club-800"))

        async def run() -> None:
            for _ in range(200):
                hub.append("club-800", split())
                if chance.random() < 0.1:
                    line.cut()
                await asyncio.sleep(0.001)

        running = asyncio.create_task(run())
        async with aclosing(watch(url)) as updates:
            seen = await until(updates, 204)
        await running

    assert arrived(seen) == list(growing.messages())


async def test_goes_on_after_a_hub_came_back(growing: Log, split: Callable[[], Split]) -> None:
    """A hub that closes says when to return; at the same place with the same log it goes on."""
    naps = Naps()
    async with Hub(growing) as hub:
        url = hub.url("club-800")
        updates = watch(url, sleep=naps, jitter=lambda: 0.5)
        await until(updates, 4)
    lost = await anext(updates)
    growing.append(split())
    async with Hub(growing, settings=Settings(port=int(url.split(":")[2].split("/")[0]))), aclosing(updates):
        seen = await until(updates, 5)

    assert lost == HubLost("the hub is closing", 1, 1.25)
    assert naps.taken[0] == 1.25
    joined = next(update for update in seen if isinstance(update, Joined))
    assert joined.hello.mode == "resume"
    assert len(arrived(seen)) == 1


@pytest.mark.parametrize("same_epoch", [False, True])
async def test_begins_again_with_another_history(growing: Log, *, same_epoch: bool) -> None:
    """A log that was replaced comes from its first message, even under the old name."""
    async with Hub(growing) as hub, aclosing(watch(hub.url("club-800"))) as updates:
        await until(updates, 4)
        other = Log("club-800", named_epoch=growing.epoch if same_epoch else None)
        for number in range(5):
            other.append(Note(text=str(number)))
        hub.add(other)
        lost, joined, *rest = await until(updates, 5)

    assert isinstance(lost, HubLost)
    assert lost.reason == "the race has a new log"
    assert isinstance(joined, Joined)
    assert joined.hello.mode == "start"
    assert texts(rest) == ["0", "1", "2", "3", "4"]


async def test_drops_what_it_has(fake_hub: OpenHub) -> None:
    """Frames that come twice, or overlap, add only what is new; a heartbeat adds nothing."""
    hub = await fake_hub(
        [HELLO, frame(0, 2), frame(0, 2), frame(1, 2), frame(0, 1), frame(2, 2), frame(1, 4), frame(4, 5)]
    )
    async with aclosing(watch(hub.url)) as updates:
        seen = await until(updates, 5)

    assert texts(seen) == ["1", "2", "3", "4", "5"]
    assert [update.seq for update in seen if isinstance(update, Arrived)] == [2, 2, 4, 5]


async def test_asks_again_after_a_gap(fake_hub: OpenHub) -> None:
    """What went missing is fetched by a new connection from the last message that came."""
    hub = await fake_hub([HELLO, frame(0, 2), frame(4, 5)], [RESUMED, frame(2, 5)])
    async with aclosing(watch(hub.url)) as updates:
        seen = await until(updates, 5)

    assert texts(seen) == ["1", "2", "3", "4", "5"]
    assert [type(update) for update in seen] == [Joined, Arrived, HubLost, Joined, Arrived]
    assert isinstance(seen[2], HubLost)
    assert seen[2].reason == "messages 3 to 4 went missing"
    assert hub.asked == ["/v1/races/fake/feed", f"/v1/races/fake/feed?epoch=00000001&seq=2&chain={chain(2)}"]


async def test_a_heartbeat_ahead_is_a_gap_too(fake_hub: OpenHub) -> None:
    """A hub that is further than what it sent has lost something on the way."""
    hub = await fake_hub([HELLO, frame(0, 2), frame(3, 3)])
    async with aclosing(watch(hub.url)) as updates:
        assert (await first_loss(updates)).reason == "messages 3 to 3 went missing"


async def test_goes_on_with_no_history_but_its_own(fake_hub: OpenHub) -> None:
    """A hub that resumes what the viewer never had is asked again from the start."""
    hub = await fake_hub([HELLO, frame(0, 2), 1000], [RESUMED | {"epoch": "00000002"}], [HELLO, frame(0, 3)])
    async with aclosing(watch(hub.url)) as updates:
        seen = await until(updates, 2) + await until(updates, 3)

    assert texts(seen) == ["1", "2", "1", "2", "3"]
    assert [update.reason for update in seen if isinstance(update, HubLost)] == [
        "so there",
        "the hub resumed another history than the one asked for",
    ]
    assert "?" not in hub.asked[2]


async def test_keeps_what_an_address_already_asks(fake_hub: OpenHub) -> None:
    """An address may have a query of its own; the position is added to it."""
    hub = await fake_hub([HELLO, frame(0, 1), 1000], [RESUMED, frame(1, 2)])
    async with aclosing(watch(hub.url + "?lane=4")) as updates:
        await until(updates, 2)

    assert hub.asked[1].endswith(f"/feed?lane=4&epoch=00000001&seq=1&chain={chain(1)}")


async def test_lets_go_at_once(growing: Log) -> None:
    """A viewer that is closed, or whose task is cancelled, leaves the hub without delay."""
    async with Hub(growing) as hub:
        async with aclosing(watch(hub.url("club-800"))) as updates:
            await until(updates, 4)
        following = asyncio.create_task(until(watch(hub.url("club-800")), 99))
        await until_so(lambda: hub.viewers == 1)
        async with awake_time() as took:
            following.cancel()
            await asyncio.wait([following])
            await until_so(lambda: not hub.viewers)

    assert took.seconds < 1


async def test_lets_go_of_a_hub_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that does not answer the goodbye is not waited for."""
    monkeypatch.setattr("feeds.client.hub_connection.HANG_UP_S", 0.05)
    hung_up = asyncio.Event()

    async def freeze(connection: Any) -> None:
        await connection.send('{"type":"weather"}')
        connection.transport.pause_reading()
        await hung_up.wait()
        connection.transport.abort()

    frozen = serve(freeze, "127.0.0.1", 0, subprotocols=[Subprotocol("lapbell.v1")])
    async with ending(await frozen) as server:
        port = server.sockets[0].getsockname()[1]
        try:
            async with awake_time() as took, aclosing(watch(f"ws://127.0.0.1:{port}/")) as updates:
                await first_loss(updates)
        finally:
            hung_up.set()

    assert took.seconds < 1
