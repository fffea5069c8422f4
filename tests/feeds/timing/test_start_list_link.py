"""A start list in a table that changes while the race is timed."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.new_race import read_entrant, read_event
from feeds.timing import timing_session
from feeds.timing.start_list_link import StartListLink
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from feeds.timing.timing_start import TypedRace, start_from_table
from race.edits import decisions, entrants, passings, starts
from race.messages import Entrant, Message, Status
from tests.feeds.timing.timing_runs import keeper, until

TYPED = TypedRace(read_event("1500 m"), "Club 1500 m")

FIELD = ("11,Anna Berg,TSV", "12,Mia Zeller,LAC", "14,Ruth Okafor,TSV", "15,Eva Lind,SC")


class Table:
    """A start list on disk, which someone saves now and then."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "start.csv"
        self.saved = 0
        self.save(FIELD)

    def save(self, rows: Sequence[str]) -> None:
        """Save it, as any program does."""
        self.write("\n".join(["Bib,Name,Club", *rows]) + "\n")

    def write(self, text: str) -> None:
        """Save anything."""
        self.path.write_text(text)
        self.saved += 1
        os.utime(self.path, (1_700_000_000 + self.saved,) * 2)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """The start list of a club race, which is looked at often."""
    monkeypatch.setattr(timing_session, "LOOK_S", 0.01)
    return Table(tmp_path)


@asynccontextmanager
async def linked(table: Table) -> AsyncIterator[TimingSession]:
    """A timing that begins with a table, or goes on, and looks at it."""
    start = start_from_table(table.path, TYPED)
    file = TimingFile.open(table.path.with_name("race.jsonl"), start.race, start.messages)
    link = StartListLink(
        table.path, lambda: start_from_table(table.path, TYPED).entrants, list(file.log.messages())
    )
    async with TimingSession(file, by="Ann", clock=TimingClock(boot="test"), link=link) as session:
        await until(session, lambda: link.count is not None)
        yield session


def listed(session: TimingSession) -> dict[str, str]:
    """The names on the start list, by bib."""
    start_list = session.history.start_list
    assert start_list is not None
    return {entrant.bib: entrant.name for entrant in start_list.entrants}


def out(session: TimingSession) -> dict[str, str]:
    """Who is out, by bib."""
    runners = session.history.at(session.history.end_ms).runners
    return {bib: runner.out for bib, runner in runners.items() if runner.out is not None}


async def test_late_entries_scratches_and_other_bibs(table: Table) -> None:
    """Each is said, and is a message by the name of the table that no undo takes back."""
    async with linked(table) as session:
        assert session.notices == []
        table.save(["11,Anna Berg,TSV", "14,Ruth Okafor,LG Nord", "21,Eva Lind,SC", "22,Jo Hare,"])
        await until(session, lambda: len(session.notices) == 4)

        assert session.notices == [
            "start.csv: 12 Mia Zeller is no longer listed: did not start",
            "start.csv: 21 Eva Lind was 15",
            "start.csv: 22 Jo Hare is new",
            "start.csv: 14 Ruth Okafor has changed",
        ]
        assert listed(session) == {
            "11": "Anna Berg",
            "12": "Mia Zeller",
            "14": "Ruth Okafor",
            "21": "Eva Lind",
            "22": "Jo Hare",
        }
        assert out(session) == {"12": "dns"}
        assert {m.by for m in session.messages if m.replaces or isinstance(m, Status)} == {"start.csv"}
        assert [*session.edits.done] == []

        table.save(FIELD)
        await until(
            session,
            lambda: "start.csv: 12 Mia Zeller is listed again, and back in the race" in session.notices,
        )
        assert out(session) == {"22": "dns"}
        assert "15" in listed(session)


async def test_what_has_times_is_left_to_a_person(table: Table) -> None:
    """Another bib, another person and a runner who is gone: it is said, and nothing is changed."""
    async with linked(table) as session:
        await session.do(starts.gun(session.history, session.clock.now()))
        for bib in ("11", "12", "15"):
            await session.do(passings.by_bib(session.history, keeper(session), bib, session.clock.now()))
        before = list(session.messages)
        table.save(["31,Anna Berg,TSV", "14,Ruth Okafor,TSV", "15,Ida Holm,SC"])
        await until(session, lambda: len(session.notices) == 3)

        assert session.messages == before
        assert session.notices == [
            "start.csv: 31 Anna Berg was 11, but has times with it: nothing was changed, change the bib here",
            "start.csv: 12 Mia Zeller is no longer listed, but has times: nothing was changed",
            "start.csv: 15 Ida Holm was Eva Lind, but has times: nothing was changed",
        ]


