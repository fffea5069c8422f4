"""Serial lines: at the other end of a pseudo-terminal, with adapters that are pulled out."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.bridges.inputs.named_source import named_source
from feeds.errors import UserError
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.serial_device import SerialDevice
from tests.patience import until


@pytest.fixture
def device(tmp_path: Path) -> Iterator[SerialDevice]:
    """A device that is plugged in."""
    device = SerialDevice(tmp_path)
    device.plug_in()
    yield device
    device.pull_out()


async def test_a_line_is_opened_again_when_its_adapter_was_pulled_out(device: SerialDevice) -> None:
    """Which is said once; nothing is sent to the device but what is replied."""
    said: list[str] = []
    async with given_by(named_source(f"serial:{device.name}@9600", said.append)) as given:
        await given.count(1)
        device.says(b" 0035 C1  10:0")
        device.says(b"0:01.2345 00\r")
        await given.has(b" 0035 C1  10:00:01.2345 00\r")
        assert not device.heard()
        device.pull_out()
        await until(lambda: given.kinds[-1] == "closed")
        await until(lambda: "there is no serial line" in said[-1])
        device.plug_in()
        await until(lambda: given.kinds[-1] == "opened")
        device.says(b"again")
        await given.has(b"again")

    assert [kind for kind in given.kinds if kind != "data"] == ["opened", "closed", "opened"]
    assert {piece.origin for piece in given.pieces} == {device.name}
    assert said[0] == f"the line {device.name} is open at 9600 bits a second"
    assert len(said) == 4


async def test_a_reply_goes_over_the_line(device: SerialDevice) -> None:
    """If it is that of the piece, and open."""
    source = named_source(f"serial:{device.name}@38400", lambda _: None)
    await source.reply(device.name, b"too early")
    async with given_by(source) as given:
        await given.count(1)
        await source.reply("another", b"not here")
        await source.reply(device.name, b"ok\r")
        await until(lambda: device.heard() == b"ok\r")


async def test_no_thread_outlives_the_source(device: SerialDevice) -> None:
    """And the line is free for the next program once it has ended."""
    said: list[str] = []
    for _ in range(2):
        async with given_by(named_source(f"serial:{device.name}", said.append)) as given:
            await given.count(1)
            async with given_by(named_source(f"serial:{device.name}", said.append)):
                await until(lambda: "in use by another program" in said[-1])
    await asyncio.get_running_loop().shutdown_default_executor()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("asyncio_")]


async def test_what_is_no_line_is_said(tmp_path: Path) -> None:
    """A file is none, and it is tried again, as an adapter may still come."""
    (tmp_path / "results").write_text("x")
    said: list[str] = []
    async with given_by(named_source(f"serial:{tmp_path / 'results'}", said.append)):
        await until(lambda: bool(said))

    assert said[0].startswith(f"the line {tmp_path / 'results'} cannot be opened: ")
    assert said[0].endswith("; trying again until it works")


def test_the_word_names_a_line_and_a_speed(device: SerialDevice) -> None:
    """With a sentence where it does not."""
    with pytest.raises(UserError, match=r"12345 is not the speed of a serial line \(1200, "):
        named_source("serial:COM3@12345", print)
    with pytest.raises(UserError, match=f"if it is a serial line, write serial:{device.name}@9600"):
        named_source(device.name, print)


def test_without_pyserial_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.delitem(sys.modules, "feeds.bridges.inputs.serial_line", raising=False)
    monkeypatch.setitem(sys.modules, "serial", None)
    with pytest.raises(UserError, match=r"pip install 'lapbell\[serial\]'"):
        named_source("serial:COM3", print)
