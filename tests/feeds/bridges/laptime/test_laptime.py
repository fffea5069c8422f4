"""LapTime: passings and the gun from split devices, by the time of day or by a clock of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.listener import TcpListener
from feeds.bridges.laptime.laptime_bridge import LapTime
from feeds.bridges.laptime.laptime_packets import read_packet
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from race.messages import Gun, Split
from tests.feeds.bridges.laptime.split_device import GUN_MS, PASSES, SplitDevice
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.reads_of_a_race import LAPS, in_force, start_list
from tests.feeds.bridges.test_going_on import assert_goes_on
from tests.free_ports import free_port
from tests.patience import until

MIDNIGHT_MS = 1_777_672_800_000
"""2 May 2026 in Berlin."""

NOW_MS = MIDNIGHT_MS + GUN_MS

SOON_MS = 10_000
"""No one can have come to the line so soon; belief sets such claims aside."""

RESULT = {
    (who, name): ms
    for who in "123"
    for name, (_, ms) in zip(LAPS, [p for p in PASSES if p[0] == who], strict=True)
}


def bridge(**table: object) -> LapTime:
    """One that knows the race of three over 1500 m."""
    only = str(table.pop("only", ""))
    return LapTime(
        BridgeSettings(
            start_list=start_list(),
            zone=ZoneInfo("Europe/Berlin"),
            date=date(2026, 5, 2),
            only=only,
            table=table,
        )
    )


def sent(
    to: LapTime, data: Iterable[bytes], received_ms: int = NOW_MS, origin: str = "10.0.0.7:5000"
) -> list[Outcome]:
    """What a bridge makes of what a device sends."""
    return [o for piece in data for o in to.take(Piece(received_ms, origin, "data", piece))]


def elapsed(made: Iterable[Outcome]) -> dict[tuple[str, str], int]:
    """Milliseconds from the gun to each split that holds, without those of who is seen at the start."""
    messages = in_force(made)
    (gun,) = (message for message in messages if isinstance(message, Gun))
    assert gun.clock is not None
    clocks = [(m.bib, m.checkpoint, m.clock) for m in messages if isinstance(m, Split)]
    found = [((bib, at), clock.utc_ms - gun.clock.utc_ms) for bib, at, clock in clocks if clock is not None]
    return {who: ms for who, ms in found if ms > SOON_MS}


@pytest.mark.parametrize("is_elapsed", [False, True])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("size", [1, 5, 10_000])
def test_a_race(is_elapsed: bool, end: str, size: int) -> None:
    """The gun, all passings once, in lines that end in any way and are cut anywhere."""
    stream = b"".join(SplitDevice(is_elapsed=is_elapsed, end=end).race())
    made = sent(bridge(), [stream[start : start + size] for start in range(0, len(stream), size)])

    assert elapsed(made) == RESULT
    (gun,) = (m for m in in_force(made) if isinstance(m, Gun))
    assert gun.clock is not None
    assert gun.clock.utc_ms == NOW_MS
    assert not any(outcome.is_bad for outcome in made)


def test_a_device_without_a_gun_counts_from_its_zero() -> None:
    """The first packet that was sent at once says when that was; those that came late before it wait."""
    device = SplitDevice(is_elapsed=True)
    late = [device.passing(who, ms, is_late=True) for who, ms in PASSES[:3]]
    taken = bridge()
    waiting = sent(taken, late, NOW_MS + 80_000)
    made = sent(taken, [device.both_ankles(who, ms) for who, ms in PASSES[3:]], NOW_MS + 118_000)

    assert not any(outcome.messages for outcome in waiting)
    assert elapsed(made) == RESULT
    (gun,) = (m for m in in_force(made) if isinstance(m, Gun))
    assert gun.clock is not None
    assert gun.clock.utc_ms == NOW_MS


@pytest.mark.parametrize("is_elapsed", [False, True])
def test_a_gun_that_is_stated_holds(is_elapsed: bool) -> None:
    """By its time of day, whatever the device says of when it was."""
    made = sent(bridge(guns={"": "19:40:00.0"}), SplitDevice(is_elapsed=is_elapsed).race(), NOW_MS + 7000)

    assert elapsed(made) == RESULT
    (gun,) = (m for m in in_force(made) if isinstance(m, Gun))
    assert (gun.id, gun.clock.utc_ms if gun.clock else 0) == ("gun", NOW_MS)


@pytest.mark.parametrize("is_elapsed", [False, True])
def test_a_false_start_and_the_next_race(is_elapsed: bool) -> None:
    """A gun before anyone has run is replaced; one behind the race is of the next, and so is what follows."""
    first = SplitDevice(is_elapsed=is_elapsed)
    again = SplitDevice(is_elapsed=is_elapsed, gun_ms=GUN_MS + 180_000)
    after = SplitDevice(is_elapsed=is_elapsed, gun_ms=GUN_MS + 900_000)
    taken = bridge()
    made = sent(taken, [first.gun(), first.passing("1", 900)], NOW_MS)
    made += sent(taken, again.race(), NOW_MS + 180_000)
    made += sent(taken, after.race(), NOW_MS + 900_000)

    assert elapsed(made) == RESULT
    (gun,) = (m for m in in_force(made) if isinstance(m, Gun))
    assert gun.clock is not None
    assert gun.clock.utc_ms == NOW_MS + 180_000
    assert any("to take it, add it to [guns]" in outcome.news for outcome in made)
    assert any(outcome.remark == "after the gun of the next race" for outcome in made)


def test_packets_of_several_heats() -> None:
    """The heat that is meant, or the one that comes first."""
    device = SplitDevice()
    packets = [device.gun()]
    for who, ms in PASSES:
        packets += [device.passing(who, ms, heat="17-01-2"), device.passing(who, ms + 20_000, heat="17-1-3")]

    assert elapsed(sent(bridge(), packets)) == RESULT
    other = elapsed(sent(bridge(only="17-1-3"), packets))
    assert other == {who: ms + 20_000 for who, ms in RESULT.items()}


@pytest.mark.parametrize(
    ("line", "who", "heat"),
    [
        (b"\x01 S , 13:24:12.876 , 2 ", "2", ""),
        (b"S,13:24:12.876,K-17,,,", "K-17", ""),
        (b"\x02s,13:24:12.8765,2,17,Semi Final,1", "2", "17-Semi Final-1"),
        (b"\x01S,57.5,\xc4 1,17", "Ä 1", "17"),
    ],
)
def test_ways_of_writing_a_packet(line: bytes, who: str, heat: str) -> None:
    """With blanks, empty fields, small letters, any ID."""
    packet = read_packet(line)

    assert (packet.id, packet.heat, packet.is_at_once) == (who, heat, line[:1] != b"\x02")


def test_lanes_transponders_and_places() -> None:
    """An ID is whose [chips] says; a device at another place is known by its address."""
    taken = bridge(chips={"5": "1"}, places={"10.0.0.7": "finish", "": ["300", "700", "1100"]})
    device = SplitDevice()
    made = sent(taken, [device.gun(), device.passing("5", 50_000)], origin="10.0.0.8:1")
    made += sent(taken, [device.passing("5", 250_000)], origin="10.0.0.7:1")
    made += sent(taken, [device.passing("99", 251_000)], origin="10.0.0.7:1")

    assert elapsed(made) == {("1", "300"): 50_000, ("1", "finish"): 250_000}
    assert "the chip 99 belongs to no runner: add it to [chips]" in {outcome.news for outcome in made}


def test_midnight() -> None:
    """A race that ends on the next day."""
    device = SplitDevice(gun_ms=24 * 3_600_000 - 60_000)

    assert elapsed(sent(bridge(), device.race())) == RESULT


@pytest.mark.parametrize(
    "line",
    [b"S,13:24:12.876", b"X,1.0", b"\x01S,,2", b"Z,13.24.12.876", b"S,now,2", b"\x02", b"1,2,3", b"\xff" * 9],
)
def test_what_is_no_packet(line: bytes) -> None:
    """It is counted, with why."""
    with pytest.raises(ValueError, match=r"not a packet|without an ID"):
        read_packet(line)
    assert [outcome.is_bad for outcome in sent(bridge(), [line + b"\n"])] == [True]


def test_times_that_are_none() -> None:
    """Nor are those: they are counted too."""
    for line in (b"S,25:10:00.0,2", b"Z,12:99:00"):
        assert [outcome.is_bad for outcome in sent(bridge(), [line + b"\n"])] == [True]


def test_what_cannot_be_meant() -> None:
    """Of the mapping file."""
    with pytest.raises(UserError, match='time must be "clock" or "elapsed"'):
        bridge(time="unix")
    LapTime(BridgeSettings(table={"time": "elapsed"}))  # needs no zone


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=60))
def test_any_bytes(seed: int, noise: bytes) -> None:
    """Nothing raises, and what comes afterwards over another connection is read."""
    chance, taken = Random(seed), bridge(guns={"": "19:40:00"})
    packets = SplitDevice().race()
    stream = b"".join(chance.sample(packets, len(packets)))
    at = chance.randrange(len(stream))
    made = sent(taken, [noise, stream[:at] + noise + stream[at:], noise])
    made += taken.take(Piece(0, "10.0.0.7:5000", "closed"))
    made += sent(taken, packets[1:], origin="10.0.0.7:5001")

    assert not any("failed" in outcome.remark for outcome in made)
    assert RESULT.items() <= elapsed(made).items()


def test_a_bridge_that_was_killed_goes_on() -> None:
    """With a false start, cut in the middle of packets."""
    stream = b"".join([SplitDevice(gun_ms=GUN_MS - 180_000).gun(), *SplitDevice().race()])
    pieces = [Piece(0, "x", "data", stream[start : start + 61]) for start in range(0, len(stream), 61)]

    assert_goes_on(bridge, pieces)


async def test_over_a_real_socket() -> None:
    """A device that breaks off, connects again and has lost what it saw in between."""
    made: list[Outcome] = []
    run = BridgeRun(bridge(), made.append)
    port, said, packets = free_port(), list[str](), SplitDevice().race()
    async with given_by(TcpListener("127.0.0.1", port, said.append)) as given_:
        await until(lambda: bool(said))
        for part in (packets[:10], packets[11:]):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for packet in part:
                writer.write(packet)
                await writer.drain()
            writer.close()
            await given_.has(part[-1])
            assert await reader.read() == b"", "nothing is answered"
    run.repeat(given_.pieces)

    lost = ("3", "700")
    assert elapsed(made) == {who: ms for who, ms in RESULT.items() if who != lost}
