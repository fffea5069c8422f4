"""The times from the start that laps add up to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from feeds.tables.plain.table_figures import Figure, FigureColumn
from race.times import Time


def added_up(
    laps: Sequence[FigureColumn], rows: int, results: FigureColumn, *, to_finish: bool
) -> list[FigureColumn]:
    """The times from the start that laps give, up to the first lap that is missing.

    Where the laps go to the finish, those after a missing lap are taken from the result.
    """
    sums: list[FigureColumn] = [{} for _ in laps]
    for i in range(rows):
        own = [column.get(i) for column in laps]
        known = next((k for k, lap in enumerate(own) if lap is None), len(own))
        for k, time in enumerate(_sums([lap.time for lap in own[:known] if lap is not None])):
            lap = own[k]
            sums[k][i] = lap._replace(time=time) if lap else Figure(time)
        end = results.get(i)
        if known == len(own) or end is None or not to_finish:
            continue
        behind: list[Time] = []
        for k in range(len(own) - 1, known, -1):
            lap = own[k]
            if lap is None:
                break
            sums[k][i] = lap._replace(time=_minus(end.time, behind))
            behind.append(lap.time)
        else:
            sums[known][i] = Figure(_minus(end.time, behind))
    return sums


def _sums(times: Sequence[Time]) -> list[Time]:
    return list(accumulate(times, lambda a, b: Time(a.ms + b.ms, min(a.digits, b.digits))))


def _minus(time: Time, laps: Sequence[Time]) -> Time:
    return Time(time.ms - sum(lap.ms for lap in laps), min(t.digits for t in (time, *laps)))
