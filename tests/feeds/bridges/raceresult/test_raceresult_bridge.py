"""The bridge to RACE RESULT, with a decoder at a real port, an exporter that connects, and their files."""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import closing, suppress
from pathlib import Path

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.listener import TcpListener
from feeds.bridges.inputs.raw_source import RawSource
from feeds.bridges.inputs.tcp_client import TcpClient
from feeds.bridges.raceresult.raceresult_bridge import RaceResult
from feeds.bridges.raw_input import Piece
from feeds.bridges.raw_recording import RawRecording, recorded_pieces
from race.messages import Message
from tests.feeds.bridges.raceresult.decoder import FORBIDDEN, Decoder
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import guns, outcomes, settings, splits
from tests.free_ports import free_port
from tests.patience import until

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

CHIPS = {"ZCMBG51": "1", "2": "2", "ZICAD30": "3"}

BY_BIB = {bib: chip for chip, bib in CHIPS.items()}

PLACES = {"D-5662": "*", "FINISH": "*", "": "*"}


def race_settings(device: str = "", /, **more: object) -> BridgeSettings:
    """One decoder, or timing point, at the line."""
    said = settings(**{"place": None, "places": PLACES, "chips": CHIPS, **more})
    return BridgeSettings(
        start_list=said.start_list, zone=said.zone, date=said.date, device=device, table=said.table
    )


def passing(line: str) -> tuple[str, str]:
    """The code and the time of a line such as `1,19:40:50.1`."""
    bib, time = line.split(",")
    return BY_BIB[bib], f"{time}00"


def made_of(*lines: str, **more: object) -> list[Outcome]:
    """What is made of lines."""
    data = "".join(f"{line}\r\n" for line in lines).encode()
    return list(RaceResult(race_settings(**more)).take(Piece(0, "x", "data", data)))


def messages_of(made: list[Outcome]) -> list[Message]:
    """All messages, in order."""
    return [message for outcome in made for message in outcome.messages]


