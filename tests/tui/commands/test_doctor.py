"""`lapbell doctor`, as typed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from feeds.hub import Hub, Settings
from feeds.serving.tokens import Tokens
from tests.free_ports import free_port
from tests.tui.commands.test_schema import closed_schema
from tests.tui.run_lapbell import lapbell, lapbell_here


def line_of(printed: str, check: str) -> str:
    """The first line of a check."""
    return next(line for line in printed.splitlines() if line.split()[1:2] == [check])


async def test_a_hub_is_checked(tmp_path: Path) -> None:
    """Line by line, and as JSON; the exit code is 0, and 1 where the token is no good."""
    folder = tmp_path / "hub"
    token = Tokens(folder).issue("mile", "mat-a")
    async with Hub(settings=Settings(folder=folder)) as hub:
        done = await asyncio.to_thread(lapbell, "doctor", hub.base, "--json", LAPBELL_TOKEN=token)
        bad = await asyncio.to_thread(lapbell, "doctor", hub.base, LAPBELL_TOKEN="wrong")

    assert (done.returncode, done.stderr) == (0, "")
    output = json.loads(done.stdout)
    closed_schema("doctor").validate(output)
    assert output["ok"]
    assert [f["text"] for f in output["findings"] if f["check"] == "token"] == [
        "the token may publish the race mile as the source mat-a, until it is revoked"
    ]
    assert bad.returncode == 1
    lines = bad.stdout.splitlines()
    [number] = [number for number, line in enumerate(lines) if line.startswith("trouble  token")]
    assert lines[number + 1].strip().startswith("-> ")


def test_no_hub_answers() -> None:
    """That is what the doctor is for: it says so, and what to do."""
    done = lapbell_here("doctor", f"127.0.0.1:{free_port()}")

    assert (done.returncode, done.stderr) == (1, "")
    assert line_of(done.stdout, "address").startswith("trouble  address      cannot reach 127.0.0.1:")
