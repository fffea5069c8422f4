"""The bridge `chronotrack` at a port, with sources of several makes that connect to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.chronotrack.chronotrack_bridge import ChronoTrack
from feeds.bridges.inputs.listener import TcpListener
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from race.messages import Gun, Split
from tests.feeds.bridges.chronotrack.ctp01_source import Ctp01Source, Manners
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, settings, splits
from tests.free_ports import free_port
from tests.patience import until

GREETED = [
    "Lapbell~1~5",
    "stream-mode=push",
    "guntimes=true",
    "newlocations=true",
    "time-format=iso",
    "pushmode-ack=true",
    "getlocations",
]

LOCATIONS = ("box 1", "box 2", "box 3", "box 4", "box 5")
"""Five boxes that see the runners at one line."""


def race_settings() -> BridgeSettings:
    """All boxes are at the line, and the button of one is the gun."""
    return settings(place=None, places=dict.fromkeys(LOCATIONS, "*"), guns=None, device_guns=[""])


class AtPort:
    """A bridge at a port, and what it has made."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.made: list[Outcome] = []
        self.pieces: list[Piece] = []

    async def has(self, *words: str) -> None:
        """Wait until a line was read with all these."""
        await until(lambda: any(all(word in outcome.raw for word in words) for outcome in self.made))


@asynccontextmanager
async def bridge_at_port(idle_s: float = 0.05) -> AsyncIterator[AtPort]:
    """A bridge to which sources may connect."""
    at_port, said = AtPort(free_port()), list[str]()
    run = BridgeRun(ChronoTrack(race_settings()), at_port.made.append)
    source = TcpListener("127.0.0.1", at_port.port, said.append, idle_s=idle_s)
    task = asyncio.create_task(run.live(source, None, lambda: asyncio.sleep(0)))
    try:
        await until(lambda: bool(said))
        yield at_port
        assert not task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def run_race(sources: list[Ctp01Source], at_port: AtPort) -> None:
    """The race, each passing before another box; all connections are lost in the middle, and come again."""
    by_location = {name: source for source in sources for name in source.locations}
    for source in sources:
        await source.connect()
    await by_location["box 1"].read("box 1", "guntime", "19:40:00.00")
    for number, line in enumerate(RACE):
        if number == len(RACE) // 2:
            for source in sources:
                await source.hang_up()
        location = LOCATIONS[number % len(LOCATIONS)]
        await by_location[location].read(location, f"000{line[0]}", f"{line[2:]}0")
        if number == len(RACE) // 2 + 1:
            for source in sources:
                await source.connect()
    for name in LOCATIONS:
        await by_location[name].read(name, "99996", "19:50:00.00")
    for name in LOCATIONS:
        await at_port.has(f"~{name}~99996~")


@pytest.mark.parametrize(
    "manners",
    [
        Manners(),
        Manners(greets_first=False, obeys_numbers=False),
        Manners(knows_locations=False, is_slow=True),
        Manners(tells="normal"),
    ],
    ids=["polite", "waits and sends all again", "unknowing and slow", "with its own times"],
)
@pytest.mark.parametrize("boxes", [1, 5])
async def test_a_race_of_five_boxes(manners: Manners, boxes: int) -> None:
    """Each with a connection of its own, or all behind one program; and nothing is taken twice or lost."""
    async with bridge_at_port() as at_port:
        names = [LOCATIONS] if boxes == 1 else [[name] for name in LOCATIONS]
        sources = [Ctp01Source(at_port.port, each, manners) for each in names]
        await run_race(sources, at_port)
        for source in sources:
            await source.hang_up()

    assert [(bib, at, time.removesuffix("0")) for bib, at, time in splits(at_port.made)] == [
        (bib, at, time) for bib, at, time in splits(outcomes(RACE))
    ]
    assert sum(isinstance(message, Gun) for message in in_force(at_port.made)) == 1
    for source in sources:
        assert source.heard[: len(GREETED)] == GREETED
        allowed = ChronoTrack.sends
        for line in source.heard:
            assert any(re.fullmatch(pattern, f"{line}\r\n".encode()) for pattern in allowed), line


def replies(bridge: ChronoTrack, *pieces: Piece) -> list[str]:
    """What a bridge answers to pieces, all of which it may send."""
    found = [outcome.reply for piece in pieces for outcome in bridge.take(piece) if outcome.reply]
    for reply in found:
        assert any(re.fullmatch(pattern, reply) for pattern in bridge.sends), reply
    return b"".join(found).decode().splitlines()


