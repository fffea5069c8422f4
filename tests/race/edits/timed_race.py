"""A race that is timed by hand, as its timekeeper's program keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.edits import passings, starts
from race.edits.edit import Edit, Timekeeper
from race.edits.edit_history import EditHistory
from race.edits.log_lookup import state_now
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Message, StartList
from race.times import TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.fold.state import RaceState

GUN_CLOCK = TimeOfDay.parse("2026-06-03T18:00:00.12Z")

NAMES = ("Berg", "Zee", "Okafor", "Hare", "Lind", "Moss")


def clock(seconds: float) -> TimeOfDay:
    """So many seconds after the gun, to the hundredth."""
    return TimeOfDay(GUN_CLOCK.utc_ms + round(seconds * 100) * 10, 2)


def start_list_1500(entrants: int = 4) -> StartList:
    """Three laps and 300 m; bibs from 11 on."""
    points = (("300", 300), ("700", 700), ("1100", 1100), ("finish", 1500))
    return StartList(
        name="1500 m",
        distance_m=1500,
        lap_m=400,
        checkpoints=tuple(Checkpoint(id=name, distance_m=metres) for name, metres in points),
        entrants=tuple(Entrant(bib=f"{11 + n}", name=f"Ada {NAMES[n]}") for n in range(entrants)),
    )


class TimedRace:
    """A log of one source, and the edits in it."""

    def __init__(self, start_list: StartList | None = None, by: str = "Ann", source: str = "") -> None:
        self.timekeeper = Timekeeper(by)
        self.history = History()
        self.edits = EditHistory()
        self._source = source
        self._sent = 0
        self.send([start_list or start_list_1500()])

    @property
    def state(self) -> RaceState:
        """With the whole log known."""
        return state_now(self.history)

    def send(self, messages: Iterable[Message]) -> None:
        """Add messages to the log, named as an outbox names them."""
        named: list[Message] = []
        for message in messages:
            self._sent += 1
            named.append(replace(message, id=f"{self._source}:{self._sent}"))
        self.history.extend(named)
        self.edits.extend(named)

    def do(self, edit: Edit) -> Edit:
        """Do an edit."""
        self.send(edit.signed(self.timekeeper.name, self.edits.next_number))
        return edit

    def undo(self) -> Edit:
        """Undo the last one that holds."""
        return self.do(self.edits.undo(self.history))

    def redo(self) -> Edit:
        """Redo the last one undone."""
        return self.do(self.edits.redo(self.history))

    def gun(self) -> Edit:
        """The gun goes."""
        return self.do(starts.gun(self.history, GUN_CLOCK))

    def tap(self, seconds: float) -> Edit:
        """A runner passes whose name comes later."""
        return self.do(passings.tap(self.history, self.timekeeper, clock(seconds)))

    def name(self, *bibs: str) -> Edit:
        """The taps are named in their order."""
        taps = passings.unnamed_taps(self.history)
        return self.do(passings.name_taps(self.history, self.timekeeper, taps, bibs))

    def pass_by(self, bib: str, seconds: float) -> Edit:
        """A bib is typed as its runner passes."""
        return self.do(passings.by_bib(self.history, self.timekeeper, bib, clock(seconds)))

    def times(self, bib: str) -> dict[str, str]:
        """A runner's believed times as they are shown, by checkpoint."""
        state = self.state
        runner, course = state.runners.get(bib), state.course
        passed = runner.passings if runner is not None else {}
        assert course is not None
        return {
            course.at(index).id: p.time.show() if p.time is not None else "-" for index, p in passed.items()
        }

    def split_id(self, bib: str, checkpoint: str) -> str:
        """The id of the message that counts for a runner at a checkpoint."""
        course = self.state.course
        assert course is not None
        message = self.state.runners[bib].passings[course.index[checkpoint]].message
        assert message is not None
        assert message.id is not None
        return message.id
