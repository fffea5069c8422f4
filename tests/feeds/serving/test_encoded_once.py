"""Frames are made once for all, and every viewer reads them: compressed, plain, or in a window of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.serving.encoded_once import EncodedFrame
from race.messages import Note
from tests.feeds.raw_publisher import PROTOCOL

OFFERS: dict[str, list[Any] | None] = {
    "nothing": None,
    "anything": [ClientPerMessageDeflateFactory()],
    "no context": [ClientPerMessageDeflateFactory(server_no_context_takeover=True)],
    "a small window": [ClientPerMessageDeflateFactory(server_max_window_bits=10)],
}


@pytest.fixture
def wordy() -> Log:
    """A log with messages of all sizes."""
    log = Log("wordy", complete=False)
    for size in (1, 50, 125, 126, 900) * 40:
        log.append(Note(text=f"{size} " + "ä" * size))
    return log


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
@pytest.mark.parametrize("deflate", [True, False])
async def test_every_viewer_reads_the_same(wordy: Log, offer: list[Any] | None, deflate: bool) -> None:
    """Whatever a viewer can do and the hub offers, the messages are those of the log, early and late."""
    async with (
        Hub(wordy, settings=Settings(deflate=deflate)) as hub,
        connect(hub.url("wordy"), subprotocols=PROTOCOL, compression=None, extensions=offer) as viewer,
    ):
        said: list[Any] = []
        await viewer.recv()
        while len(said) < wordy.head:
            said += json.loads(await viewer.recv())["messages"]
        for number in range(3):
            hub.append("wordy", Note(text=f"{number}" + "x" * 500))
            said += json.loads(await viewer.recv())["messages"]

    assert [note["text"] for note in said] == [json.loads(line)["text"] for line in wordy.lines]


async def test_compressing_is_worth_it(wordy: Log) -> None:
    """To those who take it compressed, a race is a fraction of its size."""
    spent = []
    for offer in (None, OFFERS["anything"]):
        async with (
            Hub(wordy) as hub,
            connect(hub.url("wordy"), subprotocols=PROTOCOL, compression=None, extensions=offer) as viewer,
        ):
            await viewer.recv()
            while json.loads(await viewer.recv())["seq"] < wordy.head:
                pass
            spent.append(hub.registry.broadcasts["wordy"].bytes)

    assert spent[1] < spent[0] / 4


def test_a_short_frame_is_not_compressed() -> None:
    """It would only grow."""
    assert EncodedFrame(b"{}").deflated == EncodedFrame(b"{}").plain
