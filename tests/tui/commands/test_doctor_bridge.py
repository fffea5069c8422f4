"""`lapbell doctor --bridge`: whether what a timing system sends gets here."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from socket import socket

import pytest

from replays.hubs.hub_checks import Finding
from tests.ended_server import ending
from tests.feeds.bridges.serial_device import SerialDevice
from tests.free_ports import free_port
from tests.tui.commands.test_doctor import line_of
from tests.tui.run_lapbell import lapbell_here
from tui.commands import doctor_bridge
from tui.commands.doctor_bridge import bridge_findings


@pytest.fixture(autouse=True)
def short_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked for is there at once."""
    monkeypatch.setattr(doctor_bridge, "LOOK_S", 1.0)


async def found(name: str, word: str) -> list[Finding]:
    """What is said of a source."""
    findings = await asyncio.to_thread(lambda: list(bridge_findings(name, word)))
    assert all(finding.remedy for finding in findings if finding.state == "trouble")
    return findings


async def test_a_file_and_a_folder_are_read(tmp_path: Path) -> None:
    """With how much of it is understood."""
    (tmp_path / "reads.csv").write_text("1,19:40:50.1\n2,19:40:50.4\nrubbish\n")
    [file] = await found("table", str(tmp_path / "reads.csv"))
    assert file == Finding("ok", f"{tmp_path / 'reads.csv'} gives 34 bytes: 2 records, and 1 not understood")

    [folder] = await found("finishlynx", str(tmp_path))
    assert (folder.state, folder.text) == ("trouble", f"{tmp_path} has no file for finishlynx")
    [gone] = await found("finishlynx", str(tmp_path / "share"))
    assert (gone.state, "a share mounted" in gone.remedy) == ("trouble", True)


async def test_a_device_is_listened_to() -> None:
    """One that says nothing is well; one that is not understood, or away, is not."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        assert await reader.read() == b"", "nothing is sent to it"
        writer.close()

    said = b""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    word = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with ending(server):
        [silent] = await found("ipico", word)
        said = b"\xff\xfe rubbish\r\n" * 3
        [understood] = await found("ipico", word)
        said = b"aa\r\n" * 3
        [strange] = await found("ipico", word)
    [away] = await found("ipico", f"127.0.0.1:{free_port()}")

    assert (silent.state, "nothing has come" in silent.text) == ("ok", True)
    assert (understood.state, understood.text.endswith("0 records, and 0 not understood")) == ("ok", True)
    assert strange.text == f"nothing that comes from {word} is understood, such as 'aa'"
    assert strange.state == "trouble"
    assert (away.state, "cannot be reached" in away.text) == ("trouble", True)


async def test_a_port_is_tried() -> None:
    """It is free, and only this computer reaches it; or another program has it."""
    port = free_port()
    free, alone = await found("table", f"listen:{port}")
    assert (free.state, f"listen:{port} is free" in free.text) == ("note", True)
    assert alone.text == "only this computer reaches 127.0.0.1; for others write listen:ADDRESS:PORT"

    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        [taken] = await found("table", f"listen:127.0.0.1:{other.getsockname()[1]}")
    assert (taken.state, "cannot listen at" in taken.text) == ("trouble", True)


async def test_a_serial_line_is_tried(tmp_path: Path) -> None:
    """Open, and not there."""
    device = SerialDevice(tmp_path)
    device.plug_in()
    word = f"serial:{device.name}"
    asked = asyncio.create_task(found("table", word))
    while not asked.done():
        device.says(b"17,19:40:50.1\r")
        await asyncio.sleep(0.05)
    [there] = await asked
    device.pull_out()
    [gone] = await found("table", word)

    assert re.fullmatch(rf"{word} gives \d+ bytes: 1 record, and 0 not understood", there.text)
    assert (gone.state, "there is no serial line" in gone.text) == ("trouble", True)


def test_the_command_says_it_too(tmp_path: Path) -> None:
    """Beside what it says of the rest."""
    done = lapbell_here("doctor", "127.0.0.1:9", "--bridge", "sundial", tmp_path)

    assert done.returncode == 1
    assert line_of(done.stdout, "bridge").startswith("trouble  bridge       there is no bridge 'sundial'")
