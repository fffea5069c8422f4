"""`lapbell bridge rmonitor`: from a socket to a hub, with everything dying on the way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from feeds.bridges.bridge import BridgeSettings
from feeds.bridges.raw_input import Piece
from feeds.bridges.rmonitor.rmonitor_bridge import RMonitor
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.rmonitor.orbits_emulator import Orbits, OrbitsServer, whole_race
from tests.feeds.hub_process import HubProcess
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell

RACE = "2026-5000m"


async def test_bridge_killed_hub_killed_and_device_gone(tmp_path: Path) -> None:
    """The race at the hub is the one of an undisturbed run, and nothing was sent to the device."""
    orbits, hub = Orbits(), HubProcess(tmp_path / "hub")
    server = OrbitsServer(Orbits())
    start, *texts = whole_race(orbits)
    assert start
    await server.start()
    bridge = BridgeProcess(
        "rmonitor",
        f"127.0.0.1:{server.port}",
        *("--race", RACE, "--to", hub.base.removeprefix("ws://")),
        data=tmp_path / "data",
        token=Tokens(hub.folder).issue("*", "orbits"),
    )
    race = RaceAtHub(hub, RACE, bridge)
    await hub.start()
    try:
        await bridge.start()
        await race.until(lambda: server.connections == 1)
        for text in texts[:4]:
            await server.send(text)
        await race.has_splits(4)
        server.orbits.laps = {"1": (1, 36_100), "2": (0, 1_930), "3": (0, 2_660)}
        server.orbits.flag = "Green "
        await bridge.kill()
        await hub.kill()
        await bridge.start()
        await race.until(lambda: server.connections == 2)
        for text in texts[4:7]:
            await server.send(text)
        await asyncio.sleep(0.5)
        server.orbits.laps = {"1": (2, 105_200), "2": (1, 37_560), "3": (1, 39_020)}
        await server.stop()
        await hub.start()
        await server.start()
        await race.until(lambda: server.connections == 3)
        for text in texts[7:]:
            await server.send(text)
        await race.is_shown_as(_undisturbed())
    finally:
        await bridge.kill()
        await hub.kill()
        await server.stop()
    assert server.heard == b""


def _undisturbed() -> list[Message]:
    data = "".join(whole_race(Orbits())).encode()
    return [m for o in RMonitor(BridgeSettings()).take(Piece(0, "orbits", "data", data)) for m in o.messages]


def test_trying_a_recorded_stream(tmp_path: Path) -> None:
    """No hub, token, zone or date is needed; what was assumed is said."""
    path = tmp_path / "stream.txt"
    path.write_text("".join(whole_race(Orbits())).replace("$F,13", "$F,9999"))

    done = lapbell("bridge", "rmonitor", "--try", str(path))

    assert done.returncode == 0
    assert '"bib":"10","checkpoint":"lap 4","time":"4:04.700"' in done.stdout
    assert "how many laps there are is not known" in done.stderr
    assert "0 not understood" in done.stderr


def test_help_shows_an_example() -> None:
    """A command that can be typed."""
    assert (
        "lapbell bridge rmonitor 192.168.1.20:50000 --start-list"
        in lapbell("bridge", "rmonitor", "--help").stdout
    )
