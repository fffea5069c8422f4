"""Files of Scan'O'Vision, as they come during a meet, become what holds of one of its heats."""

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
from feeds.bridges.omega import Omega
from feeds.bridges.raw_input import Piece
from feeds.check_messages import check
from feeds.errors import UserError
from race.fold.history import History
from race.messages import Gun, Message, Official, Split, StartList, Status, Void
from race.times import Time, TimeOfDay
from tests.feeds.bridges.osv_emulator import START_LIST, OsvMeet, OsvRunner, a_meet

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

END = 4_000_000

RESULT = {
    "11": {"300": "46.013", "700": "1:49.046", "1100": "2:52.201", "finish": "3:50.929"},
    "12": {"300": "46.300", "700": "1:49.400", "1100": "2:52.900", "finish": "3:52.999"},
    "13": {"300": "47.000", "700": "1:51.000", "1100": "2:56.100", "finish": "3:58.600"},
    "14": {"300": "48.000", "700": "1:55.000"},
}


class Watched:
    """A bridge with the files that it has been given, and what is known after them."""

    def __init__(self, only: str = "9-1-1", **said: object) -> None:
        self.bridge = Omega(BridgeSettings(only=only, **said))  # type: ignore[arg-type]
        self.outcomes: list[Outcome] = []
        self.messages: list[Message] = []

    def file(self, data: bytes | str, name: str = "LSTRslt.txt") -> list[Message]:
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
        return times

    def statuses(self) -> dict[str, tuple[str, str]]:
        """Statuses with their reasons, by bib."""
        return {m.bib: (m.status, m.reason) for m in self.holding() if isinstance(m, Status)}

    def places(self) -> dict[str, int]:
        """The places at the finish, by bib."""
        return {m.bib: m.rank for m in self.holding() if isinstance(m, Split) and m.rank is not None}

    @property
    def start_list(self) -> StartList:
        """The start list that holds."""
        (found,) = (message for message in self.holding() if isinstance(message, StartList))
        return found


@pytest.mark.parametrize("to_go", [False, True])
@pytest.mark.parametrize("per_second", [10_000, 1000])
def test_a_race_that_is_saved_every_five_seconds(to_go: bool, per_second: int) -> None:
    """Each time is published once, when it is there, whichever way laps are counted and in whatever units."""
    meet, watched = a_meet(), Watched(zone=ZoneInfo("Europe/Berlin"))
    meet.to_go, meet.per_second = to_go, per_second
    watched.file(START_LIST, "startlist.csv")
    watched.file(meet.starts(), "LSTRRSLT.txt")
    seen: Counter[tuple[str, str]] = Counter()
    for at in range(0, END + 50_000, 50_000):
        for message in watched.file(meet.results(at)):
            assert not isinstance(message, Void)
            if isinstance(message, Split):
                assert message.time is not None
                assert at - 50_000 <= 10 * message.time.ms <= at + 10
                seen[message.bib, message.checkpoint] += 1

    assert watched.times() == RESULT
    assert set(seen.values()) == {1}
    assert watched.places() == {"11": 1, "12": 2, "13": 3}
    assert watched.statuses() == {"14": ("unknown", "status 3")}
    entrants = {e.bib: (e.name, e.club or e.nation) for e in watched.start_list.entrants}
    assert entrants["12"] == ("Mia van der Zee", "Belgien")
    assert (watched.start_list.sex, watched.start_list.event) == ("women", "1500")
    assert watched.start_list.planned == TimeOfDay.parse("2026-06-12T16:30:00+02:00")
    (gun,) = (m for m in watched.holding() if isinstance(m, Gun))
    assert gun.clock == TimeOfDay.parse("2026-06-12T16:30:05.337+02:00")
    assert {m.source for m in watched.messages if isinstance(m, Split)} == {"Omega"}
    check([replace(message, record=None) for message in watched.messages])


def test_the_files_in_any_order() -> None:
    """Names, gun and results come from different files, and each may be the last."""
    meet = a_meet()
    files = [
        (START_LIST.encode(), "startlist.csv"),
        (meet.starts(), "LSTRRSLT.txt"),
        (meet.results(END), "LSTRslt.txt"),
    ]
    shown = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)):
        watched = Watched(zone=ZoneInfo("Europe/Berlin"))
        for index in order:
            watched.file(*files[index])
        shown.append(
            sorted(map(str, (replace(m, id=None, record=None, replaces=None) for m in watched.holding())))
        )
    assert all(one == shown[0] for one in shown)


