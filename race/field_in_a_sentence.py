"""The field in a sentence, for an announcer before anyone was timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments import sentences
from race.moments.record_pace import GREAT

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import StartList


def before_the_gun(start_list: StartList) -> str:
    """The field, with the fastest in it."""
    field = [entrant for entrant in start_list.entrants if entrant.role == "runner"]
    timed = ((entrant.pb, entrant) for entrant in field if entrant.pb is not None)
    best, fastest = min(timed, key=lambda one: one[0].ms, default=(None, None))
    template = sentences.FIELD_AND_FASTEST if fastest is not None else sentences.FIELD_OF
    return template.format(
        race=start_list.name,
        number=_runners(len(field)),
        runner=fastest.name if fastest is not None else "",
        time=best,
    )


def underway(board: Board, start_list: StartList) -> str:
    """Before anyone was timed: how many run, and what the world record is."""
    field = board.state.runners.values()
    number = sum(runner.entrant.role == "runner" and not runner.out for runner in field)
    record = next((row.mark for row in board.marks if row.mark.code in GREAT), None)
    template = sentences.UNDERWAY_AND_RECORD if record is not None else sentences.UNDERWAY
    return template.format(
        race=start_list.name,
        number=_runners(number),
        record=record.code if record is not None else "",
        time=record.time if record is not None else "",
    )


def _runners(number: int) -> str:
    return f"{number} runner{'' if number == 1 else 's'}"
