"""The progression of the mile record: true to its own order, and laid over a race without giving it away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from feeds.errors import FeedError
from feeds.log_header import read_start
from replays.catalogue.start_lists import library
from replays.library import find
from replays.watching.mark_text import parse_ghost, parse_marks
from replays.watching.record_progression import RecordProgression, mile_record
from replays.watching.recorded_marks import run_of
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from race.messages import Mark, StartList

LONDON = "2026-london-dl-mile"


def start_list(race: str) -> StartList:
    """That of a race of the library."""
    _, found = read_start(find(race))
    assert found is not None
    return found


def marks_in(race: str) -> dict[str, Mark]:
    """The marks laid over a race, by label."""
    return {mark.label: mark for mark in mile_record().marks(start_list(race))}


@pytest.mark.parametrize("sex", ["men", "women"])
def test_each_record_is_later_and_not_slower_than_the_one_before(sex: str) -> None:
    """Each has a holder, a nation, a day or a month, and a source."""
    records: tuple[Mark, ...] = getattr(mile_record(), sex)

    for before, record in pairwise(records):
        assert before.date < record.date, record.label
        assert before.time.ms >= record.time.ms, record.label
    for record in records:
        assert date.fromisoformat(f"{record.date}-01"[:10]).year == int(record.label[-4:])
        assert record.holder
        assert record.nation
        assert len(record.source) > 20


def test_over_a_race_everyone_has_their_best() -> None:
    """Of the sex of the race, the newest record last, which is the one to race first."""
    men, women = marks_in("2024-bowerman-mile"), marks_in("2023-monaco-dl-mile-women")

    assert (len(men), len(women)) == (24, 11)
    assert [*men][-1] == "Kerr 2026"
    assert str(men["Coe 1981"].time) == "3:47.33"
    assert [label for label in men if "Coe" in label or "Bannister" in label] == [
        "Bannister 1954",
        "Coe 1981",
    ]
    assert str(women["Masterkova 1996"].time) == "4:12.56"


def test_the_record_of_the_race_itself_is_left_out() -> None:
    """It would tell who wins, and in what time."""
    assert "Kerr 2026" not in marks_in(LONDON)
    assert "Kipyegon 2023" not in marks_in("2023-monaco-dl-mile-women")
    undated = replace(start_list(LONDON), date="")
    assert "Kerr 2026" in [mark.label for mark in mile_record().marks(undated)]


def test_a_race_of_the_library_gives_the_own_splits() -> None:
    """The whole run of the holder as published there; everyone else runs at even pace."""
    kerr = marks_in("2024-bowerman-mile")["Kerr 2026"]

    assert kerr == run_of("Kerr 2026", RecordedRace.read(find(LONDON)), "Josh Kerr")
    assert len(kerr.splits) > 10
    assert marks_in("2024-bowerman-mile")["Nurmi 1923"].splits == ()


def test_every_record_that_the_library_has_agrees_with_it() -> None:
    """The race of that day, its winner and the time."""
    records = {record.date: record for record in (*mile_record().men, *mile_record().women)}
    miles = [listed for listed in library()[0] if listed.start_list.event == "MILE"]
    held = [
        (listed, records[listed.start_list.date]) for listed in miles if listed.start_list.date in records
    ]

    assert len(held) >= 2
    for listed, record in held:
        assert run_of("", RecordedRace.read(listed.path), record.holder).time == record.time


def test_it_is_typed_as_a_ghost_or_as_a_mark() -> None:
    """For a mile; over another distance it is refused in words."""
    assert isinstance(parse_ghost("mile-record"), RecordProgression)
    assert len(parse_marks(" mile-record ", start_list(LONDON))) == 23
    assert [mark.label for mark in parse_marks("sub-4=3:59.99", start_list(LONDON))] == ["sub-4"]
    with pytest.raises(FeedError, match=r"over 1609\.34 m, and this race is 1500 m"):
        parse_marks("mile-record", start_list("2024-paris-olympics-1500m-final"))
