"""Slips that are heard before they can have happened, in the races of the library as if sent live."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from race.fold.history import History
from race.messages import Gun, Message, Split
from race.times import Time, TimeOfDay
from tests.race.belief.spoiling import as_read, library

MINUTE_MS = 60_000

PROMPT = (0, 200, 500, 1500)
MIXED = (0, 200, 500, 2000, 5000, 15_000, 50_000)
OFFLINE = (0, 300, 30_000, 120_000, 600_000)

CLOCKS_MS = (0, 0, 0, -20_000, 20_000)
"""By how much the hub's clock is off."""

SLIPS = 2
"""So many are tried in each race."""


def by_desk(sent: list[Message]) -> list[Message]:
    """The same, as times from the gun that one computer sends."""
    gun_ms = next(m.clock.utc_ms for m in sent if isinstance(m, Gun) and m.clock)
    return [
        replace(m, clock=None, time=Time(m.clock.utc_ms - gun_ms, 3), source="desk")
        if isinstance(m, Split) and m.clock and m.clock.utc_ms >= gun_ms
        else m
        for m in sent
    ]


def races(rng: Random, delays_ms: tuple[int, ...], *, desk: bool) -> list[list[Message]]:
    """The races on the track, each message on its way for one of these times."""
    sent_races = []
    for messages in library(on_road=False):
        sent = by_desk(as_read(messages)) if desk else as_read(messages)
        hub_ms = rng.choice(CLOCKS_MS)
        sent = [
            replace(m, heard_ms=m.heard_ms + rng.choice(delays_ms) + hub_ms) if m.heard_ms else m
            for m in sent
        ]
        sent_races.append(sorted(sent, key=lambda m: m.heard_ms or 0))
    return sent_races


def doubted(log: list[Message]) -> set[int]:
    """The reads whose time of day cannot be right, by position."""
    history = History(log)
    clocks = history.source_clocks
    return {
        i
        for i, m in enumerate(log)
        if isinstance(m, Split) and clocks.out_of_step(m, history.time_of_day_ms(m))
    }


def slipped(split: Split) -> Split:
    """A minute too slow."""
    if split.time is not None:
        return replace(split, time=Time(split.time.ms + MINUTE_MS, 3))
    assert split.clock is not None
    return replace(split, clock=TimeOfDay(split.clock.utc_ms + MINUTE_MS, 3))


@pytest.mark.parametrize("desk", [False, True])
@pytest.mark.parametrize(("delays_ms", "share"), [(PROMPT, 0.6), (MIXED, 0.5), (OFFLINE, 0.2)])
def test_no_true_read_is_doubted_and_most_slips_are(
    delays_ms: tuple[int, ...], share: float, *, desk: bool
) -> None:
    """However long reads are on their way; a slip is found if its source's clock is known by then."""
    rng, found, tried = Random(4), 0, 0
    for log in races(rng, delays_ms, desk=desk):
        assert doubted(log) == set()
        splits = [i for i, m in enumerate(log) if isinstance(m, Split)]
        for i in rng.sample(splits, min(SLIPS, len(splits))):
            split = log[i]
            assert isinstance(split, Split)
            found += doubted([*log[:i], slipped(split), *log[i + 1 :]]) == {i}
            tried += 1

    assert found >= share * tried, (found, tried)
