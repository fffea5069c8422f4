"""A bridge to several boxes that was killed goes on, and its outbox is that of one that was not."""

from __future__ import annotations

from feeds.bridges.bridge import Outcome
from feeds.bridges.bridge_outbox import BridgeOutbox
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.chronotrack.chronotrack_bridge import ChronoTrack
from feeds.bridges.raw_input import Piece
from feeds.log import Log
from feeds.publishing.outbox import Outbox
from tests.feeds.bridges.chronotrack.test_chronotrack_port import LOCATIONS, race_settings
from tests.feeds.bridges.reads.test_reads_engine import RACE


def recorded() -> list[Piece]:
    """The race, of two boxes: one is cut off in the middle of a line, and sends all again."""
    pieces = [Piece(0, "a", "opened"), Piece(0, "b", "opened")]
    texts: dict[str, str] = {"a": "A~1~CTP01\r\nack~getlocations~box 1\r\n", "b": "B~1~CTP01\r\n"}
    for number, line in enumerate(RACE, start=1):
        origin = "ab"[number % 2]
        read = f"CT01_33~{number}~{LOCATIONS[number % 2]}~{line[0]}~2026-05-02T{line[2:]}0~0~A~1\r\n"
        texts[origin] += read
        pieces += [Piece(0, origin, "data", read[:20].encode()), Piece(0, origin, "data", read[20:].encode())]
        if number == 6:
            gun = "CT01_33~99~box 1~guntime~2026-05-02T19:40:00.00~0~A~0\r\n"
            pieces += [Piece(0, "a", "data", gun.encode()), Piece(0, "a", "data", b"CT01_33~7~bo")]
            pieces += [Piece(0, "a", "closed"), Piece(0, "a2", "opened")]
            pieces += [Piece(0, "a2", "data", texts["a"].encode())]
    return pieces


PIECES = recorded()


def lived(log: Log, recorded: int, until: int) -> None:
    """A life of the bridge: pieces of the recording, then new ones."""
    outbox = Outbox(log)
    bridge = BridgeOutbox(outbox.put, list(log.lines))

    def take(outcome: Outcome) -> None:
        for message in outcome.messages:
            bridge.put(message)

    run = BridgeRun(ChronoTrack(race_settings()), take)
    run.repeat(PIECES[:recorded])
    assert bridge.withdraw_rest() == 0
    run.repeat(PIECES[recorded:until])


def test_a_bridge_that_was_killed_goes_on() -> None:
    """After each piece."""
    whole = Log("x")
    lived(whole, 0, len(PIECES))
    assert len(whole.lines) > len(RACE), "the gun is late, and corrects"

    for killed_at in range(1, len(PIECES)):
        log = Log("x")
        lived(log, 0, killed_at)
        lived(log, killed_at, len(PIECES))
        assert list(log.lines) == list(whole.lines), killed_at
