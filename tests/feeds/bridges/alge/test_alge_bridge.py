"""The bridge to ALGE's Timy: a race over a serial line and over a socket, and all that is corrected later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies

from feeds.bridges.alge.alge_bridge import Alge
from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.named_source import named_source
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from race.edits.decisions import give_read
from race.edits.device_items import chip_items
from race.fold.history import History
from race.messages import Gun, Message, Read, Split, StartList, Status
from tests.ended_server import ending
from tests.feeds.bridges.alge.timy import HEAD, cut, impulse, race_lines, sent, with_checksum
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, splits, start_list
from tests.feeds.bridges.serial_device import SerialDevice
from tests.feeds.bridges.test_going_on import assert_goes_on
from tests.patience import until


def settings(race: StartList | None = None, /, *, only: str = "", **table: Any) -> BridgeSettings:
    """What an operator has to say of a race on a track: zone and date."""
    return BridgeSettings(
        start_list=race or start_list(),
        zone=ZoneInfo("Europe/Berlin"),
        date=date(2026, 5, 2),
        only=only,
        table=table,
    )


def made_of(lines: Iterable[str], bridge: Alge | None = None) -> list[Outcome]:
    """What a bridge makes of lines, all received at once."""
    bridge = bridge or Alge(settings())
    return [outcome for piece in cut(sent(lines)) for outcome in bridge.take(Piece(1, "x", "data", piece))]


def news(made: Iterable[Outcome]) -> list[str]:
    """What the operator is told."""
    return [outcome.news for outcome in made if outcome.news]


def held(made: Iterable[Outcome]) -> list[tuple[str, str]]:
    """The bibs, or what stands for them, with the checkpoints of all passings that hold."""
    return [
        (message.bib if isinstance(message, Split) else message.chip, message.checkpoint)
        for message in in_force(made)
        if isinstance(message, Split | Read)
    ]


WANTED = splits(outcomes(RACE))


def without_zeros(made: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    """The splits that hold, with as many decimals as the race has."""
    return [(bib, at, time.removesuffix("00")) for bib, at, time in splits(made)]


async def test_a_race_over_a_serial_line_whose_adapter_is_pulled_out(tmp_path: Path) -> None:
    """In the middle of a line; then the operator has the memory sent again. Nothing is sent to the device."""
    device, made = SerialDevice(tmp_path), list[Outcome]()
    lines = race_lines(RACE)
    half = lines.index(impulse(1, "19:43:06.1000"))
    device.plug_in()
    async with given_by(named_source(f"serial:{device.name}@9600", lambda _: None)) as given:
        await given.count(1)
        for piece in cut(b"\0" + sent(lines[:half]) + b" 0002 C1  19:4"):
            device.says(piece)
        await given.has(b" 0002 C1  19:4")
        device.pull_out()
        await until(lambda: given.kinds[-1] == "closed")
        device.plug_in()
        await until(lambda: given.kinds[-1] == "opened")
        for piece in cut(sent(lines)):
            device.says(piece)
        await until(lambda: given.data.endswith(sent(lines[-2:])))
        assert not device.heard()
    device.pull_out()
    run = BridgeRun(Alge(settings()), made.append)
    run.repeat(given.pieces)

    assert without_zeros(made) == WANTED
    assert [outcome.raw for outcome in made if outcome.is_bad] == [" 0002 C1  19:4"]
    assert run.records == len(RACE) + 2, "the gun, and half a line"


async def test_a_race_over_a_serial_server() -> None:
    """With checksums, some of which are wrong, and a connection that breaks off."""
    lines = [with_checksum(line) if len(line) == 26 else line for line in race_lines(RACE)]
    damaged = lines[-1][:-2] + "00"
    calls = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        first, last = (0, 40) if calls == 1 else (40, len(lines))
        for piece in cut(sent([*lines[first:last], damaged])):
            writer.write(piece)
            await writer.drain()
        if calls > 1:
            assert await reader.read() == b"", "nothing is sent to it"
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    word = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with ending(server):
        async with given_by(named_source(word, lambda _: None)) as given:
            await until(lambda: given.data.count(sent([damaged])) == 2)
        made = list[Outcome]()
        BridgeRun(Alge(settings()), made.append).repeat(given.pieces)

    assert without_zeros(made) == WANTED
    assert [outcome.remark for outcome in made if outcome.is_bad] == ["the checksum is wrong"] * 2


def test_impulses_without_a_number_are_named_at_the_desk() -> None:
    """Each is a read of its own where the field should be by then, however close together they are."""
    times = [line.partition(",")[2] for line in RACE]
    made = made_of(
        [impulse(1, "19:40:00.0000", "C0"), *(impulse("", f"{time}000", flag="?") for time in times)]
    )

    assert [at for _, at in held(made)] == [name for name in ("300", "700", "1100", "finish") for _ in "123"]
    assert news(made)[1:] == ["times come without the numbers of runners: name them at the desk"]
    messages: list[Message] = [start_list(), *in_force(made)]
    history = History(messages)
    [first] = [message for message in messages if isinstance(message, Read)][:1]
    state = history.at(history.end_ms)
    assert state.course is not None
    items = list(chip_items(history, state, state.course))
    assert [item.text for item in items][-1] == "Impulse 19:44:22.0000 is of no runner: read at the finish"
    [given_split] = give_read(history, str(first.id), "2").messages
    assert isinstance(given_split, Split)
    assert (given_split.bib, given_split.checkpoint, given_split.clock) == ("2", "300", first.clock)


def test_an_impulse_is_where_the_field_is() -> None:
    """As those show whose numbers were entered."""
    lines = race_lines(RACE[:-1])
    assert held(made_of([*lines, impulse("", "19:44:22.0000")]))[-1] == ("impulse 19:44:22.0000", "finish")


def test_what_the_device_gives_another_number_is_corrected() -> None:
    """From the memory, without a valid number, or of the wrong runner."""
    time, later = "19:40:50.1234", "19:40:51.9876"
    bridge = Alge(settings())
    made = made_of(
        [impulse(1, "19:40:00", "C0"), impulse(11, time, flag="m"), impulse(34, later, flag="?")], bridge
    )
    assert held(made) == [(f"impulse {time}", "300"), (f"impulse {later}", "300")]

    made += made_of([impulse(11, time, flag="C"), impulse(1, time, flag="n")], bridge)
    assert ("1", "300", "19:40:50.123") in splits(made)
    made += made_of([impulse(2, later, flag="n")], bridge)
    assert splits(made) == [("1", "300", "19:40:50.123"), ("2", "300", "19:40:51.987")]
    made += made_of([impulse(3, later, flag="n")], bridge)
    assert held(made) == [("1", "300"), ("3", "300")]


def test_what_the_device_clears_is_withdrawn() -> None:
    """And what is typed instead is a time by hand; a blocked impulse and a penalty are none."""
    time = "19:40:50.1234"
    bridge = Alge(settings())
    lines = [
        impulse(1, "19:40:00.0000", "C0"),
        impulse(1, time),
        impulse(2, time, flag="b"),
        impulse(3, time, flag="p"),
    ]
    made = made_of(lines, bridge)
    assert held(made) == [("1", "300")]
    made += made_of([impulse(1, time, flag="c")], bridge)
    assert held(made) == []
    made += made_of([impulse(1, time, flag="i"), impulse(2, time, flag="i")], bridge)

    assert [(m.bib, m.evidence) for m in in_force(made) if isinstance(m, Split)] == [
        ("1", "hand"),
        ("2", "hand"),
    ]
    made += made_of([impulse(1, time, flag="c"), impulse(9, time, flag="c")], bridge)
    assert held(made) == [("2", "300")]


def test_a_key_is_a_time_by_hand() -> None:
    """Of the passing as of the start."""
    made = made_of([impulse(1, "19:40:00.00", "C0", hand=True), impulse(1, "19:40:50.12", hand=True)])

    assert [m.evidence for m in in_force(made) if isinstance(m, Split)] == ["hand"]
    assert splits(made) == [("1", "300", "19:40:50.12")]


def test_who_is_disqualified_at_the_device_is_out() -> None:
    """With the time taken back; and in again with another time."""
    time = "19:40:50.1234"
    bridge = Alge(settings())
    made = made_of([impulse(1, "19:40:00.0000", "C0"), impulse(1, time), impulse(1, time, flag="d")], bridge)
    [status] = [message for message in in_force(made) if isinstance(message, Status)]
    assert (status.bib, status.status, status.by, status.record) == ("1", "dq", "alge", 3)
    assert held(made) == []

    made += made_of([impulse(1, "19:40:52.0000", flag="i")], bridge)
    assert not [message for message in in_force(made) if isinstance(message, Status)]
    assert held(made) == [("1", "300")]


def guns(made: Iterable[Outcome]) -> list[str]:
    """When the guns that hold went, UTC."""
    return [m.clock.show()[11:19] for m in in_force(made) if isinstance(m, Gun) and m.clock is not None]


FALSE_START = [
    impulse(1, "19:38:00.0000", "C0"),
    impulse("", "19:38:03.0000"),
    impulse(1, "19:38:04.0000", "C0"),
]
"""A gun, the shot that calls the runners back, and someone in the beam."""


def test_a_start_that_was_called_back() -> None:
    """The gun after which no one has run is replaced, however often the memory is sent again."""
    bridge = Alge(settings())
    lines = [*FALSE_START, impulse(1, "19:38:50.0000", "C0"), impulse(1, "19:40:00.0000", "C0")]
    made = made_of([*lines, *race_lines(RACE)[6:]], bridge)
    assert guns(made) == ["17:40:00"]
    assert without_zeros(made) == WANTED

    made += made_of([*lines, impulse(2, "19:50:00.0000", "C0")], bridge)
    assert guns(made) == ["17:40:00"]
    assert news(made)[-1] == "the gun went at 2026-05-02T17:50:00.000Z; to take it, add it to [guns]"


def test_a_start_that_is_cleared_on_the_device() -> None:
    """The next one takes its place, also during a race; until then it stands."""
    bridge = Alge(settings())
    lines = [*FALSE_START, impulse(1, "19:39:50.0000"), impulse(1, "19:38:00.0000", "C0", "c")]
    made = made_of(lines, bridge)
    assert guns(made) == ["17:38:00"]
    cleared = "the device has cleared the start of 2026-05-02T17:38:00.000Z: the next one takes its place"
    assert news(made)[-1] == cleared

    made += made_of([impulse(1, "19:40:00.0000", "C0"), *race_lines(RACE)[6:]], bridge)
    made += made_of([*lines, impulse(2, "19:50:00.0000", "C0")], bridge)
    assert guns(made) == ["17:40:00"]
    assert news(made).count(cleared) == 1
    assert without_zeros(made) == WANTED


def test_a_gun_that_was_stated_stays() -> None:
    """Whatever the device does."""
    made = made_of([*FALSE_START, impulse(1, "19:40:00.0000", "C0")], Alge(settings(guns={"": "19:41:00"})))

    assert guns(made) == ["17:41:00"]


def test_numbers_that_are_a_count() -> None:
    """They are of no runner; where nothing is said of them, it is noticed."""
    lines = [impulse(number, f"19:40:5{number}.1000") for number in range(1, 9)]
    counted = made_of(lines, Alge(settings(numbers="count")))
    assert held(counted) == [(f"impulse {number}", "300") for number in range(1, 9)]

    sentence = (
        'the numbers go up by one with each impulse: if they are no bibs, say numbers = "count" in --map'
    )
    assert news(made_of(lines)).count(sentence) == 1
    assert sentence not in news(made_of(lines, Alge(settings(numbers="bibs"))))
    assert sentence not in news(made_of(race_lines(RACE)))


TRACK = [
    "n0002",
    " 0002 C0  19:40:00.4172 00",
    " 0001 c5  00:00:47.56   00",
    " 0001 c4  00:00:48.79   00",
    " 0002 c4  00:00:49.04   00",
]
"""As its manual shows it."""


@pytest.mark.parametrize("program", [{}, {"program": "track"}])
def test_the_program_tracktimer_times_lanes_from_the_start(program: dict[str, Any]) -> None:
    """A lane that is a runner's gives splits; impulses of others are reads."""
    made = made_of(TRACK, Alge(settings(chips={"lane 5": "1"}, **program)))

    assert splits(made) == [("1", "300", "19:40:47.977")]
    assert held(made)[1:] == [("lane 4 00:00:48.79", "300"), ("lane 4 00:00:49.04", "300")]
    late = made_of(TRACK[2:3], Alge(settings(program="track")))
    assert [outcome.remark for outcome in late] == ["a time since a start that has not come"]


