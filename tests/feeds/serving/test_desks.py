"""Who may administer a hub, for how long, and what a hostile desk achieves."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from feeds.client.hub_admin import HubAdmin
from feeds.errors import FeedError, Interrupted, Refused
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.serving.connection_quota import ConnectionLimits
from feeds.serving.desk_service import MOST_DESKS
from feeds.serving.desk_token import desk_token
from feeds.serving.tokens import Tokens
from tests.awake_time import awake_time
from tests.feeds.conftest import start_list
from tests.feeds.desks import desk, outcome, raw_desk
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import PROTOCOL, note, publishing, teller
from tests.patience import PATIENCE_S, until

RACE = "club-800"

HOUR_MS = 3_600_000


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Those of the hub."""
    return Tokens(tmp_path)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    """A hub that serves a race."""
    async with Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.1)) as hub:
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        yield hub


async def why_not(hub: Hub, token: str) -> str:
    """How a desk is refused."""
    with pytest.raises(Refused) as refusal:
        async with HubAdmin(Address.parse(hub.base), token):
            pass
    return str(refusal.value)


async def test_a_desk_needs_its_token(hub: Hub, tokens: Tokens) -> None:
    """Each refusal names the command that makes it."""
    ended = tokens.issue("*", "desk", use="admin", until_ms=1)

    assert await why_not(hub, "x" * 43) == (
        "The desk needs a token of this hub; `lapbell hub token '*' SOURCE --admin` on the hub's computer "
        "makes one. (HTTP 401)"
    )
    assert await why_not(hub, tokens.issue(RACE, "press", use="watch")) == (
        f"This token is for watching only; `lapbell hub token {RACE} press --admin` makes one for the desk. "
        "(HTTP 403)"
    )
    assert await why_not(hub, tokens.issue("*", "mat-a")) == (
        "This token is for publishing only; `lapbell hub token '*' mat-a --admin` makes one for the desk. "
        "(HTTP 403)"
    )
    assert "`lapbell hub token '*' desk --admin` makes a new one" in await why_not(hub, ended)


async def test_a_token_for_a_race_is_for_that_race(hub: Hub, tmp_path: Path) -> None:
    """Of others it is not even said whether they are there."""
    async with desk(hub, "other") as admin:
        refusals = set()
        for act in (admin.end_race, admin.reopen_race, admin.withdraw_race):
            for race in (RACE, "nowhere"):
                with pytest.raises(Refused) as refusal:
                    await act(race)
                refusals.add(str(refusal.value).replace(race, "RACE"))
        with pytest.raises(Refused, match="This token is not for the race "):
            await admin.make_race(RACE, start_list())
        await admin.make_race("other", start_list())

    assert refusals == {
        "This token is not for the race RACE; `lapbell hub token RACE desk --admin` makes one that is"
    }
    assert {name for name in os.listdir(tmp_path) if ".jsonl" in name} == {"club-800.jsonl", "other.jsonl"}


async def test_a_desk_may_publish_and_watch(tmp_path: Path, tokens: Tokens) -> None:
    """With the same token, also a private race; of other private ones it hears nothing."""
    token = tokens.issue(RACE, "desk", use="admin")
    async with Hub(settings=Settings(folder=tmp_path, private=("*",))) as hub, teller(hub, "other"):
        async with publishing(hub, RACE, token) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        credentials = {"Authorization": f"Bearer {token}"}
        listed = json.loads((await get(hub, "/v1/races", **credentials)).body)
        said = json.loads((await get(hub, "/v1/token", **credentials)).body)

    assert [one["race"] for one in listed["races"]] == [RACE]
    assert (said["race"], said["source"], said["use"]) == (RACE, "desk", "admin")


async def test_a_token_for_every_race_makes_no_race_expected(hub: Hub, tokens: Tokens) -> None:
    """A desk says which races there are: a viewer of a misspelt one is not left to wait."""
    tokens.issue("*", "desk", use="admin")

    assert (await get(hub, "/v1/races/club-80/feed")).status == 404


@pytest.mark.parametrize("ends_by_itself", [True, False])
async def test_a_desk_ends_with_its_token(
    hub: Hub, tokens: Tokens, monkeypatch: pytest.MonkeyPatch, *, ends_by_itself: bool
) -> None:
    """Within a second, whether it was revoked or its end date has passed; nothing more is done for it."""
    now_ns = time.time_ns
    token = tokens.issue("*", "desk", use="admin", until_ms=now_ns() // 1_000_000 + HOUR_MS)
    async with HubAdmin(Address.parse(hub.base), token) as admin:
        if ends_by_itself:
            monkeypatch.setattr(time, "time_ns", lambda: now_ns() + HOUR_MS * 1_000_000)
        else:
            tokens.revoke("*", "desk", use="admin")
        async with awake_time() as took:
            with pytest.raises(Refused) as refusal:
                await admin.closed()
        assert took.seconds < 1.5
        with pytest.raises(Refused, match="This token"):
            await admin.end_race(RACE)

    assert "`lapbell hub token '*' desk --admin` makes a new one" in str(refusal.value)
    assert not hub.registry.ended


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'"end"',
    b'{"type":"end"}',
    b'{"type":"end","race":null}',
    b'{"type":"end","race":"../../etc/passwd"}',
    b'{"type":"end","race":"*"}',
    b'{"type":"end","race":"club-800\\n"}',
    b'{"type":"end","race":"%s"}' % (b"x" * 81),
    b'{"type":"end","race":"club-800","force":true}',
    b'{"type":"destroy","race":"club-800"}',
    b'{"type":"token","race":"*","source":"me"}',
    b'{"type":"publish","first":1,"messages":[]}',
    b'{"type":"make","race":"x","start_list":[]}',
    b'{"type":"make","race":"x","start_list":%s}' % (b'{"a":' * 5000 + b"1" + b"}" * 5000),
    b'{"type":"make","race":"x","start_list":{"a":[%s1]}}' % (b"1," * 900_000),
]


