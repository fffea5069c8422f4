"""The bridge to MYLAPS Timing & Scoring, with an exporter at a real port, and what a real one has sent."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.listener import TcpListener
from feeds.bridges.line_splitter import LONGEST_LINE
from feeds.bridges.mylaps.mylaps_bridge import MyLaps
from feeds.bridges.raw_input import Piece
from feeds.bridges.raw_recording import RawRecording, recorded_pieces
from feeds.errors import UserError
from tests.feeds.bridges.mylaps.timing_and_scoring import Exporter, v1, v2
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import guns, outcomes, settings, splits
from tests.free_ports import free_port
from tests.patience import until

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

LOG = Path(SAMPLES or "") / "mylaps-ts" / "2025-04-10_to_13_ts-exporter.log"

CHIPS = {"KV86581": "1", "0000002": "2", "LZ63023": "3"}

BY_BIB = {bib: chip for chip, bib in CHIPS.items()}


def race_settings(**more: object) -> BridgeSettings:
    """One location at the line, whose gun is that of the race."""
    table = {"place": None, "places": {"Start - Finish": "*"}, "guns": None, "device_guns": [""], **more}
    return settings(**{"chips": CHIPS, **table})


def passing(line: str) -> tuple[str, str]:
    """The chip and the time of a line such as `1,19:40:50.1`."""
    bib, time = line.split(",")
    return BY_BIB[bib], f"{time}00"


def made_of(data: bytes, bridge: MyLaps | None = None, step: int = 0) -> list[Outcome]:
    """What is made of bytes, cut into pieces of a length."""
    bridge = bridge or MyLaps(race_settings())
    step = step or len(data) or 1
    pieces = [Piece(0, "x", "data", data[start : start + step]) for start in range(0, len(data), step)]
    return [outcome for piece in pieces for outcome in bridge.take(piece)]


@pytest.mark.parametrize("version", [1, 2])
async def test_a_race_comes_over_connections_that_break_off(version: int, tmp_path: Path) -> None:
    """All is acknowledged, in either version, and a recording of it gives the same messages."""
    port, said, made = free_port(), list[str](), list[Outcome]()
    run = BridgeRun(MyLaps(race_settings(version=version)), made.append)
    source = TcpListener("127.0.0.1", port, said.append)
    exporter = Exporter("Start - Finish", "3Km")
    with closing(RawRecording(tmp_path / "x.raw", "mylaps")) as recording:
        live = asyncio.create_task(run.live(source, recording, lambda: asyncio.sleep(0)))
        await until(lambda: bool(said))
        exporter.markers = ["19:40:00.027", "19:40:00.641"]
        exporter.passings["3Km"].append(("KV86581", "19:43:00.000"))
        exporter.passings["Start - Finish"] += [passing(line) for line in RACE[:7]]
        await exporter.connect(port)
        await until(exporter.has_all_acknowledged)
        await exporter.hang_up()
        await exporter.connect(port)
        exporter.passings["Start - Finish"] += [passing(line) for line in RACE[7:]]
        await until(exporter.has_all_acknowledged)
        await exporter.hang_up()
        await until(lambda: run.bad == 2)
        live.cancel()
        with suppress(asyncio.CancelledError):
            await live

    assert [(bib, at, time[:10]) for bib, at, time in splits(made)] == [
        (bib, at, time[:10]) for bib, at, time in splits(outcomes(RACE))
    ]
    assert guns(made) == ["2026-05-02T17:40:00.027Z"]
    assert [outcome.news for outcome in made if "no checkpoint" in outcome.news] == [
        "the place '3Km' is no checkpoint: add it to [places]"
    ]
    assert "Lapbell@AckPing@" in exporter.heard
    allowed = [re.compile(pattern) for pattern in MyLaps.sends]
    assert all(any(one.fullmatch(f"{frame}$".encode()) for one in allowed) for frame in exporter.heard)

    again: list[Outcome] = []
    BridgeRun(MyLaps(race_settings(version=version)), again.append).repeat(
        recorded_pieces(tmp_path / "x.raw")
    )
    assert [outcome.messages for outcome in again] == [outcome.messages for outcome in made]


async def test_what_is_only_tried_is_not_acknowledged() -> None:
    """The exporter is greeted and asked whether it is there, and keeps what it has."""
    port, said, made = free_port(), list[str](), list[Outcome]()
    source = TcpListener("127.0.0.1", port, said.append, idle_s=0.02)
    run = BridgeRun(MyLaps(race_settings()), made.append)
    live = asyncio.create_task(run.live(source, None, lambda: asyncio.sleep(0)))
    await until(lambda: bool(said))
    exporter = Exporter("Start - Finish")
    exporter.passings["Start - Finish"].append(passing(RACE[0]))
    await exporter.connect(port)
    await until(lambda: exporter.frames_sent > 2 and "Lapbell@Ping@" in exporter.heard)
    await exporter.hang_up()
    live.cancel()
    with suppress(asyncio.CancelledError):
        await live

    assert splits(made) == [("1", "300", "19:40:50.100")]
    assert not any("AckPassing" in frame for frame in exporter.heard)


def frame(function: str, *records: str, number: str = "7", location: str = "Start - Finish") -> bytes:
    """A frame with records."""
    return f"\r\n\0\0{location}@{function}@{'@'.join([*records, number])}@$".encode()


WHOLE = (
    b"Start - Finish@Pong@$Toolkit@GetLocations@ln=Start - Finish@ln=3Km@$"
    b"\r\n\0Start - Finish@AckGetInfo@BT8@Unknown@PC$"
    + frame("Marker", "2026-05-02 19:40:00.027|ext-gun|Extern gunshot", number="1")
    + b"".join(frame("Store", v1(*passing(line)), number=f"{n}") for n, line in enumerate(RACE))
    + b"Start - Finish@Ping@$"
)


@pytest.mark.parametrize("step", [1, 2, 7, 40, 300])
def test_frames_may_be_cut_anywhere(step: int) -> None:
    """And several may come at once."""
    assert made_of(WHOLE, step=step) == made_of(WHOLE)
    assert b"".join(outcome.reply for outcome in made_of(WHOLE, step=step)).startswith(
        b"Lapbell@AckPong@Version2.1@$Lapbell@AckMarker@1@$Lapbell@AckStore@0@$"
    )


def test_a_bad_record_costs_no_other_and_is_acknowledged() -> None:
    """It is counted; without an answer nothing else would come from its location."""
    good, other = v1(*passing(RACE[0])), v1(*passing(RACE[3]))
    records = [good, "865831", f"{good[:-2]}zz", f"{good[:10]}9{good[11:]}", other]
    made = made_of(frame("Store", *records))

    assert [outcome.remark for outcome in made if outcome.is_bad] == [
        "a passing has 39 characters, and this 6",
        "a passing has 39 characters, and this 39",
        "the checksum is wrong",
    ]
    assert len(splits(made)) == 2
    assert made[-1].reply == b"Lapbell@AckStore@7@$"


def test_version_2_says_bibs_and_times_in_any_order() -> None:
    """The bib counts before the chip, and the time since 1970 before that of the day, where they are sent."""
    plain = v2("KV86581", "19:40:50.1")
    by_bib = "n=2|b=2|t=19:40:51.2|d=260502|c=XX99999|am=7|future=1"
    by_utc = "utc=1777743652300|t=01:01:01|c=LZ63023|b=0|n="
    unknown = v2("NW67949", "19:40:53.4", more="|b=77|n=77")
    made = made_of(frame("Passing", plain, by_bib, by_utc, unknown))

    assert splits(made) == [
        ("1", "300", "19:40:50.1"),
        ("2", "300", "19:40:51.2"),
        ("3", "300", "19:40:52.300"),
    ]
    assert [outcome.news for outcome in made if outcome.news] == [
        "the chip NW67949 belongs to no runner: add it to [chips]"
    ]


def test_only_guns_start_a_race() -> None:
    """Of both kinds of markers; the others are shown, and one of another day starts nothing."""
    old, early = "2026-05-01 19:40:00.000|ext-gun|Gun", "2026-05-02 12:00:00|ext-gun|Gun"
    other = "t=19:39:00.0|mt=Manual|n=Lunch"
    gun = "t=19:40:00.5|mt=Gunshot|n=Gunshot 1"
    said = race_settings()
    assert said.start_list is not None
    planned = replace(said.start_list, planned=MyLaps(said).clock.read("19:41:00"))
    for race, refused in ((said.start_list, [old]), (planned, [old, early])):
        bridge = MyLaps(replace(said, start_list=race))
        made = made_of(frame("Marker", *refused, other, gun, number="12"), bridge)
        assert guns(made) == ["2026-05-02T17:40:00.5Z"]
        assert sum(", before the race; to take it" in outcome.news for outcome in made) == len(refused)
        assert made[-1].reply == b"Lapbell@AckMarker@12@$"


def test_midnight_and_hours_of_one_digit() -> None:
    """Where an exporter sends no date."""
    texts = [v1("KV86581", "23:59:59.9", date="      "), v1("KV86581", " 0:01:10.5", date="000000")]
    made = made_of(frame("Store", *texts))

    assert [(at, time) for _, at, time in splits(made)] == [("300", "23:59:59.9"), ("700", "00:01:10.5")]


def test_garbage_is_counted_and_bounded() -> None:
    """Other frames go on behind it."""
    good = frame("Store", v1(*passing(RACE[0])))
    long = b"x" * (LONGEST_LINE + 100)
    made = made_of(b"hello$@$" + long + b"$" + frame("Nonsense", "x") + good, step=1000)

    assert [outcome.remark for outcome in made if outcome.is_bad] == [
        "not a frame of the exporter",
        "not a frame of the exporter",
        "the line is too long",
        "not a frame of the exporter",
    ]
    assert len(splits(made)) == 1


def test_a_version_that_does_not_exist_is_refused() -> None:
    """With what may stand there."""
    with pytest.raises(UserError, match="version must be 1 or 2"):
        MyLaps(race_settings(version=3))


ENTRIES = (
    "2025-04-13T01:33:57.068Z » from client: Start - Finish@Pong@\n"
    "2025-04-13T01:33:57.069Z « to   client: Tracker@AckPong@@Version2.1@$\n"
    f"2025-04-13T01:33:58.068Z message: \r\n\0\0Start - Finish@Store@{v1(*passing(RACE[0]))}@1@\n"
    "2025-04-13T01:34:57.068Z » from client: Toolkit@AckAuth@user@secret\n"
    f"2025-04-13T01:35:58.068Z » from client: Start - Finish@Store@{v1(*passing(RACE[3]))}@2@\n"
)


@pytest.mark.parametrize("step", [60, 10_000])
def test_the_log_of_a_receiver_is_read(step: int) -> None:
    """What it sent is left out, the last entry is one too, and passwords are not shown."""
    data = ENTRIES.encode()
    bridge = MyLaps(race_settings())
    made = list(bridge.take(Piece(0, "x", "file", data[:step])))
    made += made_of(data[step:], bridge)
    made += bridge.take(Piece(0, "x", "closed"))

    assert [time for *_, time in splits(made)] == ["19:40:50.100", "19:41:58.000"]
    assert not any(outcome.is_bad for outcome in made)
    assert "secret" not in repr(made)


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_what_a_real_exporter_has_sent_is_read() -> None:
    """The passings, chips and frames that the log has, each of them once, and its gun; and again nothing."""
    bridge = MyLaps(BridgeSettings(zone=settings().zone, date=settings().date))
    data = LOG.read_bytes()
    made = list(bridge.take(Piece(0, "x", "file", data[:100_000])))
    for start in range(100_000, len(data), 9_999):
        made += bridge.take(Piece(0, "x", "data", data[start : start + 9_999]))
    made += bridge.take(Piece(0, "x", "closed"))
    stored = {outcome.raw for outcome in made if "@Store@" in outcome.raw and outcome.record}
    counts = {
        place: (len(of_place), len({raw.split("@")[2][:7] for raw in of_place}))
        for place in ("Start", "MTB Split 4Km")
        if (of_place := [raw for raw in stored if raw.startswith(f"{place}@")])
    }

    assert not any(outcome.is_bad for outcome in made)
    assert counts == {"Start": (73, 20), "MTB Split 4Km": (30, 25)}
    assert [outcome.raw for outcome in made].count("MTB Split 4Km@Store@@2") == 38
    assert len(stored) == 103
    (gun,) = {outcome.news for outcome in made if "gun" in outcome.news}
    assert gun.startswith("the gun went at 2025-04-13T03:57:56.027Z")
    again = bridge.take(Piece(0, "y", "data", data))
    assert not [message for outcome in again for message in outcome.messages]


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_a_real_exporter_is_answered_as_its_log_shows() -> None:
    """Its bytes, as they came over the connections, cut anywhere."""
    entries = re.split(rb"(?m)^2025-[\dT:.-]+Z ", LOG.read_bytes())
    came = [re.sub(rb"^[^:]*: ", b"", entry) for entry in entries if b"to   client" not in entry[:20]]
    data = b"".join(entry.rstrip(b"\r\n") + b"$\r\n" for entry in came if entry.strip())
    bridge = MyLaps(race_settings(places={"Start": "*", "MTB Split 4Km": "*"}))
    replies = [outcome.reply for outcome in made_of(data, bridge, step=777) if outcome.reply]

    assert replies.count(b"Lapbell@AckStore@2@$") == 39
    assert replies.count(b"Lapbell@AckMarker@1@$") == LOG.read_bytes().count(b"@Marker@")
    assert replies.count(b"Lapbell@AckPong@Version2.1@$") == LOG.read_bytes().count(b"@Pong@")
