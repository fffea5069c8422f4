"""The options of `lapbell hub` that say who gets in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import PROTOCOL, note, publishing
from tests.tui.run_lapbell import refusal


async def status(hub: HubProcess, path: str, **headers: str) -> int:
    """The HTTP status with which a viewer is answered."""
    try:
        async with connect(f"{hub.base}{path}", subprotocols=PROTOCOL, additional_headers=headers):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


async def test_a_hub_behind_a_proxy_with_a_private_race(tmp_path: Path) -> None:
    """Every option reaches the hub."""
    every = Tokens(tmp_path).issue("*", "mat-a")
    options = ["--private", "mine", "--trust-proxy", "--path-prefix", "/lapbell/", "--host", "club.example"]
    limits = ["--connections-per-address", "2", "--connections", "9", "--requests-per-address", "50"]
    async with HubProcess(tmp_path, *options, *limits) as hub:
        for race in ("mine", "open"):
            async with publishing(hub, race, every) as mat:
                await mat.say(1, note(1))
                await mat.until_acked(1)
        assert await status(hub, "/lapbell/v1/races/open/feed") == 101
        assert await status(hub, "/lapbell/v1/races/mine/feed") == 401
        assert await status(hub, "/v1/races/mine/feed", Authorization=f"Bearer {every}") == 101
        assert (await get(hub, "/v1/races", host="club.example")).status == 200
        assert (await get(hub, "/v1/races", host="other.example")).status == 421
        seats = [f"{hub.base}/v1/races/open/feed"] * 2
        headers = {"X-Forwarded-For": "203.0.113.7"}
        viewers = [await connect(url, subprotocols=PROTOCOL, additional_headers=headers) for url in seats]
        assert await status(hub, "/v1/races/open/feed", **headers) == 503
        assert await status(hub, "/v1/races/open/feed", **headers | {"X-Forwarded-For": "203.0.113.8"}) == 101
        await asyncio.gather(*(viewer.close() for viewer in viewers))


async def test_a_private_race_is_not_opened_by_forgetting(tmp_path: Path) -> None:
    """A hub that is started without --private says that its tokens for watching keep no one out."""
    Tokens(tmp_path).issue("club-1500", "press", use="watch")
    async with HubProcess(tmp_path) as hub, HubProcess(tmp_path / "other", "--private") as other:
        await status(hub, "/nothing")

    said = "error there is a token for watching, but everyone may watch; see --private' race=club-1500"
    assert any(line.replace("'", "").endswith(said.replace("'", "")) for line in hub.said)
    assert not any("everyone may watch" in line for line in other.said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--trust-proxy", "proxy.example"], "--trust-proxy takes an address or a network like 10.0.0.0/8"),
        (["--path-prefix", "lapbell"], "--path-prefix takes a path like /lapbell, not 'lapbell'"),
        (["--path-prefix", "/v1/races"], "--path-prefix takes a path like /lapbell"),
        (["--private", "My Race"], "--private takes the id of a race, not 'My Race'"),
        (["--connections-per-address", "0"], "--connections-per-address takes a number from 1 to 1000000"),
        (["--key", "k"], "--key needs the certificate too"),
        (["--certificate", "none.pem"], "cannot read none.pem: No such file"),
    ],
)
def test_bad_input_is_a_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    """And no hub is started."""
    assert said in refusal("hub", "--data", tmp_path, "--listen", "127.0.0.1:0", *arguments)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--origin", "example.org"),
        ("--origin", "javascript:x"),
        ("--origin", "https://example.org/live"),
        ("--origin", "*"),
        ("--host", "https://example.org"),
        ("--host", "example.org:8400"),
        ("--host", "a b"),
    ],
)
def test_what_would_never_match_is_refused(option: str, value: str, tmp_path: Path) -> None:
    """A hub that took it would turn every page away, and say nothing."""
    assert f"{option} takes " in refusal("hub", option, value, "--data", tmp_path)


async def test_an_origin_is_taken_as_browsers_write_it(tmp_path: Path) -> None:
    """However it was typed."""
    Tokens(tmp_path).issue("*", "mat-a")
    async with HubProcess(tmp_path, "--origin", "https://Example.org/") as hub:
        assert await status(hub, "/v1/races/open/feed", Origin="https://example.org") == 101
