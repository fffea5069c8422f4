"""A board that is watched: the whole, then what changes, the same for all who asked the same."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from feeds.hub import Hub, Settings
from feeds.serving import followed_race, race_boards
from feeds.serving.tokens import Tokens
from replays.hubs.hub_boards import HubBoards
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import PROTOCOL, Frame, teller
from tests.feeds.shown_board import ShownBoard
from tests.patience import until

RACE = "club-800"
BOARD = f"/v1/races/{RACE}/board"


def start(runners: int) -> list[Frame]:
    """A start list and a gun."""
    entrants = [{"bib": str(number), "name": f"Runner {number}"} for number in range(1, runners + 1)]
    checkpoints = [{"id": "400", "distance_m": 400}, {"id": "finish", "distance_m": 800}]
    named = {"type": "start-list", "name": "Club 800", "distance_m": 800}
    return [{**named, "checkpoints": checkpoints, "entrants": entrants}, {"type": "gun"}]


def split(bib: int, seconds: float, checkpoint: str = "400") -> Frame:
    """A split as a mat sends it."""
    time = f"{int(seconds) // 60}:{seconds % 60:05.2f}"
    return {"type": "split", "bib": str(bib), "checkpoint": checkpoint, "time": time, "evidence": "device"}


def hub_in(folder: Path, **settings: Any) -> Hub:
    """A hub that makes boards, with heartbeats that do not let a test wait."""
    return Hub(settings=Settings(folder=folder, boards=HubBoards, heartbeat_s=0.2, **settings))


def watched(hub: Hub, query: str = "") -> connect:
    """A connection to a board."""
    return connect(f"{hub.base}{BOARD}{query}", subprotocols=PROTOCOL)


async def show(viewer: ClientConnection, shown: ShownBoard) -> None:
    """Put together what comes, until the connection ends."""
    async for data in viewer:
        if json.loads(data)["type"] != "bye":
            shown.take(data)


def without_clock(board: dict[str, Any]) -> dict[str, Any]:
    """A board but for the clock."""
    return {name: value for name, value in board.items() if name != "clock_ms"}


async def test_what_changes_makes_the_board_of_now(tmp_path: Path) -> None:
    """For any rows that were asked for, at every moment; nothing is sent whole twice."""
    queries = ("", "?top=2", "?bib=5", "?top=2")
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await mat.say(1, *start(6))
        await mat.until_acked(2)
        viewers = [watched(hub, query) for query in queries]
        boards = [ShownBoard() for _ in queries]
        async with viewers[0] as a, viewers[1] as b, viewers[2] as c, viewers[3] as d:
            showing = [
                asyncio.create_task(show(viewer, board))
                for viewer, board in zip((a, b, c, d), boards, strict=True)
            ]
            for number in range(1, 7):
                await mat.say(number + 2, split(number, 70 - number))
                await until(lambda first=str(number): boards[0].bibs[:1] == [first])  # type: ignore[misc]
            await mat.say(9, *(split(number, 130 + number, "finish") for number in range(1, 7)))
            await mat.say(15, {"type": "official"})
            await until(lambda: all(board.board.get("state") == "official" for board in boards))
            for query, board in zip(queries, boards, strict=True):
                now = json.loads((await get(hub, BOARD + query)).body)
                assert without_clock(board.board) == without_clock(now)
                assert board.types.count("board") == 1
            assert boards[2].bibs == ["5"]
            for task in showing:
                task.cancel()


async def test_nothing_new_is_said_by_heartbeats(tmp_path: Path) -> None:
    """Also before the gun, where not even the clock goes on."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await mat.say(1, *start(2)[:1])
        await mat.until_acked(1)
        shown = ShownBoard()
        async with watched(hub) as viewer:
            showing = asyncio.create_task(show(viewer, shown))
            await until(lambda: len(shown.types) >= 3)
            showing.cancel()

    assert shown.types[:3] == ["board", "changes", "changes"]


async def test_the_clock_goes_on_without_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The board is made anew while it is watched."""
    monkeypatch.setattr(followed_race, "FRESH_S", 0.0)
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await mat.say(1, *start(2), split(1, 61))
        await mat.until_acked(3)
        shown = ShownBoard()
        async with watched(hub) as viewer:
            showing = asyncio.create_task(show(viewer, shown))
            await until(lambda: bool(shown.board))
            first_ms = shown.board["clock_ms"]
            await until(lambda: shown.board["clock_ms"] > first_ms)
            showing.cancel()


async def test_a_private_race_is_not_watched_without_a_token(tmp_path: Path) -> None:
    """The board is as private as the race; and nothing is at this address for a question that is wrong."""
    token = Tokens(tmp_path).issue(RACE, "press", use="watch")
    headers = {"Authorization": f"Bearer {token}"}
    async with hub_in(tmp_path, private=(RACE,)) as hub, teller(hub) as mat:
        await mat.say(1, *start(2))
        await mat.until_acked(2)
        for query, given, status in (("", {}, 401), ("?top=x", headers, 400)):
            with pytest.raises(InvalidStatus) as refused:
                await connect(f"{hub.base}{BOARD}{query}", subprotocols=PROTOCOL, additional_headers=given)
            assert refused.value.response.status_code == status
        async with connect(f"{hub.base}{BOARD}", subprotocols=PROTOCOL, additional_headers=headers) as viewer:
            assert json.loads(await viewer.recv())["board"]["race"] == RACE


async def test_boards_that_are_watched_take_no_more_than_their_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another race there is none meanwhile; one that was only asked for makes room."""
    monkeypatch.setattr(race_boards, "MOST_TOGETHER", 5)
    async with hub_in(tmp_path) as hub, teller(hub) as mat, teller(hub, "other") as other:
        for one in (mat, other):
            await one.say(1, *start(2), split(1, 61))
            await one.until_acked(3)
        for path in (BOARD, "/v1/races/other/board", BOARD):
            assert (await get(hub, path)).status == 200
        async with watched(hub) as viewer:
            await viewer.recv()
            answer = await get(hub, "/v1/races/other/board")
            assert (answer.status, answer.body) == (503, "Too many boards are watched on this hub.\n")
        await until(lambda: not hub.viewers)
        assert (await get(hub, "/v1/races/other/board")).status == 200


async def test_a_race_that_grows_too_long_is_not_watched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who watch its board are told so, and where to go."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await mat.say(1, *start(2))
        await mat.until_acked(2)
        shown = ShownBoard()
        async with watched(hub) as viewer:
            shown.take(await viewer.recv())
            monkeypatch.setattr(followed_race, "MOST_MESSAGES", 2)
            await mat.say(3, split(1, 61))
            with pytest.raises(ConnectionClosedError):
                await show(viewer, shown)

    assert (viewer.close_code, viewer.close_reason) == (
        1013,
        "There is no board of club-800 here: its log has more than 2 messages. Watch the race itself.",
    )
