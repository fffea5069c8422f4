"""Whatever is doubtful in a race is settled at its desk with a key or two, on every board, and taken back."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.errors import FeedError
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log, read
from feeds.log_file import write_whole
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens, wall_ms
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.board import Board
from race.edits.review_list import review_list
from race.fold.history import History
from replays.hubs.hub_snapshot import read_race
from tests.by_hand.acts import IS_WHOLE
from tests.feeds.timing.timing_runs import seen
from tests.patience import until
from tests.race.edits.test_doubt_decisions import LOGS
from tests.race.edits.test_review_list import KINDS
from tui.app import LapbellApp
from tui.screens.operator import OperatorScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot

    from race.messages import Message

RACE = "the-case"

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

MOST_SETTLED = 8
"""Of one race."""


def cases() -> dict[str, Sequence[Message]]:
    """Races in which something is doubtful: one of each reason and kind, and those that others reported."""
    found: dict[str, Sequence[Message]] = dict(LOGS.items())
    found |= {kind: log for kind, (log, _) in KINDS.items()}
    for path in sorted((Path(SAMPLES).parent / "cases").glob("*/*.jsonl")) if SAMPLES else ():
        try:
            found[f"{path.parent.name}/{path.stem}"] = list(read(path).messages())
        except FeedError:
            continue  # it is no race file
    return found


CASES = cases()

MADE = {*LOGS, *KINDS} - {"ruling", "clock out of step"}
"""In these there is something; of a clock it can be said only while a hub hears it."""

TRIED = [*CASES] if IS_WHOLE else ["too fast", "a chip of no runner"]


LATE_MS = 20 * 60_000
"""So long ago the hub had heard of a race in which someone is overdue by now."""


class Desk:
    """A desk that keys are pressed at, and what a second board shows."""

    def __init__(self, pilot: Pilot[None], screen: OperatorScreen, address: Address) -> None:
        self.pilot, self.screen, self.address = pilot, screen, address

    @property
    def session(self) -> TimingSession:
        """The session of the desk."""
        assert self.screen.session is not None
        return self.screen.session

    async def press(self, *keys: str) -> object:
        """Press keys; returns what the second board has once all that they do is at the hub."""
        before = len(self.session.messages)
        await self.pilot.press(*keys)
        await self.until(lambda: len(self.session.messages) > before)
        await self.until(lambda: not self.session.unsent and not self.screen.is_busy)
        race, _ = await read_race(self.address)
        history = race.history(estimates=False)
        assert len(history.messages) == len(self.session.messages)
        assert board(history) == board(self.session.history)
        return board(history)

    def has_left(self, key: str) -> bool:
        """Whether the cursor is on something else now."""
        item = self.screen.items.chosen
        return item is None or item.key != key

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        await until(holds, lambda: self.session.hub_state)


def board(history: History) -> object:
    """All that is shown of a race: what is believed, and what is not."""
    state = history.at(history.end_ms)
    items = review_list(history, Board.at(RACE, history.end_ms, state))
    return seen(history), state.doubts, {item.key for item in items if not item.is_settled}


@pytest.mark.parametrize("case", TRIED)
async def test_everything_is_settled_and_taken_back(case: str, tmp_path: Path) -> None:
    """One key each, or a second one that takes what is suggested."""
    folder = tmp_path / "hub"
    token = Tokens(folder).issue(RACE, "desk")
    heard_ms = wall_ms() - LATE_MS if case == "an overdue runner" else None
    messages = [
        replace(message, id=message.id or f"mat:{number}", heard_ms=message.heard_ms or heard_ms)
        for number, message in enumerate(CASES[case], start=1)
    ]
    log = Log(RACE, complete=False, named_epoch="00112233aabbccdd")
    for message in messages:
        log.append(message)
    write_whole(folder / f"{RACE}.jsonl", log)
    async with Hub(settings=Settings(folder=folder)) as hub:
        address = Address.parse(f"{hub.base}/v1/races/{RACE}")
        hubs = [HubLogin.of(address.publish, token)]
        file = TimingFile.open(tmp_path / "desk.jsonl", RACE)
        clock = TimingClock(boot="test")
        screen = OperatorScreen(
            RACE, lambda: TimingSession(file, hubs, by="Lea", clock=clock, refill=False), "Lea"
        )
        async with LapbellApp(first=lambda: screen).run_test(size=(120, 40)) as pilot:
            desk = Desk(pilot, screen, address)
            await desk.until(lambda: screen.session is not None)
            await desk.until(lambda: len(desk.session.messages) == len(messages))
            await desk.until(lambda: bool(screen.items.render_line(0).text.strip()))
            if case in MADE:
                await desk.until(lambda: screen.items.chosen is not None)
            await pilot.pause()
            boards, settled = [board(desk.session.history)], 0
            while (item := screen.items.chosen) is not None and settled < MOST_SETTLED:
                number = next(n for n, choice in enumerate(item.choices, 1) if choice.need in (None, "bib"))
                keys = (str(number),) if item.choices[number - 1].need is None else (str(number), "enter")
                boards.append(await desk.press(*keys))
                assert boards[-1] != boards[-2], item.text
                await desk.until(partial(desk.has_left, item.key))
                settled += 1
            for before in reversed(boards[:-1]):
                assert await desk.press("u") == before
            for after in boards[1:]:
                assert await desk.press("U") == after
    assert settled or case not in MADE
