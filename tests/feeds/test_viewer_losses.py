"""Whatever happens to the feed, the viewer says so in a sentence and asks again, in good time."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from http import HTTPStatus
from itertools import pairwise
from zlib import crc32

import pytest
from pydantic_core import to_json

from feeds.client import reconnect
from feeds.client.reconnect import HubLost
from feeds.hub import Hub, Settings
from feeds.log import Log
from tests.ended_server import ending
from tests.feeds.fake_hub import OpenHub, Step
from tests.feeds.flaky_network import LineTo
from tests.feeds.patient_viewer import HELLO, RESUMED, Naps, arrived, first_loss, frame, texts, until, watch

pytestmark = pytest.mark.usefixtures("quiet_log")


def of(*messages: object) -> dict[str, object]:
    """What a frame says of messages."""
    return {"messages": list(messages), "chain": crc32(b"".join(map(to_json, messages)))}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (
            b"hello",
            "the hub sent something that is not a frame of the feed: not JSON: expected value at character 1",
        ),
        (b"\xff\xfe", "the hub sent something that is not a frame of the feed: not JSON"),
        (
            {"type": "messages"},
            "the hub sent something that is not a frame of the feed: messages.prev: missing",
        ),
        (
            frame(0, 2) | {"seq": 3},
            "the hub sent something that is not a frame of the feed: 2 messages are not those",
        ),
        (frame(0, 1) | of({"type": "note", "text": 7}), "message 1 cannot be read: text: must be text"),
        (frame(0, 1) | of({"type": []}), "message 1 cannot be read: no message type"),
        (frame(0, 1) | {"chain": 7}, "messages 1 to 1 are not those of the hub's log"),
        ({"type": "bye", "code": 1013, "reason": "too \x1b[2J busy"}, "too \ufffd[2J busy"),
        (1013, "so there"),
        (4008, "so there"),
    ],
)
async def test_bad_frames_are_a_loss_with_a_sentence(fake_hub: OpenHub, step: Step, reason: str) -> None:
    """Whatever a hub sends, the viewer says what is the matter and tries again."""
    hub = await fake_hub([HELLO, step], [HELLO, frame(0, 1)])
    async with aclosing(watch(hub.url)) as updates:
        lost = await first_loss(updates)
        seen = await until(updates, 1)

    assert lost.reason.startswith(reason)
    assert texts(seen) == ["1"]


async def test_a_frame_beyond_all_measure_is_a_loss(
    fake_hub: OpenHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frame larger than any can be is not read."""
    monkeypatch.setattr("feeds.protocol.viewer_frames.LARGEST_POSSIBLE", 1000)
    hub = await fake_hub([HELLO, b"x" * 1001])
    async with aclosing(watch(hub.url)) as updates:
        assert (await first_loss(updates)).reason.startswith("the hub violated the protocol: ")


async def test_a_hub_says_hello_first(fake_hub: OpenHub) -> None:
    """Messages of who knows what history are not taken."""
    hub = await fake_hub([frame(0, 2)], [HELLO, {"type": "weather"}, frame(0, 1) | {"wind": 1}])
    async with aclosing(watch(hub.url)) as updates:
        seen = await until(updates, 1)

    assert seen[0] == HubLost("the hub did not say hello", 1, seen[0].retry_s)  # type: ignore[union-attr]  # not None here
    assert texts(seen) == ["1"]


async def test_does_not_wait_for_a_silent_hub(fake_hub: OpenHub) -> None:
    """A connection on which nothing comes any more is given up."""
    hub = await fake_hub([HELLO, frame(0, 1)], [RESUMED, frame(1, 2)])
    async with aclosing(watch(hub.url, silence_s=0.1)) as updates:
        seen = await until(updates, 2)

    assert texts(seen) == ["1", "2"]
    assert "nothing heard for 0.1 s" in [update.reason for update in seen if isinstance(update, HubLost)]


