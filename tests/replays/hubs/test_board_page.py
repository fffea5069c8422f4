"""The page that draws a race in a browser: whom it may talk to, and who may talk as it does."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feeds.hub import Hub, Settings
from feeds.serving.tokens import Tokens
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import teller
from tests.replays.hubs.test_hub_boards import BOARD, RACE, START, hub_in, publish

PAGE = f"/r/{RACE}"


async def first_board(hub: Hub, *protocols: str, origin: str | None = None, name: str = "127.0.0.1") -> str:
    """The kind of the first frame that a page gets, which goes to the hub under a name."""
    async with connect(
        f"ws://{name}:{hub.port}{BOARD}?top=5",
        host="127.0.0.1",
        subprotocols=["lapbell.v1", *protocols],  # type: ignore[list-item]  # texts will do
        origin=origin,  # type: ignore[arg-type]
    ) as line:
        kind: str = json.loads(await line.recv())["type"]
        return kind


async def test_the_page_may_do_nothing_but_draw(tmp_path: Path) -> None:
    """It runs what is written in it and nothing else, says nothing of any race, and writes texts as texts."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        page, other, head = (
            await get(hub, PAGE),
            await get(hub, "/r/nowhere"),
            await get(hub, PAGE, method="HEAD"),
        )

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.body == other.body
    assert not head.body
    policy = dict(rule.split(" ", 1) for rule in page.headers["content-security-policy"].split("; "))
    for name in ("script", "style"):
        [inside] = re.findall(f"<{name}>(.*?)</{name}>", page.body, re.DOTALL)
        hashed = b64encode(sha256(inside.encode()).digest()).decode()
        assert policy[f"{name}-src"] == f"'sha256-{hashed}'"
    assert (policy["default-src"], policy["connect-src"]) == ("'none'", "'self'")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(| on\w+=|https?:/", page.body
    )
    assert len(page.body) < 8 * 1024


async def test_only_pages_of_the_hub_are_let_in(tmp_path: Path) -> None:
    """By its address, and by its names; another page is refused, whatever name leads it here."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        own = f"127.0.0.1:{hub.port}"

        assert await first_board(hub, origin=f"http://{own}") == "board"
        assert await first_board(hub, origin="https://a.example") == "board"
        assert await first_board(hub) == "board"
        for origin, name in (
            ("http://evil.example", "127.0.0.1"),
            (f"http://127.0.0.1:{hub.port + 1}", "127.0.0.1"),
            (f"http://evil.example:{hub.port}", "evil.example"),
            ("null", "127.0.0.1"),
        ):
            with pytest.raises(InvalidStatus) as refused:
                await first_board(hub, origin=origin, name=name)
            assert refused.value.response.status_code == 403, origin
        assert (await get(hub, PAGE, "evil.example")).status == 421


async def test_a_private_race_needs_its_token(tmp_path: Path) -> None:
    """Which a page can send beside the name of the protocol alone; it is not sent back."""
    async with hub_in(tmp_path, private=(RACE,)) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        token = Tokens(tmp_path).issue(RACE, "screen", use="watch")
        await hub.reread()

        assert await first_board(hub, f"lapbell.token.{token}") == "board"
        for protocols in ([], ["lapbell.token.wrong"], [f"lapbell.token.{token}", "lapbell.token.x"]):
            with pytest.raises(InvalidStatus) as refused:
                await first_board(hub, *protocols)
            assert refused.value.response.status_code == 401


async def test_a_hub_without_boards_has_no_page(tmp_path: Path) -> None:
    """As that of a replay."""
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        assert (await get(hub, PAGE)).status == 404
