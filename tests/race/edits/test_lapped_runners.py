"""A 5000 m of 30 by one keyboard: lapped runners among the others, and taps that were missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits import passing_changes, passings
from race.edits.lap_counter import lap_counts
from race.edits.next_checkpoint import suspicion
from race.edits.passings import unnamed_taps
from race.times import Time
from tests.race.edits.lapped_field import BIBS, METRES, Passing, passings_of_all, start_list
from tests.race.edits.timed_race import TimedRace, clock

if TYPE_CHECKING:
    from collections.abc import Iterable


def shown(truth: Iterable[Passing]) -> dict[str, dict[str, str]]:
    """The times by hand of each runner, by checkpoint."""
    times: dict[str, dict[str, str]] = {bib: {} for bib in BIBS}
    for seconds, bib, checkpoint in truth:
        times[bib][checkpoint] = Time(round(seconds * 1000), 1).show()
    return times


def timed(truth: list[Passing], missed: set[int]) -> TimedRace:
    """The race, with a tap for each passing but a few; bibs are filled in whenever there is a pause."""
    race = TimedRace(start_list())
    race.gun()
    waiting: list[str] = []
    for number, (seconds, bib, _) in enumerate(truth):
        if number in missed:
            continue
        race.tap(seconds)
        waiting.append(bib)
        following = truth[number + 1][0] if number + 1 < len(truth) else seconds + 60
        if following - seconds > 1:
            race.name(*waiting)
            waiting.clear()
    return race


def test_every_lap_of_every_runner_is_right() -> None:
    """However often a runner was lapped; the counter says by how many laps."""
    truth = passings_of_all(1)

    race = timed(truth, missed=set())

    assert not unnamed_taps(race.history)
    assert {bib: race.times(bib) for bib in BIBS} == shown(truth)
    assert not race.state.doubts
    counts = lap_counts(race.state)
    assert all(counts[bib].to_go == 0 for bib in BIBS)


def test_missed_taps_are_suspected_and_put_right() -> None:
    """A runner whose passing was missed is a checkpoint behind; it is suspected at once."""
    truth = passings_of_all(2)
    gone = truth[150]
    race = timed(truth, {150})
    _, bib, missed = gone
    state, course = race.state, race.state.course
    assert course is not None
    runner = state.runners[bib]
    assert course.finish not in runner.passings

    suspected = [
        found.checkpoint
        for index, passing in sorted(runner.passings.items())
        if passing.time is not None
        and (found := suspicion(state, race.timekeeper, runner, index, passing.time.ms)) is not None
    ]

    later = [metres for metres in METRES if metres > int(missed)]
    assert suspected == [f"{later[0]}"]
    race.do(passing_changes.move_on(race.history, race.timekeeper, bib, missed))
    assert not race.state.doubts
    race.do(passing_changes.insert_missed(race.history, race.timekeeper, bib, missed, clock(gone[0])))
    assert {one: race.times(one) for one in BIBS} == shown(truth)


def test_a_second_watch_times_the_same_passings() -> None:
    """Half a second later each, named by the same rule: no passing goes to another lap."""
    truth = passings_of_all(3)
    race = timed(truth, missed=set())
    first = race.timekeeper
    race.timekeeper = first._replace(name="Bo")

    for seconds, bib, _ in truth:
        race.do(passings.by_bib(race.history, race.timekeeper, bib, clock(seconds + 0.5)))

    late = [(seconds + 0.5, bib, checkpoint) for seconds, bib, checkpoint in truth]
    assert {bib: race.times(bib) for bib in BIBS} == shown(late)
