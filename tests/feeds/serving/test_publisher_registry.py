"""One publisher a source: it is asked whether it is there, and only then is its place taken."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from feeds.client.reconnect import HubLost
from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing.hub_choice import HubLogin
from feeds.publishing.publisher_events import Event
from feeds.serving.hub_settings import PublisherLimits
from feeds.serving.publisher_registry import PublisherRegistry
from feeds.serving.tokens import Tokens
from tests.feeds.flaky_network import Line, LineTo
from tests.feeds.patient_viewer import Naps
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import Frame, Teller, note, notes, publishing
from tests.patience import until
from tests.tui.run_lapbell import ROOT, RUN

RACE = "club-800"

LIMITS = PublisherLimits(ping_s=0.1, silence_s=1.2, answer_s=0.8)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub with little patience."""
    return Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.1, publishers=LIMITS))


@pytest.fixture
def patient_hub(tmp_path: Path) -> Hub:
    """One with patience enough for a process on a busy computer."""
    limits = PublisherLimits(ping_s=0.5, silence_s=3, answer_s=3)
    return Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.1, publishers=limits))


@pytest.fixture
def token(tmp_path: Path) -> str:
    """The token of mat-a."""
    return Tokens(tmp_path).issue(RACE, "mat-a")


class Cable:
    """A publisher at the far end of a line that can be pulled."""

    def __init__(self, line: Line, teller: Teller) -> None:
        self.line, self.teller = line, teller

    def pull(self) -> None:
        """Let nothing through any more, without telling either end."""
        self.line.open.clear()


@pytest.fixture
async def cable(hub: Hub, token: str, line_to: LineTo) -> AsyncIterator[Cable]:
    """A publisher of one message, at an open hub."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(hub)
        line, url = await line_to(hub.url(RACE))
        teller = await stack.enter_async_context(publishing(hub, RACE, token, base=url.split("/v1")[0]))
        await teller.say(1, note(1))
        await teller.until_acked(1)
        yield Cable(line, teller)
        line.open.set()
        line.cut()


def test_the_limits_of_a_hub() -> None:
    """As docs/feed.md has them."""
    limits = Settings().publishers

    assert (limits.ping_s, limits.silence_s, limits.answer_s) == (5.0, 15.0, 3.0)


async def test_a_publisher_with_nothing_to_say_stays(hub: Hub, token: str) -> None:
    """It answers pings, and that is enough."""
    async with hub, publishing(hub, RACE, token) as mat:
        await asyncio.sleep(2 * LIMITS.silence_s)
        await mat.say(1, note(1))
        await mat.until_acked(1)


async def test_a_pulled_cable_is_noticed(hub: Hub, cable: Cable, caplog: pytest.LogCaptureFixture) -> None:
    """The publisher counts as gone once nothing was heard of it for long enough, and not before."""
    begun_s = time.monotonic()
    cable.pull()
    await until(lambda: hub.registry.publishers[RACE] == 0)

    assert time.monotonic() - begun_s > LIMITS.silence_s - 2 * LIMITS.ping_s
    assert "publisher let go, nothing was heard of it" in caplog.text


async def test_a_publisher_that_is_slowed_down_stays(tmp_path: Path, token: str) -> None:
    """The hub does not read what it sends, so it cannot hear its pongs either."""
    settings = Settings(folder=tmp_path, heartbeat_s=0.1, publishers=LIMITS, rate=400, burst=1)
    async with Hub(settings=settings) as hub, publishing(hub, RACE, token) as mat:
        for first in range(1, 801, 10):
            await mat.say(first, *notes(first, first + 9))
        assert await mat.until_acked(800) == []


class Gone:
    """A session whose connection was closed a moment ago."""

    race, source = RACE, "mat-a"
    heard_at, is_read = 0.0, True

    def __init__(self) -> None:
        self.connection = self
        self.pings = 0

    async def ping(self) -> None:
        """Fail as a connection does that is closed."""
        self.pings += 1
        raise ConnectionClosedError(None, None)


async def test_a_connection_that_is_closed_is_watched_no_more() -> None:
    """It is not a failure of the hub."""
    gone = Gone()
    await PublisherRegistry(LIMITS).watch(gone)  # type: ignore[arg-type]  # as much of a session as it takes

    assert gone.pings == 1


async def test_from_another_address_it_takes_its_own_place(hub: Hub, cable: Cable, token: str) -> None:
    """The laptop has another network: the old connection is asked in vain, and the race goes on."""
    cable.pull()
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    async with publishing(hub, RACE, token) as mat:
        assert LIMITS.answer_s <= loop.time() - begun_s
        assert mat.ready["last"] == 1
        await until(lambda: hub.registry.publishers[RACE] == 1)
        await mat.say(2, note(2))
        await mat.until_acked(2)
        cable.line.open.set()
        with pytest.raises(ConnectionClosed):
            await cable.teller.until_acked(10)

    assert hub.registry.broadcasts[RACE].log.head == 2


async def test_a_connection_that_was_closed_is_not_waited_for(hub: Hub, token: str) -> None:
    """A publisher that was started again is in at once."""
    async with hub:
        async with publishing(hub, RACE, token) as mat:
            mat.connection.transport.abort()
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        async with publishing(hub, RACE, token):
            assert loop.time() - begun_s < LIMITS.answer_s


async def test_a_thief_is_refused_and_all_are_told(
    hub: Hub, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The first publisher goes on; it, the newcomer, the log and `/health` say what happened."""
    async with hub, publishing(hub, RACE, token) as mat:
        async with publishing(hub, RACE, token) as thief:
            with pytest.raises(ConnectionClosed) as closed:
                await thief.connection.recv()
        [notice] = [answer for answer in await hear(mat, "notice") if answer["type"] == "notice"]
        await mat.say(1, note(1))
        assert await mat.until_acked(1) == []
        health = json.loads((await get(hub, "/health")).body)
        figures = (await get(hub, "/metrics")).body

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4011
    assert (thief.ready["type"], thief.ready["code"], thief.ready["retry_ms"]) == ("bye", 4011, 5000)
    assert f"`lapbell hub token {RACE} SOURCE` makes a token for another source" in thief.ready["reason"]
    assert "another publisher, at 127.0.0.1, wanted to send as mat-a" in notice["reason"]
    assert f"`lapbell hub token {RACE} mat-a --revoke` revokes it" in notice["reason"]
    assert "second publisher refused" in caplog.text
    [contest] = health["contested"]
    assert contest.startswith(f"a second publisher of {RACE} wanted to send as mat-a and was refused at ")
    assert "lapbell_contested_total 1" in figures.splitlines()


