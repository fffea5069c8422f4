"""Runs of recorded races as marks, with the splits that were published of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.eligibility import runs_here
from race.messages import Mark, MarkSplit, StartList
from race.order.places import places_at
from race.projection.board_model import project
from race.standings import standings, winners
from replays.watching.runner_called import runner_called

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.times import Time
    from replays.watching.recorded_race import RecordedRace


def run_of(label: str, recording: RecordedRace, athlete: str = "") -> Mark:
    """The run of an athlete, given by bib or name, or of the winner, as a mark. Raises FeedError."""
    state = _result(recording)
    runner = runner_called(athlete, state, recording.race) if athlete else _winner(state, recording.race)
    return _mark(label, recording.race, state, runner, runner.time_at)


def ghost_of(recording: RecordedRace, athlete: str = "") -> Mark:
    """A race to lay over another: an athlete's run, or the leader at each checkpoint. Raises FeedError."""
    state = _result(recording)
    year = state.start_list.date[:4] if state.start_list else ""
    if athlete:
        runner = runner_called(athlete, state, recording.race)
        return run_of(f"{runner.entrant.short_name} {year}".strip(), recording, athlete)
    winner = _winner(state, recording.race)
    label = f"{winner.entrant.short_name}'s race {year}".strip()
    return _mark(label, recording.race, state, winner, lambda index: _first_time(state, index))


def _result(recording: RecordedRace) -> RaceState:
    """The end of a race, without estimates. Raises FeedError where it has no start list."""
    history = recording.history(estimates=False)
    state = history.at(history.end_ms)
    if state.course is None:
        raise FeedError(f"{recording.race} has no start list, and so no runs")
    return state


def _winner(state: RaceState, race: str) -> Runner:
    """The winner, or the first of several. Raises FeedError where it is not known who won."""
    won = winners(standings(state, project))
    if not won:
        raise FeedError(f"it is not known who won {race}; name the athlete")
    return won[0]


def _first_time(state: RaceState, index: int) -> Time | None:
    """The time of the first at a checkpoint; None where it is not known who was first, or when."""
    assert state.course is not None
    places = places_at(state.course, state.runners.values(), index)
    first = next((bib for bib, place in places.items() if place == 1), None)
    return state.runners[first].time_at(index) if first is not None else None


def _mark(
    label: str, race: str, state: RaceState, runner: Runner, time_at: Callable[[int], Time | None]
) -> Mark:
    start_list, course = state.start_list, state.course
    assert start_list is not None
    assert course is not None
    entrant, time = runner.entrant, runner.time_at(course.finish)
    if time is None or not runner.has_finished(course):
        raise FeedError(f"{race} has no finishing time of {entrant.name}")
    known = ((c.distance_m, time_at(i)) for i, c in enumerate(course.checkpoints[: course.finish]))
    try:
        return Mark(
            label=label,
            time=time,
            event=start_list.event,
            distance_m=course.distance_m,
            holder=entrant.name,
            nation=entrant.nation,
            venue=start_list.venue,
            date=start_list.date,
            splits=tuple(MarkSplit(distance_m=metres, time=at) for metres, at in known if at),
            source=race,
        )
    except ValueError as error:
        raise FeedError(f"{entrant.name} cannot be a mark: {error}") from error


def require_same_event(mark: Mark, start_list: StartList | None) -> None:
    """Raise FeedError for a mark that was run over another event or distance than the race."""
    if start_list is not None and not runs_here(mark, start_list):
        over = f"{mark.distance_m:g} m" if mark.distance_m else mark.event
        raise FeedError(f"{mark.label!r} was run over {over}, and this race is {start_list.distance_m:g} m")