def test_corrections_and_the_official_result() -> None:
    """A time is edited, a runner is taken out and comes back, the start is moved, the result is final."""
    meet, watched = a_meet(), Watched(zone=ZoneInfo("Europe/Berlin"))
    watched.file(START_LIST, "startlist.csv")
    watched.file(meet.starts(), "LSTRRSLT.txt")
    watched.file(meet.results(END))
    runner = meet.runners[1]
    runner.passes = (*runner.passes[:3], 2_330_110)
    meet.runners[2].code = 4
    meet.start, meet.official = "16:30:06.0000", "Official"
    watched.file(meet.results(END))
    watched.file(meet.starts(), "LSTRRSLT.txt")

    assert watched.times()["12"]["finish"] == "3:53.011"
    assert watched.statuses()["13"] == ("unknown", "status 4")
    assert "finish" not in watched.times()["13"]
    assert any(isinstance(message, Official) for message in watched.holding())
    (gun,) = (m for m in watched.holding() if isinstance(m, Gun))
    assert gun.clock == TimeOfDay.parse("2026-06-12T16:30:06.000+02:00")
    meet.runners[2].code, meet.official = 1, ""
    watched.file(meet.results(END))
    watched.file(meet.starts(), "LSTRRSLT.txt")
    assert watched.times()["13"] == RESULT["13"]
    assert not any(isinstance(message, Official) for message in watched.holding())


def test_what_the_numbers_of_the_status_mean() -> None:
    """The operator may say it; a word in the place of the result says it by itself."""
    meet = a_meet()
    watched = Watched(table={"statuses": {"3": "dnf"}, "event": "1500"})
    watched.file(meet.results(END))
    assert watched.statuses() == {"14": ("dnf", "")}

    watched = Watched(table={"event": "1500"})
    watched.file(meet.results(END).replace(b'"        0.00  "', b'"         DNS  "'))
    assert watched.statuses() == {"14": ("dns", "")}
    with pytest.raises(UserError, match="statuses"):
        Watched(table={"statuses": {"3": "gone"}})


def test_a_file_that_is_cut_anywhere() -> None:
    """What was known stays, and the whole file afterwards is news of nothing."""
    meet, watched = a_meet(), Watched()
    watched.file(START_LIST, "startlist.csv")
    whole = meet.results(END)
    watched.file(whole)
    known = watched.times()
    for end in range(0, len(whole), 3):
        if not whole[:end].endswith((b"\r", b"\n")):
            assert watched.file(whole[:end]) == [], whole[:end]
    assert watched.file(b"") == []
    assert watched.file(whole) == []
    assert watched.times() == known


def test_rows_without_bibs_and_heats_that_are_not_meant() -> None:
    """A row without a bib is known by its lane; another heat changes nothing."""
    meet, watched = a_meet(), Watched()
    watched.file(START_LIST, "startlist.csv")
    for runner in meet.runners:
        runner.bib = "0"
    watched.file(meet.results(END))
    assert watched.times() == RESULT
    meet.before.append('   9;   1;   2;9999;"    21";  1; 1;  2400000;"    4:00.00  ";1')
    assert watched.file(meet.results(END)) == []


def test_each_heat_as_a_race_of_its_own() -> None:
    """Each outcome says of which heat it is, and nothing is known of a heat whose distance is not."""
    bridge = Omega(BridgeSettings(each_heat=True))
    outcomes = [
        outcome
        for name, data in (("start.csv", START_LIST.encode()), ("LSTRslt.txt", a_meet().results(END)))
        for outcome in bridge.take(Piece(0, name, "file", data))
    ]
    by_heat = Counter(outcome.heat for outcome in outcomes for m in outcome.messages if isinstance(m, Split))
    assert by_heat["9", "1", "1"] == 14
    assert by_heat["2", "1", "1"] == 1
    heats = {outcome.heat for outcome in outcomes if outcome.messages}
    assert heats == {("9", "1", "1"), ("9", "1", "2"), ("2", "1", "1")}


def test_other_tables_in_the_folder_are_left_out() -> None:
    """Scan'O'Vision keeps more of them there; what is no table is not understood."""
    watched = Watched()
    watched.file('"idCat";"Category"\r\n 1;"Women"\r\n 2;"Men"\r\n', "LSTCat.txt")
    assert not watched.outcomes[-1].is_bad
    watched.file("Dear all,\r\nthe meet begins at ten.\r\n", "notes.txt")
    assert watched.outcomes[-1].is_bad
    assert watched.messages == []


