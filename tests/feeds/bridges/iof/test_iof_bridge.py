"""Result lists in IOF XML, as they are written anew during an event, become what holds of one class."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.iof.iof_bridge import Iof
from feeds.bridges.raw_input import Piece
from feeds.check_messages import check
from race.fold.history import History
from race.messages import Checkpoint, Gun, Message, Official, Split, StartList, Status, Void
from tests.feeds.bridges.iof.iof_emulator import IofRunner, an_event

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

END = 2400

RESULT = {
    "11": {"31": "5:00", "45": "10:20", "31-2": "15:30", "100": "23:20", "finish": "25:00"},
    "12": {"31": "5:10", "31-2": "15:50", "100": "23:50", "finish": "25:40"},
    "VAN": {"31": "4:50", "45": "10:00", "31-2": "15:00", "100": "22:30", "finish": "24:10"},
    "ASH": {"31": "5:20", "45": "11:40"},
}


class Watched:
    """A bridge with the files that it has been given, and what is known after them."""

    def __init__(self, only: str = "W21", **said: object) -> None:
        said.setdefault("zone", ZoneInfo("Europe/Berlin"))
        self.bridge = Iof(BridgeSettings(only=only, **said))  # type: ignore[arg-type]
        self.outcomes: list[Outcome] = []
        self.messages: list[Message] = []

    def file(self, data: bytes | str, name: str = "results.xml") -> list[Message]:
        """Give it a file. Returns what it publishes."""
        content = data.encode() if isinstance(data, str) else data
        outcomes = list(self.bridge.take(Piece(0, name, "file", content)))
        self.outcomes += outcomes
        new = [message for outcome in outcomes for message in outcome.messages]
        self.messages += new
        return new

    def holding(self) -> list[Message]:
        """The messages that hold."""
        gone = {message.replaces for message in self.messages}
        return [m for m in self.messages if m.id not in gone and not isinstance(m, Void)]

    def times(self) -> dict[str, dict[str, str]]:
        """The times of all entrants by bib and checkpoint."""
        times: dict[str, dict[str, str]] = {entrant.bib: {} for entrant in self.start_list.entrants}
        for message in self.holding():
            if isinstance(message, Split):
                times[message.bib][message.checkpoint] = str(message.time)
        return times

    def statuses(self) -> dict[str, tuple[str, str]]:
        """Statuses with their reasons, by bib."""
        return {m.bib: (m.status, m.reason) for m in self.holding() if isinstance(m, Status)}

    @property
    def start_list(self) -> StartList:
        """The start list that holds."""
        (found,) = (message for message in self.holding() if isinstance(message, StartList))
        return found


def test_an_event_that_is_saved_every_ten_seconds() -> None:
    """Each time is published once, when it is there; the start list changes as often as the estimates do."""
    event, watched = an_event(), Watched()
    watched.file(event.starts(), "starts.xml")
    seen: Counter[tuple[str, str]] = Counter()
    for now in range(0, END, 10):
        for message in watched.file(event.results(now)):
            assert not isinstance(message, Void)
            if isinstance(message, Split):
                seen[message.bib, message.checkpoint] += 1

    assert watched.times() == RESULT
    assert set(seen.values()) == {1}
    assert watched.statuses() == {"12": ("dq", "missing punch")}
    assert sum(isinstance(message, StartList) for message in watched.messages) <= 8
    guns = {m.wave: m.clock.show() for m in watched.holding() if isinstance(m, Gun) and m.clock}
    assert guns == {f"10:0{n}:00": f"2026-05-02T08:0{n}:00Z" for n in (0, 2, 4, 6)}
    assert [(e.name, e.wave) for e in watched.start_list.entrants][2] == ("Eva van & Co", "10:04:00")
    assert watched.start_list.distance_m == 5000
    assert not [m for m in watched.holding() if isinstance(m, Official)]
    check([replace(message, record=None) for message in watched.messages])


def test_a_start_list_alone() -> None:
    """Everyone is an entrant, and starts at the time that is stated; where all start together, by the gun."""
    event, watched = an_event(), Watched()
    watched.file(event.starts())
    assert len(watched.start_list.entrants) == 4
    assert sum(isinstance(message, Gun) for message in watched.messages) == 4

    together = an_event()
    for runner in together.runners:
        runner.start = 0
    watched = Watched()
    watched.file(together.starts())
    assert not [m for m in watched.messages if isinstance(m, Gun)]
    assert watched.start_list.planned is not None


def test_who_starts_when_she_likes_has_no_gun_until_then() -> None:
    """With starts that are punched, an entrant without a start time is in a wave that no gun has started."""
    event, watched = an_event(), Watched()
    whole = event.results(500)
    late = whole.replace(
        "<BibNumber>12</BibNumber><StartTime>2026-05-02T10:02:00</StartTime>", "<BibNumber>12</BibNumber>"
    )
    watched.file(late.replace("<Time>310</Time>", "").replace("Active", "Inactive"))
    waves = {entrant.bib: entrant.wave for entrant in watched.start_list.entrants}
    assert waves["12"] == ""
    assert {m.wave for m in watched.holding() if isinstance(m, Gun)} == {"10:00:00", "10:04:00", "10:06:00"}

    watched.file(whole)
    assert {e.bib: e.wave for e in watched.start_list.entrants}["12"] == "10:02:00"
    assert {m.wave for m in watched.holding() if isinstance(m, Gun)} >= {"10:02:00"}


def test_lists_of_changes() -> None:
    """A delta adds to what is known, and a whole list takes its place."""
    event, watched = an_event(), Watched()
    watched.file(event.starts(), "starts.xml")
    watched.file(event.results(1000))
    watched.file(event.results(END, "Delta", only=(0, 3)))
    watched.file(event.results(END, "Delta", only=(1,)))
    watched.file(event.results(END, "Delta", only=(2,)))
    assert watched.times() == RESULT

    gone = event.runners.pop(1)
    watched.file(event.results(END, "Complete"))
    assert watched.times()["12"] == {}, "she is known by the start list alone"
    assert "12" not in watched.statuses()
    event.runners.insert(1, gone)
    watched.file(event.results(END, "Complete"))
    assert watched.times() == RESULT


def test_corrections_late_entries_and_places() -> None:
    """A time and a status are changed; someone is entered late; a place that no time gives is said."""
    event, watched = an_event(), Watched()
    watched.file(event.results(END))
    event.runners[0].visits = (300, 620, 930, 1400, 1450)
    event.runners[1].status = "OK"
    event.runners.append(IofRunner("Uma", 480, (300, 620, 930, 1400, 1600), bib="15"))
    watched.file(event.results(END))
    assert watched.times()["11"]["finish"] == "24:10"
    assert watched.times()["15"]["finish"] == "26:40"
    assert watched.statuses() == {}
    assert [e.bib for e in watched.start_list.entrants] == ["VAN", "11", "12", "ASH", "15"]
    ranked = {m.bib: m.rank for m in watched.holding() if isinstance(m, Split) and m.rank}
    assert ranked in ({"11": 2}, {"VAN": 2}), "both ran 24:10, and the list has one before the other"


def test_a_file_that_is_cut_anywhere_and_harmful_ones() -> None:
    """What was known stays; nothing is read of a file with a document type or entities."""
    event, watched = an_event(), Watched()
    whole = event.results(END)
    watched.file(whole)
    for end in range(0, len(whole) - 12, 13):
        assert watched.file(whole[:end]) == []
    for harmful in (
        whole.replace("<ResultList", '<!DOCTYPE x [<!ENTITY a "b">]><ResultList', 1),
        "<a>" * 100,
        whole.replace("3.0", "2.0"),
    ):
        assert watched.file(harmful) == []
        assert watched.outcomes[-1].is_bad
    assert watched.file(whole) == []
    assert watched.file(whole.encode("utf-8-sig") + b"\0\0\r\n") == []
    assert watched.file(whole.replace("UTF-8", "UTF-16").encode("utf-16")) == []
    assert watched.times().keys() == RESULT.keys()


def test_classes_are_chosen_by_name() -> None:
    """Without a choice they are named, unless the first came alone."""
    event = an_event()
    event.more = "<ClassResult><Class><Name>W21 B</Name></Class></ClassResult>"
    several, one = Watched(only=""), Watched(only="w21")
    assert several.file(event.results(END)) == []
    assert several.outcomes[-1].news.startswith("there are several classes (W21, W21 B): choose one")
    one.file(event.results(END))
    assert one.times() == RESULT
    absent = Watched(only="M50")
    absent.file(event.results(END))
    assert absent.outcomes[-1].news == "there is no class M50 yet (there are W21, W21 B)"


def test_each_class_as_a_race_of_its_own() -> None:
    """Also one that stands in several parts of a file; each outcome says of which class it is."""
    event, other = an_event(), an_event()
    other.name, other.runners = "M21", other.runners[:1]
    part = other.results(END).split("</Event>")[1].removesuffix("</ResultList>\n")
    event.more = part + part.replace("<Given>Ada", "<Given>Ute").replace(">11<", ">21<")
    watched = Watched("", each_heat=True)
    watched.file(event.results(END))
    by_class = Counter(o.heat for o in watched.outcomes for m in o.messages if isinstance(m, Split))

    assert by_class == {("W21", "1", "1"): 16, ("M21", "1", "1"): 10}
    assert watched.file(event.results(END)) == []
    watched = Watched("m21", each_heat=True)
    watched.file(event.results(END))
    assert {outcome.heat for outcome in watched.outcomes if outcome.messages} == {("M21", "1", "1")}


def test_a_relay() -> None:
    """A runner of the race is a team, with a code of letters if it has no bib; its splits are the legs."""

    def team(name: str, *times: str) -> str:
        legs = "".join(
            f"<TeamMemberResult><Person><Name><Given>R{leg}</Given></Name></Person><Result><Leg>{leg}</Leg>"
            f"<Time>{time}</Time><Status>OK</Status><Course><Length>4000</Length></Course></Result>"
            "</TeamMemberResult>"
            for leg, time in enumerate(times, start=1)
        )
        return f"<TeamResult><Name>{name}</Name>{legs}</TeamResult>"

    event, watched = an_event(), Watched()
    whole = event.results(END)
    head, tail = whole[: whole.index("<PersonResult>")], "</ClassResult></ResultList>"
    for runs in (
        (team("OK Wald", "1200"),),
        (team("IFK Berg", "1210", "1250"), team("OK Wald", "1200", "1300")),
    ):
        watched.file(head + "".join(runs) + tail)

    assert watched.times() == {
        "OKW": {"leg-1": "20:00", "finish": "41:40"},
        "IFK": {"leg-1": "20:10", "finish": "41:00"},
    }
    assert watched.start_list.distance_m == 8000


def test_a_course_of_which_no_length_is_stated() -> None:
    """It is assumed, which is said; the mapping file may state it."""
    event, watched, told = an_event(), Watched(), Watched(table={"distance_m": 8200})
    event.course = ""
    watched.file(event.results(END))
    told.file(event.results(END))

    assert "5000 m is assumed of W21" in watched.outcomes[-1].remark
    assert told.start_list.distance_m == 8200
    assert "assumed" not in told.outcomes[-1].remark


def test_the_race_as_the_operator_has_it() -> None:
    """Its checkpoints are those whose ids are codes of controls; no start list is published."""
    own = StartList(
        name="W21",
        setting="trail",
        distance_m=5000,
        checkpoints=(Checkpoint(id="45", distance_m=2100), Checkpoint(id="line", distance_m=5000)),
        entrants=(),
    )
    watched = Watched(start_list=own)
    watched.file(an_event().results(END))

    assert not [m for m in watched.messages if isinstance(m, StartList)]
    at = {m.checkpoint for m in watched.messages if isinstance(m, Split)}
    assert at == {"45", "line"}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=60))
def test_any_bytes(seed: int, noise: bytes) -> None:
    """Nothing raises, whatever comes, and a whole file afterwards is read as if nothing had been."""
    chance, event, watched = Random(seed), an_event(), Watched()
    whole = event.results(END)
    at = chance.randrange(len(whole))
    parts = whole.split("<PersonResult>")
    chance.shuffle(parts)
    for data in (
        noise,
        whole[:at].encode() + noise + whole[at:].encode(),
        "<PersonResult>".join(parts).encode(),
        whole.replace("OK", noise.hex()).encode(),
        whole.replace("<Time>", f"<Time>{chance.choice('9-x')}" * chance.choice((1, 1, 30))).encode(),
    ):
        watched.file(data)
    watched.file(whole)

    assert {bib: watched.times()[bib] for bib in ("11", "12")} == {bib: RESULT[bib] for bib in ("11", "12")}
    History(watched.messages)


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
@pytest.mark.parametrize(
    ("file", "only", "facts"),
    [
        ("sportident-center-2024-06-22.xml", "Catégorie-3", (28, 4)),
        ("sb-iof-xml-3.xml", "", (3, 3)),
        ("sb-iof-xml-3-fractional.xml", "", (3, 3)),
        ("sb-iof-xml-3-zero-split.xml", "", (3, 3)),
        ("sb-iof-xml-3-additional-control.xml", "", (3, 3)),
        ("sb-iof-xml-3-okdmt-mp-dns-dnf-dsq-nc-omt.xml", "", (3, 8)),
        ("ResultList1.xml", "Men Elite", (5, 2)),
        ("StartList1.xml", "Men Elite", (0, 2)),
    ],
)
def test_real_files(file: str, only: str, facts: tuple[int, int]) -> None:
    """Controls and runners, as they stand in them."""
    watched = Watched(only)
    watched.file((Path(SAMPLES or "") / "iof-xml" / file).read_bytes(), file)

    assert not any(outcome.is_bad for outcome in watched.outcomes)
    found = len(watched.start_list.checkpoints) - 1, len(watched.start_list.entrants)
    assert found == facts
    check([replace(message, record=None) for message in watched.messages])
    History(watched.messages)