async def test_a_large_frame_on_a_slow_line_is_not_silence(fake_hub: OpenHub, line_to: LineTo) -> None:
    """As long as bytes come, the viewer waits for the rest of the frame."""
    note = {"type": "note", "text": "x" * 1000}
    large = frame(0, 0) | {"seq": 900} | of(*[note] * 900)
    hub = await fake_hub([HELLO, large])
    line, url = await line_to(hub.url)
    line.bytes_at_once, line.pause_s = 50_000, 0.06
    async with aclosing(watch(url, silence_s=1.0)) as updates:
        seen = await until(updates, 900)

    assert len(arrived(seen)) == 900


async def test_does_not_hammer_a_hub_that_hangs_up(fake_hub: OpenHub) -> None:
    """Each attempt at a hub that accepts and closes waits longer than the one before."""
    naps = Naps()
    hub = await fake_hub([HELLO, frame(0, 1), 1013], [RESUMED, 1013])
    async with aclosing(watch(hub.url, sleep=naps, jitter=lambda: 1.0)) as updates:
        losses = [await first_loss(updates) for _ in range(7)]
        await anext(updates)

    assert naps.taken == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert [loss.attempt for loss in losses] == [1, 2, 3, 4, 5, 6, 7]
    assert len(hub.asked) == 8


async def test_a_healthy_feed_earns_a_quick_return(
    fake_hub: OpenHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a feed that lasted lets the next attempt come as soon as the first."""
    monkeypatch.setattr(reconnect, "HEALTHY_S", 0.0)
    naps = Naps()
    hub = await fake_hub([HELLO, frame(0, 1), 1013], [RESUMED, frame(1, 1), 1013])
    async with aclosing(watch(hub.url, sleep=naps, jitter=lambda: 1.0)) as updates:
        losses = [await first_loss(updates) for _ in range(3)]

    assert [loss.attempt for loss in losses] == [1, 1, 1]
    assert naps.taken == [0.5, 0.5]


async def test_waits_are_spread(fake_hub: OpenHub) -> None:
    """Viewers that lost the same hub do not all come back at once."""
    naps = Naps()
    chance = random.Random(400).random
    hub = await fake_hub([HELLO, 1013])
    async with aclosing(watch(hub.url, sleep=naps, jitter=chance)) as updates:
        for _ in range(21):
            await first_loss(updates)

    assert all(0 <= nap <= 15 for nap in naps.taken)
    assert all(one != other for one, other in pairwise(naps.taken))


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_hub_that_is_busy_is_asked_again(fake_hub: OpenHub, status: int) -> None:
    """What may pass is a loss, and the hub says how long to wait."""
    hub = await fake_hub(HTTPStatus(status))
    async with aclosing(watch(hub.url, jitter=lambda: 1.0)) as updates:
        lost = await first_loss(updates)

    assert lost == HubLost(f"Not\ufffd[31m today. (HTTP {status})", 1, 7.5)


async def test_keeps_trying_where_nobody_answers(growing: Log) -> None:
    """A hub that is not there yet is waited for."""
    async with Hub(growing) as hub:
        url = hub.url("club-800")
    updates = watch(url)
    lost = await first_loss(updates)
    async with Hub(growing, settings=Settings(port=int(url.split(":")[2].split("/")[0]))), aclosing(updates):
        seen = await until(updates, 4)

    assert lost.reason.startswith("cannot reach 127.0.0.1:")
    assert lost.reason.endswith(": Connection refused")
    assert len(arrived(seen)) == 4


async def test_what_answers_is_no_hub() -> None:
    """A server that speaks something else altogether is a loss with a sentence."""

    async def mutter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    async with ending(await asyncio.start_server(mutter, "127.0.0.1", 0)) as server:
        port = server.sockets[0].getsockname()[1]
        async with aclosing(watch(f"ws://127.0.0.1:{port}/")) as updates:
            assert (await first_loss(updates)).reason.startswith(
                f"127.0.0.1:{port} does not answer like a hub"
            )
