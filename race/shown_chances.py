"""The chances of winning that a board showed at each checkpoint, to be compared with who won."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.calibration import GivenChance
from race.standings import Row, standings, winners

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from race.fold.history import History
    from race.projection.projector import Model
    from race.shown_projections import MeasuredPassing

FAVOURITE_AFTER = 8
"""How many have passed a checkpoint when the runner projected first is noted."""


class Favourite(NamedTuple):
    """The runner projected first at a checkpoint."""

    checkpoint: int
    bib: str
    chance: float | None
    """The chance of winning given at the time; None where none was."""
    won: bool


class ShownChances(NamedTuple):
    """What a board showed of the result once enough had passed a checkpoint."""

    favourite: Favourite | None
    given: list[GivenChance]
    """Of every runner, with the index of the checkpoint as the moment; empty where no one was given any."""


def shown_chances(history: History, model: Model, passings: list[MeasuredPassing]) -> Iterator[ShownChances]:
    """What was shown once eight had passed a checkpoint, or all, as long as no one had finished."""
    end = standings(history.at(history.end_ms), model)
    won = {runner.entrant.bib for runner in winners(end)}
    for index in sorted({passing.checkpoint for passing in passings}):
        there = [passing.when_ms for passing in passings if passing.checkpoint == index][:FAVOURITE_AFTER]
        rows = standings(history.at(there[-1]), model, there[-1])
        if not any(row.status == "finished" for row in rows):
            yield ShownChances(_favourite(index, rows, won), list(_given(index, rows, won)))


def _favourite(index: int, rows: list[Row], won: Container[str]) -> Favourite | None:
    first = next((row for row in rows if row.projected_place == 1), None)
    if first is None:
        return None
    bib = first.runner.entrant.bib
    return Favourite(index, bib, first.chances[0] if first.chances else None, bib in won)


def _given(index: int, rows: list[Row], won: Container[str]) -> Iterator[GivenChance]:
    """The chances of all runners: 0 of those who had none while others had."""
    if any(row.chances for row in rows):
        for row in rows:
            if row.runner.entrant.role == "runner":
                chance = row.chances[0] if row.chances else 0.0
                yield GivenChance(index, chance, row.runner.entrant.bib in won, row.place)
