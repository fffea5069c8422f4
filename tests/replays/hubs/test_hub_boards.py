"""The boards that a hub makes: as any viewer has them, made once for all, for those who may watch."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.hub import Hub, Settings
from feeds.serving import followed_race, race_boards, shared_work
from feeds.serving.tokens import Tokens
from race.board_json import board_json
from race.row_choice import RowChoice
from replays.hubs.hub_boards import HubBoards
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import Frame, Teller, publishing, teller
from tests.patience import PATIENCE_S

RACE = "club-800"
BOARD = f"/v1/races/{RACE}/board"

RUNNERS = [
    {"bib": bib, "name": f"Runner {bib}", "category": sex} for bib, sex in zip("123", "WMW", strict=True)
]
START: list[Frame] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [{"id": "400", "distance_m": 400}, {"id": "finish", "distance_m": 800}],
        "entrants": RUNNERS,
    },
    {"type": "gun"},
]


def split(bib: str, time: str, checkpoint: str = "400") -> Frame:
    """A split as a mat sends it."""
    return {"type": "split", "bib": bib, "checkpoint": checkpoint, "time": time, "evidence": "device"}


def hub_in(
    folder: Path, boards: followed_race.MakeBoards = HubBoards, *, private: tuple[str, ...] = ()
) -> Hub:
    """A hub that makes boards."""
    return Hub(
        settings=Settings(folder=folder, boards=boards, private=private, origins=("https://a.example",))
    )


async def publish(mat: Teller, first: int, *messages: Frame) -> None:
    """Publish messages, and wait until the hub has them."""
    await mat.say(first, *messages)
    await mat.until_acked(first + len(messages) - 1)


async def board(hub: Hub, query: str = "") -> dict[str, Any]:
    """The board of the race."""
    answer = await get(hub, f"{BOARD}?{query}" if query else BOARD)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = json.loads(answer.body)
    return found


def bibs(found: dict[str, Any]) -> list[str]:
    """The runners in order."""
    return [row["bib"] for row in found["rows"]]


async def test_a_board_follows_the_race(tmp_path: Path) -> None:
    """Each split is on the next board that is asked for, and each question has its rows."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START, split("1", "1:00.1"))
        first = await board(hub)
        await publish(mat, 4, split("2", "59.8"), split("3", "1:01.0"))
        second = await board(hub)

        assert (bibs(first)[0], bibs(second)) == ("1", ["2", "1", "3"])
        assert set(second) == set(board_json.__annotations__["return"].__annotations__)
        assert bibs(await board(hub, "top=2")) == ["2", "1"]
        assert bibs(await board(hub, "top=1&bib=3")) == ["2", "3"]
        women = (await board(hub, "category=W"))["rows"]
        assert [(row["bib"], row["place"], row["category_place"]) for row in women] == [
            ("1", 2, 1),
            ("3", 3, 2),
        ]


class Counting(HubBoards):
    """Counts what it makes."""

    made = 0
    texts = 0

    def board(self, *attendance: Any) -> Callable[[RowChoice], followed_race.Board]:
        """Count it."""
        Counting.made += 1
        text = super().board(*attendance)

        def counted(choice: RowChoice) -> followed_race.Board:
            Counting.texts += 1
            return text(choice)

        return counted


