"""The one runner of a race whom a bib or a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import FeedError, did_you_mean
from race.people.entrant_lookup import entrants_called, similar_names

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState


def runner_called(text: str, state: RaceState, race: str) -> Runner:
    """The only runner of a race whom a bib or a name means. Raises FeedError, with the nearest names."""
    entrants = [runner.entrant for runner in state.runners.values()]
    called = entrants_called(entrants, text)
    if len(called) == 1:
        return state.runners[called[0].bib]
    if called:
        names = ", ".join(state.runners[entrant.bib].full_name for entrant in called)
        raise FeedError(f"{text!r} may be any of these in {race}: {names}")
    raise FeedError(f"no one called {text!r} in {race}{did_you_mean(similar_names(entrants, text))}")
