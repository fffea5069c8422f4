"""A port that is posted to: what is answered and when, and what senders with bad manners get."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import shutil
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from feeds.bridges.bridge import Bridge
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.raw_source import Opening
from feeds.bridges.raw_recording import RawRecording, recorded_pieces
from feeds.bridges.webhook.http_posts import LARGEST_BODY, MOST_CONNECTIONS
from feeds.bridges.webhook.webhook_bridge import Webhook
from feeds.errors import UserError
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import outcomes, splits
from tests.feeds.bridges.webhook.posts import READS, encoded, webhook
from tests.free_ports import free_port
from tests.patience import until

PAGE = Path(__file__).parents[4] / "docs" / "bridges.md"

TOKEN = "a-token-of-16-and-more"


class Answer(NamedTuple):
    """What was answered."""

    status: int
    body: Any
    headers: dict[str, str]


class Port:
    """The port of a bridge at work."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def ask(
        self, body: bytes | object = b"", method: str = "POST", path: str = "/", **headers: str
    ) -> Answer:
        """Make a request."""
        return await asyncio.to_thread(self._ask, encoded(body), method, path, headers)

    def _ask(self, body: bytes, method: str, path: str, headers: dict[str, str]) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, json.loads(answer.read() or b"null"), dict(answer.headers))


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[RawRecording]:
    """Where posts are recorded."""
    with closing(RawRecording(tmp_path / "x.raw", "webhook")) as opened:
        yield opened


