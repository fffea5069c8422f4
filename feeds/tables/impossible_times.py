"""Results that no one can run: a figure is wrong, or the event is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.belief.human_limits import least_seconds

if TYPE_CHECKING:
    from feeds.tables.table_race import TableRace, TableRunner

EVENT_HINT = "give the right one with --event EVENT or --distance METRES"


def with_possible_results(race: TableRace) -> TableRace:
    """The race with every result marked as doubtful that no human can have run.

    Raises ValueError where all results are such: then the event is not the one that was run.
    """
    event = race.event
    if event.kind == "wheelchair" or event.limit_s is not None or event.distance_m <= 0:
        return race
    least_ms = 1000 * sum(map(least_seconds, event.legs or (event.distance_m,)))
    results = [ms for runner in race.runners if (ms := _result_ms(runner, race)) is not None]
    if not any(ms < least_ms for ms in results):
        return race
    if all(ms < least_ms for ms in results):
        raise ValueError(f"{race.name}: no one can run {event.distance_m:g} m in these times; {EVENT_HINT}")
    runners, notes = [], []
    for runner in race.runners:
        ms = _result_ms(runner, race)
        if ms is not None and ms < least_ms:
            result = runner.times[-1]
            times = (*runner.times[:-1], result._replace(is_doubtful=True))
            runners.append(replace(runner, times=times))
            who = f"{runner.where}, {runner.name}"
            notes.append(f"{who}: no one can run {event.distance_m:g} m in {result.time}; kept as suspect")
        else:
            runners.append(runner)
    return replace(race, runners=tuple(runners), notes=(*race.notes, *notes))


def _result_ms(runner: TableRunner, race: TableRace) -> int | None:
    last = runner.times[-1] if runner.times else None
    if last is None or last.time is None or last.point != len(race.points) - 1:
        return None
    return last.time.ms