def test_without_a_choice_the_heats_are_named() -> None:
    """And nothing is published."""
    watched = Watched(only="")
    assert watched.file(a_meet().results(END)) == []
    assert any("9-1-1" in outcome.news for outcome in watched.outcomes)


@pytest.mark.parametrize("said", [{}, {"points": ["1000", "2000", "2800"]}])
def test_laps_that_are_called_by_their_metres(said: dict[str, object]) -> None:
    """They are points of their own, whether the operator says so or not."""
    runners = [OsvRunner("1", 1, (3_000_000, 6_100_000, 9_200_000, 9_500_000))]
    meet, watched = OsvMeet(runners), Watched(table={"event": "3000"} | said)
    text = meet.results(10_000_000).decode()
    for lap, metres in ((1, 1000), (2, 2000), (3, 2800)):
        text = text.replace(f"9;   1;   1;{lap:4};", f"9;   1;   1;{metres:4};")
    watched.file(text)

    assert list(watched.times()["1"]) == ["1000", "2000", "2800", "finish"]


def test_a_heat_of_which_nothing_says_how_far_it_is() -> None:
    """The usual distance that fits its times is assumed, and it is said."""
    watched = Watched("2-1-1")
    watched.file(a_meet().results(END))

    assert watched.start_list.distance_m == 1000
    assert "a run over 1000 m is assumed by the times" in watched.outcomes[-1].remark


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=60))
def test_any_bytes(seed: int, noise: bytes) -> None:
    """Nothing raises, whatever comes, and whole files afterwards are read as if nothing had been."""
    chance, meet = Random(seed), a_meet()
    watched = Watched(zone=ZoneInfo("Europe/Berlin"))
    for name, whole in (
        ("LSTRslt.txt", meet.results(END)),
        ("LSTRRSLT.txt", meet.starts()),
        ("start.csv", START_LIST.encode()),
    ):
        at = chance.randrange(len(whole))
        lines = whole.splitlines(keepends=True)
        chance.shuffle(lines)
        for data in (noise, whole[:at] + noise + whole[at:], b"".join(lines), whole[at:]):
            watched.file(data, name)
            assert all(len(outcome.raw) <= 200 for outcome in watched.outcomes)
    watched.file(START_LIST, "start.csv")
    watched.file(meet.starts(), "LSTRRSLT.txt")
    watched.file(meet.results(END))
    watched.file(meet.results(END))

    assert {bib: watched.times()[bib] for bib in RESULT} == RESULT
    History(watched.messages)


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_a_real_meet() -> None:
    """Each heat of the capture: its rows, its places in the order of the times, its statuses, its start."""
    folder = Path(SAMPLES or "") / "omega-osv"
    results, starts = (folder / "LSTRslt.txt").read_bytes(), (folder / "LSTRRSLT.txt").read_bytes()
    heats: dict[str, list[list[str]]] = {}
    for line in results.decode("cp1252").splitlines()[1:]:
        cells = [cell.strip(' "') for cell in line.split(";")]
        heats.setdefault("-".join(cells[:3]), []).append(cells)
    guns = officials = finishers = 0
    codes: Counter[str] = Counter()
    for name, rows in heats.items():
        watched = Watched(name, zone=ZoneInfo("Europe/Berlin"))
        watched.file(results)
        watched.file(starts, "LSTRRSLT.txt")
        timed = [row for row in rows if row[6] == "1" and row[7] != "0"]
        bibs = [row[4] if row[4] != "0" else f"lane {row[5]}" for row in timed]
        found = [m for m in watched.holding() if isinstance(m, Split)]
        assert {m.bib: m.time.show(2) for m in found if m.time} == dict(
            zip(bibs, [r[8] for r in timed], strict=True)
        )
        assert watched.places() == dict(zip(bibs, [int(r[9]) for r in timed], strict=True))
        by_time = sorted(found, key=lambda split: split.time or Time(0))
        assert [m.rank for m in by_time] == sorted(watched.places().values())
        codes.update(reason for _, reason in watched.statuses().values())
        finishers += len(found)
        guns += any(isinstance(m, Gun) and m.clock for m in watched.holding())
        officials += any(isinstance(m, Official) for m in watched.holding())
        assert not any(outcome.is_bad for outcome in watched.outcomes)
        check([replace(message, record=None) for message in watched.messages])

    assert codes == {"status 5": 4, "status 3": 1, "status 4": 1}
    assert (len(heats), finishers, guns, officials) == (66, 300, 64, 11)
