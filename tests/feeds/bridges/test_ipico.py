"""The bridge to IPICO readers, with a reader at a real port, and with what real ones have sent."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.tcp_client import TcpClient
from feeds.bridges.ipico import Ipico
from feeds.bridges.raw_input import Piece
from race.messages import Gun
from tests.feeds.bridges.ipico_reader import TAGS, IpicoReader, gun, read
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, settings, splits
from tests.patience import until

SAMPLES = os.environ.get("LAPBELL_SAMPLES")


def race_settings() -> BridgeSettings:
    """One reader at the line, whose button is the gun."""
    chips = {tag: bib for bib, tag in TAGS.items()}
    return settings(place=None, places={"00": "*"}, guns=None, device_guns=[""], chips=chips)


def compact(time: str) -> str:
    """A time of day as a reader writes it, with its hundredths."""
    return f"{time.replace(':', '')}0"


async def test_a_race_comes_over_a_connection_that_breaks_off() -> None:
    """With repeats, damaged lines, answers and half a line; nothing is sent to the reader."""
    made: list[Outcome] = []
    bridge = Ipico(race_settings())
    run = BridgeRun(bridge, made.append)
    async with IpicoReader() as reader:
        async with given_by(TcpClient("127.0.0.1", reader.port, lambda _: None)) as given:
            await until(lambda: reader.is_connected)
            await reader.says(gun("194000.00"), gun("194000.50"))
            for line in RACE[:5]:
                await reader.sees(line[0], compact(line[2:]))
            await reader.hang_up()
            await until(lambda: reader.is_connected)
            for line in RACE[5:]:
                await reader.sees(line[0], compact(line[2:]))
            await given.has(read("3", "194422.00", 9, "000080").encode())
            await until(lambda: given.data.count(b"zz\r\n") == len(RACE))
        run.repeat(given.pieces)

    assert [(bib, at, time.removesuffix("0")) for bib, at, time in splits(made)] == [
        (bib, at, time) for bib, at, time in splits(outcomes(RACE))
    ]
    assert sum(isinstance(message, Gun) for message in in_force(made)) == 1
    assert run.bad >= 2 * len(RACE), "two lines of each passing are damaged"
    assert not reader.heard


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("aa0005800012860800012603071348515f8b", "the checksum is wrong"),
        ("aa00058000128608", "neither a read nor an answer"),
        (read("1", "256161.00"), "not a time of day"),
        ("aa" + "\xb2" * 34, "neither a read"),
    ],
)
def test_damaged_lines_are_refused(line: str, sentence: str) -> None:
    """With why."""
    with pytest.raises(ValueError, match=sentence):
        Ipico(race_settings()).read_line(line, "x")


def test_hundredths_are_hexadecimal() -> None:
    """With the suffixes of file tools too."""
    bridge = Ipico(race_settings())
    for suffix in ("", "FS", "LS"):
        found = bridge.read_line(f"aa0005800012860800012603071348515f8a{suffix}", "x")
        assert found is not None
        assert found.clock.show() == "2026-03-07T12:48:51.95Z"
    pressed = bridge.read_line("ab000a2c260306052004151b2782ae", "x")
    assert pressed is not None
    assert pressed.clock.show() == "2026-03-06T19:04:15.27Z"


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
@pytest.mark.parametrize(
    ("name", "records", "lines"),
    [
        ("testreads.txt", 3343, 4116),
        ("raw-mode.jsonl", 135, 156),
        ("first-last-seen.jsonl", 1, 6),
        ("gun-button.jsonl", 1, 4),
    ],
)
def test_what_real_readers_have_sent_is_read(name: str, records: int, lines: int) -> None:
    """All of it, with as many distinct reads as it has."""
    path = Path(SAMPLES or "") / "ipico" / name
    pieces = [path.read_bytes()]
    if path.suffix == ".jsonl":
        packets = [json.loads(line) for line in path.read_text().splitlines()]
        pieces = [packet["data"].encode() for packet in packets if packet["from"] == "reader"]
    bridge = Ipico(race_settings())
    made = [outcome for piece in pieces for outcome in bridge.take(Piece(0, "x", "data", piece))]

    assert max(outcome.record for outcome in made) == records
    assert len(made) == lines
    assert not any(outcome.is_bad for outcome in made)
