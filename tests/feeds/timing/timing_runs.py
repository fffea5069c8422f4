"""Races that are timed by hand in a test: sessions with a hub or without, and what they show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from feeds.hub import Hub, Settings
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits.edit import Timekeeper
from race.fold.history import History
from race.messages import Message
from tests.feeds.hub_process import HubProcess
from tests.patience import PATIENCE_S

RACE = "club-800"


def timing(
    path: Path, beginning: Sequence[Message] = (), *, by: str = "Ann", hubs: Sequence[HubLogin] = ()
) -> TimingSession:
    """A timing into a file, and to hubs if there are any."""
    file = TimingFile.open(path, RACE, beginning)
    return TimingSession(file, hubs, by=by, clock=TimingClock(boot="test"))


def login(hub: HubProcess | Hub, source: str) -> HubLogin:
    """A new token for the race at a hub."""
    folder = hub.folder if isinstance(hub, HubProcess) else hub.settings.folder
    assert folder is not None
    return HubLogin.of(f"{hub.base}/v1/races/{RACE}", Tokens(folder).issue(RACE, source))


def near_hub(folder: Path, port: int = 0) -> Hub:
    """A hub in this process, which is there at once."""
    return Hub(settings=Settings(folder=folder / "hub", port=port))


def keeper(session: TimingSession, *checkpoints: str) -> Timekeeper:
    """Who times in a session."""
    return Timekeeper(session.by, checkpoints)


async def until(session: TimingSession, holds: Callable[[], bool]) -> None:
    """Wait for something that comes from the hub."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            await session.changes.until(holds)
    except TimeoutError:
        raise AssertionError(session.hub_state, session.notices, session.messages) from None


def seen(history: History) -> dict[str, object]:
    """What is on the board in the end, by bib: times and places at each checkpoint, and who is out."""
    state = history.at(history.end_ms)
    return {
        bib: (
            {
                index: (passing.time, passing.official_place, passing.doubt)
                for index, passing in runner.passings.items()
            },
            runner.out,
        )
        for bib, runner in state.runners.items()
    }
