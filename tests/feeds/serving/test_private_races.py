"""Races that only those with a token may watch, and of which no one else hears."""

from __future__ import annotations

import json
from contextlib import aclosing
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feeds.client.watch_tokens import use_token
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import PROTOCOL, note, publishing

RACE = "club-800"


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Those of the hub."""
    return Tokens(tmp_path)


def private_hub(folder: Path, *races: str) -> Hub:
    """A hub some of whose races are private."""
    return Hub(settings=Settings(folder=folder, heartbeat_s=0.1, private=races))


async def refused(hub: Hub, race: str, token: str | None) -> tuple[int, str]:
    """How a viewer is refused."""
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    with pytest.raises(InvalidStatus) as refusal:
        await connect(hub.url(race), subprotocols=PROTOCOL, additional_headers=headers)
    return refusal.value.response.status_code, (refusal.value.response.body or b"").decode()


async def test_a_private_race_needs_a_token(tmp_path: Path, tokens: Tokens) -> None:
    """One for watching or for publishing it, or one for every race; the sentence names the command."""
    good = [
        tokens.issue(RACE, "press", use="watch"),
        tokens.issue("*", "board", use="watch"),
        tokens.issue(RACE, "mat-a"),
    ]
    wrong = tokens.issue("other", "press", use="watch")
    async with private_hub(tmp_path, RACE) as hub, publishing(hub, RACE, good[2]) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        for token in good:
            use_token(Address.parse(hub.base), token)
            async with aclosing(watch(hub.url(RACE))) as updates:
                assert texts(await until(updates, 1)) == ["1"]
        for none in (None, "x" * 43):
            assert await refused(hub, RACE, none) == (
                401,
                f"Watching {RACE} needs a token; `lapbell hub token {RACE} NAME --watch` "
                "on the hub's computer makes one.\n",
            )
        assert (await refused(hub, RACE, wrong))[0] == 403


async def test_no_one_learns_of_a_private_race(tmp_path: Path, tokens: Tokens) -> None:
    """Neither from a list nor from health or figures, nor by asking whether it is there."""
    every, mine = tokens.issue("*", "mat-a"), tokens.issue(RACE, "press", use="watch")
    async with private_hub(tmp_path, RACE) as hub:
        for race in (RACE, "open"):
            async with publishing(hub, race, every) as mat:
                await mat.say(1, note(1))
                await mat.until_acked(1)
                async with publishing(hub, race, every):
                    pass
        for headers, known in (({}, ["open"]), ({"Authorization": f"Bearer {mine}"}, [RACE, "open"])):
            pages = [await get(hub, path, **headers) for path in ("/v1/races", "/health", "/metrics")]
            listed = [race["race"] for race in json.loads(pages[0].body)["races"]]
            assert sorted(listed) == known
            for page in pages:
                assert (RACE in page.body) == (RACE in known)
    async with private_hub(tmp_path, "*") as hub:
        assert await refused(hub, "open", None) == (
            (await refused(hub, "nothing", None))[0],
            (await refused(hub, "nothing", None))[1].replace("nothing", "open"),
        )


async def test_private_races_are_not_counted(tmp_path: Path, tokens: Tokens) -> None:
    """Nor are their viewers, publishers and contests; of those not served it is said only that there are."""
    every, mine = tokens.issue("*", "mat-a"), tokens.issue("*", "press", use="watch")
    for race in ("damaged", "spoiled"):
        (tmp_path / f"{race}.jsonl").write_text("rubbish\n")
    headers = {"Authorization": f"Bearer {mine}"}
    async with private_hub(tmp_path, "*") as hub, publishing(hub, RACE, every) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        async with (
            connect(hub.url(RACE), subprotocols=PROTOCOL, additional_headers=headers) as viewer,
            publishing(hub, RACE, every),
        ):
            await viewer.recv()
            others = [await get(hub, path) for path in ("/health", "/metrics")]
            knowing = [await get(hub, path, **headers) for path in ("/health", "/metrics")]

    unknown, known = json.loads(others[0].body), json.loads(knowing[0].body)
    assert (unknown["races"], unknown["viewers"], unknown["publishers"], unknown["contested"]) == (
        0,
        0,
        0,
        [],
    )
    assert unknown["not_served"] == [{"race": "(a private race)", "reason": "(a private race)"}]
    assert (known["races"], known["viewers"], known["publishers"], len(known["contested"])) == (1, 1, 1, 1)
    assert [one["race"] for one in known["not_served"]] == ["damaged", "spoiled"]
    assert [others[0].status, knowing[0].status] == [503, 503]
    assert figures(others[1].body) == {"contested_total": 0, "damaged_logs": 0, "resting_races": 0}
    assert figures(knowing[1].body) == {"contested_total": 1, "damaged_logs": 2, "resting_races": 0}


def figures(metrics: str) -> dict[str, float]:
    """Those of the hub as a whole."""
    lines = [line.removeprefix("lapbell_").split() for line in metrics.splitlines()]
    named = ("contested_total", "damaged_logs", "resting_races")
    return {line[0]: float(line[1]) for line in lines if line[0] in named}


async def read_to_the_end(viewer: ClientConnection) -> None:
    """Take what comes until the connection ends."""
    while True:
        await viewer.recv()


async def test_revoking_ends_watching_too(tmp_path: Path, tokens: Tokens) -> None:
    """With the code that says that trying again is useless."""
    token = tokens.issue(RACE, "press", use="watch")
    tokens.issue(RACE, "mat-a")
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        private_hub(tmp_path, RACE) as hub,
        connect(hub.url(RACE), subprotocols=PROTOCOL, additional_headers=headers) as viewer,
    ):
        await viewer.recv()
        tokens.revoke(RACE, "press", use="watch")
        with pytest.raises(ConnectionClosed) as closed:
            await read_to_the_end(viewer)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001
    assert "`lapbell hub token" in closed.value.rcvd.reason
