"""A hub that is older or hostile reaches no terminal, and ours gives no one a text raw."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import serve
from websockets.typing import Subprotocol

from feeds.client.race_list import race_list
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.journal import Journal
from feeds.log import Log
from feeds.protocol import admin_frames, publisher_frames, viewer_frames
from feeds.protocol.hub_health import HubHealth
from feeds.protocol.race_notice import RaceNotice
from feeds.protocol.schema import TO_DESK, TO_PUBLISHER, TO_VIEWER
from feeds.serving.background_log import BackgroundHandler
from feeds.serving.tokens import Tokens
from replays.hubs.known_hubs import remember
from tests.ended_server import ending
from tests.feeds.fake_hub import FakeHub, Step
from tests.tui.app_on_stage import on_air, on_stage
from tests.tui.places_of_the_rule import DOOR, take_away
from tests.tui.run_lapbell import lapbell
from tests.tui.tagged_race import (
    HOSTILE,
    harm_in,
    harmed,
    tagged_file,
    tagged_frame,
    tagged_messages,
    texts_in,
    texts_of,
)
from tests.tui.test_nothing_raw_on_screens import VIEWS, look, tour
from tui.cli import main

pytestmark = pytest.mark.usefixtures("small_library")

DECODERS: dict[tuple[type, ...], Callable[[bytes], Any]] = {
    TO_VIEWER: viewer_frames.decode,
    TO_PUBLISHER: publisher_frames.decode_answer,
    TO_DESK: admin_frames.decode_answer,
}


def raw_log() -> Log:
    """The tagged race as a hub has it that took everything."""
    log = Log("tagged")
    for message in tagged_messages():
        log.keep(json.dumps(message).encode())
    return log


@asynccontextmanager
async def hostile_hub(*scripts: list[Step]) -> AsyncIterator[str]:
    """A hub that plays scripts, by its address."""
    hub = FakeHub(scripts)
    protocol = Subprotocol(viewer_frames.SUBPROTOCOL)
    async with ending(
        await serve(hub.play, "127.0.0.1", 0, select_subprotocol=lambda *_: protocol)
    ) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def hostile_pages(pages: dict[str, tuple[str, bytes]]) -> AsyncIterator[str]:
    """Answers to plain HTTP, by path: the status and the body."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        status, body = pages[request.split()[1].decode()]
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async with ending(await asyncio.start_server(answer, "127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command has written, while hubs go on beside it."""
    await asyncio.to_thread(main, words)
    out, err = capsys.readouterr()
    return out + err


@pytest.mark.parametrize(
    ("kind", "decode"),
    [pytest.param(kind, decode, id=kind.__name__) for kinds, decode in DECODERS.items() for kind in kinds],
)
def test_every_text_of_a_frame_is_made_legal(kind: type, decode: Callable[[bytes], Any]) -> None:
    """Of every frame that a hub sends; a text that is added to a frame is in it."""
    body = tagged_frame(kind) | ({"prev": 1} if kind is viewer_frames.Messages else {})
    formed = ("race", "epoch", "source", "devices.bridge", "devices.state")
    free = texts_of(kind) - {name for name in formed if not harm_in(str(body.get(name)))}

    read = decode(json.dumps(body).encode())

    assert texts_in(body) == free
    assert read is not None
    assert [text for text in vars_of(read).values() if isinstance(text, str) and harm_in(text)] == []


def test_every_frame_that_is_sent_is_legal() -> None:
    """A reason may come from an error of the system, with the name of a file in it."""
    farewell = viewer_frames.Bye(code=1013, reason=HOSTILE)
    refusal = publisher_frames.Refusal(number=1, kind="invalid", reason=HOSTILE)

    for sent in (viewer_frames.encode(farewell), publisher_frames.encode(refusal)):
        assert "aWQ7" in json.loads(sent)["reason"]
        assert harm_in(json.loads(sent)["reason"]) == []


def vars_of(frame: Any) -> dict[str, Any]:
    """The fields of a frame."""
    return {name: getattr(frame, name) for name in frame.__dataclass_fields__}


async def get(hub: Hub, path: bytes) -> str:
    """The body of an answer, of any status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
    writer.write(b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % path)
    answer = await reader.read()
    writer.close()
    return answer.partition(b"\r\n\r\n")[2].decode()


async def test_a_hub_answers_nothing_raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its races, its health, its metrics and its errors, of logs and of files with harm in their names."""
    take_away(monkeypatch, *DOOR)
    (tmp_path / "a\x1b[2J\x9b\u202eb.jsonl").mkdir()
    with closing(Journal.open(tmp_path / "tagged.jsonl", "tagged")) as journal:
        journal.append(raw_log().lines)
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        paths = (b"/v1/races", b"/health", b"/metrics", b"/v1/races/\x1b[2J\xc2\x9b\x7f", b"/\xe2\x80\xae")
        bodies = {path: await get(hub, path) for path in paths}

    assert "Mile" in bodies[b"/v1/races"]
    assert "tagged" in bodies[b"/metrics"]
    for path, body in bodies.items():
        assert harm_in(body) == [], path


def test_a_hub_logs_nothing_raw(tmp_path: Path) -> None:
    """Whatever an event or an error of a library holds, in a file or on a terminal it is one line."""
    descriptor = os.open(tmp_path / "log", os.O_CREAT | os.O_WRONLY)
    with closing(BackgroundHandler(descriptor)) as handler:
        record = logging.LogRecord("lapbell.hub", logging.INFO, "", 0, f"event {HOSTILE}", None, None)
        record.fields = {"reason": HOSTILE}
        handler.emit(record)
    os.close(descriptor)

    [line] = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert "event " in line
    assert harm_in(line) == []


async def test_an_older_hub_is_followed_and_drawn_without_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that has kept all as it came, and sends it so."""
    async with Hub(raw_log()) as hub:
        for words in (["follow"], ["follow", "--json"], ["board"]):
            written = await run(capsys, *words, hub.url("tagged"))
            assert "Mile" in written or "Ann" in written
            assert harm_in(written) == [], words
        listed = await run(capsys, "correct", hub.url("tagged"), "--list")
        recorded = await asyncio.to_thread(lapbell, "record", hub.base, "--once", "--into", str(tmp_path))
        assert "start-list" in listed
        assert "tagged" in recorded.stdout + recorded.stderr
        assert harm_in(listed + recorded.stdout + recorded.stderr) == []
        async with on_air(hub.url("tagged"), size=(150, 50), operator=True) as stage:
            await tour(stage, *VIEWS, "d", "escape", "enter")


@pytest.mark.parametrize(
    "frame",
    [tagged_frame(viewer_frames.Bye) | {"code": 4000}, harmed("{").encode()],
    ids=["a farewell", "no frame"],
)
async def test_no_reason_of_a_hub_is_written_raw(
    frame: Step, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A farewell, and something that is no frame: to a command, and on the screen."""
    take_away(monkeypatch, *DOOR)
    farewell: Step = tagged_frame(viewer_frames.Bye) | {"code": 4000}
    async with hostile_hub([frame], [farewell]) as host:
        written = await run(capsys, "follow", f"{host}/v1/races/tagged")
        assert "reason" in written
        assert harm_in(written) == []
    async with hostile_hub([farewell]) as host, on_air(f"ws://{host}/v1/races/tagged") as stage:
        await stage.until("reason")
        look(stage)


async def test_no_answer_to_a_publisher_is_written_raw(
    tagged_race: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a hub says of messages that it does not like."""
    take_away(monkeypatch, *DOOR)
    monkeypatch.setenv("LAPBELL_TOKEN", "x")
    said = [publisher_frames.Refusal, publisher_frames.Warned, viewer_frames.Bye]
    ready = tagged_frame(publisher_frames.Ready) | {"last": 0}
    script: list[Step] = [ready, *(tagged_frame(kind) | {"code": 4000} for kind in said)]
    for frame in script[1:-1]:
        assert isinstance(frame, dict)
        del frame["code"]
    async with hostile_hub(script) as host:
        written = await run(capsys, "publish", str(tagged_race), "--to", f"ws://{host}", "--race", "tagged")

    assert written.count("reason") >= 2
    assert harm_in(written) == []


async def test_corrections_are_shown_without_harm(
    tagged_race: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a publisher is shown before it corrects a race, and what it is told of it."""
    take_away(monkeypatch, *DOOR)
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        monkeypatch.setenv("LAPBELL_TOKEN", Tokens(tmp_path).issue("*", "mat"))
        words = ["publish", str(tagged_race), "--to", hub.base, "--race", "tagged"]
        sent = await run(capsys, *words)
        note = json.dumps(harmed("text"))
        other = tagged_file().replace(note.encode(), json.dumps(harmed("other")).encode())
        await asyncio.to_thread(tagged_race.write_bytes, other)
        corrected = await run(capsys, *words, "--replace", "--yes")

    assert "published" in sent
    assert "becomes" in corrected
    assert harm_in(sent + corrected) == []


async def test_no_list_and_no_health_of_a_hub_is_drawn_raw(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a hub says of its races on the home screen, and of itself to its operator."""
    notice, health = tagged_frame(RaceNotice), tagged_frame(HubHealth)
    assert texts_in(notice) == texts_of(RaceNotice) - {"race", "devices.bridge", "devices.state"}
    listing = json.dumps({"version": 1, "races": [notice]}).encode()
    pages = {
        "/v1/races": ("200 OK", listing),
        "/health": ("503 \x1b[2J", json.dumps(health).encode()),
    }
    async with hostile_pages(pages) as host:
        [read] = (await race_list(Address.parse(host))).races
        assert [text for text in vars_of(read).values() if isinstance(text, str) and harm_in(text)] == []
        take_away(monkeypatch, *DOOR)
        written = await run(capsys, "hub", "status", host)
        assert harm_in(written) == []
        assert written
        remember(Address.parse(host))
        async with on_stage(None, size=(150, 50)) as stage:
            await stage.until("connected")
            look(stage)
