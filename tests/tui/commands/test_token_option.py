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
from feeds.client.race_list import race_list
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from replays.hubs import known_hubs
from tests.feeds.raw_publisher import publishing
from tests.tui.run_lapbell import ROOT, RUN, lapbell, refusal
from tui.commands.token_option import watch_known_hubs

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
    assert without.stdout.startswith("ok: 0 races")
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


async def test_private_races_of_a_hub_that_was_watched_are_listed(hub: Hub, token_file: Path) -> None:
    """On another day too, where the hub was watched with a token file."""
    address = Address.parse(f"127.0.0.1:{hub.port}/lapbell")
    assert (await race_list(address)).races == ()
    known_hubs.remember(address, token_file)

    watch_known_hubs(known_hubs.token_files())

    assert [notice.race for notice in (await race_list(address)).races] == [RACE]


@pytest.mark.parametrize("spoiled", ["gone", "public", "empty", "a pipe"])
def test_a_token_file_that_cannot_be_used_any_more_is_passed_over(tmp_path: Path, spoiled: str) -> None:
    """The hub shows what it shows to everyone."""
    address, path = Address.parse(f"wss://{spoiled.replace(' ', '-')}.example"), tmp_path / "token"
    if spoiled == "a pipe":
        os.mkfifo(path)
    elif spoiled != "gone":
        path.write_text("" if spoiled == "empty" else "t")
        path.chmod(0o644 if spoiled == "public" else 0o600)

    watch_known_hubs({address: path})

    assert watch_tokens.token_for(address.base) is None


def test_the_token_that_was_given_stays(token_file: Path) -> None:
    """The file of another day does not replace it."""
    address = Address.parse("wss://given.example")
    watch_tokens.use_token(address, "given")

    watch_known_hubs({address: token_file})

    assert watch_tokens.token_for(address.base) == "given"


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