def opened(origin: str = "box") -> Piece:
    """A connection is there."""
    return Piece(0, origin, "opened")


def lines(*texts: str, origin: str = "box") -> Piece:
    """Lines over a connection, in one packet."""
    return Piece(0, origin, "data", "".join(f"{text}\r\n" for text in texts).encode())


IDLE = Piece(0, "box", "idle")

CLOSED = Piece(0, "box", "closed")


def reads(first: int, last: int, location: str = "box 1", digit: int = 0) -> list[str]:
    """The lines of a location with these numbers."""
    return [
        f"CT01_33~{number}~{location}~{number}~2026-05-02T19:4{number // 60}:{number % 60:02}.0{digit}~0~A~1"
        for number in range(first, last + 1)
    ]


def test_a_source_is_greeted_in_either_order() -> None:
    """After its own greeting, or once nothing has come for two seconds; and never twice."""
    bridge = ChronoTrack(race_settings())
    assert replies(bridge, opened()) == []
    assert replies(bridge, lines("SimpleClient~0.5.0~CTP01")) == GREETED
    assert replies(bridge, lines("ack~stream-mode", "ack~getlocations~box 1~box 2")) == ["start"]
    assert replies(bridge, IDLE, IDLE, IDLE) == []

    waiting = ChronoTrack(race_settings())
    assert replies(waiting, opened(), IDLE) == GREETED
    assert replies(waiting, lines("PointCam~1.0.0~1", "location=single", "RunScore~6~CTP01")) == []
    assert replies(waiting, IDLE) == ["start"], "it does not say which locations it has"


def test_a_silent_source_is_pinged() -> None:
    """Every ten seconds, and what it asks is answered."""
    bridge = ChronoTrack(race_settings())
    replies(bridge, opened(), lines("A~1~CTP01", "ack~getlocations~box 1"))
    assert replies(bridge, *[IDLE] * 10) == ["ping", "ping"]
    assert replies(bridge, IDLE, lines("ack~ping"), *[IDLE] * 4) == []
    assert replies(bridge, lines("ping")) == ["ack~ping"]

    glued = lines("ack~pingCT01_33~1~box 1~1~2026-05-02T19:40:50.10~0~A~1")
    assert splits(bridge.take(glued)) == [("1", "300", "19:40:50.10")], "some answer without an end of line"

    pusher = ChronoTrack(race_settings())
    assert replies(pusher, opened(), lines(*reads(1, 2)), *[IDLE] * 10) == [], "it has no ears"


def test_a_source_that_comes_back_is_asked_for_the_rest() -> None:
    """With some lines that are known. Where others come instead, or none, it is asked for everything."""
    hello = lines("A~1~CTP01", "ack~getlocations~box 1~box 2")
    bridge = ChronoTrack(race_settings())
    assert replies(bridge, opened(), hello)[-1] == "start"
    replies(bridge, lines(*reads(1, 100)), CLOSED)

    assert replies(bridge, opened(), hello)[-2:] == ["start~box 1~80", "start~box 2"]
    assert replies(bridge, lines(*reads(80, 120)), IDLE, CLOSED) == []

    assert replies(bridge, opened(), hello)[-2:] == ["start~box 1~100", "start~box 2"]
    assert replies(bridge, lines(*reads(100, 101, digit=5))) == ["start~box 1"], "it was reset"
    replies(bridge, lines(*reads(1, 3, digit=5)), CLOSED)

    assert replies(bridge, opened(), hello)[-2:] == ["start~box 1~1", "start~box 2"]
    assert replies(bridge, IDLE) == ["start~box 1"], "it has nothing from there on"


def test_a_box_that_is_switched_on_later_is_asked_too() -> None:
    """Its name is asked for, as it may be one of several."""
    bridge = ChronoTrack(race_settings())
    replies(bridge, opened(), lines("A~1~CTP01", "ack~getlocations~box 1"))
    new = "CT01_33~2038~box 2~newlocation~09:15:21.00~0~ED932A~0"
    assert replies(bridge, lines(new, new)) == ["getlocations"]
    assert replies(bridge, lines("ack~getlocations~box 1~box 2")) == ["start~box 2"]
    assert replies(bridge, lines(new)) == []


def test_names_of_locations_are_sent_back_only_if_they_are_plain() -> None:
    """For others everything is asked for; and there are bounds."""
    bridge = ChronoTrack(race_settings())
    replies(bridge, opened(), lines("A~1~CTP01", "ack~getlocations~box 1", *reads(1, 2)), CLOSED)
    for name in ("Départ", "a\x07b", "x" * 65):
        assert replies(bridge, opened(), lines("A~1~CTP01", f"ack~getlocations~{name}"))[-1] == "start"
    many = [f"box {number}" for number in range(1000)]
    found = replies(bridge, opened(), lines("A~1~CTP01", "~".join(["ack", "getlocations", *many])))
    assert len(found) == len(GREETED) + 64


