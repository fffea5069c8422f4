"""Results: how a race ended for an athlete, by published figures alone, and how that is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # before Python 3.12 pydantic does not take typing.TypedDict

from feeds.log import read
from race.lazy_dataclass import dataclass
from race.projection.board_model import project
from race.standings import Row, standings
from race.times import LONGEST_MS

if TYPE_CHECKING:
    from race.fold.state import RaceState
    from race.times import Time


class ResultJson(TypedDict):
    """A result in the JSON of the commands. Unknown is None, and so is all of a result that is not shown."""

    status: str | None
    """finished, dnf, dns, dq; unknown: not published; running: the file ends before."""
    place: int | None
    time_ms: int | None
    digits: int | None
    evidence: str | None
    source: str | None
    notes: list[str]
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """How a race ended for an entrant, as far as it is known."""

    status: str
    """finished, dnf, dns, dq; unknown: not published; running: the log ends before."""
    place: int | None = None
    time: Time | None = None
    evidence: str = ""
    """How the result is known; empty without a result."""
    source: str = ""
    """Where it was published, in words."""
    notes: tuple[str, ...] = ()
    """Printed beside it: PB, NR."""

    @classmethod
    def of(cls, row: Row, state: RaceState) -> Result:
        """The result in a row of the running order."""
        if row.status != "finished":
            return cls(row.status)
        passing = row.passing
        assert passing is not None
        time = passing.time
        said = passing.message
        source = state.start_list.source_of(said) if said and state.start_list else ""
        return cls("finished", row.place, time, passing.evidence, source, passing.notes)

    @property
    def started(self) -> bool:
        """Whether the entrant started."""
        return self.status != "dns"

    @property
    def outcome(self) -> str:
        """How much is known, in words."""
        match self.status:
            case "finished" if self.place is None:
                return "time without a place" if self.time else "finished, neither place nor time published"
            case "finished":
                return "place and time" if self.time else "place without a time"
            case "dnf":
                return "did not finish"
            case "dns":
                return "did not start"
            case "dq":
                return "disqualified"
        return "result not published"

    def beats(self, other: Result) -> bool:
        """Whether this result is better: by place, by time where no places are known, or by finishing at all.

        Every finisher beats an athlete who did not finish or was disqualified. A result that was not
        published beats no other, and is beaten by a winner alone.
        """
        if self.status != "finished" or other.status not in ("finished", "dnf", "dq", "unknown"):
            return False
        if other.status == "unknown":
            return self.place == 1
        if other.status != "finished":
            return True
        if self.place is not None and other.place is not None:
            return self.place < other.place
        return self.time is not None and other.time is not None and self.time.ms < other.time.ms


def winner(first: Result, second: Result) -> int | None:
    """0 if the first is better, 1 if the second is; None where that is not known."""
    return 0 if first.beats(second) else 1 if second.beats(first) else None


def margin(first: Result, second: Result) -> Time | None:
    """How far the winner was ahead; None unless both times are known."""
    ahead = winner(first, second)
    if ahead is None:
        return None
    won, lost = (first, second) if ahead == 0 else (second, first)
    return lost.time.minus(won.time) if won.time and lost.time else None


def to_json(result: Result | None) -> ResultJson:
    """A result as the commands print it; all unknown for None."""
    time = result.time if result else None
    return {
        "status": result.status if result else None,
        "place": result.place if result else None,
        "time_ms": time.ms if time else None,
        "digits": time.digits if time else None,
        "evidence": result.evidence or None if result else None,
        "source": result.source or None if result else None,
        "notes": list(result.notes) if result else [],
        "outcome": result.outcome if result else None,
    }


class RaceResults:
    """The results of a race in one state of it, at a race time or after all of it."""

    def __init__(self, state: RaceState, clock_ms: int = LONGEST_MS) -> None:
        self.state = state
        self._rows = {row.runner.entrant.bib: row for row in standings(state, project, clock_ms)}

    @classmethod
    def read(cls, path: Path) -> RaceResults:
        """The results at the end of a race file. Raises RaceFileError."""
        history = read(path).history()
        return cls(history.at(history.end_ms))

    def result(self, bib: str) -> Result:
        """The result of an entrant by then. An athlete who is not on the start list did not start."""
        row = self._rows.get(bib)
        return Result.of(row, self.state) if row else Result("dns")
