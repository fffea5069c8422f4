"""The timing screen: what the keys of someone who times by hand do to the race."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from textual import events
from textual.pilot import Pilot

from feeds.log import read
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits.edit import Timekeeper
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, Read, Split, StartList
from tui.app import LapbellApp
from tui.screens.timing import TimingScreen

M = TypeVar("M", bound=Message)

START_LIST = StartList(
    name="Club 1500 m",
    distance_m=1500,
    lap_m=400,
    checkpoints=tuple(
        Checkpoint(id=str(metres), distance_m=metres) for metres in (300.0, 700.0, 1100.0, 1500.0)
    ),
    entrants=(Entrant(bib="11", name="Anna Berg"), Entrant(bib="14", name="Ruth Okafor")),
)


@pytest.fixture
async def timing(tmp_path: Path) -> AsyncIterator[tuple[Pilot[None], Path]]:
    """The screen over a new file of a race of two."""
    path = tmp_path / "club.jsonl"
    file = TimingFile.open(path, "club", [START_LIST])
    timekeeper = Timekeeper("Anna")
    app = LapbellApp(
        first=lambda: TimingScreen(
            START_LIST.name,
            lambda: TimingSession(file, by="Anna", clock=TimingClock.beside(path)),
            timekeeper,
            "everywhere",
        )
    )
    async with app.run_test(size=(80, 24)) as pilot:
        yield pilot, path


async def press(timing: tuple[Pilot[None], Path], *keys: str, until: Callable[[History], bool]) -> History:
    """Press keys, and wait until the file has what they do."""
    pilot, path = timing
    await pilot.press(*keys)
    for _ in range(500):
        history = History(read(path).messages())
        if until(history):
            return history
        await pilot.pause(0.02)
    raise AssertionError(f"not within ten seconds: {history.messages[1:]}")


def held(history: History, kind: type[M]) -> list[M]:
    """The messages of a kind that hold."""
    return [message for message in history.messages if isinstance(message, kind) and history.holds(message)]


async def test_taps_are_named_in_their_order(timing: tuple[Pilot[None], Path]) -> None:
    """A blank takes a time, also while a bib is half typed; the bibs come later."""
    await press(timing, "g", "space", "1", "space", until=lambda history: len(held(history, Read)) == 2)
    history = await press(timing, "4", "enter", "1", "1", "enter", until=lambda h: len(held(h, Split)) == 2)

    assert not held(history, Read)
    splits = sorted(held(history, Split), key=lambda split: str(split.clock))
    assert [split.bib for split in splits] == ["14", "11"]


async def test_keys_that_come_faster_than_the_screen_are_all_taken(timing: tuple[Pilot[None], Path]) -> None:
    """Also those that were pressed before the line to type into was ready for them."""
    app = timing[0].app
    for key in ("g", "space", "space", "1", "4", "comma", "1", "1", "enter"):
        app.post_message(events.Key(key, {"space": " ", "comma": ",", "enter": None}.get(key, key)))
    history = await press(timing, until=lambda history: len(held(history, Split)) == 2)

    splits = sorted(held(history, Split), key=lambda split: str(split.clock))
    assert [split.bib for split in splits] == ["14", "11"]
    assert not held(history, Read)


async def test_an_undone_edit_is_redone(timing: tuple[Pilot[None], Path]) -> None:
    """A bib without a tap takes the time at Enter; undo and redo go back and forth."""
    await press(timing, "g", "1", "4", "enter", until=lambda history: len(held(history, Split)) == 1)
    await press(timing, "u", until=lambda history: not held(history, Split))
    await press(timing, "U", until=lambda history: len(held(history, Split)) == 1)
    await press(timing, "u", "u", until=lambda history: not held(history, Split) and not held(history, Gun))