@pytest.mark.parametrize(
    ("time", "found"),
    [
        ("19:40:50.10", "19:40:50.10"),
        ("9:40:50,1", "09:40:50.1"),
        ("2026-05-02T19:40:50.10", "19:40:50.10"),
        ("2026-05-02 19:40:50.105", "19:40:50.105"),
        ("1777750850.10", "19:40:50.10"),
        ("1777750850100", "19:40:50.100"),
        ("70850100", "19:40:50.100"),
        ("100", "00:00:00.100"),
    ],
)
def test_times_are_known_by_their_looks(time: str, found: str) -> None:
    """Whatever the source was asked for; seconds since 1970 are local, as in the files of controllers."""
    read = ChronoTrack(race_settings()).read_line(f"CT01_13~1~box 1~1~{time}~3~0F2A38~2", "box")
    assert read is not None
    local = read.clock._replace(utc_ms=read.clock.utc_ms + 7_200_000)
    assert local.show()[:-1] == f"2026-05-02T{found}"


@pytest.mark.parametrize(
    "line",
    [
        "CT01_33~1~box 1~1~~0~A~1",
        "CT01_33~1~box 1~1~25:00:00~0~A~1",
        "CT01_33~1~box 1~1~86400000~0~A~1",
        "CT01_33~1~box 1~1~1980-01-01T00:00:10.00~0~A~1",
        "CT01_33~1~box 1~1",
        "CT01_33~x~box 1~1~19:40:50~0~A~1",
        f"CT01_33~1~box 1~{'7' * 65}~19:40:50~0~A~1",
        "CT01_33~1~box 1~~19:40:50~0~A~1",
        "err~start~no such location",
        "neither this",
    ],
)
def test_bad_lines_are_refused(line: str) -> None:
    """And counted, with a sentence."""
    with pytest.raises(ValueError, match=r"\w"):
        ChronoTrack(race_settings()).read_line(line, "box")


def test_a_line_without_a_date_that_is_sent_again_has_the_day_that_it_had() -> None:
    """After midnight, from a box that sends all again, and from another that goes on."""
    bridge = ChronoTrack(race_settings())
    times = ("19:41:00.00", "07:00:00.00", "18:00:00.00")
    texts = [f"CT01_33~{number}~box 1~{number}~{time}~0~A~1" for number, time in enumerate(times, start=1)]
    first = list(bridge.take(lines(*texts)))
    again = list(bridge.take(Piece(0, "box", "opened"))) + list(bridge.take(lines(*texts)))
    later = list(bridge.take(lines("CT01_33~1~box 2~3~18:01:00.00~0~A~1", origin="other")))

    assert [outcome.remark for outcome in again] == ["sent before"] * 3
    clocks = [
        message.clock.show()
        for outcome in first + later
        for message in outcome.messages
        if isinstance(message, Split) and message.clock
    ]
    assert clocks == [
        f"2026-05-{moment}:00.00Z" for moment in ("02T17:41", "03T05:00", "03T16:00", "03T16:01")
    ]


def test_a_recorded_dialogue_is_read_from_a_file() -> None:
    """With what both sides have said; no one is answered."""
    texts = ["A~1~CTP01", *GREETED, "ack~getlocations~box 1", "start", "ack~start", "ping", "ack~ping"]
    piece = lines(*texts, "CT01_33~1~box 1~1~2026-05-02T19:40:50.10~0~A~1", "stop~box 1")
    made = list(ChronoTrack(race_settings()).take(piece._replace(kind="file", origin="dialogue.txt")))

    assert splits(made) == [("1", "300", "19:40:50.10")]
    assert not any(outcome.is_bad or outcome.reply for outcome in made)


def test_unix_times_may_be_utc() -> None:
    """If the mapping file says so."""
    utc = ChronoTrack(settings(place=None, places={"box 1": "*"}, unix="utc"))
    read = utc.read_line("CT01_33~1~box 1~1~1777743650.10~0~A~1", "box")
    assert read is not None
    assert read.clock.show() == "2026-05-02T17:40:50.10Z"
    with pytest.raises(UserError, match="unix must be"):
        ChronoTrack(settings(place=None, places={"box 1": "*"}, unix="bst"))
