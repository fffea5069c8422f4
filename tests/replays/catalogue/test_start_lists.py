"""The start lists of race files, read without the races."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.codec import encode
from feeds.errors import FeedError, RaceFileError
from feeds.journal import Journal
from feeds.log import read, write
from feeds.log_header import read_start
from race.fold.history import History
from race.messages import Gun, Message, StartList, Void
from replays.catalogue.start_lists import library, listed_in
from replays.library import files, own_races
from replays.people.known_people import People
from replays.people.name_lookup import find_person
from tests.replays.small_race_files import entrant, finish, recorded, start_list

CLUB = start_list(entrant("Ann Bell"), date="2025-06-01")


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_glance_is_what_reading_gives(path: Path) -> None:
    """The id and the start list of every race that comes with Lapbell."""
    log = read(path)
    start_lists = [message for message in log.messages() if isinstance(message, StartList)]

    assert read_start(path) == (log.race, start_lists[-1])


def test_the_newest_start_list_counts(tmp_path: Path) -> None:
    """Also of a gzipped file, and of one that a hub wrote."""
    later = start_list(entrant("Ann Bell"), entrant("Bea Low", bib="2"))
    path = recorded(tmp_path, "club", CLUB, later, finish("1", "4:30.0")).path
    packed = path.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    live = tmp_path / "live.jsonl"
    journal = Journal.open(live, "live")
    journal.append([encode(m) for m in (replace(CLUB, id="a:1"), Gun(id="a:2"), replace(later, id="a:3"))])
    journal.close()

    assert read_start(path) == ("club", later)
    assert read_start(packed) == ("club", later)
    race, found = read_start(live)
    assert found is not None
    assert (race, found.entrants) == ("live", later.entrants)


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ([Void(replaces="b")], ["Ann Bell"]),
        ([Void(id="v", replaces="b"), Void(replaces="v")], ["Cy Oak"]),
        ([replace(start_list(entrant("Di Fir")), id="c", replaces="b"), Void(replaces="c")], ["Cy Oak"]),
        ([replace(finish("1", "4:30.0"), id="s"), replace(finish("1", "4:31.0"), replaces="s")], ["Cy Oak"]),
        ([Void(replaces="b"), Void(replaces="a")], None),
    ],
)
def test_the_start_list_in_force_counts(tmp_path: Path, more: list[Message], names: list[str] | None) -> None:
    """By the rule of the fold: one that is withdrawn or replaced lists no one, unless that was withdrawn."""
    first, second = replace(CLUB, id="a"), replace(start_list(entrant("Cy Oak")), id="b")
    path = tmp_path / "club.jsonl"
    messages = [first, second, *more]
    write(path, "club", messages)

    found = read_start(path)[1]

    assert found == History(messages).start_list
    assert names == (found and [one.name for one in found.entrants])


def test_a_person_on_a_withdrawn_start_list_is_no_one(tmp_path: Path) -> None:
    """The runner of the list in force is found."""
    right, wrong = start_list(entrant("Bo Right")), replace(start_list(entrant("Al Wrong")), id="a")
    races, _ = listed_in([recorded(tmp_path, "club", right, wrong, Void(replaces="a")).path])

    assert find_person(People(races), "right").name == "Bo Right"
    with pytest.raises(FeedError, match="no one called"):
        find_person(People(races), "wrong")


@pytest.mark.parametrize(
    "text", ["", "no race\n", '{"type":"log","version":1,"race":"x"}\n{"type":"start-list"}\n']
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """An empty file, something else, a start list that is none; the other files are listed."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text(text)
    with pytest.raises(RaceFileError, match=r"broken\.jsonl: "):
        read_start(broken)

    listed, errors = listed_in([broken, tmp_path / "missing.jsonl", *files()])

    assert len(listed) == len(files())
    assert [str(error).split(":")[0] for error in errors] == ["broken.jsonl", "missing.jsonl"]


def test_a_race_without_a_start_list_is_left_out(tmp_path: Path) -> None:
    """No one is known to have run in it."""
    path = tmp_path / "empty.jsonl"
    path.write_text('{"type":"log","version":1,"race":"x"}\n{"type":"gun"}\n')

    assert listed_in([path]) == ([], [])


def test_a_race_that_was_recorded_again_is_one_race() -> None:
    """The file that comes with Lapbell counts; the user's own other races join in by their day."""
    own = own_races()
    own.mkdir(parents=True)
    again = files()[-1]
    (own / "again.jsonl").write_bytes(again.read_bytes())
    recorded(own, "club", CLUB)

    listed, broken = library()

    assert broken == []
    assert len(listed) == len(files()) + 1
    assert again in [one.path for one in listed]
    days = [one.start_list.date for one in listed]
    assert days == sorted(days)
