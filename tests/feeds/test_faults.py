"""A race day on which everything goes wrong: real processes, real sockets, and nothing lost or doubled."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import time
import zlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from feeds.client.reconnect import HubLost
from feeds.log import read
from feeds.serving.tokens import Tokens
from feeds.viewer import Arrived, Joined, Viewer
from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from tests.faults.recording import Record
from tests.feeds.failing_publisher import Chaos
from tests.feeds.flaky_network import Line
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import PROTOCOL, Frame

LARGE = bool(os.environ.get("LAPBELL_LARGE"))
"""Whether the faults are tried at the size of a great race, which takes minutes."""

RACE = "club-10000"

SLOWEST_START_S = 15.0
"""Until a hub serves, on a busy machine."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")


def race_messages(count: int, seed: int) -> list[Frame]:
    """A race with everything that is said of one: late guns, corrections, withdrawals, wrong bibs."""
    chance = random.Random(seed)
    bibs = [str(bib) for bib in range(1, 41)]
    marks = [{"id": str(metres), "distance_m": metres} for metres in range(400, 10_001, 400)]
    entrants = [{"bib": bib, "name": f"Runner {bib}"} for bib in bibs]
    messages: list[Frame] = [
        {"type": "start-list", "name": "10,000 m", "distance_m": 10_000, "lap_m": 400}
        | {"checkpoints": marks, "entrants": entrants}
    ]
    while len(messages) < count:
        number, said = len(messages) + 1, chance.random()
        replaces = f"mat-a:{chance.randrange(2, number + 3)}"
        if said < 0.85 or number < 10:
            messages.append(_split(chance, bibs, marks))
        elif said < 0.90:
            messages.append(_split(chance, bibs, marks) | {"replaces": replaces})
        elif said < 0.94:
            messages.append({"type": "void", "replaces": replaces})
        elif said < 0.97:
            messages.append({"type": "status", "bib": chance.choice(bibs), "status": "dnf"})
        else:
            messages.append({"type": "gun", "clock": f"2026-07-28T19:00:{chance.randrange(10, 60)}.25Z"})
    return messages


def _split(chance: random.Random, bibs: list[str], marks: list[dict[str, object]]) -> Frame:
    lap = chance.randrange(len(marks))
    time_ms = 66_000 * (lap + 1) + chance.randrange(20_000)
    text = f"{time_ms // 60_000}:{time_ms // 1000 % 60:02}.{time_ms // 10 % 100:02}"
    found = {"type": "split", "bib": chance.choice(bibs), "checkpoint": marks[lap]["id"], "time": text}
    return found | {"evidence": chance.choice(["device", "hand", "official"])}


@dataclass
class Seat:
    """Somebody who watches, and notes every line."""

    lines: list[bytes] = field(default_factory=list)
    joins: int = 0
    starts: int = 0

    async def watch(self, url: str, head: Callable[[], int | None]) -> None:
        """Until the log has ended where the test says."""
        viewer = Viewer(url, jitter=lambda: 0.05)
        updates: AsyncGenerator[object, None] = viewer.updates()
        async with aclosing(updates):
            async for update in updates:
                match update:
                    case Joined(hello):
                        self.joins += 1
                        if hello.mode == "start":
                            self.starts += 1
                            self.lines.clear()
                    case Arrived(lines=lines):
                        self.lines += lines
                if len(self.lines) == head():
                    return


def board_of(lines: list[bytes]) -> str:
    """All there is to see at the end of a race, for comparing."""
    from feeds import codec

    history = History(map(codec.decode, lines))
    return json.dumps(board_json(Board.at(RACE, history.end_ms, history.at(history.end_ms))))


TAILS: list[Callable[[random.Random], bytes]] = [
    lambda _: b'{"type":"split","id":"mat-a:',
    lambda _: b"\0" * 4096,
    lambda chance: chance.randbytes(2000),
    lambda _: b'{"type":"official","id":"mat-a:99999","crc":"00000000"}\n',
    lambda _: b"",
]