def test_only_one_heat_is_taken() -> None:
    """By the group of the line, in TrackTimer by the number of the start."""
    lines = [impulse(1, "19:40:50.1000", group=1), impulse(2, "19:40:50.2000", group=2)]
    assert held(made_of(lines, Alge(settings(only="2")))) == [("2", "300")]

    chips = {"lane 5": "1"}
    assert held(made_of(TRACK, Alge(settings(only="2", program="track", chips=chips)))) != []
    assert held(made_of(TRACK, Alge(settings(only="3", program="track", chips=chips)))) == []


def test_channels_are_places() -> None:
    """Channel 1 is the finish line each lap on a track, else the finish; others are named."""
    road = replace(start_list(), lap_m=None, setting="road")
    lines = [
        impulse(1, "19:40:00.0000", "C0"),
        impulse(1, "19:46:50.1000"),
        impulse(1, "19:43:50.1000", "C2"),
    ]
    assert held(made_of(lines, Alge(settings(road)))) == [("1", "finish")]
    assert "the place 'C2' is no checkpoint: add it to [places]" in news(made_of(lines))

    named = {"C0": "start", "c2": "700", "C1": "finish"}
    own_start = start_list(with_start=True)
    made = made_of(lines, Alge(settings(own_start, places=named)))
    assert sorted(held(made)) == [("1", "700"), ("1", "finish"), ("1", "start")]
    assert not [message for message in in_force(made) if isinstance(message, Gun)]


