"""`lapbell bridge finishlynx`: from a folder to a hub, with everything dying on the way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from feeds.bridges.bridge import BridgeSettings
from feeds.bridges.finishlynx.finishlynx_bridge import FinishLynx
from feeds.bridges.raw_input import Piece
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.finishlynx.lynx_emulator import a_race
from tests.feeds.hub_process import HubProcess
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell

RACE = "2026-1500m-2"
NAME = "017-1-02.lif"


async def test_bridge_killed_hub_killed_and_files_half_written(tmp_path: Path) -> None:
    """The race at the hub is the one of an undisturbed run."""
    lynx, folder, hub = a_race(), tmp_path / "lynx", HubProcess(tmp_path / "hub")
    folder.mkdir()
    bridge = BridgeProcess(
        "finishlynx",
        str(folder),
        *("--only", "17-1-2", "--race", RACE, "--to", hub.base.removeprefix("ws://")),
        data=tmp_path / "data",
        token=Tokens(hub.folder).issue("*", "lynx"),
    )
    file = folder / NAME
    race = RaceAtHub(hub, RACE, bridge)
    await hub.start()
    try:
        file.write_bytes(lynx.saved(120_000))
        await bridge.start()
        await race.has_splits(7)
        await bridge.kill()
        file.write_bytes(lynx.saved(200_000))
        await hub.kill()
        await bridge.start()
        file.write_bytes(lynx.saved(230_000)[:400])
        await asyncio.sleep(0.7)
        file.write_bytes(lynx.saved(235_000))
        await hub.start()
        await race.has_splits(12)
        file.unlink()
        await bridge.kill()
        file.write_bytes(lynx.saved(400_000))
        await bridge.start()
        await race.is_shown_as(_undisturbed())
    finally:
        await bridge.kill()
        await hub.kill()


def _undisturbed() -> list[Message]:
    bridge, lynx = FinishLynx(BridgeSettings(only="17-1-2")), a_race()
    pieces = [Piece(0, NAME, "file", lynx.saved(ms)) for ms in (120_000, 200_000, 235_000, 400_000)]
    return [m for piece in pieces for outcome in bridge.take(piece) for m in outcome.messages]


def test_trying_a_folder(tmp_path: Path) -> None:
    """Each file with what is made of it, and the messages; no hub, token, zone or date is needed."""
    (tmp_path / "LYNX.EVT").write_text("17,1,2,1500m Women,,,,,,1500\r\n,11,1,Berg,Anna\r\n")
    (tmp_path / NAME).write_bytes(a_race().saved(400_000))

    done = lapbell("bridge", "finishlynx", "--try", str(tmp_path))

    assert done.returncode == 0
    assert "LYNX.EVT (start lists of 1 heat, 1 entrants)" in done.stdout
    assert f"{NAME} (heat 17-1-2, 5 rows)" in done.stdout
    assert '"bib":"11","checkpoint":"finish","time":"3:51.000","rank":1' in done.stdout
    assert "0 not understood" in done.stderr


def test_help_shows_an_example() -> None:
    """A command that can be typed."""
    assert (
        "lapbell bridge finishlynx /mnt/lynx --only 17-1-2 --to"
        in lapbell("bridge", "finishlynx", "--help").stdout
    )