async def test_what_was_done_by_hand_stays(table: Table) -> None:
    """The table is compared with what it said before, not with what someone made of that."""
    async with linked(table) as session:
        renamed = Entrant(bib="12", name="Mia Zeller-Ott")
        await session.do(entrants.add_entrant(session.history, read_entrant("77 Late Lina")))
        await session.do(entrants.change_entrant(session.history, "12", renamed))
        await session.do(decisions.set_status(session.history, "14", "dns"))
        await session.do(decisions.reinstate(session.history, "14"))
        table.save([*FIELD, "23,Eva Stein,"])
        await until(session, lambda: "23" in listed(session))
    async with linked(table) as session:
        table.save([*FIELD[:3], "23,Eva Stein,", "24,Ida Holm,"])
        await until(session, lambda: len(session.notices) == 2)

        assert session.notices == [
            "start.csv: 15 Eva Lind is no longer listed: did not start",
            "start.csv: 24 Ida Holm is new",
        ]
        assert listed(session)["12"] == "Mia Zeller-Ott"
        assert listed(session)["77"] == "Late Lina"
        assert out(session) == {"15": "dns"}


async def test_what_changed_while_no_one_timed_is_taken_up(table: Table) -> None:
    """And only once; what someone took back stays so."""
    async with linked(table) as session:
        table.save([FIELD[0], *FIELD[2:], "23,Eva Stein,"])
        await until(session, lambda: len(session.notices) == 2)
        await session.do(decisions.reinstate(session.history, "12"))
    for _ in range(2):
        async with linked(table) as session:
            assert session.notices == []
            assert (out(session), "23" in listed(session)) == ({}, True)
    table.save([*FIELD[2:], "23,Eva Stein,"])
    async with linked(table) as session:
        await until(session, lambda: len(session.notices) == 1)
        assert out(session) == {"11": "dns"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "start.csv cannot be read: "),
        ("\0" * 40, "start.csv cannot be read: "),
        ("Bib,Name\n", "start.csv cannot be read: "),
        (
            "Bib,Name,Club\n11,Anna Berg,TSV\n",
            "start.csv no longer lists 3 of its 4 entrants: nothing was changed",
        ),
        (None, "start.csv cannot be read (No such file or directory): the start list stays as it is"),
    ],
)
async def test_a_table_that_is_broken_changes_nothing(table: Table, text: str | None, sentence: str) -> None:
    """It is said; and once it is whole again it is read again."""
    async with linked(table) as session:
        before = list(session.messages)
        if text is None:
            table.path.unlink()
        else:
            table.write(text)
        await until(session, lambda: bool(session.notices))
        assert session.notices[0].startswith(sentence)
        assert session.messages == before

        table.save([*FIELD, "23,Eva Stein,"])
        await until(session, lambda: "23" in listed(session))
        assert out(session) == {}


async def test_bibs_that_were_exchanged(table: Table) -> None:
    """Before the race, both entrants get the other bib."""
    async with linked(table) as session:
        table.save(["12,Anna Berg,TSV", "11,Mia Zeller,LAC", *FIELD[2:]])
        await until(session, lambda: len(session.notices) == 2)

        assert listed(session) == {
            "11": "Mia Zeller",
            "12": "Anna Berg",
            "14": "Ruth Okafor",
            "15": "Eva Lind",
        }


def test_a_file_that_is_being_written_is_left_alone(table: Table) -> None:
    """It is read when it has not changed from one look to the next."""
    messages: Sequence[Message] = start_from_table(table.path, TYPED).messages
    link = StartListLink(table.path, lambda: start_from_table(table.path, TYPED).entrants, messages)
    assert link.look() is not None
    looks: list[Sequence[Entrant] | str | None] = []
    for count in (1, 2, 3, 3):
        if count != len(looks):
            table.save(FIELD[:count])
        looks.append(link.look())
    looks.append(link.look())

    assert [look if look is None else len(look) for look in looks] == [None, None, None, 3, None]
    assert replace(messages[0]).by == "start.csv"
