"""The hub says what is wrong with its clock and those of the timing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from feeds import codec
from feeds.client.local_clock import LocalClock
from feeds.serving.clock_watch import ClockWatch
from feeds.serving.hub_reporting import hub_log
from feeds.serving.race_clocks import RaceClocks
from race.messages import Message
from race.times import TimeOfDay
from tests.race.messages_by_hand import gun, split, start_list

TEN_MS = TimeOfDay.parse("2026-05-02T10:00:00Z").utc_ms
MINUTE_MS = 60_000


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What is logged."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            """Keep it."""
            lines.append(f"{record.getMessage()} {json.dumps(getattr(record, 'fields', {}))}")

    handler = Lines()
    with caplog.at_level(logging.INFO, hub_log.name):
        hub_log.addHandler(handler)
        yield lines
        hub_log.removeHandler(handler)


def heard(message: Message, minutes: float, hub_ms: int = 0) -> Message:
    """As a hub takes it, so many minutes after ten, whose clock is wrong by so much."""
    return replace(message, id="timing:1", heard_ms=TEN_MS + round(minutes * MINUTE_MS) + hub_ms)


def log(hub_ms: int) -> list[Message]:
    """A race of two mats and a publisher of times from the gun."""
    reads = [heard(split("A", 400, f"2026-05-02T10:{n:02}:00Z"), n, hub_ms) for n in range(1, 8)]
    times = [heard(split("B", 800, f"{n}:30"), n + 0.5, hub_ms) for n in range(1, 8)]
    return [
        start_list("AB"),
        heard(gun("2026-05-02T10:00:00Z"), 0, hub_ms),
        *(message for pair in zip(reads, times, strict=True) for message in pair),
    ]


@pytest.mark.parametrize(
    ("hub_ms", "said"),
    [
        (0, []),
        (5000, []),
        (3_600_000, ["the hub's clock is 1:00:00 ahead of the timing's"]),
        (-3_600_000, ["the hub's clock is 1:00:00 behind the timing's"]),
        (-90_000, ["the hub's clock is 1:30 behind the timing's"]),
    ],
)
def test_the_hub_s_clock_against_the_timing_s(hub_ms: int, said: list[str]) -> None:
    """By the times of day and the times from the gun, also where the hub had been started anew."""
    messages = log(hub_ms)
    for known in (0, 2):
        clocks = RaceClocks([codec.encode(message) for message in messages[:known]])
        for message in messages[known:]:
            clocks.take(message)
        assert clocks.sentences == said
        assert (clocks.hub_offset_ms != 0) == bool(said)


def test_each_thing_is_logged_once(said: list[str]) -> None:
    """That clocks differ, and that they agree again; also what is done to the hub's own."""
    now = SimpleNamespace(seconds=0.0, wall=0.0, awake=0.0)
    clock = LocalClock(lambda: now.seconds, lambda: now.wall, lambda: now.awake)
    clocks = RaceClocks([])
    for message in log(-3_600_000)[:6]:
        clocks.take(message)
    watch = ClockWatch(clock, lambda: {"mile": SimpleNamespace(clocks=clocks)})  # type: ignore[dict-item]

    for _ in range(3):
        watch.look()
    now.wall += 3600
    watch.look()
    now.seconds += 600
    now.wall += 600
    watch.look()

    was_set = "the clock of the hub's computer was set: it is 1:00:00 ahead of what it was"
    assert said == [
        'clocks differ {"race": "mile", "what": "the hub\'s clock is 1:00:00 behind the timing\'s"}',
        f'clock changed {{"what": "{was_set}"}}',
        'clocks agree again {"race": "mile"}',
        'clock changed {"what": "the hub\'s computer slept for 10:00"}',
    ]
    assert len(watch.sentences) == 2
    for message in log(0)[6:]:
        clocks.take(message)
    assert clocks.sentences == []
