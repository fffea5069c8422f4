"""Whose finish is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.fold.runner import UNLISTED, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.state import RaceState


def awaited(state: RaceState) -> Iterator[Runner]:
    """The runners who have neither finished nor left the race; not pacemakers.

    An unlisted bib is awaited only in a race whose start list names no runner.
    """
    is_listed = any(r.number < UNLISTED and r.entrant.role == "runner" for r in state.runners.values())
    return (
        runner
        for runner in state.runners.values()
        if _is_on_the_way(runner, state) and (runner.number < UNLISTED or not is_listed)
    )


def is_still_awaited(bib: str, state: RaceState) -> bool:
    """Whether a runner of the start list is awaited, without a look at any other."""
    runner = state.runners.get(bib)
    return runner is not None and runner.number < UNLISTED and _is_on_the_way(runner, state)


def _is_on_the_way(runner: Runner, state: RaceState) -> bool:
    finish = state.course.finish if state.course is not None else START
    return (
        runner.entrant.role == "runner"
        and not runner.status_claims
        and (finish == START or runner.furthest != finish)
    )