async def test_a_board_is_made_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, as long as nothing comes and the race clock is the same for the eye."""
    monkeypatch.setattr(followed_race, "FRESH_S", 1e6)
    monkeypatch.setattr(Counting, "made", 0)
    monkeypatch.setattr(Counting, "texts", 0)
    async with hub_in(tmp_path, Counting) as hub, teller(hub) as mat:
        await publish(mat, 1, *START, split("1", "1:00.1"))
        await board(hub, "top=1")
        for query in ("top=1", "top=2"):
            same = await asyncio.gather(*(board(hub, query) for _ in range(8)))
            assert all(one == same[0] for one in same)
        assert (Counting.made, Counting.texts) == (1, 2)

        await publish(mat, 4, split("2", "59.8"))
        assert bibs(await board(hub, "top=1")) == ["2"]
        assert Counting.made == 2


async def test_questions_that_have_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is refused with a sentence: no race, nothing published, not understood, too long a log."""
    Tokens(tmp_path).issue("later", "mat-a")
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        assert (await get(hub, "/v1/races/none/board"))[::2] == (
            404,
            "There is no race 'none' on this hub.\n",
        )
        later = await get(hub, "/v1/races/later/board")
        assert later[::2] == (404, "The race later has not started publishing.\n")
        bad = await get(hub, f"{BOARD}?top=x")
        assert bad[::2] == (400, "top takes a number of rows from 1, not 'x'.\n")
        assert (await get(hub, BOARD, "evil.example.com")).status == 421
        monkeypatch.setattr(race_boards, "MOST_MESSAGES", 1)
        too_long = await get(hub, BOARD)
        assert too_long.status == 404
        assert "its log has more than 1 messages" in too_long.body


async def test_who_waits_too_long_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a board is being made; it is told when to come again, and then has it."""
    may_go_on = threading.Event()

    class Slow(HubBoards):
        def board(self, *attendance: Any) -> Callable[[RowChoice], followed_race.Board]:
            assert may_go_on.wait(PATIENCE_S)
            return super().board(*attendance)

    async with hub_in(tmp_path, Slow) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        monkeypatch.setattr(shared_work, "PATIENCE_S", 0.01)
        busy = await get(hub, BOARD)
        assert (busy.status, busy.headers["retry-after"]) == (503, "2")
        may_go_on.set()
        monkeypatch.setattr(shared_work, "PATIENCE_S", PATIENCE_S)
        assert len(bibs(await board(hub))) == 3


async def test_a_hub_without_boards_has_none(tmp_path: Path) -> None:
    """As that of a replay."""
    async with Hub(settings=Settings(folder=tmp_path)) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        assert (await get(hub, BOARD)).status == 404


async def test_web_pages_of_an_origin_may_ask(tmp_path: Path) -> None:
    """As for every page: HEAD and OPTIONS are answered, and the origin is named."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START)
        asked = await get(hub, BOARD, method="OPTIONS", Origin="https://a.example")
        got = await get(hub, BOARD, Origin="https://a.example")
        head = await get(hub, BOARD, method="HEAD")
        posted = await get(hub, BOARD, method="POST")

    assert (asked.status, asked.headers["access-control-allow-headers"]) == (204, "Authorization")
    assert got.headers["access-control-allow-origin"] == "https://a.example"
    assert (head.status, head.body, posted.status) == (200, "", 405)


async def test_a_private_race_has_a_private_board(tmp_path: Path) -> None:
    """Without a token that may watch the race nothing is said of it."""
    tokens = Tokens(tmp_path)
    watch, mat_a = tokens.issue(RACE, "press", use="watch"), tokens.issue(RACE, "mat-a")
    other = tokens.issue("other", "press", use="watch")
    async with hub_in(tmp_path, private=(RACE,)) as hub, publishing(hub, RACE, mat_a) as mat:
        await publish(mat, 1, *START)
        assert (await get(hub, BOARD)).status == 401
        assert (await get(hub, BOARD, Authorization=f"Bearer {other}")).status == 403
        answer = await get(hub, BOARD, Authorization=f"Bearer {watch}")
        assert (answer.status, json.loads(answer.body)["race"]) == (200, RACE)


async def test_a_race_at_rest_is_read_again(tmp_path: Path) -> None:
    """After a restart of the hub no one has opened it yet."""
    async with hub_in(tmp_path) as hub, teller(hub) as mat:
        await publish(mat, 1, *START, split("1", "1:00.1"))
    async with hub_in(tmp_path) as hub:
        assert bibs(await board(hub))[0] == "1"
