"""Two desks that decide about one race at once, through a hub."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path

from feeds.log import read
from feeds.timing.timing_session import TimingSession
from race.board import Board
from race.edits.log_lookup import state_now
from race.edits.review_item import Answer, ReviewItem
from race.edits.review_list import review_list
from race.fold.history import History
from race.messages import Entrant, Gun, Message
from race.times import Time
from tests.feeds.conftest import start_list
from tests.feeds.timing.timing_runs import RACE, login, near_hub, seen, timing, until
from tests.race.messages_by_hand import split


def at_the_finish(bib: str, time: str) -> Message:
    """A time by a device."""
    return replace(split(bib, 400, time), checkpoint="finish")


TIMES: list[Message] = [
    start_list(),
    Gun(),
    split("1", 400, "1:00.0"),
    split("2", 400, "1:01.0"),
    split("3", 400, "2.0"),
    at_the_finish("1", "1:03.0"),
    at_the_finish("2", "2:04.0"),
    at_the_finish("2", "22:04.0"),
    at_the_finish("9", "2:05.0"),
]
"""Two times are too fast, one is read again, and 9 is not on the start list."""

ACTS = 25


async def test_two_desks_at_once_end_equal(tmp_path: Path) -> None:
    """Whatever each decides, undoes and redoes; so does the log of the hub."""
    chance = random.Random(17)
    async with near_hub(tmp_path) as hub:
        async with (
            timing(tmp_path / "mat.jsonl", TIMES, by="", hubs=[login(hub, "mat")]) as mat,
            timing(tmp_path / "a.jsonl", by="Lea", hubs=[login(hub, "desk-a")]) as lea,
            timing(tmp_path / "b.jsonl", by="Max", hubs=[login(hub, "desk-b")]) as max_,
        ):
            await mat.drained()
            await until(lea, lambda: len(lea.messages) == len(TIMES))
            await until(max_, lambda: len(max_.messages) == len(TIMES))
            assert len(open_items(lea)) == len(open_items(max_)) >= 4
            for _ in range(ACTS):
                await asyncio.gather(act(lea, chance), act(max_, chance))
            for desk in (lea, max_):
                await desk.drained()
            await until(lea, lambda: heads(lea) == heads(max_) == heads(mat))

            assert seen(lea.history) == seen(max_.history) == seen(mat.history)
            assert [item.text for item in open_items(lea)] == [item.text for item in open_items(max_)]
            assert {m.by for m in mat.messages[len(TIMES) :]} == {"Lea", "Max"}
        log = read(tmp_path / "hub" / f"{RACE}.jsonl")
    assert seen(History(log.messages())) == seen(lea.history)


def heads(session: TimingSession) -> tuple[int, int]:
    """How many messages there are, and how many are not at the hub."""
    return len(session.messages), session.unsent


def open_items(session: TimingSession) -> list[ReviewItem]:
    """What is on the list of a desk."""
    history = session.history
    board = Board.at(RACE, history.end_ms, state_now(history))
    return [item for item in review_list(history, board) if not item.is_settled]


async def act(session: TimingSession, chance: random.Random) -> None:
    """Decide about something, undo or redo; what cannot be done any longer is left."""
    answer = Answer(
        bib=chance.choice("123"),
        time=Time.parse(f"2:{chance.randrange(10, 40)}.0"),
        checkpoint=chance.choice(("400", "finish")),
        entrant=Entrant(bib="9", name="Ida Nine"),
    )
    try:
        match chance.randrange(4), open_items(session):
            case 0, _:
                await session.undo()
            case 1, _:
                await session.redo()
            case _, [*items] if items:
                choice = chance.choice(chance.choice(items).choices)
                if choice.need not in ("gun", "seconds"):
                    await session.do(choice.make(session.history, answer).because("the film"))
    except ValueError:
        return