def test_waves_have_guns_of_their_own() -> None:
    """Channel 0 is no one's start where there are several, unless it is said whose."""
    race = start_list(waves=("A", "B", "B"))
    lines = [impulse(1, "19:40:00.0000", "C0"), impulse(1, "19:45:00.0000", "C0")]

    assert held(made_of(lines, Alge(settings(race)))) == []
    assert not in_force(made_of(lines, Alge(settings(race))))
    guns = in_force(made_of(lines, Alge(settings(race, device_guns=["A", "B"]))))
    assert [message.wave for message in guns if isinstance(message, Gun)] == ["A", "B"]


def received(*times: tuple[int, str], bridge: Alge) -> list[Outcome]:
    """What is made of impulses that come so many milliseconds after the first."""
    return [
        outcome
        for ms, time in times
        for outcome in bridge.take(Piece(1_700_000_000_000 + ms, "x", "data", sent([impulse(1, time)])))
    ]


def test_a_clock_that_is_set_is_noticed() -> None:
    """By times that do not fit the moments at which they come; the memory that is sent again is no step."""
    bridge = Alge(settings())
    made = received((0, "19:40:50.0000"), (70_000, "19:42:00.1000"), bridge=bridge)
    made += made_of([impulse(1, "19:40:50.0000"), impulse(1, "19:42:00.1000")], bridge)
    made += received((140_000, "19:43:10.1000"), (210_000, "19:44:20.2000"), bridge=bridge)
    assert not [sentence for sentence in news(made) if "was set" in sentence]

    made = received((280_000, "20:45:30.0000"), (350_000, "20:46:40.0000"), bridge=bridge)
    assert news(made) == [
        "the device's clock was set ahead by 1:00:00 before 2026-05-02T18:46:40.000Z: "
        "times before and after do not go together"
    ]


