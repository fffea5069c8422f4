"""A hub tells its races; whatever else answers, or does not, is a sentence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from feeds.client.hub_page import LONGEST
from feeds.client.race_list import race_list
from feeds.errors import FeedError, Interrupted, Refused
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from race.messages import Gun, Message
from tests.ended_server import end
from tests.feeds.conftest import start_list
from tests.feeds.raw_publisher import teller
from tests.free_ports import free_port

RACE: dict[str, Any] = {
    "race": "club-800",
    "name": "Club 800",
    "meet": "",
    "date": "",
    "event": "",
    "state": "before",
    "head": 1,
    "publishers": 0,
    "viewers": 0,
}


def answer(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    """An answer over HTTP."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *more, "", ""]
    return "\r\n".join(head).encode() + body


def listing(**changes: Any) -> bytes:
    """What a hub with one race answers."""
    return json.dumps({"version": 1, "now_ms": 0, "races": [RACE | changes]}).encode()


@asynccontextmanager
async def answering(*pieces: bytes, hold: bool = False) -> AsyncIterator[Address]:
    """A server that answers so to everyone; with `hold` it says no more and does not hang up."""
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
        if hold:
            await done.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield Address.parse(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        done.set()
        await end(server)
        await server.wait_closed()


async def refusal(*pieces: bytes, kind: type[FeedError] = Refused, hold: bool = False) -> str:
    """The sentence for a server that answers so, without its address."""
    async with answering(*pieces, hold=hold) as address:
        with pytest.raises(kind) as error:
            await race_list(address)
        return str(error.value).replace(address.host, "HOST")


async def test_tells_the_races_of_a_hub(tmp_path: Path, growing: Log, small_race: list[Message]) -> None:
    """Their names, how far they are, and who is connected, whatever race the address names."""
    folder = tmp_path / "hub"
    folder.mkdir()
    settings = Settings(folder=folder, heartbeat_s=0.2)
    async with Hub(growing, settings=settings) as hub, teller(hub, "club-1500"):
        found = (await race_list(Address.parse(f"{hub.base}/v1/races/club-800"))).races

    assert [(n.race, n.name, n.state, n.head, n.publishers) for n in found] == [
        ("club-800", "Club 800", "running", len(small_race), 0),
        ("club-1500", "", "before", 0, 1),
    ]


async def test_knows_before_running_and_what_is_added_later() -> None:
    """Fields and states of a later version are no reason to refuse."""
    log = Log("club-800", complete=False)
    log.append(start_list())
    async with Hub(log) as hub:
        [before] = (await race_list(Address.parse(hub.base))).races
        hub.append("club-800", Gun())
        [running] = (await race_list(Address.parse(hub.base))).races
    async with answering(answer(listing(state="postponed", weather="rain"))) as address:
        [later] = (await race_list(address)).races

    assert (before.state, running.state, later.state) == ("before", "running", "postponed")


async def test_where_nobody_is_it_says_so() -> None:
    """A port where no one listens, and one where nothing comes."""
    with pytest.raises(Interrupted, match=r"^cannot reach 127\.0\.0\.1:\d+: Connection refused$"):
        await race_list(Address.parse(f"127.0.0.1:{free_port()}"))


async def test_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one who says nothing, nor for one who does not come to an end."""
    for module in ("race_list", "hub_page"):
        monkeypatch.setattr(f"feeds.client.{module}.PATIENCE_S", 0.3)

    assert await refusal(hold=True, kind=Interrupted) == "no answer from HOST"
    torn = answer(listing())[:-10]
    assert await refusal(torn, hold=True, kind=Interrupted) == "no answer from HOST"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>", "HOST does not list races as a hub does"),
        (b"[" * 100_000, "HOST does not list races as a hub does"),
        (listing(race="../etc"), "HOST does not list races as a hub does"),
        (listing(head=-1), "HOST does not list races as a hub does"),
        (listing(name="x" * 201), "HOST does not list races as a hub does"),
        (b'{"version":2,"races":[]}', "HOST speaks version 2 of the feed, this is version 1"),
        (b" " * (LONGEST + 1), "HOST answers more than can be read"),
    ],
    ids=["page", "deep", "name of a race", "number", "long", "version", "large"],
)
async def test_what_no_hub_says_is_refused(body: bytes, sentence: str) -> None:
    """Nothing of it is taken."""
    assert await refusal(answer(body)) == sentence


async def test_tells_how_it_was_answered() -> None:
    """A refusal is final, trouble is not, and nobody is followed elsewhere."""
    assert await refusal(answer(b"", "404 Not Found")) == "HOST answered with HTTP 404"
    assert await refusal(answer(b"", "503 Busy"), kind=Interrupted) == "HOST answered with HTTP 503"
    misled = answer(b"This hub does not go by that name.\n", "421 Misdirected", "Content-Type: text/plain")
    assert await refusal(misled) == "This hub does not go by that name. (HTTP 421)"
    page = answer(b"<html>no</html>", "404 Not Found", "Content-Type: text/html")
    assert await refusal(page) == "HOST answered with HTTP 404"
    elsewhere = answer(b"", "302 Found", "Location: http://127.0.0.1:9/v1/races")
    assert await refusal(elsewhere) == "HOST answered with HTTP 302"
    assert await refusal(b"SSH-2.0-x\r\n", kind=Interrupted) == "HOST does not answer like a hub"


async def test_this_computer_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch, growing: Log) -> None:
    """Whatever the environment says."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    async with Hub(growing) as hub:
        assert len((await race_list(Address.parse(hub.base))).races) == 1