@asynccontextmanager
async def at_work(
    recording: RawRecording | None,
    bridge: Bridge | None = None,
    kept: Any = lambda: asyncio.sleep(0),
    table: Mapping[str, object] | None = None,
) -> AsyncIterator[tuple[Port, list[str], list[Any]]]:
    """A bridge that takes posts: its port, what it says, and what it makes."""
    said: list[str] = []
    made: list[Any] = []
    source = Webhook.source(f"listen:{(port := free_port())}", Opening(said.append, table=table or {}))
    task = asyncio.create_task(BridgeRun(bridge or webhook(), made.append).live(source, recording, kept))
    try:
        await until(lambda: bool(said) or task.done())
        yield Port(port), said, made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_page_in_a_browser_may_not_post_without_a_token(
    recording: RawRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any page could, on the computer of who looks at it; a reader sends no `Origin`."""
    async with at_work(recording) as (port, _, made):
        answer = await port.ask(READS, Origin="https://page.example")
        assert (answer.status, answer.body["error"]) == (403, "browser")
        assert not made
        assert (await port.ask(READS)).status == 202

    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", TOKEN)
    async with at_work(recording) as (port, _, _):
        headers = {"Origin": "https://page.example", "Authorization": f"Bearer {TOKEN}"}
        assert (await port.ask(READS, **headers)).status == 202


async def test_a_post_is_answered_once_its_reads_are_on_disk(recording: RawRecording) -> None:
    """Not before the recording has them, and what was made of them is kept."""
    path, may_keep, waits = recording.path, asyncio.Event(), asyncio.Event()

    async def kept() -> None:
        waits.set()
        await may_keep.wait()

    async with at_work(recording, kept=kept) as (port, _, made):
        asking = asyncio.create_task(port.ask(READS))
        await waits.wait()
        on_disk = list(recorded_pieces(path))
        await asyncio.sleep(0.05)
        assert not asking.done()
        may_keep.set()
        answer = await asking

    assert (answer.status, answer.body["accepted"]) == (202, 12)
    assert [(piece.kind, piece.data) for piece in on_disk] == [("post", encoded(READS))]
    assert splits(made) == splits(outcomes(RACE))
    again = BridgeRun(webhook(), (repeated := list[Any]()).append)
    again.repeat(recorded_pieces(path))
    assert repeated == made, "a bridge that was killed makes the same of its recording"


async def test_who_does_not_bring_the_token_is_refused(
    recording: RawRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be in either header, or in the address for systems that can send none."""
    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", TOKEN)
    async with at_work(recording) as (port, _, made):
        refused = [
            await port.ask(READS),
            await port.ask(READS, Authorization="Bearer wrong"),
            await port.ask(READS, Authorization=f"Basic {TOKEN}"),
            await port.ask(READS, path=f"/?token={TOKEN}x"),
            await port.ask(method="GET"),
        ]
        assert not made
        taken = [
            await port.ask(READS[0], Authorization=f"Bearer {TOKEN}"),
            await port.ask(READS[1], X_API_Key=TOKEN),
            await port.ask(READS[2], path=f"/any/path?token={TOKEN}"),
        ]

    assert {(answer.status, answer.body["error"]) for answer in refused} == {(401, "unauthorized")}
    assert refused[0].headers["WWW-Authenticate"] == "Bearer"
    assert [(answer.status, answer.body["accepted"]) for answer in taken] == [(202, 1)] * 3


async def test_other_requests_are_refused_with_a_word_for_machines(recording: RawRecording) -> None:
    """And cost nothing: too large, packed as a bomb, packed wrongly, another method."""
    bomb = gzip.compress(b" " * (20 * LARGEST_BODY))
    async with at_work(recording) as (port, said, made):
        answers = [
            await port.ask(method="GET"),
            await port.ask(b"x" * (LARGEST_BODY + 1)),
            await port.ask(bomb, Content_Encoding="gzip"),
            await port.ask(b"not gzip", Content_Encoding="gzip"),
            await port.ask(b"not json"),
        ]
        assert not [outcome for outcome in made if outcome.messages and outcome.record]
        packed = await port.ask(gzip.compress(encoded(READS)), Content_Encoding="gzip")

    assert [(answer.status, answer.body["error"]) for answer in answers] == [
        (405, "method"),
        (413, "too-large"),
        (413, "too-large"),
        (400, "bad-body"),
        (400, "not-json"),
    ]
    assert answers[0].headers["Allow"] == "POST"
    assert packed.status == 202
    assert "every program on this computer may post" in said[0]


async def test_what_is_no_http_is_refused_without_a_word_on_the_terminal(
    recording: RawRecording, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor is anything written of a body that is packed wrongly."""
    async with at_work(recording) as (port, _, _):
        for line in (b"\x16\x03\x01\x00\xa5\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/1.1\r\nA\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
            writer.write(line)
            assert b" 400 " in await reader.readline()
            writer.close()
        assert (await port.ask(b"not gzip", Content_Encoding="gzip")).status == 400
        assert (await port.ask(READS)).status == 202

    assert capfd.readouterr() == ("", "")


async def test_a_sender_that_breaks_off_costs_nothing(recording: RawRecording) -> None:
    """Half a body is no post; it is posted again, and counts once."""
    body = encoded(READS)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with at_work(recording) as (port, _, made):
        _, writer = await asyncio.open_connection("127.0.0.1", port.port)
        writer.write(head + body[:100])
        await writer.drain()
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
        for start in range(0, len(head + body), 100):
            writer.write((head + body)[start : start + 100])
            await writer.drain()
        assert (await reader.readline()).split()[1] == b"202"
        writer.write(head + body)
        await until(lambda: sum(bool(outcome.reply) for outcome in made) == 2)
        writer.close()

    assert splits(made) == splits(outcomes(RACE))


async def test_a_bridge_that_fails_at_a_post_answers_it(recording: RawRecording) -> None:
    """And goes on with the next one."""

    class Failing(Webhook):
        def take(self, piece: Any) -> Any:
            if b"break" in piece.data:
                raise RuntimeError
            return super().take(piece)

    async with at_work(recording, Failing(webhook().settings)) as (port, _, _):
        assert (await port.ask(b"break")).body["error"] == "not-kept"
        assert (await port.ask(READS)).status == 202


async def test_what_is_only_tried_is_not_acknowledged() -> None:
    """The sender keeps it, and posts it again; what is wrong is said all the same."""
    async with at_work(None) as (port, _, made):
        answers = [await port.ask(READS), await port.ask(b"x"), await port.ask({})]

    assert [answer.status for answer in answers] == [503, 400, 422]
    assert (answers[0].body["error"], answers[0].headers["Retry-After"]) == ("not-kept", "5")
    assert splits(made) == splits(outcomes(RACE))


async def test_the_commands_of_the_page_post_reads(
    recording: RawRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """curl, as docs/bridges.md has it, at another port."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", TOKEN)
    commands = re.findall(r"^    (curl .*(?:\n      .*)*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    answers = []
    async with at_work(recording, webhook(places={"Finish": "finish"}, place="Finish")) as (port, _, _):
        for command in commands:
            typed = command.replace(":8080", f":{port.port}")
            shell = await asyncio.create_subprocess_shell(typed, stdout=asyncio.subprocess.PIPE)
            answers.append(json.loads((await shell.communicate())[0]))

    assert [(answer["accepted"], answer["rejected"]) for answer in answers] == [(1, 0), (2, 0)]


async def test_there_is_room_for_so_many_connections_and_no_more(recording: RawRecording) -> None:
    """More are turned away, until some are closed."""
    async with at_work(recording) as (port, _, _):
        idle = [await asyncio.open_connection("127.0.0.1", port.port) for _ in range(MOST_CONNECTIONS)]
        with pytest.raises(OSError, match=r"."):
            await port.ask(READS)
        for _, writer in idle:
            writer.close()

        async def is_taken() -> bool:
            try:
                return (await port.ask(READS)).status == 202
            except OSError:
                return False

        async with asyncio.timeout(30):
            while not await is_taken():  # noqa: ASYNC110 - there is no event to wait for
                await asyncio.sleep(0.05)


async def test_a_sender_that_never_comes_to_the_point_is_hung_up_on(
    recording: RawRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a head holds no connection for ever; nor does a body that does not come."""
    monkeypatch.setattr("feeds.bridges.webhook.http_posts.HEAD_S", 0.2)
    monkeypatch.setattr("feeds.bridges.webhook.http_posts.BODY_S", 0.2)
    async with at_work(recording) as (port, _, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\n")
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 20) == b""
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[")
        assert (await asyncio.wait_for(reader.readline(), 20)).split()[1] == b"408"
        writer.close()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
async def test_an_encrypted_port(recording: RawRecording, tmp_path: Path) -> None:
    """With the certificate that the mapping file names."""
    pair = [tmp_path / "certificate.pem", tmp_path / "key.pem"]
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = await asyncio.create_subprocess_exec(
        "openssl", *words, "-out", pair[0], "-keyout", pair[1], stderr=asyncio.subprocess.DEVNULL
    )
    assert await made.wait() == 0
    pair[1].chmod(0o600)
    table = dict(zip(("certificate", "key"), map(str, pair), strict=True))
    trusted = ssl.create_default_context(cafile=pair[0])

    def post(port: int) -> int:
        with closing(HTTPSConnection("localhost", port, timeout=30, context=trusted)) as connection:
            connection.request("POST", "/", encoded(READS))
            return connection.getresponse().status

    async with at_work(recording, table=table) as (port, said, _):
        assert said[0].startswith("listening at https://127.0.0.1:")
        assert await asyncio.to_thread(post, port.port) == 202


def test_a_port_that_others_reach_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good one, and if it is encrypted a certificate."""
    opening = Opening(lambda _: None)
    monkeypatch.delenv("LAPBELL_WEBHOOK_TOKEN", raising=False)
    with pytest.raises(UserError, match=r"others can reach 0\.0\.0\.0: set LAPBELL_WEBHOOK_TOKEN"):
        Webhook.source("listen:0.0.0.0:8080", opening)
    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", "short")
    with pytest.raises(UserError, match="must have 16 letters and figures or more"):
        Webhook.source("listen:8080", opening)
    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", TOKEN)
    Webhook.source("listen:0.0.0.0:8080", opening)
    with pytest.raises(UserError, match=r"none\.pem"):
        Webhook.source("listen:8080", opening._replace(table={"certificate": "none.pem"}))


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other bridges need none."""
    monkeypatch.setitem(__import__("sys").modules, "aiohttp", None)

    with pytest.raises(UserError, match=r"pip install 'lapbell\[webhook\]'"):
        Webhook.source("listen:8080", Opening(lambda _: None))
