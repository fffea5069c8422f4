"""`lapbell bridge webhook`: from posts to a hub, whatever dies on the way."""

from __future__ import annotations

import asyncio
import json
import re
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from feeds import codec
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import start_list
from tests.feeds.bridges.webhook.posts import READS, encoded, posted, read, webhook
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell, lapbell_here

ID = "club-1500"

TOKEN = "a-token-of-16-and-more"

MAP = """\
zone = "Europe/Berlin"
date = "2026-05-02"
[places]
Line = "*"
[guns]
"" = "19:40:00.0"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the operator has the race file and the mapping file."""
    header = f'{{"type":"log","version":1,"race":"{ID}"}}\n'
    (tmp_path / "race.jsonl").write_text(header + codec.encode(start_list()).decode() + "\n")
    (tmp_path / "map.toml").write_text(MAP)
    return tmp_path


class Sender:
    """A reader that posts a read again until it is answered, as senders do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.tries = 0

    async def send(self, line: str) -> None:
        """Post a read until it is taken."""
        while await asyncio.to_thread(self._post, encoded(read(line))) != 202:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.1)

    def _post(self, body: bytes) -> int:
        self.tries += 1
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("POST", "/", body, {"Authorization": f"Bearer {TOKEN}"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()


async def test_bridge_killed_and_hub_killed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered is never lost, and the race at the hub is the one of an undisturbed run."""
    monkeypatch.setenv("LAPBELL_WEBHOOK_TOKEN", TOKEN)
    hub, port = HubProcess(folder / "hub"), free_port()
    bridge = BridgeProcess(
        "webhook",
        f"listen:{port}",
        *("--map", str(folder / "map.toml"), "--start-list", str(folder / "race.jsonl")),
        *("--with-start-list", "--to", hub.base.removeprefix("ws://")),
        data=folder / "data",
        token=Tokens(hub.folder).issue("*", "cloud"),
    )
    race, sender = RaceAtHub(hub, ID, bridge), Sender(port)
    await hub.start()
    try:
        await bridge.start()
        for line in RACE[:4]:
            await sender.send(line)
        await race.has_splits(4)
        await hub.kill()
        for line in RACE[4:7]:
            await sender.send(line)
        await bridge.kill()
        waiting = asyncio.create_task(sender.send(RACE[7]))
        await hub.start()
        await bridge.start()
        await waiting
        for line in [*RACE[8:], *RACE]:
            await sender.send(line)
        await race.is_shown_as(_undisturbed())
        board = await asyncio.to_thread(lapbell, "board", f"{hub.base.removeprefix('ws://')}/v1/races/{ID}")
    finally:
        await bridge.kill()
        await hub.kill()
    assert re.search(r"1 +1 +Runner 1 +FIN +4:12\.2", board.stdout), board.stdout + board.stderr


def _undisturbed() -> list[Message]:
    bridge = webhook(guns={"": "19:40:00.0"})
    return [start_list(), *(message for outcome in posted(bridge, READS) for message in outcome.messages)]


def test_trying_a_file_of_posts(tmp_path: Path) -> None:
    """No hub, token, zone or date is needed; what was assumed is said."""
    path = tmp_path / "posts.json"
    path.write_text(json.dumps([*READS, {"chip": "7"}]))
    done = lapbell_here("bridge", "webhook", "--try", path)

    assert done.returncode == 0
    assert "assumed: the times are UTC" in done.stderr
    assert '"bib":"1","checkpoint":"Line"' in done.stdout
    assert done.stderr.endswith("13 records, 1 not understood, 12 messages\n")


def test_a_bad_start_is_a_sentence() -> None:
    """A port that others reach without a token, and one that is none."""
    for word, sentence in {
        "listen:0.0.0.0:8080": "others can reach 0.0.0.0: set LAPBELL_WEBHOOK_TOKEN",
        "listen:99999": "99999 is not a port",
        "none.json": "none.json does not exist",
    }.items():
        refused = lapbell_here("bridge", "webhook", word, "--try", LAPBELL_WEBHOOK_TOKEN="")
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert sentence in refused.stderr
