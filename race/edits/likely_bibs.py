"""Whose a time may be that stands under a wrong bib: a guess for who corrects it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from race.fold.runner import UNLISTED

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState

MOST = 5


def likely_bibs(state: RaceState, bib: str, checkpoint: int | None) -> tuple[str, ...]:
    """The likeliest bibs first: those not seen at the checkpoint, with the most figures of the wrong one."""

    def unlikeliness(runner: Runner) -> tuple[bool, bool, float]:
        is_seen = checkpoint is not None and checkpoint in runner.passings
        likeness = SequenceMatcher(None, bib, runner.entrant.bib, autojunk=False).ratio()
        return runner.out is not None, is_seen, -likeness

    listed = [r for r in state.runners.values() if r.number < UNLISTED and r.entrant.bib != bib]
    return tuple(runner.entrant.bib for runner in sorted(listed, key=unlikeliness)[:MOST])