class Live:
    """A bridge at work on a source."""

    def __init__(self, source: RawSource, recording: RawRecording, device: str = "") -> None:
        self.made: list[Outcome] = []
        self.run = BridgeRun(RaceResult(race_settings(device)), self.made.append)
        self._task = asyncio.create_task(self.run.live(source, recording, lambda: asyncio.sleep(0)))

    async def end(self) -> None:
        """As by Ctrl+C."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def has(self, count: int) -> None:
        """Wait until so many splits are published."""
        await until(lambda: len(splits(self.made)) >= count)


WANTED = [(bib, at, f"{time}00") for bib, at, time in splits(outcomes(RACE))]


@pytest.mark.parametrize("pushes", [True, False])
async def test_a_decoder_is_asked_for_all_it_has(tmp_path: Path, *, pushes: bool) -> None:
    """By who joins late, loses pushes and the connection, and meets a decoder that was restarted."""
    said: list[str] = []
    async with Decoder(pushes=pushes) as decoder:
        for line in RACE[:3]:
            decoder.sees(*passing(line))
        device = f"127.0.0.1:{decoder.port}"
        with closing(RawRecording(tmp_path / "x.raw", "raceresult")) as recording:
            live = Live(TcpClient("127.0.0.1", decoder.port, said.append, idle_s=0.05), recording, device)
            await live.has(3)
            await until(lambda: "SETPUSHPASSINGS;1;0" in decoder.heard)
            decoder.sees(*passing(RACE[3]), is_lost=True)
            decoder.sees(*passing(RACE[4]))
            await live.has(5)
            await decoder.switch_off()
            decoder.sees(*passing(RACE[5]))
            await decoder.switch_on()
            await live.has(6)
            decoder.new_file()
            asked = decoder.heard.count("PASSINGS")
            await until(lambda: pushes or decoder.heard.count("PASSINGS") > asked + 1)
            for line in RACE[6:]:
                decoder.sees(*passing(line), is_lost=True)
            await live.has(12)
            await live.end()

    assert splits(live.made) == WANTED
    assert live.run.bad == 1, "half a line was left"
    assert set(decoder.heard) <= {
        "GETPROTOCOL", "SETPROTOCOL;2.0", "GETSTATUS", "PASSINGS", "SETPUSHPASSINGS;1;0",
        *(f"{first}:32" for first in range(1, 13)),
    }  # fmt: skip
    assert not any(word in heard for heard in decoder.heard for word in FORBIDDEN)

    again: list[Outcome] = []
    BridgeRun(RaceResult(race_settings(device)), again.append).repeat(recorded_pieces(tmp_path / "x.raw"))
    assert messages_of(again) == messages_of(live.made)


async def test_an_exporter_is_sent_nothing(tmp_path: Path) -> None:
    """It connects anew each time it is started, and may send everything again."""
    port, said, heard = free_port(), list[str](), b""
    with closing(RawRecording(tmp_path / "x.raw", "raceresult")) as recording:
        live = Live(TcpListener("127.0.0.1", port, said.append, idle_s=0.05), recording)
        await until(lambda: bool(said))
        for count in (5, 12):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for number, line in enumerate(RACE[:count], start=1):
                code, time = passing(line)
                text = (
                    f"{number};{code};;{time};0;72;127;;1;1;1;;16731;2,9;17;0;D-5662;;0;D-5662\r\n".encode()
                )
                writer.write(text[:9])
                await writer.drain()
                writer.write(text[9:] + text)
            await live.has(count)
            await asyncio.sleep(0.2)
            writer.close()
            heard += await reader.read()
        await live.end()

    assert splits(live.made) == WANTED
    assert heard == b""


V2 = "7750;ZCMBG51;;19:40:50.477;0;72;127;;1;1;{loop};;16731;2,9;17;0;{box};;0;{box_id}"


@pytest.mark.parametrize(
    "line",
    [
        V2.format(loop=1, box="D-5662", box_id="D-5662"),
        V2.format(loop=1, box="D-5662", box_id="D-5662") + ";49.7;8.2;120",
        V2.format(loop="", box="Line 1", box_id="D-5662"),
        "7750;ZCMBG51;;19:40:50.477;0;72;127;;1;1;1;16731;2,9;17;0;D-5662;;0;D-5662",
        "7750;ZCMBG51;;19:40:50.477;0;72;127;;1;1;1;16731;2,9;17;0;D-5662;;0;D-5662;49.7;8.2;120",
        "7750;ZCMBG51;2026-05-02;19:40:50.477;0;72;127;;1;1;1;;16731;2,9;17;0;D-5662;177;0",
        "33;1;2026-05-02;19:40:50.477;6692;12;-68;09ca52",
        "33;1;0000-00-00;19:40:50.477;6692;12;-68;09ca52",
        "#P;33;1;0000-00-00;19:40:50.477;6692;12;-68;09ca52",
        "33;1;;19:40:50.477",
        ";1;;19:40:50,477",
        "\ufeffRSBCI,1,19:40:50.477,FINISH",
        '{"ID":1,"Bib":1,"TimingPoint":"FINISH","Time":70850.477,"Invalid":false}',
        '{"ID":1,"Bib":"1","TimingPoint":"FINISH","Time":0,"Passing":{"UTCTime":"2026-05-02T17:40:50.477Z"}}',
        '{"Bib":0,"TimingPoint":"FINISH","Time":70850.477,'
        '"Passing":{"Transponder":"ZCMBG51","UTCTime":"0001-01-01T00:00:00Z"}}',
        '{"Bib":9,"Time":70850.477,"Passing":{"Transponder":"ZCMBG51","DeviceName":"?","DeviceID":"D-5662"}}',
    ],
)
def test_every_form_of_a_passing_is_read(line: str) -> None:
    """Of decoders old and new, and of each exporter: runner, time to the digit, and place."""
    made = made_of(line)

    assert splits(made) == [("1", "300", "19:40:50.477")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("1;ZCMBG51;", "4 columns or more, and this 3"),
        ("1;;2026-05-02;19:40:50.477", "no transponder"),
        ("1;ZCMBG51;2026-05-02;soon", "not a time of day"),
        ("1x;ZCMBG51;2026-05-02;19:40:50.477", "begins with its number"),
        ("RSBCI,1,19:40:50.477", "not a line of the format RunScore"),
        ('{"Bib":1', "not JSON"),
        ('{"list":{"Fields":[]},"data":{}}', "a published list: `poll` watches those"),
        ('{"Bib":true,"Time":1}', "neither a bib nor a transponder"),
        ('{"Bib":1,"Time":"noon"}', "no time"),
        ('{"Bib":1,"Time":1e300}', "no time"),
        ("[" * 50_000, "neither a passing nor an answer"),
        ('{"a":' * 9_000, "not JSON"),
        ("START;17;19:40:50.477", "and this 3"),
        ("hello", "neither a passing nor an answer"),
    ],
)
def test_what_is_no_passing_is_counted(line: str, sentence: str) -> None:
    """With why."""
    (outcome,) = [outcome for outcome in made_of(line) if outcome.is_bad]
    assert re.search(sentence, outcome.remark)


def test_an_object_may_have_several_lines() -> None:
    """As the vendor shows it; one that is cut by the end of a connection, or has no end, costs no other."""
    told = {"ID": 1, "Bib": 1, "TimingPoint": "FINISH", "Passing": {"UTCTime": "2026-05-02T17:40:50.4Z"}}
    lines = json.dumps(told, indent=4).splitlines()
    later = [line.replace("17:40:50", "17:41:58").replace("1,", "2,", 1) for line in lines]
    bridge = RaceResult(race_settings())
    made: list[Outcome] = []
    for told_lines in (lines[:3], [*lines, "{", *['"a": "a long line",'] * 4000], [*later, ""]):
        made += bridge.take(Piece(0, "x", "opened"))
        made += bridge.take(Piece(0, "x", "data", "\r\n".join(told_lines).encode()))
        made += bridge.take(Piece(0, "x", "closed"))

    assert [(bib, time) for bib, _, time in splits(made)] == [("1", "19:40:50.4"), ("2", "19:41:58.4")]
    assert "not JSON" in {outcome.remark for outcome in made if outcome.is_bad}


def test_a_loop_is_a_place_of_its_own() -> None:
    """Where the operator says so: the loop of an active transponder tells the place."""
    lines = [V2.format(loop=loop, box="D-5662", box_id="D-5662") for loop in (1, 2)]
    made = made_of(*lines, places={"D-5662/1": "300", "D-5662/2": "700"})
    assert [at for _, at, _ in splits(made)] == ["300", "700"]

    unknown = made_of(lines[1], places={"D-1": "300"})
    assert unknown[-1].news == "the place 'D-5662/2' is no checkpoint: add it to [places]"


def test_a_marker_is_a_gun() -> None:
    """A start button has the code 99999; what it means is what the operator says."""
    made = made_of(
        "1;99999;2026-05-02;19:40:00.012;0;1;1", "2;1;2026-05-02;19:40:50.4", guns=None, device_guns=[""]
    )
    assert guns(made) == ["2026-05-02T17:40:00.012Z"]


def test_a_clock_that_is_not_set_is_said_once() -> None:
    """Its days are counted from the day that is stated."""
    made = made_of("1;1;0000-00-00;23:59:59.5", "2;1;0000-00-01;00:01:08.5", "3;2;0000-00-01;00:01:09.5")
    assert [at for bib, at, _ in splits(made) if bib == "1"] == ["300", "700"]
    assert [outcome.news for outcome in made if outcome.news] == [
        "the decoder's date is not set: its days are counted from the one that is stated"
    ]
    status = made_of("GETSTATUS;2026-05-02;19:39:00.000;1;11000000;0;177;0")
    assert [outcome.news for outcome in status if outcome.news] == [
        "the decoder is not in timing mode: it keeps no passings until it is started"
    ]


def test_what_the_program_changes_is_corrected() -> None:
    """A passing that becomes invalid is withdrawn; one with another time or bib replaces the first."""

    def sent(number: int, bib: int, time: str, *, invalid: bool = False) -> str:
        told = {"ID": number, "Bib": bib, "TimingPoint": "FINISH", "Invalid": invalid}
        return json.dumps(told).replace("}", f', "Time": {time}}}')

    first = [sent(1, 1, "70850.1"), sent(2, 2, "70850.5"), sent(3, 2, "70918.25")]
    assert len(splits(made_of(*first, *first))) == 3
    assert splits(
        made_of(*first, sent(2, 2, "70850.5", invalid=True), sent(9, 3, "70851.0", invalid=True))
    ) == [
        ("1", "300", "19:40:50.1"),
        ("2", "300", "19:41:58.25"),
    ]
    assert splits(made_of(*first, sent(1, 3, "70850.1"), sent(2, 2, "70851.7"))) == [
        ("2", "300", "19:40:51.7"),
        ("2", "700", "19:41:58.25"),
        ("3", "300", "19:40:50.1"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16"])
def test_a_file_may_end_without_the_end_of_a_line(encoding: str) -> None:
    """An exporter that appends to a file is read from it, in any encoding of Windows."""
    bridge = RaceResult(race_settings())
    lines = [f"{n};{passing(line)[0]};;{passing(line)[1]}" for n, line in enumerate(RACE)]
    data = "\r\n".join(lines).encode(encoding)
    made = [*bridge.take(Piece(0, "x", "file", data)), *bridge.take(Piece(0, "x", "closed"))]
    assert splits(made) == WANTED
    assert not any(outcome.is_bad for outcome in made)


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
@pytest.mark.parametrize(
    ("name", "chip", "place", "time"),
    [
        ("raw-data-record-v2.txt", "ZCMBG52", "D-5662/1", "2026-05-02T08:50:00.477Z"),
        ("raw-data-record-v1.txt", "ZCMBG52", "D-5662/1", "2026-05-02T08:50:00.477Z"),
        ("passing-v1.2-example.txt", "33", "", "2026-05-01T22:00:02.773Z"),
    ],
)
def test_the_lines_of_the_vendor_are_read(name: str, chip: str, place: str, time: str) -> None:
    """In twenty, nineteen and eight columns."""
    data = (Path(SAMPLES or "") / "raceresult" / name).read_bytes()
    bridge = RaceResult(BridgeSettings(zone=settings().zone, date=settings().date))
    (line,) = data.decode().splitlines()
    read = bridge.read_line(line, "x")
    made = list(bridge.take(Piece(0, "x", "file", data)))

    assert read is not None
    assert not any(outcome.is_bad for outcome in made)
    assert (read.chip, read.place, read.clock.show()) == (chip, place, time)  # type: ignore[union-attr]
