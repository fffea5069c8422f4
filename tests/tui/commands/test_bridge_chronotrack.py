"""`lapbell bridge chronotrack`: five boxes at one port, onto a hub, with everything dying on the way."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from feeds import codec
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.chronotrack.controller import Controller
from tests.feeds.bridges.chronotrack.ctp01_source import Ctp01Source
from tests.feeds.bridges.chronotrack.test_chronotrack_port import LOCATIONS
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import outcomes, start_list
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.patience import PATIENCE_S
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell

NAME = "2026-club-1500"

MAP = f"""\
zone = "Europe/Berlin"
date = "2026-05-02"
device_guns = [""]
[places]
{"".join(f'"{name}" = "*"{chr(10)}' for name in LOCATIONS)}"""


async def connected(sources: list[Ctp01Source], bridge: BridgeProcess) -> None:
    """Connect as soon as the bridge is there."""
    deadline_s = time.monotonic() + PATIENCE_S
    for source in sources:
        while True:
            try:
                await source.connect()
                break
            except OSError:
                assert time.monotonic() < deadline_s, bridge.said
                await asyncio.sleep(0.1)


async def read(sources: list[Ctp01Source], lines: list[str], first: int) -> None:
    """Read the lines of the race, each at the next box."""
    for number, line in enumerate(lines, start=first):
        source = sources[number % len(sources)]
        await source.read(source.locations[0], line[0], f"{line[2:]}0")


async def test_five_boxes_a_bridge_and_a_hub_that_all_die(tmp_path: Path) -> None:
    """The race at the hub is the one of an undisturbed run."""
    hub, port = HubProcess(tmp_path / "hub"), free_port()
    (tmp_path / "map.toml").write_text(MAP)
    race_file = tmp_path / f"{NAME}.jsonl"
    header = f'{{"type":"log","version":1,"race":"{NAME}"}}\n'
    race_file.write_text(header + codec.encode(start_list()).decode() + "\n")
    sources = [Ctp01Source(port, [name]) for name in LOCATIONS]
    bridge = BridgeProcess(
        "chronotrack",
        f"listen:{port}",
        *("--race", NAME, "--to", hub.base.removeprefix("ws://"), "--map", str(tmp_path / "map.toml")),
        *("--start-list", str(race_file), "--with-start-list"),
        data=tmp_path / "data",
        token=Tokens(hub.folder).issue("*", "boxes"),
    )
    race = RaceAtHub(hub, NAME, bridge)
    await hub.start()
    try:
        await bridge.start()
        await connected(sources, bridge)
        await sources[0].read(LOCATIONS[0], "guntime", "19:40:00.00")
        await read(sources, RACE[:4], 0)
        await race.has_splits(4)
        await bridge.kill()
        for source in sources:
            await source.hang_up()
        await read(sources, RACE[4:6], 4)
        await bridge.start()
        await connected(sources, bridge)
        await race.has_splits(6)
        await hub.kill()
        await read(sources, RACE[6:9], 6)
        await sources[2].hang_up()
        await hub.start()
        await connected([sources[2]], bridge)
        await read(sources, RACE[9:], 9)
        await race.is_shown_as([start_list(), *_undisturbed()])
    finally:
        for source in sources:
            await source.hang_up()
        await bridge.kill()
        await hub.kill()


def _undisturbed() -> list[Message]:
    lines = [f"{line}0" for line in RACE]
    return [
        message
        for outcome in outcomes(lines, start_list(), guns={"": "19:40:00.00"})
        for message in outcome.messages
    ]


def test_trying_the_files_of_a_controller(tmp_path: Path) -> None:
    """No hub, token, zone or date is needed; what was assumed is said."""
    controller = Controller(tmp_path / "LINE")
    controller.mark("Point", "19:30:00.00", "LINE")
    controller.mark("Gun", "19:40:00.00", "Button Press")
    controller.read("17", "19:41:00.10")

    for source in (tmp_path, controller.csv):
        done = lapbell("bridge", "chronotrack", "--try", str(source))
        assert done.returncode == 0
        assert '"bib":"17","checkpoint":"LINE","clock":"2026-05-02T19:41:00.10Z"' in done.stdout
        assert "assumed: the times are UTC" in done.stderr
        assert "to take it, add it to [guns]" in done.stderr
        assert "0 not understood" in done.stderr

    done = lapbell("bridge", "chronotrack", "--try", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "none does not exist" in done.stderr


def test_help_shows_an_example() -> None:
    """A command that can be typed."""
    assert (
        "lapbell bridge chronotrack listen:192.168.1.5:61611 --map"
        in lapbell("bridge", "chronotrack", "--help").stdout
    )
