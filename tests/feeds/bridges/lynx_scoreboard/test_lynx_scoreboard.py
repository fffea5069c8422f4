"""The scoreboard output of FinishLynx, as it comes while a race is on, becomes what holds of the race."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.inputs.listener import TcpListener, UdpListener
from feeds.bridges.lynx_scoreboard.lynx_scoreboard_bridge import LynxScoreboard
from feeds.bridges.raw_input import Piece
from feeds.check_messages import check
from race.messages import Gun, Message, Official, Split, StartList, Status, Void
from tests.feeds.bridges.finishlynx.lynx_emulator import a_race
from tests.feeds.bridges.lynx_scoreboard.scoreboard_output import SCRIPT, ScoreboardOutput, datagrams
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.reads_of_a_race import LAPS, in_force
from tests.feeds.bridges.test_going_on import assert_goes_on
from tests.free_ports import free_port
from tests.patience import until

END_MS = 400_000

TIMES = {
    "11": ("46.100", "1:49.100", "2:52.300", "3:51.000"),
    "12": ("46.400", "1:49.500", "2:52.900", "3:53.100"),
    "13": ("47.000", "", "2:56.100", "3:58.600"),
    "14": ("48.000", "1:55.000", "", ""),
}

RESULT = {
    (bib, at): time for bib, times in TIMES.items() for at, time in zip(LAPS, times, strict=True) if time
}


def a_heat() -> ScoreboardOutput:
    """Five women over 1500 m: one has a stray pass, one misses one, one stops, one does not start."""
    return ScoreboardOutput(a_race().runners)


class Watched:
    """A bridge with what it has been sent, and what is known after it."""

    def __init__(self, **said: object) -> None:
        self.bridge = LynxScoreboard(BridgeSettings(**said))  # type: ignore[arg-type]
        self.made: list[Outcome] = []

    def sent(self, data: bytes | str | Iterable[bytes], origin: str = "lynx:1024") -> list[Message]:
        """Send it something. Returns what it publishes."""
        whole = data.encode("cp1252") if isinstance(data, str) else data
        pieces = [whole] if isinstance(whole, bytes) else [*whole]
        made = [o for piece in pieces for o in self.bridge.take(Piece(0, origin, "data", piece))]
        self.made += made
        return [message for outcome in made for message in outcome.messages]

    def hangs_up(self, origin: str = "lynx:1024") -> None:
        """The connection breaks off, and another begins."""
        for kind in ("closed", "opened"):
            self.made += self.bridge.take(Piece(0, origin, kind))

    @property
    def times(self) -> dict[tuple[str, str], str]:
        """The splits that hold."""
        return {(m.bib, m.checkpoint): str(m.time) for m in in_force(self.made) if isinstance(m, Split)}

    @property
    def statuses(self) -> dict[str, str]:
        """The statuses that hold."""
        return {m.bib: m.status for m in in_force(self.made) if isinstance(m, Status)}

    @property
    def guns(self) -> list[Gun]:
        """The guns that hold."""
        return [message for message in in_force(self.made) if isinstance(message, Gun)]

    @property
    def bad(self) -> list[str]:
        """Why records could not be read."""
        return [outcome.remark for outcome in self.made if outcome.is_bad]

    @property
    def news(self) -> list[str]:
        """What was said to the operator."""
        return [outcome.news for outcome in self.made if outcome.news]


def test_a_race_with_the_running_time() -> None:
    """Each split is published once, when it is there; the log is one that a hub takes."""
    watched = Watched()
    watched.sent(a_heat().race(END_MS))
    published = [message for outcome in watched.made for message in outcome.messages]

    assert watched.times == RESULT
    assert watched.statuses == {"14": "dnf", "15": "dns"}
    assert sum(isinstance(message, Split) for message in published) == len(RESULT)
    assert not any(isinstance(message, Void) for message in published)
    assert not watched.bad
    (start_list,) = (m for m in published if isinstance(m, StartList))
    assert [c.distance_m for c in start_list.checkpoints] == [300, 700, 1100, 1500]
    assert [(e.bib, e.name) for e in start_list.entrants][:2] == [
        ("11", "Ann Runner11"),
        ("12", "Ann Runner12"),
    ]
    assert {m.bib: m.rank for m in published if isinstance(m, Split) and m.rank} == {
        "11": 1,
        "12": 2,
        "13": 3,
    }
    first_gun = next(i for i, m in enumerate(published) if isinstance(m, Gun))
    assert not any(isinstance(m, Split) for m in published[:first_gun]), "the gun is there before the splits"
    check([replace(message, record=None) for message in published])


@pytest.mark.parametrize("codec", ["cp1252", "utf-8", "utf-16-le"])
@pytest.mark.parametrize("size", [1, 2, 7, 536])
def test_a_stream_cut_anywhere_in_either_code_set(codec: str, size: int) -> None:
    """One byte a packet, or datagrams: the same comes out, with names that have letters of two bytes."""
    heat, watched = a_heat(), Watched()
    heat.codec = codec
    names = ("Müller", "Šarić") if codec != "cp1252" else ("Müller", "Özil")
    heat.runners[0].last, heat.runners[1].last = names
    stream = b"".join(heat.race(END_MS, 20_000))
    watched.sent(stream[start : start + size] for start in range(0, len(stream), size))

    assert watched.times == RESULT
    assert not watched.bad
    (start_list,) = (m for m in in_force(watched.made) if isinstance(m, StartList))
    assert [e.name for e in start_list.entrants[:2]] == [f"Ann {name}" for name in names]


def test_the_end_alone_says_what_was_the_last_pass() -> None:
    """As after a restart without a recording: results, and of those who stopped what is known."""
    watched = Watched()
    watched.sent(a_heat().shown(END_MS))

    assert {who: time for who, time in watched.times.items() if who[1] == "finish"} == {
        who: time for who, time in RESULT.items() if who[1] == "finish"
    }
    assert watched.times.items() <= RESULT.items(), "the pass before the last one follows from the last lap"
    assert watched.times["11", "1100"] == "2:52.300"


def test_who_comes_late_knows_the_lap_by_the_laps_to_go() -> None:
    """The times of a field that is slow would fit another lap as well."""
    heat, watched = a_heat(), Watched()
    for runner in heat.runners:
        runner.passes = [time * 5 // 4 for time in runner.passes if time != 3_106]
    heat.runners[2].passes.insert(1, 140_000)
    watched.sent(heat.shown(220_000))

    assert {checkpoint for _, checkpoint in watched.times} == {"300", "700", "1100"}
    assert watched.times["11", "1100"] == "3:35.375"
    assert watched.times["13", "700"] == "2:20.000"


def test_datagrams_are_lost() -> None:
    """A list that lacks its middle says nothing wrong, and the last list says it all."""
    chance = Random(4)
    for _ in range(6):
        heat, watched = a_heat(), Watched()
        heat.runners += [
            type(heat.runners[0])(f"{bib}", f"R{bib}", [60_000], lane=f"{bib}") for bib in range(30, 60)
        ]
        for shown in heat.race(END_MS, 20_000):
            watched.sent(piece for piece in datagrams(shown) if chance.random() > 0.1)
            wrong = {
                who: time for who, time in watched.times.items() if who[0] < "30" and RESULT.get(who) != time
            }
            assert not wrong
        watched.sent(b"\r\n")
        watched.sent(heat.shown(END_MS))
        assert {who: time for who, time in watched.times.items() if who[0] < "30"}.items() >= {
            who: time for who, time in RESULT.items() if who[1] == "finish"
        }.items()


def test_a_connection_that_breaks_off_in_a_list() -> None:
    """Half a list is no list; the whole one that comes again is no news."""
    heat, watched = a_heat(), Watched()
    watched.sent(heat.race(200_000))
    known = watched.times
    more = heat.shown(300_000)
    for end in range(10, len(more) - 4, 37):
        watched.sent(more[:end])
        watched.hangs_up()
        assert watched.times == known
    assert not watched.sent(heat.shown(200_000))


def test_the_operator_takes_passes_out() -> None:
    """A pass that is masked is withdrawn; all of them; a result that is changed is a correction."""
    heat, watched = a_heat(), Watched()
    passes = heat.runners[0].passes
    watched.sent(heat.race(200_000))
    del passes[2:]
    new = watched.sent(heat.shown(200_000))
    assert [type(message) for message in new] == [Void]
    assert ("11", "1100") not in watched.times
    passes.clear()
    watched.sent(heat.shown(200_000))
    assert not [who for who in watched.times if who[0] == "11"]

    other, corrected = a_heat(), Watched()
    corrected.sent(other.race(END_MS))
    other.runners[0].passes[-1] = 231_010
    (split,) = corrected.sent(other.shown(END_MS))
    assert isinstance(split, Split)
    assert (str(split.time), split.replaces is not None) == ("3:51.010", True)


def test_a_false_start() -> None:
    """The gun is withdrawn when the start is, and there is one gun when the race has been run."""
    heat, watched = a_heat(), Watched()
    watched.sent([heat.shown(None), heat.shown(1000)])
    assert len(watched.guns) == 1
    watched.sent(heat.shown(None))
    assert not watched.guns
    heat.start = "20:15:01.0000"
    watched.sent(heat.race(END_MS))

    assert len(watched.guns) == 1
    assert watched.times == RESULT


def test_results_that_are_official() -> None:
    """Once everyone has a result, and until the operator takes it back."""
    heat, watched = a_heat(), Watched()
    heat.is_official = True
    watched.sent(heat.race(235_000))

    def is_official() -> bool:
        return any(isinstance(message, Official) for message in in_force(watched.made))

    assert not is_official(), "one is still running"
    watched.sent(heat.shown(END_MS))
    assert is_official()
    heat.is_official = False
    watched.sent(heat.shown(END_MS))
    assert not is_official()


def test_paging() -> None:
    """Who is on another page stays; the operator is told once."""
    heat, watched = a_heat(), Watched()
    watched.sent(heat.race(200_000))
    known = watched.times
    heat.page = 2
    watched.sent([heat.shown(200_000)] * 2)

    assert watched.times == known
    assert watched.news == [
        "the lists of heat 17-1-2 have 2 of 5 runners: "
        "switch paging off in FinishLynx, or set its size above the field"
    ]


def test_heats_one_after_the_other() -> None:
    """Without a choice the first one is the race; each can be a race of its own."""
    heat, other = a_heat(), a_heat()
    other.key = ("17", "1", "3")
    one, each = Watched(), Watched(each_heat=True)
    for watched in (one, each):
        watched.sent(heat.race(END_MS, 20_000))
        watched.sent(other.race(END_MS, 20_000))
    published = {outcome.heat for outcome in each.made if outcome.messages}

    assert one.times == RESULT
    assert "there are other heats beside 17-1-2" in one.news[0]
    assert published == {heat.key, other.key}
    for key in published:
        messages = in_force(outcome for outcome in each.made if outcome.heat == key)
        assert sum(isinstance(message, Split) for message in messages) == len(RESULT)
    assert each.bridge.closing_note() == "there are 2 heats: 17-1-2, 17-1-3"


def test_another_script_is_refused() -> None:
    """With a sentence that says what to do, once."""
    watched = Watched()
    watched.sent("1 Ann Berg 3:51.00\r\n2 Mia Zee 3:53.10\r\n" * 4)

    assert len(watched.bad) == 8
    (news,) = watched.news
    assert "--write-script lapbell.lss" in news


def test_a_modified_script_is_refused() -> None:
    """A row with fewer fields cannot be told apart from one that was cut."""
    watched = Watched()
    watched.sent("H\tR\t17\t1\t2\r\nA\t1\t3\t11\tBerg\t3:51.00\r\nE\r\n")

    assert watched.bad == ["a heading with 5 fields, and not 12", "a row with 6 fields, and not 12"]
    assert not watched.times


def test_a_script_that_sends_frames() -> None:
    """Its lists have no end of a heat, no start, and no number of the runner behind the row."""
    watched = Watched()
    head = "\x01LH\x02UNOFFICIAL|1500m Women|NWI|17|1|2|AUTO|2\x04\r\n"
    for rows in (
        ("|1|11|Berg, Anna|Club|||46.1|46.1|3", "|2|12|Zee, Mia|Club|||46.4|46.4|3"),
        ("|1|11|Berg, Anna|Club|||1:49.1|1:03.0|2", "|2|12|Zee, Mia|Club|||46.4|46.4|3"),
        ("1|1|11|Berg, Anna|Club|3:51.00||3:51.00|58.7|0", "DNF|2|12|Zee, Mia|Club|||46.4|46.4|3"),
    ):
        framed = "".join(f"\x01LR\x02{row}|||||||\x04" for row in rows)
        watched.sent(f"\x01TR\x021:00.1\x04\0\0{head}{framed}\x01LE\x02\x04")

    assert watched.times == {
        ("11", "300"): "46.1",
        ("11", "700"): "1:49.1",
        ("11", "1100"): "2:52.3",
        ("11", "finish"): "3:51.00",
        ("12", "300"): "46.4",
    }
    assert watched.statuses == {"12": "dnf"}
    assert not watched.bad


def test_rows_without_an_id_and_times_that_are_none() -> None:
    """They are known by their lanes; a status may stand where the time does; halves of laps."""
    watched = Watched()
    row = "A\t{place}\t{lane}\t\tRiver Club\tRiver\t{time}\t{split}\t\t{to_go}\t\t\t\r\n"
    head = "H\tR\t9\tFinal\t1\t3000m\t\tOFFICIAL\t\t3000m\t\t2\r\n"
    for splits in (("30.5", "34.0"), ("1:06", "3:45,1")):
        rows = [
            row.format(place="", lane=1, time="", split=splits[0], to_go="7"),
            row.format(place="", lane=2, time="DNF", split=splits[1], to_go="4 1/2"),
        ]
        watched.sent(head + "".join(rows) + "E\t10\tFinal\t1\r\n")
        watched.sent(head + "".join(rows) + "E\t9\tFinal\t1\r\n")

    assert watched.statuses == {"lane 2": "dnf"}
    assert not watched.bad
    assert any("the end of another list" in outcome.remark for outcome in watched.made)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=80), st.sampled_from(["cp1252", "utf-16-le"]))
def test_any_bytes(seed: int, noise: bytes, codec: str) -> None:
    """Nothing raises, whatever comes; a new connection afterwards is read as if nothing had been."""
    chance, heat = Random(seed), a_heat()
    heat.codec = codec
    watched = Watched(only="17-1-2")
    stream = b"".join(heat.race(END_MS, 50_000))
    cuts = sorted(chance.randrange(len(stream)) for _ in range(4))
    lines = stream.splitlines(keepends=True)
    chance.shuffle(lines)
    for data in (noise, *(stream[a:b] + noise for a, b in pairwise(cuts)), b"".join(lines)):
        watched.sent(data)
    watched.hangs_up()
    watched.sent(heat.shown(END_MS))

    finishes = {who: time for who, time in RESULT.items() if who[1] == "finish"}
    assert {who: watched.times.get(who) for who in finishes} == finishes


def test_a_record_without_an_end_is_dropped() -> None:
    """Whatever its size, and in frames too; what follows is read."""
    for begin in (b"A\t", b"\x01LR\x02"):
        watched = Watched()
        for _ in range(40):
            watched.sent(begin + b"x" * 10_000)
        watched.sent(b"\x04\r\n")
        watched.sent(a_heat().shown(END_MS))
        assert watched.bad[0] == "a line that is too long"
        assert watched.times["11", "finish"] == "3:51.000"


def test_a_bridge_that_was_killed_goes_on() -> None:
    """With a pass that is taken out and put in again, cut in the middle of lists."""
    heat = a_heat()
    before = [*heat.race(200_000, 50_000)]
    last = heat.runners[0].passes.pop(2)
    without = heat.shown(200_000)
    heat.runners[0].passes.insert(2, last)
    stream = b"".join([*before, without, heat.shown(END_MS)])
    pieces = [Piece(0, "x", "data", stream[start : start + 801]) for start in range(0, len(stream), 801)]

    assert_goes_on(lambda: LynxScoreboard(BridgeSettings()), pieces)


@pytest.mark.parametrize("kind", [TcpListener, UdpListener])
async def test_over_a_real_socket(kind: type[TcpListener | UdpListener]) -> None:
    """The running time over one connection, the lists over another, as two scoreboards are set up."""
    made: list[Outcome] = []
    run = BridgeRun(LynxScoreboard(BridgeSettings()), made.append)
    port, said, heat = free_port(), list[str](), a_heat()
    async with given_by(kind("127.0.0.1", port, said.append)) as given:
        await until(lambda: bool(said))
        lists, clock = [await _sender(kind, port) for _ in range(2)]
        shown = [*heat.race(END_MS, 20_000)]
        for data in shown:
            for part in datagrams(data):
                (clock if data.startswith(b"C") else lists).write(part)
            await given.has(data)
        lists.close()
        clock.close()
        await asyncio.sleep(0)
    run.repeat(given.pieces)

    splits = [message for message in in_force(made) if isinstance(message, Split)]
    assert {(s.bib, s.checkpoint): str(s.time) for s in splits} == RESULT
    assert run.bad == 0


class _Datagrams:
    """Sends to a port by UDP."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._port = port

    def write(self, data: bytes) -> None:
        """Send a datagram."""
        self._socket.sendto(data, ("127.0.0.1", self._port))

    def close(self) -> None:
        """No more are sent."""
        self._socket.close()


async def _sender(kind: type[TcpListener | UdpListener], port: int) -> asyncio.StreamWriter | _Datagrams:
    """What sends bytes to a port."""
    if kind is UdpListener:
        return _Datagrams(port)
    return (await asyncio.open_connection("127.0.0.1", port))[1]


def test_the_script_has_every_section() -> None:
    """By the names that all versions of FinishLynx know."""
    assert set(SCRIPT) == {
        "TimeRunning", "TimeStopped",
        "StartListHeader", "StartList", "StartListTrailer",
        "StartedHeader", "Started", "StartedTrailer",
        "ResultsHeader", "Result", "ResultsTrailer",
    }  # fmt: skip
