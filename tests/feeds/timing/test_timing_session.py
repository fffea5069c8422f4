"""What is done in a timing: numbered, kept, shown, undone and done again."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.log import read
from feeds.publishing.hub_choice import HubLogin
from feeds.timing import timing_session
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits import passings, starts
from race.edits.edit import Edit
from race.fold.history import History
from race.messages import Gun, Note, Read, Split
from tests import patience
from tests.feeds.conftest import start_list
from tests.feeds.timing.random_edits import act
from tests.feeds.timing.timing_runs import RACE, keeper, seen, timing, until


async def test_an_edit_is_signed_and_on_disk(tmp_path: Path) -> None:
    """By whom, and under a number of its own, when `do` returns."""
    path = tmp_path / "race.jsonl"
    async with timing(path, [start_list()]) as session:
        await session.do(starts.gun(session.history, session.clock.now()))
        await session.do(Edit("Two notes", (Note(text="a"), Note(text="b"))))

        on_disk = list(read(path).messages())
        assert on_disk == session.messages
    assert [(m.id, m.by, m.record) for m in on_disk] == [
        (":1", "", None),
        (":2", "Ann", 1),
        (":3", "Ann", 2),
        (":4", "Ann", 2),
    ]
    assert (session.hub_state, session.unsent, session.source) == ("no hub", 0, None)


async def test_many_keys_at_once_keep_their_order(tmp_path: Path) -> None:
    """Faster than any disk."""
    async with timing(tmp_path / "race.jsonl", [start_list()]) as session:
        clocks = [session.clock.now() for _ in range(200)]
        edits = [passings.tap(session.history, keeper(session), clock) for clock in clocks]
        await asyncio.gather(*[session.do(edit) for edit in edits])

        taps = [message for message in session.messages if isinstance(message, Read)]
    assert [tap.clock for tap in taps] == clocks
    assert [tap.record for tap in taps] == list(range(1, 201))


async def test_undo_that_is_pressed_twice_at_once_takes_back_two(tmp_path: Path) -> None:
    """Also while an edit is on its way to the disk."""
    async with timing(tmp_path / "race.jsonl", [start_list()]) as session:
        for _ in range(3):
            await session.do(passings.tap(session.history, keeper(session), session.clock.now()))
        last = passings.tap(session.history, keeper(session), session.clock.now())
        await asyncio.gather(session.do(last), session.undo(), session.undo())

        assert [edit.number for edit in session.edits.done] == [1, 2]
        await session.redo()
        assert [edit.number for edit in session.edits.done] == [1, 2, 3]


async def test_it_goes_on_after_an_end(tmp_path: Path) -> None:
    """With the same race, the same edits to be undone, and the next numbers."""
    path, chance = tmp_path / "race.jsonl", random.Random(4)
    async with timing(path, [start_list()]) as session:
        for _ in range(60):
            await act(session, chance)
        board, edits = seen(session.history), session.edits
    async with timing(path) as again:
        assert seen(again.history) == board == seen(History(read(path).messages()))
        assert [*again.edits.done] == [*edits.done]
        assert [*again.edits.undone] == [*edits.undone]
        assert again.edits.next_number == edits.next_number
        await again.do(passings.tap(again.history, keeper(again), again.clock.now()))
        assert again.messages[-1].record == edits.next_number


async def test_what_cannot_be_kept_uses_no_number(tmp_path: Path) -> None:
    """It is refused to the caller."""
    async with timing(tmp_path / "race.jsonl", [start_list()]) as session:
        with pytest.raises(ValueError, match="text"):
            await session.do(Edit("Too long", (Note(text="x" * 1001),)))
        await session.do(Edit("A gun", (Gun(),)))

        assert [(m.id, m.record) for m in session.messages[1:]] == [(":2", 1)]


async def test_a_clock_that_is_set_is_said_and_moves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By NTP or by hand, in the middle of a race."""
    monkeypatch.setattr(timing_session, "LOOK_S", 0.01)
    ahead_s = 0.0
    clock = TimingClock(wall=lambda: time.time() + ahead_s, boot="test")
    file = TimingFile.open(tmp_path / "race.jsonl", RACE, [start_list()])
    async with TimingSession(file, by="Ann", clock=clock) as session:
        await session.do(starts.gun(session.history, clock.now()))
        ahead_s = 3600.0
        await until(session, lambda: bool(session.notices))
        await session.do(passings.by_bib(session.history, keeper(session), "1", clock.now()))

        assert session.notices == [
            "the computer's clock was set, and is now 1:00:00 ahead of the timing clock, "
            "which was not touched"
        ]
        gun, split = session.messages[-2:]
    assert isinstance(gun, Gun)
    assert isinstance(split, Split)
    assert gun.clock is not None
    assert split.clock is not None
    assert 0 <= split.clock.utc_ms - gun.clock.utc_ms < 60_000


async def test_a_record_of_hubs_that_is_damaged_stops_no_timing(tmp_path: Path) -> None:
    """Nothing is sent, as it is not known what went where; that is said in place of the hub."""
    (tmp_path / "race.jsonl.hubs").write_text("damaged")
    hubs = [HubLogin.of("ws://127.0.0.1:9/v1/races/club-800", "t0ken")]
    async with timing(tmp_path / "race.jsonl", [start_list()], hubs=hubs) as session:
        await session.do(Edit("A gun", (Gun(),)))

        assert session.hub_state.startswith("nothing is sent: ")
        assert "race.jsonl.hubs is damaged" in session.hub_state
        assert len(session.messages) == 2


@pytest.mark.parametrize("turns", range(12))
async def test_a_session_whose_end_is_broken_off_closes_its_file(tmp_path: Path, turns: int) -> None:
    """Whenever that is: what was being written is on disk, and another may open the file."""
    path = tmp_path / "race.jsonl"
    opened = asyncio.Event()

    async def work() -> None:
        async with timing(path, [start_list()]) as session:
            doing = asyncio.ensure_future(session.do(Edit("A note", (Note(text="a"),))))
            await asyncio.sleep(0)
            opened.set()
            await asyncio.shield(doing)
            await asyncio.Event().wait()

    working = asyncio.create_task(work())
    await opened.wait()
    working.cancel()
    for _ in range(turns):
        await asyncio.sleep(0)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    def opens() -> bool:
        try:
            TimingFile.open(path, RACE).release()
        except FeedError:  # it is being closed
            return False
        return True

    await patience.until(opens)
    assert [m.text for m in read(path).messages() if isinstance(m, Note)] == ["a"]
