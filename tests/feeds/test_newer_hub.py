"""A hub of a later version: what this one does not know of its messages is carried, and named."""

from __future__ import annotations

import asyncio
import json
import zlib
from contextlib import aclosing
from pathlib import Path
from typing import Any

from feeds.client.reconnect import HubLost
from feeds.log import read
from feeds.recorder import Recorder
from feeds.viewer import Arrived, Joined
from race.messages import Split, Unknown
from tests.feeds.fake_hub import OpenHub
from tests.feeds.patient_viewer import HELLO, watch
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import lapbell

MESSAGES: list[dict[str, Any]] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [
            {"id": "400", "distance_m": 400, "camera": "north"},
            {"id": "800", "distance_m": 800},
        ],
        "entrants": [{"bib": "1", "name": "Ann Birk"}, {"bib": "2", "name": "Bo Li"}],
    },
    {"type": "gun"},
    {"type": "split", "id": "cam:1", "bib": "1", "checkpoint": "400", "time": "58.2", "evidence": "video"},
    {"type": "heart-rate", "id": "cam:2", "bib": "1", "bpm": 188, "of": ["chest", {"belt": None}]},
    {"type": "split", "id": "cam:3", "bib": "2", "checkpoint": "400", "time": "58.9", "evidence": "device"},
    {"type": "status", "id": "cam:4", "bib": "2", "status": "teleported", "when": "1:10"},
]

LINES = [json.dumps(message, separators=(",", ":")).encode() for message in MESSAGES]


def script() -> list[dict[str, Any] | bytes | int]:
    """The frames of the hub, among them some of which this version has never heard."""
    frame = (
        b'{"type":"messages","prev":0,"seq":%d,"chain":%d,"publishers":1,"weight":[1],"messages":[%s]}'
        % (
            len(LINES),
            zlib.crc32(b"".join(LINES)),
            b",".join(LINES),
        )
    )
    hello = HELLO | {"minor": 99, "head": len(LINES), "weather": "rain"}
    return [hello, {"type": "weather", "wind": 3}, frame, {"type": "weather", "wind": 4}]


async def test_every_message_comes_once_over_one_connection(fake_hub: OpenHub, tmp_path: Path) -> None:
    """What is recorded is what the hub sent, byte for byte."""
    hub = await fake_hub(script())
    recorder = Recorder(tmp_path)
    async with aclosing(watch(hub.url, silence_s=60.0)) as updates, asyncio.timeout(PATIENCE_S):
        async for update in updates:
            assert not isinstance(update, HubLost), update.reason
            if isinstance(update, Joined):
                recorder.join(update.hello)
            elif update.seq == len(LINES):
                break
    assert isinstance(update, Arrived)
    recorder.keep(update.lines, update.seq)
    recorder.close()

    assert update.lines == LINES
    assert read(tmp_path / "fake.jsonl").lines == LINES
    _, _, split, heart_rate, _, status = update.messages
    assert isinstance(split, Split)
    assert split.evidence == "hand"
    assert isinstance(heart_rate, Unknown)
    assert heart_rate.body["bpm"] == 188
    assert status.unread is not None
    assert len(hub.asked) == 1


async def test_the_board_shows_the_race_and_names_what_is_unknown(fake_hub: OpenHub) -> None:
    """Once each, on stderr."""
    hub = await fake_hub(script())

    done = await asyncio.to_thread(lapbell, "board", hub.url.removeprefix("ws://"))

    assert done.returncode == 0, done.stderr
    assert "Ann Birk" in done.stdout
    assert "58.2" in done.stdout
    for number, name in ((1, "camera"), (3, "video"), (4, "heart-rate"), (6, "teleported")):
        [line] = [line for line in done.stderr.splitlines() if f"message {number}: " in line]
        assert name in line
