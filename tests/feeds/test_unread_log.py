"""A hub goes on while no one reads what it logs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import health, published, watched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="terminals, pipes and devices of Linux")

Opened = Callable[[ExitStack], int]


def stopped_terminal(stack: ExitStack) -> int:
    """A terminal in which Ctrl-S was pressed."""
    keyboard, screen = os.openpty()
    stack.callback(os.close, keyboard)
    stack.callback(os.close, screen)
    os.write(keyboard, b"\x13")
    return screen


def full_pipe(stack: ExitStack) -> int:
    """A pipe that no one reads."""
    reader, writer = os.pipe()
    stack.callback(os.close, reader)
    stack.callback(os.close, writer)
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b"x" * 512)
    os.set_blocking(writer, True)
    return writer


def full_disk(stack: ExitStack) -> int:
    """A disk that takes nothing."""
    device = os.open("/dev/full", os.O_WRONLY)
    stack.callback(os.close, device)
    return device


@pytest.mark.parametrize("opened", [stopped_terminal, full_pipe, full_disk])
async def test_the_hub_goes_on_while_no_one_reads_its_log(tmp_path: Path, opened: Opened) -> None:
    """It acknowledges, sends, says how it is, and ends when it is asked to."""
    with ExitStack() as stack:
        async with HubProcess(tmp_path / "hub", stderr=opened(stack)) as hub:
            await published(hub, "race", 1, 20)
            await published(hub, "race", 21, 40)
            await watched(hub, "race", 40)
            status, said = await health(hub)
            took_s = await hub.stop()

    assert (status, said["status"]) == (200, "ok")
    assert took_s < 20
