"""Files of FinishLynx, as they come while a race is on, become what holds of the race."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.finishlynx.finishlynx_bridge import FinishLynx
from feeds.bridges.raw_input import Piece
from feeds.check_messages import check
from race.fold.history import History
from race.messages import Gun, Message, Order, Split, StartList, Status, Void
from race.times import TimeOfDay
from tests.feeds.bridges.finishlynx.lynx_emulator import LynxHeatFile, LynxRunner, a_race

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

END_MS = 400_000

RESULT = {
    "11": {"300": "46.100", "700": "1:49.100", "1100": "2:52.300", "finish": "3:51.000"},
    "12": {"300": "46.400", "700": "1:49.500", "1100": "2:52.900", "finish": "3:53.100"},
    "13": {"300": "47.000", "1100": "2:56.100", "finish": "3:58.600"},
    "14": {"300": "48.000", "700": "1:55.000"},
    "15": {},
}


class Watched:
    """A bridge with the files that it has been given, and what is known after them."""

    def __init__(self, **settings: object) -> None:
        self.bridge = FinishLynx(BridgeSettings(**settings))  # type: ignore[arg-type]
        self.outcomes: list[Outcome] = []
        self.messages: list[Message] = []

    def file(self, data: bytes | str, name: str = "017-1-02.lif") -> list[Message]:
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
                times.setdefault(message.bib, {})[message.checkpoint] = str(message.time)
        return {bib: dict(sorted(own.items())) for bib, own in times.items()}

    def statuses(self) -> dict[str, tuple[str, str | None]]:
        """Statuses with the last checkpoint, by bib."""
        return {m.bib: (m.status, m.after) for m in self.holding() if isinstance(m, Status)}

    def places(self) -> dict[str, int]:
        """The places at the finish, by bib."""
        found: dict[str, int] = {}
        for message in self.holding():
            if isinstance(message, Split) and message.rank is not None:
                found[message.bib] = message.rank
            if isinstance(message, Order):
                found |= message.places
        return found

    @property
    def start_list(self) -> StartList:
        """The start list that holds."""
        (found,) = (message for message in self.holding() if isinstance(message, StartList))
        return found

    @property
    def news(self) -> list[str]:
        """What was said to the operator."""
        return [outcome.news for outcome in self.outcomes if outcome.news]


def test_a_race_that_is_saved_every_five_seconds() -> None:
    """Each split is published once, when it is there; what comes after the finish is none."""
    lynx, watched = a_race(), Watched()
    seen: Counter[tuple[str, str]] = Counter()
    for ms in range(0, END_MS, 5000):
        for message in watched.file(lynx.saved(ms)):
            assert not isinstance(message, Void)
            if isinstance(message, Split):
                assert message.time is not None
                assert ms - 5000 < message.time.ms <= ms
                seen[message.bib, message.checkpoint] += 1

    assert watched.times() == _sorted(RESULT)
    assert set(seen.values()) == {1}
    assert sum(isinstance(message, StartList) for message in watched.messages) == 1
    assert watched.places() == {"11": 1, "12": 2, "13": 3}
    assert watched.statuses() == {"14": ("dnf", "700"), "15": ("dns", None)}
    start_list = watched.start_list
    assert [(c.id, c.distance_m) for c in start_list.checkpoints] == [
        ("300", 300),
        ("700", 700),
        ("1100", 1100),
        ("finish", 1500),
    ]
    assert (start_list.name, start_list.sex, start_list.entrants[3].name) == (
        "1500m Women, Club",
        "women",
        "Ann Łoś",
    )
    check([replace(message, record=None) for message in watched.messages])


def test_the_file_whole_at_the_end_says_the_same() -> None:
    """As after a restart without a recording."""
    watched = Watched()
    watched.file(a_race().saved(END_MS))

    assert watched.times() == _sorted(RESULT)


def test_the_result_so_far_in_the_column_of_the_result() -> None:
    """Some fill it in with each pass; it is a split until the laps are run."""
    watched = Watched()
    for passes in ([46.1], [46.1, 109.1], [46.1, 109.1, 172.3], [46.1, 109.1, 172.3, 231.0]):
        runners = [
            LynxRunner(bib, f"R{bib}", [int(1000 * s) + 300 * n for s in passes])
            for n, bib in enumerate(("11", "12"))
        ]
        watched.file(LynxHeatFile(runners).saved(END_MS))
        assert ("finish" in watched.times()["11"]) == (len(passes) == 4)

    assert (
        watched.times()["12"]
        == _sorted({"12": {"300": "46.400", "700": "1:49.400", "1100": "2:52.600", "finish": "3:51.300"}})[
            "12"
        ]
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_file_that_is_cut_anywhere(encoding: str) -> None:
    """What was known stays, nothing wrong is published, and the whole file afterwards is news of nothing."""
    lynx, watched = a_race(), Watched()
    lynx.encoding = encoding
    whole = lynx.saved(END_MS)
    watched.file(whole)
    known = watched.times()
    for end in range(0, len(whole), 3 if encoding == "utf-8" else 17):
        cut = whole[:end]
        if not cut.endswith((b"\r", b"\n", b"\r\0", b"\n\0")):
            assert watched.file(cut) == [], cut
    assert watched.file(b"") == []
    assert watched.times() == known


def test_what_is_cut_while_it_grows_is_only_late() -> None:
    """A first file cut anywhere, then whole: the same holds as if it had come whole."""
    lynx = a_race()
    whole = lynx.saved(END_MS)
    for end in range(0, len(whole), 29):
        watched = Watched()
        watched.file(lynx.saved(200_000)[:end])
        watched.file(whole)
        assert watched.times() == _sorted(RESULT)
        assert watched.statuses() == {"14": ("dnf", "700"), "15": ("dns", None)}


def test_corrections() -> None:
    """A time is changed, a pass is taken out, a runner is disqualified, and all of it is taken back."""
    lynx, watched = a_race(), Watched()
    watched.file(lynx.saved(END_MS))
    passes = list(lynx.runners[0].passes)
    lynx.runners[0].passes[1:] = [172_300, 231_010]
    lynx.runners[2].code = "DQ"
    news = watched.file(lynx.saved(END_MS))

    assert watched.times()["11"] == {"1100": "2:52.300", "300": "46.100", "finish": "3:51.010"}
    assert watched.statuses()["13"] == ("dq", None)
    assert "finish" not in watched.times()["13"]
    assert sum(isinstance(message, Void) for message in news) == 2
    lynx.runners[0].passes = passes
    lynx.runners[2].code = ""
    watched.file(lynx.saved(END_MS))
    assert watched.times() == _sorted(RESULT)
    assert "13" not in watched.statuses()


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Müller"), ("utf-8", "Łoś"), ("utf-16", "Łoś")])
def test_encodings(encoding: str, name: str) -> None:
    """Those of Windows, and with a byte order mark; a quotation mark in a name is a letter."""
    lynx, watched = a_race(), Watched()
    lynx.encoding = encoding
    lynx.runners[3].last, lynx.runners[4].last = name, 'Portage - "I Dunno"'
    watched.file(lynx.saved(END_MS))

    names = [entrant.name for entrant in watched.start_list.entrants]
    assert names[3:] == [f"Ann {name}", 'Ann Portage - "I Dunno"']


def test_the_gun_has_a_time_of_day_where_day_and_zone_are_known() -> None:
    """To the millisecond; before there is anything of the race there is no gun."""
    lynx = a_race()
    lynx.start = ""
    watched = Watched(date=date(2026, 6, 12), zone=ZoneInfo("Europe/Berlin"))
    assert not [m for m in watched.file(lynx.saved(0)) if isinstance(m, Gun)]
    lynx.start = "9:11:54.4049"
    (gun,) = (m for m in watched.file(lynx.saved(0)) if isinstance(m, Gun))

    assert gun.clock == TimeOfDay.parse("2026-06-12T09:11:54.404+02:00")
    unzoned = Watched()
    unzoned.file(lynx.saved(0))
    (gun,) = (m for m in unzoned.holding() if isinstance(m, Gun))
    assert gun.clock is None


def test_the_time_in_a_title_is_when_the_race_is_planned() -> None:
    """So a hub has the heats of a meet in their order."""
    watched, unzoned = Watched(date=date(2026, 6, 12), zone=ZoneInfo("Europe/Berlin")), Watched()
    for one in (watched, unzoned):
        one.file(a_race().saved(0))

    assert watched.start_list.planned == TimeOfDay.parse("2026-06-12T20:10:00+02:00")
    assert unzoned.start_list.planned is None


START_LIST = """\
; made by hand
17,1,1,1500m Women,,,,,,1500,,1500W
,21,1

