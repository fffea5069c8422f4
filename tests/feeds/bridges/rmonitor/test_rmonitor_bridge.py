"""Laps of RMonitor: passings once each, whatever is repeated, corrected or reset."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.raw_input import Piece
from feeds.bridges.rmonitor.rmonitor_bridge import RMonitor
from feeds.bridges.rmonitor.rmonitor_lines import read_line, read_ms
from feeds.check_messages import check
from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList, Void
from race.times import Time, TimeOfDay
from tests.feeds.bridges.rmonitor.orbits_emulator import LAPS, Orbits, whole_race

SAMPLES = Path(os.environ.get("LAPBELL_SAMPLES", "")) / "rmonitor"
NEEDS_SAMPLES = pytest.mark.skipif("LAPBELL_SAMPLES" not in os.environ, reason="LAPBELL_SAMPLES is not set")

Times = dict[str, dict[str, str]]


class Heard:
    """A bridge, what it was sent, and what is known then."""

    def __init__(self, **given_settings: object) -> None:
        self.bridge = RMonitor(BridgeSettings(**given_settings))  # type: ignore[arg-type]
        self.outcomes: list[Outcome] = []

    def send(self, data: str | bytes, cut: int = 10**6) -> list[Message]:
        """Send something, cut into pieces. Returns what is published."""
        content = data.encode() if isinstance(data, str) else data
        new: list[Outcome] = []
        for i in range(0, len(content), cut):
            new += self.bridge.take(Piece(0, "orbits:50000", "data", content[i : i + cut]))
        self.outcomes += new
        return [message for outcome in new for message in outcome.messages]

    @property
    def messages(self) -> list[Message]:
        """All that was published."""
        return [message for outcome in self.outcomes for message in outcome.messages]

    def holding(self) -> list[Message]:
        """The messages that hold."""
        gone = {message.replaces for message in self.messages}
        return [m for m in self.messages if m.id not in gone and not isinstance(m, Void)]

    def times(self) -> Times:
        """The times by bib and checkpoint."""
        times: Times = {}
        for message in self.holding():
            if isinstance(message, Split):
                times.setdefault(message.bib, {})[message.checkpoint] = str(message.time)
        return {bib: dict(sorted(own.items())) for bib, own in sorted(times.items())}

    @property
    def start_list(self) -> StartList:
        """The start list that holds."""
        (found,) = (message for message in self.holding() if isinstance(message, StartList))
        return found


def _expected() -> Times:
    bibs = {
        f"{n + 1}0": {
            f"lap {lap}" if lap else "start": str(Time(ms + 730 * n * (lap + 1))) for lap, ms in LAPS
        }
        for n in range(3)
    }
    return {bib: dict(sorted(own.items())) for bib, own in bibs.items()}


RACE = "".join(whole_race(Orbits()))


@pytest.mark.parametrize("cut", [1, 3, 17, 10**6])
def test_a_race(cut: int) -> None:
    """However the stream is cut; quotation marks in names; laps to go and the length of a lap are sent."""
    heard = Heard()
    heard.send(RACE, cut)

    assert heard.times() == _expected()
    start_list = heard.start_list
    assert (start_list.name, start_list.lap_m, start_list.distance_m) == ("5000 m Women", 400, 5200)
    assert start_list.entrants[0] == Entrant(
        bib="10", name='Ann Runner "The 1" Berg', nation="GBR", category="Women"
    )
    assert not [outcome for outcome in heard.outcomes if outcome.is_bad]
    check([replace(message, record=None) for message in heard.messages])


def test_repeats_and_resets_are_no_news() -> None:
    """The data are sent anew in the middle of the race, and the whole stream twice."""
    heard, orbits = Heard(), Orbits()
    texts = whole_race(orbits)
    heard.send("".join(texts[:10]))
    again = Orbits()
    whole_race(again)
    again.laps = {reg: (2, ms) for reg, ms in (("1", 105_200), ("2", 107_390), ("3", 109_580))}
    again.race_ms, again.flag = 110_000, "Green "
    assert heard.send("".join(texts[1:10])) == []
    assert heard.send(again.refresh() + again.beat(5)) == []
    heard.send("".join(texts[10:]))

    assert heard.times() == _expected()
    assert not [message for message in heard.messages if isinstance(message, Void)]


def test_who_comes_late_knows_the_last_lap_only() -> None:
    """What was before is not invented."""
    orbits, heard = Orbits(), Heard()
    texts = whole_race(orbits)
    heard.send(orbits.refresh())
    assert heard.times() == {bib: {"lap 4": own["lap 4"]} for bib, own in _expected().items()}
    assert texts


def test_corrections() -> None:
    """A passing is deleted: after some seconds it is withdrawn; one is timed anew; one is inserted."""
    orbits, heard = Orbits(regs=("1",)), Heard()
    heard.send("".join(whole_race(orbits)))
    orbits.laps["1"] = 3, 174_900
    assert heard.send(orbits.row("1") + orbits.beat(2)) == []
    gone = heard.send(orbits.beat(2))
    assert [type(message) for message in gone] == [Void]
    assert "lap 4" not in heard.times()["10"]

    heard.send('$J,"1","00:01:09.690","00:04:04.590"\r\n$G,1,"1",4,"00:04:04.590"\r\n')
    heard.send('$COR,"1","10",2,"00:01:45.300","00:00:00.100"\r\n')
    heard.send('$J,"1","00:02:20.000","00:06:24.590"\r\n$G,1,"1",6,"00:06:24.590"\r\n')
    assert heard.times()["10"] == {
        "lap 1": "36.100",
        "lap 2": "1:45.300",
        "lap 3": "2:54.900",
        "lap 4": "4:04.590",
        "lap 6": "6:24.590",
        "start": "1.200",
    }


def test_a_row_that_contradicts_for_a_moment_is_nothing() -> None:
    """As rows are sent from the first on after a reset."""
    orbits, heard = Orbits(regs=("1",)), Heard()
    heard.send("".join(whole_race(orbits)))
    for lap, ms in LAPS:
        assert (
            heard.send(
                f'$G,1,"1",{lap or ""},"00:{ms // 60000:02}:{ms / 1000 % 60:06.3f}"\r\n' + orbits.beat()
            )
            == []
        )


def test_a_passing_whose_row_is_missing() -> None:
    """Its lap follows from the lap time."""
    heard = Heard()
    heard.send('$G,1,"7",3,"00:03:30.000"\r\n$J,"7","00:01:10.000","00:04:40.000"\r\n' + Orbits().beat())

    assert heard.times() == {"7": {"lap 3": "3:30.000", "lap 4": "4:40.000"}}


def test_the_gun_by_the_heartbeat() -> None:
    """To the second; without day and zone its time of day stays unknown."""
    heard, unzoned = Heard(zone=ZoneInfo("Europe/Berlin"), date=date(2026, 6, 12)), Heard()
    for one in (heard, unzoned):
        one.send(RACE)

    (gun,) = (message for message in heard.messages if isinstance(message, Gun))
    assert gun.clock == TimeOfDay.parse("2026-06-12T20:00:00+02:00")
    (gun,) = (message for message in unzoned.messages if isinstance(message, Gun))
    assert gun.clock is None


def test_a_false_start() -> None:
    """The run is begun again: all passings of the first start are withdrawn."""
    heard, orbits = Heard(), Orbits(regs=("1",))
    heard.send("".join(whole_race(orbits)[:4]))
    again = Orbits(regs=("1",))
    again.flag = "Green "
    heard.send(again.refresh() + again.beat(2) + again.passes("1", 0, 2_500) + again.beat(2))

    assert heard.times() == {"10": {"start": "2.500"}}


def test_another_run_is_another_race() -> None:
    """The first in which someone passes the line is meant, or the one that was named."""
    first, second = Orbits(), Orbits(run="26", description="1500 m Men", regs=("7", "8"))
    stream = "".join(whole_race(first)) + "".join(whole_race(second))
    heard, chosen = Heard(), Heard(only="1500 m men")
    for one in (heard, chosen):
        one.send(stream)

    assert heard.times() == _expected()
    assert list(chosen.times()) == ["70", "80"]
    assert chosen.start_list.name == "1500 m Men"


def test_laps_at_the_checkpoints_of_the_operator() -> None:
    """In their order, however long the first lap is."""
    checkpoints = tuple(
        Checkpoint(id=name, distance_m=metres)
        for name, metres in (("0", 0), ("200", 200), ("600", 600), ("1000", 1000))
    )
    race = StartList(name="Own", distance_m=1000, checkpoints=checkpoints, entrants=())
    heard = Heard(start_list=race)
    heard.send(RACE)

    assert list(heard.times()["10"].items()) == [
        ("0", "1.200"),
        ("1000", "2:54.900"),
        ("200", "36.100"),
        ("600", "1:45.200"),
    ]
    assert not [message for message in heard.messages if isinstance(message, StartList)]


@pytest.mark.parametrize("table", [{}, {"lap_m": 5000}, {"lap_m": 5000, "laps": 500}])
def test_more_laps_than_a_race_can_have_metres(table: dict[str, int]) -> None:
    """As of cars: laps are shorter where their length is not known, and fewer where it is."""
    heard = Heard(table=table)
    heard.send('$E,"TRACKLENGTH","5.000"\r\n$G,1,"7",199,"03:30:00.000"\r\n$G,1,"7",201,"03:32:00.000"\r\n')
    heard.send(Orbits().beat())

    assert heard.start_list.distance_m <= 1_000_000
    assert heard.times()["7"]["lap 199"] == "3:30:00.000"
    assert ("lap 201" in heard.times()["7"]) == (not table)


def test_who_wears_what_another_wears_is_known_by_the_key() -> None:
    """Numbers of several classes may be the same."""
    heard = Heard()
    heard.send('$A,"a1","5",1,"Ann","Ash","",1\r\n$A,"b1","5",1,"Bea","Birk","",2\r\n')
    heard.send('$G,1,"a1",1,"00:01:10.000"\r\n$G,2,"b1",1,"00:01:11.000"\r\n' + Orbits().beat())

    assert heard.times() == {"a1": {"lap 1": "1:10.000"}, "b1": {"lap 1": "1:11.000"}}


def test_a_line_and_its_fields() -> None:
    """Blanks behind commas, a quotation mark within a text, Western European letters."""
    found = read_line('$A, "1" ,"0 0",12,"Jo "Jet" X","Müller","",3'.encode("cp1252"))

    assert found is not None
    assert (found.command, found.fields) == ("A", ("1", "0 0", "12", 'Jo "Jet" X', "Müller", "", "3"))
    assert read_line(b"##2025-04-26 13:58:48.222") is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=80))
def test_any_bytes(seed: int, noise: bytes) -> None:
    """Nothing raises; what is cut out or repeated of a race never makes a time that was not sent."""
    chance, heard = Random(seed), Heard()
    lines = RACE.encode().splitlines(keepends=True)
    for _ in range(3):
        start = chance.randrange(len(lines))
        part = lines[start : start + chance.randrange(60)]
        if chance.random() < 0.5:
            chance.shuffle(part)
        heard.send(b"".join(part) + noise, 11)
    heard.send(b"\n" + b"x" * 70_000 + b"\n")

    sent = {str(Time(ms + 730 * n * (lap + 1))) for lap, ms in LAPS for n in range(3)}
    assert {time for own in heard.times().values() for time in own.values()} <= sent
    assert any(outcome.is_bad for outcome in heard.outcomes)


FACTS = {
    "Orbits_Mock_Session.txt": (6, 52),
    "2009_Sebring_ALMS_Session_4.txt": (11, 371),
    "TestStart.txt": (52, 166),
    "TestResetRetainLapTime.txt": (52, 91),
    "TestEventEndSessionFinialization.txt": (76, 150),
    "event-finish-with-cars-data.log": (59, 181),
}
"""Competitors, and passings that were known at the end."""


@NEEDS_SAMPLES
@pytest.mark.parametrize(("file", "facts"), FACTS.items())
def test_real_streams(file: str, facts: tuple[int, int]) -> None:
    """All passings of all captures, at many times real speed."""
    data, heard = (SAMPLES / file).read_bytes(), Heard()
    begun_s = perf_counter()
    heard.send(data, 1400)
    taken_s = perf_counter() - begun_s

    splits = [message for message in heard.holding() if isinstance(message, Split)]
    assert (len(heard.start_list.entrants), len(splits)) == facts
    assert taken_s < 30
    published = {str(m.time) for m in heard.messages if isinstance(m, Split)}
    lines = [line for raw in data.splitlines() if (line := read_line(raw))]
    rows = {(line.field(1), line.field(3)) for line in lines if line.command == "G"}
    passed = {(line.field(0), line.field(2)) for line in lines if line.command == "J"}
    assert {str(Time(read_ms(total) or 0)) for _, total in passed & rows} <= published


@NEEDS_SAMPLES
def test_a_real_competitor() -> None:
    """Competitor 3 of the mock session, as its description states it."""
    heard = Heard()
    heard.send((SAMPLES / "Orbits_Mock_Session.txt").read_bytes())

    assert list(heard.times()["3"].values()) == [
        "35.604",
        "1:16.059",
        "1:55.813",
        "2:35.545",
        "3:15.816",
        "3:55.502",
        "4:35.248",
        "5:14.808",
        "2.333",
    ]