async def hear(mat: Teller, kind: str) -> list[Frame]:
    """What a publisher hears up to a frame of a type."""
    while (await mat.hear())["type"] != kind:
        pass
    return mat.answers


async def test_a_thief_who_keeps_trying_fills_no_log(
    hub: Hub, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten times in a moment are counted, and told once or twice."""
    async with hub, publishing(hub, RACE, token) as mat:
        for _ in range(10):
            async with publishing(hub, RACE, token) as thief:
                assert thief.ready["code"] == 4011
        await mat.say(1, note(1))
        told = [answer for answer in await mat.until_acked(1) if answer["type"] == "notice"]
        [contest] = json.loads((await get(hub, "/health")).body)["contested"]

    assert "was refused 10 times, last at " in contest
    assert len(told) == caplog.text.count("second publisher refused") < 5


async def test_two_tokens_of_one_source_are_one_publisher(hub: Hub, token: str, tmp_path: Path) -> None:
    """It is the source that has one publisher, not the token; another race is another matter."""
    every = Tokens(tmp_path).issue("*", "mat-a")
    async with hub, publishing(hub, RACE, token):
        async with publishing(hub, RACE, every) as second:
            assert second.ready["code"] == 4011
        async with publishing(hub, "other", every) as elsewhere:
            assert elsewhere.ready["type"] == "ready"


async def test_a_newcomer_does_not_go_to_another_hub(hub: Hub, token: str, tmp_path: Path) -> None:
    """Where its source has a publisher at the first one: there would be two histories."""
    folder = tmp_path / "other"
    reports: list[Event] = []
    async with hub, Hub(settings=Settings(folder=folder)) as other, publishing(hub, RACE, token):
        tokens = (token, Tokens(folder).issue(RACE, "mat-a"))
        logins = [
            HubLogin.of(f"{one.base}/v1/races/{RACE}", own)
            for one, own in zip((hub, other), tokens, strict=True)
        ]
        async with Publisher(logins, Log(RACE), report=reports.append, sleep=Naps()):
            await until(lambda: len(reports) >= 3)
        assert other.registry.publishers[RACE] == 0

    assert all(isinstance(report, HubLost) for report in reports)


async def test_newcomers_wait_in_turn(hub: Hub, cable: Cable, token: str) -> None:
    """Of several at one time the first to ask takes the place, and the others are refused by it."""
    cable.pull()
    async with AsyncExitStack() as stack:
        newcomers = await asyncio.gather(
            *(stack.enter_async_context(publishing(hub, RACE, token)) for _ in range(3))
        )
        assert sorted(newcomer.ready["type"] for newcomer in newcomers) == ["bye", "bye", "ready"]


async def test_the_person_at_the_publisher_is_told(patient_hub: Hub, tmp_path: Path, token: str) -> None:
    """By a line of `lapbell publish`, which goes on."""
    async with patient_hub as hub, process_publishing(hub, tmp_path, token) as process:
        await until(lambda: hub.registry.publishers[RACE] == 1)
        async with publishing(hub, RACE, token):
            await said(process, b"the hub says: another publisher, at 127.0.0.1, wanted to send as mat-a")
        assert hub.registry.publishers[RACE] == 1


@asynccontextmanager
async def process_publishing(hub: Hub, folder: Path, token: str) -> AsyncIterator[Process]:
    """`lapbell publish -` as a process of its own, killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN, "publish", "-", "--to", f"{hub.base}/v1/races/{RACE}",
        "--outbox", str(folder / "outbox.jsonl"),
        cwd=ROOT, env={"PATH": "", "LAPBELL_TOKEN": token, "LAPBELL_DATA": str(folder / "data")},
        stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def said(process: Process, text: bytes) -> None:
    """Wait until a process has said something."""
    assert process.stderr
    async with asyncio.timeout(30):
        while text not in (line := await process.stderr.readline()):
            assert line


async def test_a_laptop_that_slept(patient_hub: Hub, tmp_path: Path, token: str) -> None:
    """Another laptop publishes; the first wakes, hears why it has to wait."""
    async with patient_hub as hub, process_publishing(hub, tmp_path, token) as process:
        assert process.stdin
        process.stdin.write(b'{"type":"note","text":"1"}\n')
        await until(lambda: RACE in hub.registry.broadcasts and hub.registry.broadcasts[RACE].log.head == 1)
        process.send_signal(signal.SIGSTOP)
        await until(lambda: hub.registry.publishers[RACE] == 0)
        async with publishing(hub, RACE, token) as spare:
            assert spare.ready["last"] == 1
            process.send_signal(signal.SIGCONT)
            await hear(spare, "notice")
            await said(process, b"mat-a has a publisher, which answers")
