"""`lapbell bridge poll`: from a page to a hub, with everything dying on the way."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from feeds import codec
from feeds.bridges.raw_input import Piece
from feeds.serving.tokens import Tokens
from race.messages import Message
from tests.feeds.bridges.poll.results_host import ResultsHost, ok, page, rows
from tests.feeds.bridges.poll.test_poll_bridge import poll
from tests.feeds.bridges.reads_of_a_race import start_list
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell, lapbell_here

ID = "club-1500"


async def test_bridge_killed_and_hub_killed(tmp_path: Path) -> None:
    """The race at the hub is the one of an undisturbed run."""
    header = f'{{"type":"log","version":1,"race":"{ID}"}}\n'
    (tmp_path / "race.jsonl").write_text(header + codec.encode(start_list()).decode() + "\n")
    (tmp_path / "map.toml").write_text("interval_s = 5\n")
    host, hub = ResultsHost(), HubProcess(tmp_path / "hub")
    host.answer = lambda _path, _headers: ok(page(rows(5)))
    words = ["poll", "", "--start-list", str(tmp_path / "race.jsonl"), "--with-start-list"]
    words += ["--map", str(tmp_path / "map.toml"), "--to", hub.base.removeprefix("ws://")]
    token = Tokens(hub.folder).issue("*", "web")
    await hub.start()
    async with host.up():
        words[1] = host.url()
        bridge = BridgeProcess(*words, data=tmp_path / "data", token=token)
        race = RaceAtHub(hub, ID, bridge)
        try:
            await bridge.start()
            await race.has_splits(5)
            await bridge.kill()
            await hub.kill()
            host.answer = lambda _path, _headers: ok(page(rows(12)))
            looks = host.looks
            await bridge.start()
            await race.until(lambda: host.looks > looks)
            await hub.start()
            await race.is_shown_as(_undisturbed())
            board = await asyncio.to_thread(
                lapbell, "board", f"{hub.base.removeprefix('ws://')}/v1/races/{ID}"
            )
        finally:
            await bridge.kill()
            await hub.kill()
    assert re.search(r"1 +1 +Runner 1 +FIN +4:12\.2", board.stdout), board.stdout + board.stderr


def _undisturbed() -> list[Message]:
    pages = (page(rows(5)), page(rows(12)))
    bridge = poll(start_list())
    made = [o for text in pages for o in bridge.take(Piece(0, "127.0.0.1/live", "file", text.encode()))]
    return [start_list(), *(message for outcome in made for message in outcome.messages)]


def test_trying_a_saved_page(tmp_path: Path) -> None:
    """No hub, token, zone, date or start list is needed; what was understood is said."""
    (tmp_path / "page.html").write_text(page(rows(12)))
    done = lapbell_here("bridge", "poll", "--try", tmp_path / "page.html")

    assert done.returncode == 0
    assert '"bib":"1","checkpoint":"finish","time":"4:12.2"' in done.stdout
    assert done.stderr.endswith("1 record, 0 not understood, 14 messages\n")


def test_what_cannot_be_fetched_is_a_sentence(tmp_path: Path) -> None:
    """With exit code 2."""
    for word, sentence in {
        f"http://127.0.0.1:{free_port()}/": "cannot be reached: Connection refused",
        "gopher://x/": "is no address of a web page: write https://HOST/PATH",
        str(tmp_path / "none.html"): "none.html does not exist",
    }.items():
        refused = lapbell_here("bridge", "poll", word, "--try")
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
        assert sentence in refused.stderr
