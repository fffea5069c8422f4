"""`lapbell bridge`: a device's reads onto the board, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from feeds import codec
from feeds.bridges.find_bridge import bridge_names, find_bridge
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens
from race.fold.history import History
from race.messages import Gun, Message, Split
from race.times import TimeOfDay
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import start_list
from tests.feeds.bridges.resending_device import ResendingDevice
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until
from tests.tui.commands.bridge_process import on_disk
from tests.tui.run_lapbell import ROOT, RUN, lapbell, lapbell_here

MAP = """\
zone = "Europe/Berlin"
date = "2026-05-02"
place = "Line"
skip = "ready$"
[places]
Line = "*"
[guns]
"" = "19:40:00.0"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the operator has the race file, the mapping file and a file of reads."""
    header = '{"type":"log","version":1,"race":"club-1500"}\n'
    (tmp_path / "race.jsonl").write_text(header + codec.encode(start_list()).decode() + "\n")
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "reads.csv").write_text("".join(f"{line}\n" for line in RACE))
    return tmp_path


@pytest.mark.parametrize("name", bridge_names())
def test_each_bridge_shows_an_example(name: str) -> None:
    """In its help, with commands that can be typed."""
    shown = lapbell_here("bridge", name, "--help")

    assert shown.returncode == 0
    assert find_bridge(name).example in shown.stdout
    assert re.search(rf"^  lapbell bridge {name} .*--try", shown.stdout, re.MULTILINE)
    assert name in lapbell_here("bridge", "--help").stdout


def test_a_bridge_is_tried_without_anything(folder: Path) -> None:
    """No hub, token, zone, date or race: what is assumed is said, and what is made of each line printed."""
    shown = lapbell_here("bridge", "table", folder / "reads.csv", "--try")

    assert shown.returncode == 0
    assert "assumed: the times are UTC; the day is 2" in shown.stderr
    assert shown.stderr.endswith("12 records, 0 not understood, 12 messages\n")
    assert shown.stdout.splitlines()[0] == "1: 1,19:40:50.1"
    assert '"bib":"1"' in shown.stdout.splitlines()[1]


def test_a_bridge_is_tried_with_what_the_race_says(folder: Path) -> None:
    """The same as it would be published; bad lines do not end it."""
    with (folder / "reads.csv").open("a") as file:
        file.write("rubbish\x1b[2J\n")
    options = ("--map", folder / "map.toml", "--start-list", folder / "race.jsonl")
    shown = lapbell_here("bridge", "table", folder / "reads.csv", "--try", *options)

    assert shown.returncode == 0
    assert '"checkpoint":"finish","clock":"2026-05-02T17:44:12.2Z"' in shown.stdout
    assert "?: rubbish" in shown.stdout
    assert "\x1b" not in shown.stdout + shown.stderr
    assert shown.stderr == "lapbell: 13 records, 1 not understood, 13 messages\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tabel", "x"), "there is no bridge 'tabel'; did you mean table?"),
        (("table", "none.csv", "--try"), "none.csv does not exist"),
        (("table", "reads.csv", "--zone", "UTC"), "where to? Add --to HUB, or --try"),
        (("table", "reads.csv", "--to", "x:1", "--race", "x"), "in which time zone are the times?"),
        (("table", "reads.csv", "--zone", "Mars/Base"), "'Mars/Base' is no time zone"),
        (("table", "reads.csv", "--date", "2nd May"), "'2nd May' is no date"),
        (("table", "reads.csv", "--map", "reads.csv", "--try"), "not TOML"),
        (("table", "reads.csv", "--chips", "map.toml", "--try"), "a chip and a bib must stand there"),
        (("replay", "reads.csv"), "is not a recording of a bridge"),
        (("replay", "none.raw"), "cannot read none.raw"),
    ],
)
def test_what_is_wrong_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str], sentence: str
) -> None:
    """In one line, with what to do."""
    monkeypatch.chdir(folder)
    refused = lapbell_here("bridge", *words)

    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert refused.stderr.count("\n") == 1


def printed(text: str) -> list[Message]:
    """The messages that a bridge has printed, without their names."""
    lines = [line.removeprefix("-> ") for line in text.splitlines() if line.startswith("-> ")]
    return [replace(codec.decode(line), id=None) for line in lines]


class Desk:
    """A hub as a process of its own, and bridges to it, each a process too."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.hub = HubProcess(folder / name)
        self._environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LAPBELL_DATA": str(folder / f"{name}-data"),
            "LAPBELL_TOKEN": Tokens(folder / name).issue("*", "mat-a"),
        }

    @asynccontextmanager
    async def bridge(self, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A bridge that is killed in the end."""
        options = [
            "--map",
            "map.toml",
            "--start-list",
            "race.jsonl",
            "--with-start-list",
            "--to",
            self.hub.base,
        ]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", RUN, "bridge", *words, *options,
            cwd=self.folder, env=self._environ, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()

    @property
    def messages(self) -> list[Message]:
        """What the hub has on disk."""
        return on_disk(self.hub.folder / "club-1500.jsonl")

    @property
    def board(self) -> str:
        """The address of the race."""
        return f"{self.hub.base.removeprefix('ws://')}/v1/races/club-1500"

    @property
    def outbox(self) -> list[str]:
        """The messages that the bridge has kept, as lines."""
        paths = (self.folder / self._environ["LAPBELL_DATA"] / "outbox").glob("*.jsonl")
        return [line for path in paths for line in path.read_text().splitlines()[1:]]

    async def has(self, count: int) -> None:
        """Wait until the hub has so many messages."""
        await self.until(lambda: len(self.messages) >= count)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what other programs write to files."""
        await until(holds)


async def test_a_race_comes_onto_the_board_whatever_breaks(folder: Path) -> None:
    """Bridge killed, device and hub gone, all at once: the log is that of a run in which nothing happened."""
    port = free_port()
    device, disturbed = ResendingDevice(port), Desk(folder, "hub")
    words = ("table", f"127.0.0.1:{port}")
    await device.switch_on()
    async with disturbed.hub:
        async with disturbed.bridge(*words):
            await device.read(RACE[:3])
            await disturbed.has(5)
            await disturbed.hub.kill()
            await device.read(RACE[3:5])
            await disturbed.until(lambda: len(disturbed.outbox) == 7)
            await device.switch_off()
        await device.read(RACE[5:7])
        await disturbed.hub.start()
        async with disturbed.bridge(*words):
            await disturbed.has(7)
            assert len(disturbed.outbox) == 7
            await device.switch_on()
            await disturbed.has(9)
            await device.read(RACE[7:])
            await disturbed.has(14)
            board = await asyncio.to_thread(lapbell, "board", disturbed.board)
    await device.switch_off()
    options = ("--map", folder / "map.toml", "--start-list", folder / "race.jsonl")
    calm = await asyncio.to_thread(lapbell, "bridge", "table", folder / "reads.csv", "--try", *options)

    assert [replace(message, id=None) for message in disturbed.messages[1:]] == printed(calm.stdout)
    assert re.search(r"1 +1 +Runner 1 +FIN +4:12\.2", board.stdout), board.stdout + board.stderr
    assert not device.heard, "nothing is sent to a reader that demands nothing"


async def test_what_was_recorded_gives_the_same_messages(folder: Path) -> None:
    """`lapbell bridge replay` prints them; with another chip map what was published is corrected."""
    desk = Desk(folder, "hub")
    async with desk.hub:
        async with desk.bridge("table", "reads.csv", "--record-raw", "day.raw", "--once") as bridge:
            await bridge.wait()
        published = desk.messages
        with (folder / "map.toml").open("a") as file:
            file.write('[chips]\n"3" = "77"\n')
        async with desk.bridge("table", "reads.csv", "--record-raw", "day.raw", "--once") as bridge:
            await bridge.wait()
        corrected = desk.messages[len(published) :]
    (folder / "map.toml").write_text(MAP)
    shown = await asyncio.to_thread(
        lapbell,
        "bridge",
        "replay",
        folder / "day.raw",
        "--map",
        folder / "map.toml",
        "--start-list",
        folder / "race.jsonl",
    )

    assert bridge.returncode == 0
    assert printed(shown.stdout) == [replace(message, id=None) for message in published[1:]]
    assert [message.replaces for message in corrected] == ["mat-a:5", "mat-a:8", "mat-a:11", "mat-a:14"]


async def test_a_gun_of_someone_else_is_heard(folder: Path) -> None:
    """Of the desk, and corrected by it: laps are counted anew. How the device is, the board says."""
    port = free_port()
    device, desk = ResendingDevice(port), Desk(folder, "hub")
    (folder / "map.toml").write_text(MAP.partition("[guns]")[0])
    login = HubLogin.of(
        f"{desk.hub.base}/v1/races/club-1500", Tokens(desk.hub.folder).issue("club-1500", "desk")
    )
    early, late = (TimeOfDay.parse(f"2026-05-02T19:{clock}+02:00") for clock in ("39:00", "40:00"))
    words = ("table", f"127.0.0.1:{port}", "--record-raw", "day.raw")
    await device.switch_on()
    async with desk.hub, Publisher([login], Log("club-1500")) as publisher:
        async with desk.bridge(*words):
            await device.read(["1,19:39:50.0", *RACE[:3]])
            await desk.until(lambda: splits_of(desk.messages)["1"] == ["300", "700"])
            publisher.publish(Gun(clock=early))
            await publisher.drained()
            publisher.publish(Gun(clock=late, replaces=":1"))
            await desk.until(lambda: splits_of(desk.messages)["1"] == ["300"])
            await device.read(RACE[3:])
            await desk.until(lambda: sum(map(len, splits_of(desk.messages).values())) == len(RACE))
            board = await until_printed("mat-a: table connected since", "board", desk.board)
            status = await until_printed(
                "device: club-1500: mat-a: table connected", "hub", "status", desk.board
            )
        shown = await asyncio.to_thread(lapbell, "bridge", "replay", *REPLAYED, cwd=folder)
        own = [message for message in desk.messages if (message.id or "").startswith("mat-a:")]
    await device.switch_off()

    assert re.search(r"mat-a: table connected since \d\d:\d\d:\d\d", board), board
    assert "device: club-1500: mat-a: table connected since" in status
    assert [message.checkpoint for message in printed(shown.stdout) if isinstance(message, Split)] == [
        message.checkpoint for message in own if isinstance(message, Split)
    ]


async def until_printed(text: str, *words: str) -> str:
    """What a command prints, once a text is in it: a device that has sent everything again hangs up first."""
    async with asyncio.timeout(PATIENCE_S):
        while text not in (printed_now := (await asyncio.to_thread(lapbell, *words)).stdout):  # noqa: ASYNC110
            await asyncio.sleep(0.25)
    return printed_now


REPLAYED = ("day.raw", "--map", "map.toml", "--start-list", "race.jsonl")


def splits_of(messages: list[Message]) -> dict[str, list[str]]:
    """The checkpoints of the splits in force, by bib."""
    history = History(messages)
    found: dict[str, list[str]] = {"1": [], "2": [], "3": []}
    for message in messages:
        if isinstance(message, Split) and history.holds(message):
            found[message.bib].append(message.checkpoint)
    return {bib: sorted(checkpoints) for bib, checkpoints in found.items()}