def test_midnight_and_a_line_that_broke_off_after_it() -> None:
    """A time of day is of the day on which it is nearest to the one before, over all connections."""
    race = replace(
        start_list(),
        distance_m=100_000,
        checkpoints=(replace(start_list().checkpoints[-1], distance_m=100_000),),
    )
    bridge = Alge(settings(race))
    made = made_of([impulse(1, "18:00:00.0000", "C0"), impulse(1, "23:59:59.0000")], bridge)
    made += bridge.take(Piece(1, "x", "closed"))
    made += bridge.take(Piece(1, "x", "opened"))
    made += made_of([impulse(2, "00:10:00.0000")], bridge)

    clocks = [message.clock for message in in_force(made) if isinstance(message, Split)]
    assert [clock.show()[:16] for clock in clocks if clock] == ["2026-05-02T21:59", "2026-05-02T22:10"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"numbers": "chips"}, 'numbers must be "bibs" or "count"'),
        ({"program": "ski"}, 'program can only be "track"'),
        ({"places": {"C1": "400"}}, "no checkpoint has the id '400'"),
        ({"places": "C1"}, r"\[places\] must hold lines"),
        ({"lanes": 8}, "unknown key 'lanes'"),
    ],
)
def test_a_mapping_file_that_cannot_be_meant_is_refused(table: dict[str, Any], sentence: str) -> None:
    """With what may be written."""
    with pytest.raises(UserError, match=sentence):
        Alge(settings(**table))


