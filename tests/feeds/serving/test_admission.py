"""Who comes in: not too many, not from anywhere, and over an encrypted line where there is one."""

from __future__ import annotations

import asyncio
import logging
import shutil
import ssl
import subprocess
import threading
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from feeds.errors import Refused
from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.log import Log
from feeds.serving.admission import ConnectionLimits
from feeds.serving.hub_reporting import Formatter, hub_log
from tests.feeds.hub_process import HubProcess
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.raw_publisher import PROTOCOL, note, notes, publishing, teller
from tests.feeds.serving.quota_clock import QuotaClock

SITE = "https://results.example"


@pytest.mark.parametrize(
    ("origin", "let_in"), [(None, True), (SITE, True), ("https://other.example", False), ("null", False)]
)
async def test_only_named_sites_may_connect(growing: Log, origin: str | None, let_in: bool) -> None:
    """A page of another web site cannot read the race through its visitor's browser; a program can."""
    said = Origin(origin) if origin else None
    async with Hub(growing, settings=Settings(origins=(SITE,))) as hub:
        if let_in:
            async with connect(hub.url("club-800"), subprotocols=PROTOCOL, origin=said):
                return
        with pytest.raises(InvalidStatus) as refused:
            await connect(hub.url("club-800"), subprotocols=PROTOCOL, origin=said)

    assert refused.value.response.status_code == 403


async def test_too_many_at_once_are_asked_to_come_again(growing: Log, clock: QuotaClock) -> None:
    """Beyond the rate of handshakes the answer is 503 with a time to wait; viewers heed it and get in."""
    limits = ConnectionLimits(handshakes=5)
    async with Hub(growing, settings=Settings(limits=limits)) as hub, AsyncExitStack() as stack:
        refused = None
        for _ in range(12):
            try:
                await stack.enter_async_context(connect(hub.url("club-800"), subprotocols=PROTOCOL))
            except InvalidStatus as error:
                refused = error.response
        assert refused is not None
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "2"
        async with aclosing(watch(hub.url("club-800"), sleep=clock.sleep, jitter=lambda: 0)) as updates:
            await until(updates, 4)

    assert clock.slept == [2.0]


async def test_the_hub_has_room_for_so_many(growing: Log) -> None:
    """When it is full it says so, and whoever is there stays."""
    async with (
        Hub(growing, settings=Settings(limits=ConnectionLimits(connections=2))) as hub,
        connect(hub.url("club-800"), subprotocols=PROTOCOL) as first,
        connect(hub.url("club-800"), subprotocols=PROTOCOL),
    ):
        with pytest.raises(InvalidStatus) as refused:
            await connect(hub.url("club-800"), subprotocols=PROTOCOL)
        assert refused.value.response.status_code == 503
        assert await first.recv()


async def test_nothing_is_shown_before_it_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a message is on its way to the disk there is no answer to it, and no viewer sees it."""
    release, append = threading.Event(), Journal.append

    def slow(journal: Journal, lines: Any) -> None:
        release.wait()
        append(journal, lines)

    async with (
        Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.05)) as hub,
        teller(hub) as mat,
        aclosing(watch(hub.url("club-800"))) as updates,
    ):
        await until(updates, 0)
        monkeypatch.setattr(Journal, "append", slow)
        await mat.say(1, *notes(1, 2))
        for _ in range(5):
            assert (await mat.hear())["last"] == 0
            assert hub.registry.broadcasts["club-800"].log.head == 0
        release.set()
        await mat.until_acked(2)
        assert texts(await until(updates, 2)) == ["1", "2"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this computer that nobody else has signed, with its key in the same file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and is not here")
    path = tmp_path_factory.mktemp("tls") / "hub.pem"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
    ]
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    arguments = [*words, names, "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run(arguments, check=True, capture_output=True)
    with path.open("ab") as file:
        file.write(Path(f"{path}.crt").read_bytes())
    return path


async def test_an_encrypted_line(tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate the hub speaks wss, to publishers and viewers who trust it, and to nobody else."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with Hub(settings=Settings(folder=tmp_path, tls=context)) as hub:
        assert hub.base.startswith("wss://")
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            assert texts(await until(updates, 1)) == ["1"]
        monkeypatch.delenv("SSL_CERT_FILE")
        async with aclosing(watch(hub.url("club-800"))) as updates:
            with pytest.raises(Refused, match=r"the certificate of 127.0.0.1:\d+ is not trusted"):
                await anext(updates)


async def test_the_command_speaks_tls(tmp_path: Path, certificate: Path) -> None:
    """`lapbell hub --certificate` does the same."""
    async with HubProcess(tmp_path, "--certificate", str(certificate)) as hub:
        context = ssl.create_default_context(cafile=f"{certificate}.crt")
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port, ssl=context)
        writer.write(b"GET /health HTTP/1.1\r\nHost: hub\r\n\r\n")
        assert b'"status":"ok"' in await reader.read()
        writer.close()

    assert any(f"url=wss://127.0.0.1:{hub.port}" in line for line in hub.said)


async def test_no_token_is_in_the_log(tmp_path: Path) -> None:
    """What the hub reports can be shown to anyone."""
    lines: list[str] = []

    class Keep(logging.Handler):
        """Keeps what would be printed."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep a line."""
            lines.append(Formatter().format(record))

    keep = Keep()
    everything = [logging.getLogger(), hub_log]
    for logger in everything:
        logger.addHandler(keep)
    hub_log.setLevel(logging.DEBUG)
    try:
        async with Hub(settings=Settings(folder=tmp_path)) as hub:
            async with teller(hub) as mat:
                token = mat.connection.request.headers["Authorization"].split()[1]  # type: ignore[union-attr]  # not None here
                await mat.say(1, note(1))
                await mat.until_acked(1)
            with pytest.raises(InvalidStatus):
                async with publishing(hub, "club-800", "secret-" + token):
                    pass
    finally:
        for logger in everything:
            logger.removeHandler(keep)

    told = "\n".join(lines)
    assert "publisher joined race=club-800 source=mat-a" in told
    assert token not in told


def test_a_report_stays_on_its_line() -> None:
    """Whatever is in a field, it cannot end the line, nor pretend to be another field."""
    record = logging.makeLogRecord({"msg": "race opened", "levelname": "INFO"})
    record.fields = {"race": "a b", "reason": 'x\ninfo fake=1 \x1b[2J "é"', "bytes": 12}

    line = Formatter().format(record)

    assert "\n" not in line
    assert "\x1b" not in line
    assert line.endswith("""info race opened race='a b' reason='x\\ninfo fake=1 \\x1b[2J "\\xe9"' bytes=12""")
