"""Watching a private race: with a token from a file or the environment, which goes to its own hub only."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.client import watch_tokens
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from tests.feeds.raw_publisher import publishing
from tests.tui.run_lapbell import ROOT, RUN, lapbell, refusal

RACE = "club-800"

START_LIST = {
    "type": "start-list", "name": "Club 800", "distance_m": 800,
    "checkpoints": [{"id": "f", "distance_m": 800}], "entrants": [{"bib": "1", "name": "Anna Berg"}],
}  # fmt: skip


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    """A hub behind a path, all of whose races are private, with one race."""
    settings = Settings(folder=tmp_path / "hub", heartbeat_s=0.2, private=("*",), prefix="/lapbell")
    token = Tokens(tmp_path / "hub").issue("*", "mat-a")
    async with Hub(settings=settings) as hub:
        async with publishing(hub, RACE, token) as mat:
            await mat.say(1, START_LIST, {"type": "gun"}, {"type": "official"})
            await mat.until_acked(3)
        yield hub


@pytest.fixture
def token(tmp_path: Path) -> str:
    """A token for watching."""
    return Tokens(tmp_path / "hub").issue(RACE, "press", use="watch")


@pytest.fixture
def token_file(tmp_path: Path, token: str) -> Path:
    """A file with the token."""
    path = tmp_path / "token"
    path.touch(0o600)
    path.write_text(token)
    return path


async def run(*arguments: str | Path, token: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command beside the hub, with a token in the environment."""
    return await asyncio.to_thread(lambda: lapbell(*arguments, LAPBELL_TOKEN=token))


async def test_the_board_of_a_private_race(hub: Hub, token: str, token_file: Path) -> None:
    """Behind the path of a proxy; without a token the sentence says what makes one."""
    url = f"127.0.0.1:{hub.port}/lapbell/v1/races/{RACE}"

    with_file = await run("board", url, "--token-file", token_file)
    with_variable = await run("board", url, token=token)
    without = await run("board", url)

    assert "Anna Berg" in with_file.stdout
    assert "Anna Berg" in with_variable.stdout
    assert without.returncode == 2
    assert f"Watching {RACE} needs a token; `lapbell hub token {RACE} NAME --watch`" in without.stderr


async def test_the_operator_of_a_private_race(hub: Hub, tmp_path: Path) -> None:
    """What concerns the race is told with a token only."""
    path = tmp_path / "publishing"
    path.touch(0o600)
    path.write_text(Tokens(tmp_path / "hub").issue(RACE, "mat-b"))
    token = path.read_text()
    async with publishing(hub, RACE, token), publishing(hub, RACE, token):
        pass
    address = f"127.0.0.1:{hub.port}/lapbell"

    with_token, without = (
        await run("hub", "status", address, "--token-file", path),
        await run("hub", "status", address),
    )

    assert f"contested: a second publisher of {RACE} wanted to send as mat-b" in with_token.stdout
    assert without.stdout.startswith("ok: 1 race")
    assert RACE not in without.stdout


async def test_a_private_race_is_followed(hub: Hub, token: str) -> None:
    """Line by line."""
    url = f"127.0.0.1:{hub.port}/lapbell/v1/races/{RACE}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN, "follow", url, "--json",
        cwd=ROOT, env={**os.environ, "LAPBELL_TOKEN": token}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(30):
        assert json.loads(await process.stdout.readline())
    process.kill()
    await process.wait()


def test_a_token_goes_to_its_hub_only() -> None:
    """Not to another hub, and not to another port."""
    watch_tokens.use_token(Address.parse("wss://one.example/lapbell/v1/races/r"), "t")

    assert watch_tokens.token_for("wss://one.example/lapbell/v1/races/other/feed") == "t"
    assert watch_tokens.token_for("https://one.example/lapbell/v1/races") == "t"
    for other in (
        "ws://one.example/lapbell",
        "wss://one.example",
        "wss://one.example:444/lapbell",
        "wss://two",
    ):
        assert watch_tokens.token_for(other) is None


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("t", 0o644, "everyone on this computer can read"),
        ("", 0o600, "should have one token in it, not 0"),
        ("t u", 0o600, "should have one token in it, not 2"),
        ("t", 0o600, "a token over an unencrypted line can be read by others; use wss://"),
    ],
)
def test_a_token_that_cannot_be_used_is_a_line(tmp_path: Path, text: str, mode: int, said: str) -> None:
    """And nothing is sent."""
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(mode)

    assert said in refusal("board", "ws://192.0.2.1/v1/races/r", "--token-file", str(path))
