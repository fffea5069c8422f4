"""Hands at a timing session without a screen, with a clock of their own, so that nothing is waited for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from feeds.publishing.hub_choice import HubLogin
from feeds.timing.timing_clock import Anchor, TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits import passings, starts
from race.edits.decisions import make_official
from race.edits.edit import Edit, Timekeeper
from race.edits.log_lookup import state_now
from race.fold.history import History
from race.messages import Message
from race.times import Time
from tests.by_hand.acts import Act, Passing
from tui.text.typed_edits import read_bibs, read_status

GUN_MS = 1_780_000_000_000
"""When the gun goes, in milliseconds since 1970."""


class SessionHands:
    """Someone who times a race. An async context manager, like the session that it opens."""

    def __init__(
        self,
        path: Path,
        race: str,
        beginning: Sequence[Message] = (),
        *,
        by: str = "Ann",
        checkpoints: tuple[str, ...] = (),
        hubs: Sequence[HubLogin] = (),
    ) -> None:
        self._ms = 0
        self.keeper = Timekeeper(by, checkpoints)
        clock = TimingClock(Anchor(boot="", steady_ms=0, wall_ms=GUN_MS), seconds=lambda: self._ms / 1000)
        self.session = TimingSession(TimingFile.open(path, race, beginning), hubs, by=by, clock=clock)

    async def __aenter__(self) -> SessionHands:
        await self.session.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.session.__aexit__(*exception)

    async def do(self, act: Act) -> None:
        """Do one thing; it is on disk when this returns."""
        self._ms = act.ms
        if act.what == "undo":
            await self.session.undo()
        else:
            await self.session.do(self._edit(act))

    async def do_all(self, acts: Iterable[Act]) -> None:
        """One after the other."""
        for act in acts:
            await self.do(act)

    def _edit(self, act: Act) -> Edit:
        history, stamp = self.session.history, self.session.clock.now()
        match act.what:
            case "gun":
                return starts.gun(history, stamp)
            case "tap":
                return passings.tap(history, self.keeper, stamp)
            case "name":
                return read_bibs(history, self.keeper, act.text, stamp)
            case "out":
                return read_status(history, act.text)
            case _:
                return make_official(history)


def shown(history: History) -> dict[str, dict[str, str]]:
    """The times that count, as they are shown, by bib and checkpoint."""
    state = state_now(history)
    course = state.course
    assert course is not None
    return {
        bib: {
            course.at(index).id: passing.time.show(course.digits)
            for index, passing in sorted(runner.passings.items())
            if passing.time is not None
        }
        for bib, runner in state.runners.items()
    }


def by_hand(passings: Iterable[Passing], digits: int = 1) -> dict[str, dict[str, str]]:
    """What should be shown of passings: rounded up, to the tenth on a track, to the second on a road."""
    found: dict[str, dict[str, str]] = {}
    unit_ms = 10 ** (3 - digits)
    for ms, bib, checkpoint in sorted(passings):
        found.setdefault(bib, {})[checkpoint] = Time(-(-ms // unit_ms) * unit_ms, digits).show()
    return found
