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
    finish = state.course.finish if state.course is not None else START
    runners = state.runners.values()
    is_listed = any(r.number < UNLISTED and r.entrant.role == "runner" for r in runners)
    return (
        runner
        for runner in runners
        if runner.entrant.role == "runner"
        and not runner.status_claims
        and (finish == START or runner.furthest != finish)
        and (runner.number < UNLISTED or not is_listed)
    )
