"""`lapbell bridge` of programs that write files anew: from a folder to a hub, though everything dies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from feeds.bridges.bridge import Bridge, BridgeSettings
from feeds.bridges.iof.iof_bridge import Iof
from feeds.bridges.omega import Omega
from feeds.bridges.raw_input import Piece
from feeds.bridges.raw_recording import RawRecording
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.iof.iof_emulator import an_event
from tests.feeds.bridges.osv_emulator import START_LIST, a_meet
from tests.feeds.hub_process import HubProcess
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell_here

RACE = "2026-race"


class Written(NamedTuple):
    """A bridge, and what is written into its folder: a first file, and one that is written anew."""

    name: str
    bridge: Callable[[BridgeSettings], Bridge]
    only: str
    first: tuple[str, bytes]
    results: str
    saved: Sequence[bytes]
    """Three states of the results."""
    splits: tuple[int, int]
    """How many splits the first two have."""


def _omega() -> Written:
    saved = [a_meet().results(units) for units in (1_200_000, 2_000_000, 4_000_000)]
    first = "startlist.csv", START_LIST.encode()
    return Written("omega", Omega, "9-1-1", first, "LSTRslt.txt", saved, (8, 11))


def _iof() -> Written:
    saved = [an_event().results(seconds).encode() for seconds in (800, 1300, 2400)]
    first = "starts.xml", an_event().starts().encode()
    return Written("iof", Iof, "W21", first, "results.xml", saved, (5, 10))


async def test_bridge_killed_hub_killed_and_files_half_written(tmp_path: Path) -> None:
    """The race at the hub is the one of an undisturbed run."""
    written = _iof()
    folder, hub = tmp_path / "live", HubProcess(tmp_path / "hub")
    folder.mkdir()
    bridge = BridgeProcess(
        written.name,
        str(folder),
        *("--only", written.only, "--race", RACE, "--to", hub.base.removeprefix("ws://")),
        data=tmp_path / "data",
        token=Tokens(hub.folder).issue("*", "files"),
    )
    file = folder / written.results
    race = RaceAtHub(hub, RACE, bridge)
    await hub.start()
    try:
        (folder / written.first[0]).write_bytes(written.first[1])
        file.write_bytes(written.saved[0])
        await bridge.start()
        await race.has_splits(written.splits[0])
        await bridge.kill()
        await hub.kill()
        file.write_bytes(written.saved[1][:-200])
        await bridge.start()
        file.write_bytes(written.saved[1])
        await hub.start()
        await race.has_splits(written.splits[1])
        await bridge.kill()
        file.write_bytes(written.saved[2])
        await bridge.start()
        await race.is_shown_as(_undisturbed(written))
    finally:
        await bridge.kill()
        await hub.kill()


def _undisturbed(written: Written) -> list[Message]:
    bridge = written.bridge(BridgeSettings(only=written.only))
    files = [written.first, *((written.results, data) for data in written.saved)]
    pieces = [Piece(0, name, "file", data) for name, data in files]
    return [m for piece in pieces for outcome in bridge.take(piece) for m in outcome.messages]


@pytest.mark.parametrize("written", [_omega(), _iof()], ids=["omega", "iof"])
def test_trying_a_folder_and_a_file(tmp_path: Path, written: Written) -> None:
    """What is made of each file, without hub, token, zone or date; of one that is something else, why not."""
    (tmp_path / written.first[0]).write_bytes(written.first[1])
    (tmp_path / written.results).write_bytes(written.saved[2])
    done = lapbell_here("bridge", written.name, "--try", tmp_path, "--only", written.only)
    assert done.returncode == 0, done.stderr
    assert f"{written.results} (results of " in done.stdout
    assert '"type":"start-list"' in done.stdout
    assert "2 records, 0 not understood" in done.stderr

    (tmp_path / "wrong").write_text("something else\n")
    done = lapbell_here("bridge", written.name, "--try", tmp_path / "wrong")
    assert done.returncode == 2
    assert "nothing in it was understood" in done.stderr


def test_a_recording_of_a_meet_shows_all_heats(tmp_path: Path) -> None:
    """As the folder does that it is a recording of, unless one of them is chosen."""
    path, written = tmp_path / "meet.raw", _omega()
    with closing(RawRecording(path, "omega")) as recording:
        files = [written.first, (written.results, written.saved[2])]
        recording.append([Piece(1, name, "file", data) for name, data in files])

    whole = lapbell_here("bridge", "replay", path).stdout
    assert {line.split()[1] for line in whole.splitlines() if line.startswith("-> ")} == {
        "9-1-1:",
        "9-1-2:",
        "2-1-1:",
    }
    assert "2-1-1" not in lapbell_here("bridge", "replay", path, "--only", "9-1-1").stdout


@pytest.mark.parametrize("name", ["omega", "iof"])
def test_help_shows_an_example(name: str) -> None:
    """A command that can be typed."""
    assert f"lapbell bridge {name} --try" in lapbell_here("bridge", name, "--help").stdout
