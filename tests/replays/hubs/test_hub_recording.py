"""The races of hubs recorded as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feeds.client.watch_tokens import use_token
from feeds.errors import Refused
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import read
from feeds.recorder import Recorder
from feeds.serving.tokens import Tokens
from replays.hubs.hub_recording import record_hubs
from tests.feeds.raw_publisher import Frame, note, notes, teller
from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until

OFFICIAL: Frame = {"type": "official"}

RACE: list[Frame] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [{"id": "finish", "distance_m": 800}],
        "entrants": [{"bib": "1", "name": "Ann Birk"}],
    },
    {"type": "gun"},
    {"type": "split", "bib": "1", "checkpoint": "finish", "time": "2:00.1", "evidence": "device"},
]


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for."""
    monkeypatch.setattr("replays.hubs.hub_recording.LOOK_S", 0.05)
    monkeypatch.setattr("replays.hubs.hub_recording.AGAIN_S", 0.05)


def hub_of(folder: Path, port: int = 0, *, private: tuple[str, ...] = ()) -> Hub:
    """A hub that keeps races in a folder."""
    return Hub(settings=Settings(folder=folder, heartbeat_s=0.2, port=port, private=private))


async def publish(hub: Hub, race: str, *messages: Frame, first: int = 1) -> None:
    """Publish messages."""
    async with teller(hub, race) as mat:
        await mat.say(first, *messages)
        await mat.until_acked(first + len(messages) - 1)


@asynccontextmanager
async def recording(base: str, folder: Path, *, once: bool = False) -> AsyncIterator[list[str]]:
    """Recording in the background; what it says."""
    said: list[str] = []
    task = asyncio.create_task(record_hubs([(Address.parse(base), folder)], said.append, once=once))
    try:
        yield said
        if once:
            async with asyncio.timeout(PATIENCE_S):
                await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def heads(folder: Path) -> dict[str, int]:
    """How many messages are in each file."""
    return {path.name: read(path).head for path in folder.glob("*.jsonl")}


def same(hub_folder: Path, folder: Path, race: str) -> bool:
    """Whether a recording has the hub's messages, byte for byte."""
    return read(hub_folder / f"{race}.jsonl").lines == read(folder / f"{race}.jsonl").lines


async def test_every_race_of_a_hub_is_recorded_and_those_that_begin_later(tmp_path: Path) -> None:
    """Each in a file of its own, byte for byte."""
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", *notes(1, 3))
        async with recording(hub.base, tmp_path / "kept") as said:
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 3})
            await publish(hub, "heat-2", *notes(1, 2))
            await publish(hub, "heat-1", note(4), first=4)
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 4, "heat-2.jsonl": 2})

    assert same(tmp_path / "hub", tmp_path / "kept", "heat-1")
    assert f"heat-2: recorded in {tmp_path / 'kept' / 'heat-2.jsonl'}" in said


def waits(said: list[str]) -> list[str]:
    """The lines that say that a hub is waited for."""
    return [line for line in said if line.startswith("waiting for 127.0.0.1")]


async def test_a_hub_that_is_gone_is_waited_for(tmp_path: Path) -> None:
    """The recording goes on in the same file when it is there again, and both are said once."""
    port, kept = free_port(), tmp_path / "kept"
    async with recording(f"ws://127.0.0.1:{port}", kept) as said:
        await until(lambda: len(waits(said)) == 1)
        async with hub_of(tmp_path / "hub", port) as hub:
            await publish(hub, "heat-1", *notes(1, 3))
            await until(lambda: heads(kept) == {"heat-1.jsonl": 3})
        await until(lambda: len(waits(said)) == 2)
        async with hub_of(tmp_path / "hub", port) as hub:
            await publish(hub, "heat-1", note(4), first=4)
            await until(lambda: heads(kept) == {"heat-1.jsonl": 4})
            counts = len(waits(said)), said.count(f"127.0.0.1:{port} is there again")

    assert counts == (2, 2)


async def test_once_ends_when_the_race_is_official(tmp_path: Path) -> None:
    """And not before."""
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", *RACE)
        async with recording(hub.base, tmp_path / "kept", once=True) as said:
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 3})
            await publish(hub, "heat-1", OFFICIAL, first=4)

    assert said[-1] == "heat-1: official, 4 messages"
    assert same(tmp_path / "hub", tmp_path / "kept", "heat-1")


async def test_what_comes_after_the_official_result_is_recorded_too(tmp_path: Path) -> None:
    """A race that is official has no connection, until more comes."""
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", *RACE, OFFICIAL)
        async with recording(hub.base, tmp_path / "kept") as said:
            await until(lambda: "heat-1: official, 4 messages" in said)
            await until(lambda: hub.viewers == 0)
            await publish(hub, "heat-1", note(5), first=5)
            await until(lambda: "heat-1: official, 5 messages" in said)

    assert same(tmp_path / "hub", tmp_path / "kept", "heat-1")


async def test_another_history_and_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """A new file is begun beside them."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "heat-1.jsonl").write_text("Dear diary,\n")
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", *notes(1, 3))
        async with recording(f"{hub.base}/v1/races/heat-1", kept):
            await until(
                lambda: (kept / "heat-1-2.jsonl").exists() and read(kept / "heat-1-2.jsonl").head == 3
            )

    assert (kept / "heat-1.jsonl").read_text() == "Dear diary,\n"


async def test_a_race_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    """Where its address was given."""
    async with (
        hub_of(tmp_path / "hub") as hub,
        recording(f"{hub.base}/v1/races/heat-1", tmp_path / "kept") as said,
    ):
        await until(lambda: any("not recorded now: There is no race 'heat-1'" in line for line in said))
        await publish(hub, "heat-1", *notes(1, 2))
        await publish(hub, "heat-2", *notes(1, 2))
        await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 2})


async def test_a_private_race_is_recorded_with_a_token(tmp_path: Path) -> None:
    """It is listed only to those who have one."""
    async with hub_of(tmp_path / "hub", private=("*",)) as hub:
        await publish(hub, "heat-1", *notes(1, 2))
        use_token(Address.parse(hub.base), Tokens(tmp_path / "hub").issue("*", "wall", use="watch"))
        async with recording(hub.base, tmp_path / "kept"):
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 2})


async def test_a_recording_that_fails_ends_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It neither records less in silence nor stands still: whatever started it can start it again."""

    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Recorder, "keep", fails)
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", *notes(1, 3))
        places = [(Address.parse(hub.base), tmp_path / "kept")]
        with pytest.raises(MemoryError):
            async with asyncio.timeout(PATIENCE_S):
                await record_hubs(places, lambda _: None)


async def test_a_proxy_that_refuses_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the hub behind it has answered; other hubs are recorded on."""
    async with hub_of(tmp_path / "hub") as hub:
        await publish(hub, "heat-1", note(1))
        async with recording(hub.base, tmp_path / "kept") as said:
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 1})
            with monkeypatch.context() as patches:
                patches.setattr("feeds.client.race_list.fetch", refuse)
                await until(lambda: len(waits(said)) == 1)
            await publish(hub, "heat-2", note(1))
            await until(lambda: heads(tmp_path / "kept") == {"heat-1.jsonl": 1, "heat-2.jsonl": 1})


def refuse(*_: object) -> bytes:
    """Answer as a proxy does that has lost its hub."""
    raise Refused("answered with HTTP 404")
