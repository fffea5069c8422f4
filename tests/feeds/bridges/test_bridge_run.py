"""A bridge at work: recorded before it is read, kept before it is answered, and nothing else is ever sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import closing
from pathlib import Path

from feeds.bridges.bridge import Bridge, BridgeSettings, Outcome
from feeds.bridges.bridge_run import MOST_KEPT, BridgeRun
from feeds.bridges.inputs.raw_source import DeviceCondition
from feeds.bridges.raw_input import Piece
from feeds.bridges.raw_recording import RawRecording, recorded_pieces


class Answering(Bridge):
    """Answers each word; it may only say OK."""

    summary = example = ""
    sends = (rb"OK\r\n",)
    _record = 0

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take words."""
        for word in piece.data.decode().split():
            self._record += 1
            if word == "break":
                raise RuntimeError("broken")
            yield Outcome(
                word, self._record, is_bad=word == "bad", reply=b"STOP\r\n" if word == "stop" else b"OK\r\n"
            )


class Words:
    """A source of some words, and what was replied."""

    def __init__(self, happened: list[str], *words: str) -> None:
        self._happened, self._words = happened, words
        self.condition = DeviceCondition("connected")

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The words."""
        for word in self._words:
            yield Piece(1, "x", "data", word.encode())

    async def reply(self, origin: str, data: bytes) -> None:
        """Note a reply."""
        self._happened.append(f"{origin} is sent {data.decode().strip()}")


def run_of(happened: list[str]) -> BridgeRun:
    """A run that notes what was made."""
    return BridgeRun(Answering(BridgeSettings()), lambda outcome: happened.append(f"made {outcome.raw}"))


async def test_a_piece_is_on_disk_before_it_is_read_and_kept_before_it_is_answered(tmp_path: Path) -> None:
    """So a device that was answered need not send again, whatever happens here."""
    happened: list[str] = []
    path = tmp_path / "x.raw"

    async def kept() -> None:
        happened.append(f"kept, {len(list(recorded_pieces(path)))} on disk")

    with closing(RawRecording(path, "x")) as recording:
        await run_of(happened).live(Words(happened, "a", "b"), recording, kept)

    assert happened == [
        "made a", "kept, 1 on disk", "x is sent OK",
        "made b", "kept, 2 on disk", "x is sent OK",
    ]  # fmt: skip


async def test_only_what_the_protocol_demands_is_sent() -> None:
    """What a bridge does not declare goes nowhere, and a recording is answered to no one."""
    happened: list[str] = []
    run = run_of(happened)
    await run.live(Words(happened, "stop", "a"), None, lambda: asyncio.sleep(0))
    run.repeat([Piece(1, "x", "data", b"b")])

    assert happened == ["made stop", "made a", "x is sent OK", "made b"]


async def test_bad_records_are_counted_and_the_first_kept() -> None:
    """A bridge that fails at a piece goes on with the next one."""
    run = run_of([])
    await run.live(Words([], "a break", *["bad"] * 20, "a"), None, lambda: asyncio.sleep(0))

    assert (run.records, run.bad) == (23, 21)
    assert len(run.first_bad) == MOST_KEPT
    assert run.first_bad[0].remark == "the bridge failed: RuntimeError: broken"


async def test_a_record_that_is_about_several_heats_is_one() -> None:
    """Each of them has an outcome."""

    class Meet(Bridge):
        summary = example = ""

        def take(self, piece: Piece) -> Iterator[Outcome]:
            """Take a record."""
            yield from (Outcome(piece.data.decode(), 1, heat=("17", "1", heat)) for heat in "123")

    run = BridgeRun(Meet(BridgeSettings()), lambda _: None)
    run.repeat([Piece(1, "x", "data", b"start lists")])

    assert run.records == 1


async def test_no_device_is_told_that_its_data_is_kept_where_it_is_not(tmp_path: Path) -> None:
    """As when a bridge is only tried: what it was told might not be sent again."""
    happened: list[str] = []

    class Receiving(Answering):
        receipts = (rb"OK\r\n",)

    run = BridgeRun(Receiving(BridgeSettings()), lambda _: None)
    await run.live(Words(happened, "a"), None, lambda: asyncio.sleep(0))
    assert happened == []
    with closing(RawRecording(tmp_path / "x.raw", "x")) as recording:
        await run.live(Words(happened, "a"), recording, lambda: asyncio.sleep(0))
    assert happened == ["x is sent OK"]