@pytest.mark.parametrize("frame", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_is_no_act_ends_the_connection(hub: Hub, tokens: Tokens, frame: bytes) -> None:
    """With 4000 and a sentence; the race is as it was."""
    async with raw_desk(hub, tokens.issue("*", "desk", use="admin")) as connection:
        await connection.send(frame, text=True)
        bye = await outcome(connection)
        with pytest.raises(ConnectionClosed) as closed:
            await outcome(connection)

    assert closed.value.rcvd
    assert (closed.value.rcvd.code, bye["type"], bye["code"]) == (4000, "bye", 4000)
    assert bye["reason"]
    assert hub.registry.broadcasts[RACE].log.head == 1
    assert (not hub.registry.ended, "x" in hub.registry.broadcasts) == (True, False)


async def test_a_desk_that_asks_without_end_is_slowed_down(hub: Hub, tokens: Tokens) -> None:
    """What comes too fast waits its turn; the others are served meanwhile."""
    async with raw_desk(hub, tokens.issue("*", "desk", use="admin")) as connection, teller(hub) as mat:
        begun_s = time.monotonic()
        for _ in range(200):
            await connection.send('{"type":"reopen","race":"club-800"}')
        await mat.say(2, note(2))
        await mat.until_acked(2)
        async with asyncio.timeout(30):
            while (await outcome(connection))["act"] < 13:
                pass
        took_s = time.monotonic() - begun_s
        connection.transport.abort()

    assert took_s >= 1


async def test_a_desk_that_says_nothing_stays(hub: Hub) -> None:
    """It is welcomed again and again, by the hub's clock."""
    async with desk(hub) as admin:
        first = admin.welcome
        await until(lambda: admin.welcome.now_ms > first.now_ms)
        assert replace(admin.welcome, now_ms=first.now_ms) == first


async def test_a_desk_comes_in_however_full_the_hub_is(tmp_path: Path) -> None:
    """Viewers do not keep it from ending a race; without a token it is a caller like any."""
    limits = ConnectionLimits(connections=1)
    async with Hub(settings=Settings(folder=tmp_path, limits=limits)) as hub, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        async with desk(hub) as admin:
            await admin.end_race(RACE)
            with pytest.raises(Interrupted, match="Too many connections"):
                async with HubAdmin(Address.parse(hub.base), "x" * 43):
                    pass


async def test_only_so_many_desks_at_a_time(hub: Hub, tokens: Tokens) -> None:
    """The next one may try again, and comes in when one has left."""
    token = tokens.issue("*", "desk", use="admin")
    async with AsyncExitStack() as stack:
        for _ in range(MOST_DESKS):
            await stack.enter_async_context(raw_desk(hub, token))
        with pytest.raises(Interrupted, match="desks are connected to this hub"):
            async with HubAdmin(Address.parse(hub.base), token):
                pass
    async with asyncio.timeout(PATIENCE_S), HubAdmin(Address.parse(hub.base), token) as admin:
        assert (admin.welcome.race, admin.welcome.source) == ("*", "desk")


async def test_a_hub_that_closes_says_so_to_desks(tmp_path: Path) -> None:
    """What they ask for then is not said to be done."""
    hub = Hub(settings=Settings(folder=tmp_path))
    async with hub, desk(hub) as admin:
        closing = asyncio.create_task(hub.__aexit__())
        with pytest.raises(Interrupted, match="the hub is closing"):
            await admin.closed()
        with pytest.raises(Interrupted, match="the hub is closing"):
            await admin.end_race(RACE)
        await closing


async def test_a_hub_without_a_folder_has_no_desk() -> None:
    """As in a replay: there is nothing to administer."""
    async with Hub() as hub:
        assert await why_not(hub, "x" * 43) == "There is nothing to administer on this hub. (HTTP 403)"


async def test_a_page_of_another_site_is_no_desk(hub: Hub, tokens: Tokens) -> None:
    """Even if it has got hold of a token."""
    credentials = {"Authorization": f"Bearer {tokens.issue('*', 'desk', use='admin')}"}
    with pytest.raises(InvalidStatus) as refusal:
        await connect(
            f"{hub.base}/v1/admin",
            subprotocols=PROTOCOL,
            additional_headers=credentials,
            origin=Origin("https://other.example"),
        )
    assert refusal.value.response.status_code == 403
    for method in ("POST", "PUT", "DELETE"):
        assert (await get(hub, "/v1/admin", method=method, **credentials)).status == 405


async def test_a_desk_on_the_hubs_computer_gives_itself_a_token(hub: Hub, tmp_path: Path) -> None:
    """For as long as it runs; those of others stay."""
    tokens = Tokens(tmp_path)
    kept = tokens.issue("*", "desk", use="admin")
    with desk_token(tmp_path, "desk") as token:
        async with HubAdmin(Address.parse(hub.base), token) as admin:
            await admin.end_race(RACE)

    assert tokens.find(token) is None
    assert tokens.find(kept) is not None


def test_there_is_no_token_where_there_is_no_hub(tmp_path: Path) -> None:
    """The folder is not made, and the sentence names the option."""
    with pytest.raises(FeedError, match="--data DIR"), desk_token(tmp_path / "none", "desk"):
        pass
    assert not (tmp_path / "none").exists()
