"""Someone at a keyboard who does one thing after the other, at random."""

from __future__ import annotations

import random
from contextlib import suppress

from feeds.timing.timing_session import TimingSession
from race.edits import decisions, passings, starts
from race.edits.edit import Edit
from race.edits.passings import unnamed_taps
from tests.feeds.timing.timing_runs import keeper

BIBS = "123"


async def act(session: TimingSession, chance: random.Random) -> None:
    """Do something that a timekeeper could do now; what cannot be done is left."""
    with suppress(ValueError):
        what = chance.choice(["tap", "tap", "tap", "name", "bib", "status", "undo", "redo", "gun"])
        if what == "undo":
            await session.undo()
        elif what == "redo":
            await session.redo()
        else:
            await session.do(_edit(session, what, chance))


def _edit(session: TimingSession, what: str, chance: random.Random) -> Edit:
    history, clock = session.history, session.clock.now()
    match what:
        case "gun":
            return starts.gun(history, clock)
        case "tap":
            return passings.tap(history, keeper(session), clock)
        case "name":
            return passings.name_taps(history, keeper(session), unnamed_taps(history), [chance.choice(BIBS)])
        case "bib":
            return passings.by_bib(history, keeper(session), chance.choice(BIBS), clock)
    return decisions.set_status(history, chance.choice(BIBS), "dnf", reason="TR 6")
