"""Where several people have timed one passing: what each of them has, and which time counts by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.belief.claim_choice import Claim, hand_rule, newest_by_source
from race.course import START
from race.messages import Split

if TYPE_CHECKING:
    from race.fold.history import History
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.times import Time


class WatchTime(NamedTuple):
    """The time of one person's watch."""

    source: str
    message_id: str | None
    time: Time
    counts: bool


class WatchDifference(NamedTuple):
    """A runner at a checkpoint, timed by hand by more than one."""

    bib: str
    checkpoint: int
    """Its index."""
    times: tuple[WatchTime, ...]
    """From the fastest to the slowest."""
    rule: str
    """Which of the times counts: `of two the slower`; or why none of them does."""

    @property
    def apart_ms(self) -> int:
        """Between the fastest and the slowest."""
        return self.times[-1].time.ms - self.times[0].time.ms


def watch_differences(history: History, state: RaceState) -> list[WatchDifference]:
    """Every passing in a state that more than one watch has, in the order of the course and of the times."""
    found = [
        difference
        for runner in state.runners.values()
        for index, entries in runner.claims().items()
        if len(entries) > 1 and (difference := _difference(history, runner, index)) is not None
    ]
    return sorted(found, key=lambda one: (one.checkpoint, one.times[0].time.ms, one.bib))


def _difference(history: History, runner: Runner, index: int) -> WatchDifference | None:
    claims = [
        Claim(entry.number, split, time)
        for entry in runner.claims_at(index)
        if isinstance(split := entry.message, Split)
        and split.evidence == "hand"
        and (time := history.start_times.elapsed(split)) is not None
    ]
    watches = newest_by_source(claims)
    if len(watches) < 2:
        return None
    passing = runner.start_mat if index == START else runner.passings.get(index)
    counted = passing.counted if passing is not None else None
    numbers = [claim.number for claim in watches]
    if counted is None:
        rule = "none of them is believed"
    elif counted.number not in numbers:
        rule = f"a time that is {passing.evidence if passing else ''} counts"
    else:
        rule = hand_rule(len(watches))
    times = tuple(
        WatchTime(
            claim.split.source,
            claim.split.id,
            claim.time,
            counts=counted is not None and claim.number == counted.number,
        )
        for claim in watches
    )
    return WatchDifference(runner.entrant.bib, index, times, rule)