17,1,2,1500m Women,,,,,,1500,,,3.75
,11,1
\t12,2
 13,3,Own,Name,Team
,16,6,Late,Lea,Town
"""


def test_start_list_people_and_programme() -> None:
    """Names come from the people where the start list has none; who is in no results yet is an entrant."""
    watched = Watched(only="17-1-2")
    assert watched.file("17,1,1\r\n17,1,2\r\n", "lynx.sch") == []
    watched.file(START_LIST, "lynx.evt")
    watched.file("11,Berg,Anna,Riverside\r\n12,Zee,Mia van der,\r\n13,Other,Name,\r\n", "lynx.ppl")

    entrants = {e.bib: (e.name, e.club) for e in watched.start_list.entrants}
    assert entrants == {
        "11": ("Anna Berg", "Riverside"),
        "12": ("Mia van der Zee", ""),
        "13": ("Name Own", "Team"),
        "16": ("Lea Late", "Town"),
    }
    assert [c.distance_m for c in watched.start_list.checkpoints] == [300, 700, 1100, 1500]
    assert not [m for m in watched.messages if isinstance(m, Gun)]
    watched.file(a_race().saved(END_MS))
    assert set(watched.times()) == {"11", "12", "13", "14", "15", "16"}


def test_rows_without_an_id_are_known_by_their_lane() -> None:
    """Their bib is that of the lane in the start list, if it is there."""
    lynx, watched = a_race(), Watched(only="17-1-2")
    watched.file(START_LIST, "lynx.evt")
    for runner in lynx.runners:
        runner.bib = ""
    watched.file(lynx.saved(END_MS))

    assert watched.times()["11"]["finish"] == "3:51.000"
    assert watched.times()["lane 4"] == {"300": "48.000", "700": "1:55.000"}


def test_another_heat_does_not_take_over() -> None:
    """Neither an old one that is saved again, nor the next; without a choice the operator is told of it."""
    lynx, chosen, first = a_race(), Watched(only="017-1-02"), Watched()
    other = lynx.saved(END_MS).replace(b"17,1,2,", b"16,1,2,").replace(b"3:51.000", b"3:40.000")

    for watched in (chosen, first):
        watched.file(lynx.saved(200_000))
        assert watched.file(other, "016-1-02.lif") == []
        watched.file(lynx.saved(END_MS))
        assert watched.times() == _sorted(RESULT)
    assert chosen.news == []
    assert first.news == [
        "there are other heats beside 17-1-2, which is published: choose one with --only EVENT-ROUND-HEAT, "
        "or make each a race of its own with --race 'MEET-{event}-{round}-{heat}'"
    ]


@pytest.mark.parametrize(
    ("only", "heats"),
    [
        ("", ["16-1-2", "17-1-2", "17-2-1"]),
        ("017", ["17-1-2", "17-2-1"]),
        ("17-2, 16-1-02", ["16-1-2", "17-2-1"]),
    ],
)
def test_each_heat_as_a_race_of_its_own(only: str, heats: list[str]) -> None:
    """All of them, or those of some events and rounds, each with a log of its own; others are said."""
    watched, whole = Watched(each_heat=True, only=only), a_race().saved(END_MS)
    for heading in (b"16,1,2,", b"17,1,2,", b"17,2,1,"):
        watched.file(whole.replace(b"17,1,2,", heading), "x.lif")
    found = {"-".join(outcome.heat): outcome for outcome in watched.outcomes if outcome.messages}

    assert sorted(found) == heats
    assert {len(outcome.messages) for outcome in found.values()} == {len(Watched().file(whole))}
    assert sum("not wanted" in outcome.remark for outcome in watched.outcomes) == 3 - len(heats)
    assert watched.news == []
    again = watched.file(whole)
    assert again == []


def test_a_start_list_of_several_heats_is_one_record() -> None:
    """One whose distance no one knows is named once, the others are there; a name that comes is of each."""
    watched = Watched(each_heat=True, table={"events": {"18": "5000"}})
    starts = "17,1,1,1500m,,,,,,1500\n,11,1\n\n18,1,1,Long,,,,,,\n,11,2\n\n19,1,1,Walk,,,,,,\n,12,1\n"
    watched.file(starts, "lynx.evt")
    new = watched.file("11,Berg,Anna,Riverside\n", "lynx.ppl")
    watched.file(starts, "lynx.evt")

    assert [outcome.heat for outcome in watched.outcomes if outcome.messages][:2] == [
        ("17", "1", "1"),
        ("18", "1", "1"),
    ]
    assert [m.entrants[0].name for m in new if isinstance(m, StartList)] == ["Anna Berg"] * 2
    (news,) = watched.news
    assert news.startswith("heat 19-1-1: ")
    assert {outcome.record for outcome in watched.outcomes} == {1, 2, 3}


def test_the_race_as_the_operator_has_it() -> None:
    """Its checkpoints are those of the splits, its start list is not published again, a late bib is named."""
    own = Watched()
    own.file(a_race().saved(END_MS))
    start_list = replace(own.start_list, id=None, record=None, entrants=own.start_list.entrants[:4])
    watched = Watched(start_list=start_list)
    watched.file(a_race().saved(END_MS))

    assert not [m for m in watched.messages if isinstance(m, StartList)]
    assert [m.time for m in watched.messages if isinstance(m, Split)] == [
        m.time for m in own.messages if isinstance(m, Split)
    ]
    assert "bib 15 is not on the start list" in watched.outcomes[0].remark


def test_a_line_that_is_no_row() -> None:
    """It is shown; what was known of the runner stays."""
    lynx, watched = a_race(), Watched()
    whole = lynx.saved(END_MS)
    watched.file(whole)
    assert (
        watched.file(whole.replace(b"2,12,2,Runner12,Ann,Club,3:53.100", b"2,12,2,Runner12,Ann,Club,x")) == []
    )

    (bad,) = (outcome for outcome in watched.outcomes if outcome.is_bad)
    assert bad.raw.startswith("2,12,2,Runner12")
    assert watched.times() == _sorted(RESULT)


def test_rows_and_headings_that_are_not_as_usual() -> None:
    """A status with its rule, a decimal comma, few columns, a place without a time, the same ID twice."""
    watched = Watched()
    watched.file(
        "A-1,Final,,1500m Women,,,,,,one mile,gun\n"
        '1,11,1,Ash,Ada,Club,"4:10,25"\n2,12,2\nDQ (TR 17.2.3),13,3,Birk\n'
        "XYZ 1,14,4\nDNS,15,5\n3,11,1,Twice,Ada\n"
    )

    assert watched.times() == {"11": {"finish": "4:10.25"}, "12": {}, "13": {}, "14": {}, "15": {}}
    assert watched.places() == {"11": 1, "12": 2}
    assert watched.statuses() == {"13": ("dq", None), "14": ("unknown", None), "15": ("dns", None)}
    assert "1 row without an ID or a lane of its own" in watched.outcomes[0].remark


def test_a_relay() -> None:
    """Teams, with a checkpoint at the end of each leg."""
    watched = Watched()
    laps = "5{n}.000 (5{n}.000),1:4{n}.000 (50.000),2:3{n}.000 (50.000),3:2{n}.100 (50.100)"
    row = '{n},{n},{n},Team {n},,,3:2{n}.100,,,,"' + laps + '"\n'
    rows = "".join(row.replace("{n}", str(n)) for n in (1, 2, 3))
    watched.file(f"30,1,1,4x400m Relay Men,,,,,,1600,18:00:00.1234\n{rows}")

    assert watched.times()["2"] == {
        "400": "52.000",
        "800": "1:42.000",
        "1200": "2:32.000",
        "finish": "3:22.100",
    }
    assert watched.start_list.event == "4x400"
    assert watched.start_list.entrants[0].team == "Team 1"


def test_a_title_that_may_be_that_of_two_events() -> None:
    """A walk, or a race of women: it is over the stated distance all the same."""
    watched = Watched()
    watched.file("17,1,2,1500m W,,,,,,1500,\r\n")

    assert watched.start_list.distance_m == 1500
    assert "a run over 1500 m is assumed of '1500m W'" in watched.outcomes[-1].remark


def test_a_heading_alone() -> None:
    """As a file is saved before the start without a start list."""
    watched = Watched()
    watched.file("17,1,2,1500m Women,,,,,,1500,\r\n")

    assert watched.start_list.entrants == ()
    watched.file(a_race().saved(END_MS))
    assert watched.times() == _sorted(RESULT)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=60))
def test_any_bytes(seed: int, noise: bytes) -> None:
    """Nothing raises, whatever comes, and a whole file afterwards is read as if nothing had been."""
    chance, lynx = Random(seed), a_race()
    watched = Watched(only="17-1-2")
    whole = lynx.saved(END_MS)
    for name in ("017-1-02.lif", "lynx.evt", "lynx.ppl", "lynx.sch", "other.txt"):
        at = chance.randrange(len(whole))
        lines = whole.splitlines(keepends=True)
        chance.shuffle(lines)
        for data in (noise, whole[:at] + noise + whole[at:], b"".join(lines), whole[at:]):
            watched.file(data, name)
    watched.file(b"\r\n", "lynx.evt")
    watched.file(whole)

    times = watched.times()
    assert {bib: times[bib] for bib in ("11", "12")} == {bib: _sorted(RESULT)[bib] for bib in ("11", "12")}


def test_a_file_that_comes_in_parts() -> None:
    """As from standard input; it counts when it is whole."""
    watched, whole = Watched(), a_race().saved(END_MS)
    outcomes: list[Outcome] = []
    for piece in (
        Piece(0, "stdin", "opened"),
        *(Piece(0, "stdin", "data", whole[i : i + 7]) for i in range(0, len(whole), 7)),
        Piece(0, "stdin", "closed"),
    ):
        outcomes += watched.bridge.take(piece)
    watched.messages = [message for outcome in outcomes for message in outcome.messages]

    assert watched.times() == _sorted(RESULT)


FACTS = {
    "18B-1-01.lif": (6, 6, {}),
    "32400031-1-11.lif": (11, 10, {"895": "dnf"}),
    "waka-ama-2017/162-Heat-01.lif": (9, 9, {}),
    "waka-ama-2017/019-Heat 1-05.lif": (7, 6, {}),
    "waka-ama-2018/001-Heat-01.lif": (11, 11, {}),
}


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
@pytest.mark.parametrize(("file", "facts"), FACTS.items())
def test_real_files(file: str, facts: tuple[int, int, dict[str, str]]) -> None:
    """Entrants, results and statuses, as their description states them."""
    watched = Watched()
    watched.file((Path(SAMPLES or "") / "finishlynx" / file).read_bytes(), Path(file).name)
    finished = [bib for bib, times in watched.times().items() if "finish" in times]

    statuses = {bib: status for bib, (status, _) in watched.statuses().items()}
    assert (len(watched.start_list.entrants), len(finished), statuses) == facts
    check([replace(message, record=None) for message in watched.messages])


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_all_real_files_are_read() -> None:
    """Each row of all heats, ties among them; of a start list both heats."""
    ties: dict[str, dict[str, int]] = {}
    for path in sorted((Path(SAMPLES or "") / "finishlynx").rglob("*.lif")):
        watched = Watched()
        watched.file(path.read_bytes(), path.name)
        assert not any(outcome.is_bad for outcome in watched.outcomes)
        assert watched.start_list.entrants
        ties[path.name] = watched.places()
        assert History(watched.messages).end_ms
    assert sorted(ties["162-Heat-01.lif"].values()) == [1, 2, 3, 4, 4, 6, 7, 8, 9]
    for heat, count in (("1", 6), ("2", 6)):
        watched = Watched(only=f"32600001-1-{heat}")
        watched.file((Path(SAMPLES or "") / "finishlynx/Lynx.evt").read_bytes(), "Lynx.evt")
        assert len(watched.start_list.entrants) == count


def _sorted(times: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {bib: dict(sorted(own.items())) for bib, own in times.items()}
