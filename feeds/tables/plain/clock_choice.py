"""From which start the times at intermediates are, where a table has gun and net times and does not say."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.tables.plain.table_times import TableTimes

FEWEST = 5
"""Runners at the front, and as many behind them, without whom the figures do not tell."""

AT_FRONT = 0.01
"""The share of the first time within which a runner at the front crosses the start line."""

BEHIND = 0.1
"""The share of it after which one behind does."""

CLOSE = 0.05
"""How far the share of the race (as a log of the ratio) may be from that of the front, in the median."""


def clock_in_figures(times: TableTimes, offsets: Mapping[int, int]) -> str:
    """`net` or `gun`, if the figures leave no doubt; empty where they do.

    Runners from far behind the start line took the same share of their race to the first intermediate as
    those at the front, if their times are taken as what they are.
    """
    first, results = times.figures[0], times.results
    front: list[float] = []
    by_net: list[float] = []
    by_gun: list[float] = []
    for i in first.keys() & offsets.keys() & results.keys():
        time, offset = first[i].time.ms, offsets[i]
        net = results[i].time.ms - offset
        if offset <= AT_FRONT * time:
            front.append(log(time / net))
        elif offset >= BEHIND * time and time > offset:
            by_net.append(log(time / net))
            by_gun.append(log((time - offset) / net))
    if len(front) < FEWEST or len(by_net) < FEWEST:
        return ""
    usual = median(front)
    net_error, gun_error = (median(abs(share - usual) for share in own) for own in (by_net, by_gun))
    if min(net_error, gun_error) > CLOSE or max(net_error, gun_error) < 2 * CLOSE:
        return ""
    return "net" if net_error < gun_error else "gun"