def test_a_memory_that_is_sent_again_and_again_changes_nothing() -> None:
    """Corrections included: what holds at the end is what held before."""
    time = "19:40:50.1234"
    lines = [
        impulse(1, "19:40:00.0000", "C0"),
        impulse(11, time, flag="m"),
        impulse(11, time, flag="C"),
        impulse(1, time, flag="n"),
        impulse(2, "19:40:51.0000"),
        impulse(2, "19:40:51.0000", flag="c"),
        impulse(3, "19:40:52.0000", flag="i"),
    ]
    once, thrice = splits(made_of(lines)), splits(made_of(lines * 3))

    assert once == thrice == [("1", "300", "19:40:50.123"), ("3", "300", "19:40:52.000")]


def test_a_bridge_that_was_killed_goes_on() -> None:
    """With what the device has corrected, and who was disqualified and came back."""
    time = "19:40:50.1000"
    lines = [
        *race_lines(RACE[:3]),
        impulse("", "19:41:57.0000", flag="?"),
        impulse(1, time, flag="d"),
        impulse(2, time, flag="n"),
        impulse(1, "19:40:50.3000", flag="i"),
    ]
    assert_goes_on(lambda: Alge(settings()), [Piece(1, "x", "data", data) for data in cut(sent(lines), 31)])


LINES = race_lines(RACE)


@given(
    strategies.lists(
        strategies.one_of(
            strategies.binary(max_size=60),
            strategies.sampled_from(LINES).map(lambda line: f"{line}\r".encode()),
            strategies.builds(
                lambda flag, number, channel, time: f"{flag}{number:04} {channel}  {time} 00\r".encode(),
                strategies.sampled_from("?mcCdintsbp x"),
                strategies.integers(0, 3),
                strategies.sampled_from(["C0", "C1", "c1", "C7", "RT"]),
                strategies.sampled_from(
                    ["19:40:50.1234", "19:41:58,0", "00:00:47.56", "23:59:59", "25:61:00"]
                ),
            ),
        ),
        max_size=30,
    ),
    strategies.sampled_from(({}, {"numbers": "count"}, {"program": "track"})),
)
def test_any_bytes(pieces: Sequence[bytes], table: dict[str, Any]) -> None:
    """No exception; each message withdraws or replaces only what is in force."""
    bridge, made = Alge(settings(**table)), list[Outcome]()
    run = BridgeRun(bridge, made.append)
    run.repeat(
        [Piece(1, "x", "opened"), *(Piece(1, "x", "data", data) for data in pieces), Piece(1, "x", "closed")]
    )

    assert not [outcome for outcome in made if "the bridge failed" in outcome.remark]
    in_force(made)


def test_it_is_tried_with_nothing() -> None:
    """Without a race each number is a bib, and each channel a checkpoint."""
    made = made_of([*HEAD, *LINES], Alge(BridgeSettings(zone=ZoneInfo("UTC"), date=date(2026, 5, 2))))

    assert held(made)[0] == ("1", "C1")
    assert len(held(made)) == len(RACE)
    assert not any(outcome.is_bad for outcome in made)