@pytest.mark.parametrize("seed", [1, 2] if LARGE else [1])
async def test_kill_the_hub_again_and_again(tmp_path: Path, seed: int, record_property: Record) -> None:
    """Five times in mid-race, under load, with a spoilt end of the file: every viewer has the log, once."""
    count, viewers, rate = (10_000, 60, 500) if LARGE else (2000, 10, 700)
    chance = random.Random(seed)
    hub = HubProcess(tmp_path / "hub")
    token = Tokens(hub.folder).issue(RACE, "mat-a")
    messages = race_messages(count, seed)
    chaos = Chaos(f"{hub.base}/v1/races/{RACE}/publish", token, messages, seed, rate)
    path = hub.folder / f"{RACE}.jsonl"
    async with hub, asyncio.timeout(900 if LARGE else 60):
        publishing = asyncio.create_task(chaos.publish())
        await until(lambda: chaos.last > 50)
        seats = [Seat() for _ in range(viewers)]
        watching = [asyncio.create_task(seat.watch(hub.url(RACE), lambda: count)) for seat in seats]
        starts_s = []
        for round_, spoil in enumerate(TAILS, 1):
            await until(lambda done=round_: chaos.last > done * count // 7)  # type: ignore[misc]  # the type of a default in a lambda
            await hub.kill()
            with path.open("ab") as file:
                file.write(spoil(chance))
            await hub.start()
            starts_s.append(hub.start_s)
        await publishing
        await asyncio.gather(*watching)

    log = read(path)
    assert log.head == count
    assert [row.split(b'"id":"', 1)[1].split(b'"', 1)[0] for row in log.lines] == [
        b"mat-a:%d" % number for number in range(1, count + 1)
    ]
    board = board_of(log.lines)
    for seat in seats:
        assert zlib.crc32(b"".join(seat.lines)) == log.chain(count)
        assert seat.starts == 1
        assert seat.joins >= 5
    assert board_of(seats[0].lines) == board
    assert chaos.again > 0
    assert len(list(hub.folder.glob("*.corrupt-*"))) == 4
    assert max(starts_s) < SLOWEST_START_S
    record_property("tried", len(starts_s))
    record_property("lost and doubled", 0)
    record_property("slowest start, s", round(max(starts_s), 1))


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def publish(hub: HubProcess, messages: list[Frame], race: str = RACE, rate: float = 5000) -> None:
    """Publish a race, and wait until the hub has it."""
    token = Tokens(hub.folder).issue(race, "mat-a")
    await Chaos(f"{hub.base}/v1/races/{race}/publish", token, messages, 3, rate).publish()


async def knock(port: int, race: str, window: int | None = None) -> asyncio.StreamWriter:
    """Ask for a feed, and read nothing of it."""
    listener = socket.socket()
    if window is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    listener.setblocking(False)
    await asyncio.get_running_loop().sock_connect(listener, ("127.0.0.1", port))
    _, writer = await asyncio.open_connection(sock=listener, limit=1)
    writer.write(
        f"GET /v1/races/{race}/feed HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: lapbell.v1\r\n\r\n".encode()
    )
    writer.transport.pause_reading()  # type: ignore[attr-defined]  # asyncio types it as a write transport
    return writer


async def test_stuck_viewers_cost_little_and_nobody_notices(tmp_path: Path, record_property: Record) -> None:
    """Fifty that read nothing, while the race goes on: little memory, the others at the head, a quick end."""
    count = 20_000 if LARGE else 4000
    filler = [{"type": "note", "text": f"{number} " + "x" * 900} for number in range(count)]
    hub = HubProcess(tmp_path / "hub", "--rate", "100000")
    async with hub, asyncio.timeout(300):
        await publish(hub, filler[:1000])
        before_kib = hub.memory_kib()
        stuck = [await knock(hub.port, RACE, window=4096) for _ in range(50)]
        seats = [Seat() for _ in range(5)]
        watching = [asyncio.create_task(seat.watch(hub.url(RACE), lambda: count)) for seat in seats]
        await publish(hub, filler)
        await asyncio.gather(*watching)
        log_kib = sum(len(json.dumps(message)) + 120 for message in filler[1000:]) / 1024
        grown_kib = hub.memory_kib() - before_kib - log_kib
        assert await hub.stop() < 5
        for writer in stuck:
            writer.transport.abort()

    assert grown_kib < 10 * 1024
    record_property("memory of 50, MiB", round(grown_kib / 1024, 1))
    assert all(seat.joins == 1 and len(seat.lines) == count for seat in seats)
    assert "Traceback" not in "\n".join(hub.said)


async def test_a_line_that_goes_dead(tmp_path: Path) -> None:
    """Neither end is told: the viewer notices by the silence, and goes on from where it was."""
    hub = HubProcess(tmp_path / "hub")
    messages = race_messages(400, 4)
    async with hub, asyncio.timeout(60):
        await publish(hub, messages[:200])
        async with Line(hub.port) as line:
            seat = Seat()
            viewer = Viewer(
                f"ws://127.0.0.1:{line.port}/v1/races/{RACE}/feed", silence_s=7.0, jitter=lambda: 0.01
            )
            async with aclosing(viewer.updates()) as updates:
                async for update in updates:
                    match update:
                        case Joined(hello):
                            modes = hello.mode
                        case Arrived(lines=lines):
                            seat.lines += lines
                        case HubLost(reason):
                            assert reason.startswith("nothing heard for 7 s")
                            line.open.set()
                    if len(seat.lines) == 200 and line.open.is_set() and seat.joins == 0:
                        seat.joins = 1
                        line.open.clear()
                        publishing = asyncio.create_task(publish(hub, messages))
                    if len(seat.lines) == 400:
                        break
            line.open.set()
            await publishing

    assert modes == "resume"
    assert seat.lines == read(hub.folder / f"{RACE}.jsonl").lines


async def test_a_join_storm(tmp_path: Path, record_property: Record) -> None:
    """All come back at once after the hub was killed, and all have everything within seconds."""
    count, viewers = (200, 2000) if LARGE else (500, 150)
    hub = HubProcess(tmp_path / "hub")
    messages = race_messages(count, 5)
    async with hub, asyncio.timeout(120):
        await publish(hub, messages[: count // 2])
        seats = [Seat() for _ in range(viewers)]
        watching = [asyncio.create_task(seat.watch(hub.url(RACE), lambda: count)) for seat in seats]
        await until(lambda: all(len(seat.lines) == count // 2 for seat in seats))
        await hub.kill()
        await hub.start()
        begun_s = time.monotonic()
        await publish(hub, messages)
        await asyncio.gather(*watching)
        took_s = time.monotonic() - begun_s

    assert took_s < 30
    assert hub.start_s < SLOWEST_START_S
    record_property("tried", viewers)
    record_property("all have all after, s", round(took_s, 1))
    assert all(seat.lines == seats[0].lines and seat.starts == 1 for seat in seats)


async def test_a_hub_is_thrown_everything_at(tmp_path: Path, record_property: Record) -> None:
    """Frames that are none, from publishers and viewers: it serves on, and has no traceback to show."""
    rounds, frames_a_round = (1000, 100) if LARGE else (60, 50)
    chance = random.Random(9)
    hub = HubProcess(tmp_path / "hub")
    async with hub, asyncio.timeout(600):
        await publish(hub, race_messages(50, 9))
        token = Tokens(hub.folder).issue(RACE, "fuzz")
        headers = {"Authorization": f"Bearer {token}"}
        for _ in range(rounds):
            purpose = chance.choice(["feed", "publish"])
            async with connect(
                f"{hub.base}/v1/races/{RACE}/{purpose}",
                subprotocols=PROTOCOL,
                additional_headers=headers,
                close_timeout=0.2,
                compression=chance.choice([None, "deflate"]),
            ) as fuzz:
                with suppress(ConnectionClosed):
                    for _ in range(frames_a_round):
                        await fuzz.send(thrown(chance), text=chance.random() < 0.9)
        seat = Seat()
        log = read(hub.folder / f"{RACE}.jsonl")
        await asyncio.create_task(seat.watch(hub.url(RACE), lambda: log.head))

    assert seat.lines == log.lines
    assert [line for line in hub.said if "Traceback" in line or " error " in line] == []
    record_property("tried", rounds * frames_a_round)


VALUES = [
    b"null", b"true", b"-1", b"0", b"1e999", b"NaN", b"9" * 5000, b'""', b'"\\ud800"', b'"x\\u0000y"',
    b"[" * 2000 + b"]" * 2000, b"{}", b"[]", b'"' + b"x" * 3000 + b'"', b'{"type":"gun"}', b"1" + b"0" * 19,
]  # fmt: skip


def thrown(chance: random.Random) -> bytes:
    """Something that looks a little like a frame."""
    value = chance.choice
    kind = value([b'"publish"', b'"ping"', b'"hello"', b'"split"', *VALUES])
    message = b'{"type":%s,"bib":%s,\n"time":%s,"type":"split"}' % (kind, value(VALUES), value(VALUES))
    return value(
        [
            b'{"type":%s,"first":%s,"messages":%s}' % (kind, value(VALUES), value(VALUES)),
            b'{"type":"publish","first":%d,"messages":[%s]}' % (chance.randrange(1, 9), message),
            b'{"type":"publish","first":1,"messages":[%s,{"type":"gun","wave":%s}]}'
            % (message, value(VALUES)),
            b'{"type":"ping","asked_ms":%s}' % value(VALUES),
            chance.randbytes(chance.randrange(300)),
            message,
            value(VALUES),
        ]
    )
