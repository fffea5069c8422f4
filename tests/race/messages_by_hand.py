"""Messages made by hand, in few words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from race.messages import (
    Checkpoint,
    Entrant,
    Estimate,
    Evidence,
    Gun,
    Message,
    Order,
    Place,
    Role,
    Split,
    StartList,
    Status,
    StatusCode,
    TimeBand,
    Void,
)
from race.moments.commentary import Commentary
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.fold.state import RaceState
    from race.moments.moment import Moment
    from race.projection.projector import Projector
    from race.standings import Row

AFTER_ALL_MS = 10**9
"""A race time that every message precedes."""

GUN = Gun()


def entrant(bib: str, role: Role = "runner", wave: str = "") -> Entrant:
    """An entrant with a name of two words."""
    return Entrant(bib=bib, name=f"Name {bib}", role=role, wave=wave)


def start_list(
    entrants: Iterable[str | Entrant],
    checkpoints_m: Sequence[float] = (400, 800, 1200, 1600),
    lap_m: float | None = 400,
    id_: str | None = None,
    replaces: str | None = None,
) -> StartList:
    """A start list with checkpoints named by their metres; the last is the finish."""
    return StartList(
        id=id_,
        replaces=replaces,
        name="Race",
        distance_m=checkpoints_m[-1],
        lap_m=lap_m,
        checkpoints=tuple(Checkpoint(id=f"{metres:g}", distance_m=metres) for metres in checkpoints_m),
        entrants=tuple(entrant(e) if isinstance(e, str) else e for e in entrants),
    )


def split(
    bib: str,
    checkpoint: float | str,
    time: str,
    rank: Place | None = None,
    evidence: Evidence = "device",
    *,
    suspect: bool = False,
    id_: str | None = None,
    replaces: str | None = None,
) -> Split:
    """A time from the gun; one that holds a `T` is a time of day."""
    of_day = "T" in time
    return Split(
        id=id_,
        replaces=replaces,
        bib=bib,
        checkpoint=checkpoint if isinstance(checkpoint, str) else f"{checkpoint:g}",
        time=None if of_day else Time.parse(time),
        clock=TimeOfDay.parse(time) if of_day else None,
        rank=rank,
        evidence=evidence,
        suspect=suspect,
    )


def estimate(bib: str, checkpoint: float, low: str, likely: str, high: str) -> Estimate:
    """A band of likely times, in effect from its start."""
    first, *others = (Time.parse(time) for time in (low, likely, high))
    band = TimeBand(first.ms, *(time.ms for time in others))
    return Estimate(bib=bib, checkpoint=f"{checkpoint:g}", band=band, when=first)


def order(checkpoint: float, *bibs: str, first: int = 1) -> Order:
    """Runners who passed in this order, from a place on."""
    return Order(checkpoint=f"{checkpoint:g}", places={bib: first + i for i, bib in enumerate(bibs)})


def read_json(board: Board, *, with_marks: bool = False) -> dict[str, Any]:
    """The JSON of a board as a program reads it."""
    printed: Any = board_json(board, with_marks=with_marks)
    read: dict[str, Any] = json.loads(json.dumps(printed, allow_nan=False))
    assert read == printed
    return read


def status(bib: str, code: StatusCode, when: str | None = None, id_: str | None = None) -> Status:
    """The status of a runner without a result."""
    return Status(id=id_, bib=bib, status=code, when=Time.parse(when) if when else None)


def void(message_id: str, id_: str | None = None) -> Void:
    """The withdrawal of a message."""
    return Void(id=id_, replaces=message_id)


def gun(clock: str, wave: str = "", id_: str | None = None, replaces: str | None = None) -> Gun:
    """A gun whose time of day is known."""
    return Gun(id=id_, replaces=replaces, clock=TimeOfDay.parse(clock), wave=wave)


def board(*messages: Message, at: str | None = None) -> Board:
    """The board of a log at a race time, or after all of it."""
    clock_ms = AFTER_ALL_MS if at is None else Time.parse(at).ms
    return Board.at("race", clock_ms, History(messages).at(clock_ms))


def row_of(shown: Board, bib: str) -> Row:
    """The row of one entrant."""
    return next(row for row in shown.rows if row.runner.entrant.bib == bib)


def bibs(shown: Board) -> str:
    """The running order, as one word of bibs of a letter each."""
    return "".join(row.runner.entrant.bib for row in shown.rows)


def places(shown: Board) -> dict[str, int | None]:
    """Place by bib."""
    return {row.runner.entrant.bib: row.place for row in shown.rows}


def moments(
    state: RaceState,
    clock_ms: int,
    followed: frozenset[str] = frozenset(),
    projector: Projector | None = None,
) -> list[Moment]:
    """All moments of a state up to a race time, in the order in which they were known."""
    return Commentary(followed).moments(state, clock_ms, projector)
