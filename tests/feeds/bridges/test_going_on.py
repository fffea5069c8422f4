"""A bridge that was killed at any moment goes on, and its outbox is that of one that was not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from feeds.bridges.bridge import Bridge, Outcome
from feeds.bridges.bridge_outbox import BridgeOutbox
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.raw_input import Piece
from feeds.bridges.table_reads import TableReads
from feeds.log import Log
from feeds.publishing.outbox import Outbox
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import settings

LINES = [
    "GUN,19:30:00",
    "X9,19:40:50.9",
    *random.Random(5).sample(RACE, len(RACE)),
    "GUN,19:40:00",
    "1,19:39:00",
]
"""Out of order, with an unknown chip, and with a second gun that starts a wave late."""

TABLE = {"guns": None, "gun": "GUN", "device_guns": ["early", ""]}

TEXT = "".join(f"{line}\n" for line in LINES).encode()

PIECES = [Piece(0, "x", "data", TEXT[start : start + 19]) for start in range(0, len(TEXT), 19)]
"""Each ends in the middle of a line."""


def lived(
    log: Log,
    made: Bridge,
    pieces: Sequence[Piece],
    recorded: int,
    until: int,
    killed_after: int | None = None,
) -> None:
    """A life of a bridge: pieces of the recording, then new ones; killed after so many more messages."""
    outbox = Outbox(log)
    bridge = BridgeOutbox(outbox.put, list(log.lines))
    last = None if killed_after is None else log.head + killed_after

    def take(outcome: Outcome) -> None:
        for message in outcome.messages:
            if log.head != last:
                bridge.put(message)

    run = BridgeRun(made, take)
    run.repeat(pieces[:recorded])
    if last is None:
        assert bridge.withdraw_rest() == 0
    run.repeat(pieces[recorded:until])


def assert_goes_on(make: Callable[[], Bridge], pieces: Sequence[Piece]) -> None:
    """Killed after each piece, and amid what was made of it, a bridge ends with the same outbox."""
    whole, count = Log("x"), len(pieces)
    lived(whole, make(), pieces, 0, count)
    assert any(b'"type":"void"' in line or b'"replaces"' in line for line in whole.lines)

    for killed_at in range(1, count + 1):
        for killed_after in (0, 1, killed_at // 2, killed_at, 99):
            log = Log("x")
            lived(log, make(), pieces, 0, killed_at, killed_after)
            lived(log, make(), pieces, killed_at, count)
            assert list(log.lines) == list(whole.lines), (killed_at, killed_after)


def test_a_bridge_that_was_killed_goes_on() -> None:
    """Whenever that was."""
    assert_goes_on(lambda: TableReads(settings(**TABLE)), PIECES)
