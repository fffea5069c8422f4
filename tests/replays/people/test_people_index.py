"""The index of the people saves reading every start list again, and never says anything else than these."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FeedError
from feeds.log_header import read_start
from replays.catalogue.start_lists import library, listed_in
from replays.library import RACES, files, own_races
from replays.people import people_index
from replays.people.athlete_history import AthleteHistory
from replays.people.head_to_head import HeadToHead
from replays.people.known_people import People
from replays.people.name_lookup import best_matches, find_pair, find_people, find_person
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache
from tests.replays.small_race_files import entrant, recorded, start_list


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files were read each time that all start lists were."""
    counts: list[int] = []

    def counted(paths: list[Path]) -> Any:
        counts.append(len(paths))
        return listed_in(paths)

    monkeypatch.setattr(people_index, "listed_in", counted)
    return counts


@pytest.fixture
def restored() -> People:
    """The people of the library, from the index."""
    library_people()
    return library_people()[0]


def described(people: People) -> list[object]:
    """All that is known of everyone."""
    return [
        (p.to_json(), p.races, p.spellings, p.nations, p.ids, p.sexes, [*map(str, p.entries)])
        for p in people.persons
    ]


def test_the_start_lists_are_read_once(read: list[int]) -> None:
    """The second time all comes from the index, and is the same."""
    first, second = library_people(), library_people()

    assert read == [len(files())]
    assert described(first[0]) == described(second[0]) == described(People(library()[0]))
    assert first[1] == second[1] == []


def test_people_of_an_index_are_asked_as_others_are(restored: People) -> None:
    """Found by name, compared, looked back on, and recognised in their races and in one that is new."""
    read = People(library()[0])
    for people in (restored, read):
        assert find_person(people, "josh kerr").id == "josh-kerr-1997"
    pairs = [find_pair(people, "kerr", "jakob ingebrigtsen") for people in (restored, read)]
    assert HeadToHead.of(*pairs[0], ResultsCache().results).to_json() == (
        HeadToHead.of(*pairs[1], ResultsCache().results).to_json()
    )
    histories = [
        AthleteHistory.of(pair[0], people, ResultsCache().results).to_json()
        for pair, people in zip(pairs, (restored, read), strict=True)
    ]
    assert histories[0] == histories[1]
    ids = [[p.id for p in best_matches(people, "ingebrigtsen 2024")] for people in (restored, read)]
    assert ids[0] == ids[1]
    assert len(ids[0]) > 1
    for listed in library()[0]:
        for one in listed.start_list.entrants:
            assert restored.person(listed, one.bib).id == read.person(listed, one.bib).id
            known = [people.recognise(one, "new", listed.start_list) for people in (restored, read)]
            assert [p and p.id for p in known][:1] == [p and p.id for p in known][1:]


def test_only_the_races_of_the_people_asked_for_are_read(
    restored: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each of them once."""
    paths: list[Path] = []

    def noted(path: Path) -> Any:
        paths.append(path)
        return read_start(path)

    monkeypatch.setattr(people_index, "read_start", noted)
    pair = find_pair(restored, "josh kerr", "jakob ingebrigtsen")
    HeadToHead.of(*pair, ResultsCache().results)

    assert sorted(paths) == sorted({entry.listed.path for person in pair for entry in person.entries})
    assert 0 < len(paths) < len(files())


def test_a_file_that_comes_changes_or_goes_makes_it_anew(read: list[int]) -> None:
    """Whoever is in it is found, or is not any more."""
    own_races().mkdir(parents=True)
    path = recorded(own_races(), "club", start_list(entrant("Ann Bell"))).path
    assert find_people(library_people()[0], "ann bell")
    recorded(own_races(), "club", start_list(entrant("Bea Lowry")))
    assert find_people(library_people()[0], "bea lowry")
    path.unlink()
    persons = library_people()[0].persons

    assert read == [len(files()) + 1, len(files()) + 1, len(files())]
    assert not any(person.name in ("Ann Bell", "Bea Lowry") for person in persons)


def test_while_a_file_cannot_be_read_nothing_is_kept(read: list[int], data_folder: Path) -> None:
    """It is named each time."""
    own_races().mkdir(parents=True)
    (own_races() / "broken.jsonl").write_text("no race")

    for _ in range(2):
        assert [str(error).split(":")[0] for error in library_people()[1]] == ["broken.jsonl"]
    assert len(read) == 2
    assert not (data_folder / people_index.NAME).exists()


def put(*keys: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    """Write another value somewhere into the index."""

    def change(index: Any) -> None:
        for key in keys[:-1]:
            index = index[key]
        index[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    "damage",
    [
        put("version", value=0),
        put("files", value=[]),
        put("races", value=None),
        put("races", 0, 0, value=7),
        put("races", 1, value=[]),
        put("people", value={}),
        put("people", "name", value=["Ann Bell"]),
        put("people", "born", 0, value=1998),
        put("counts", 0, value=0),
        put("counts", 0, value=10**9),
        put("counts", value=[]),
        put("runs", 0, value=-1),
        put("runs", 0, value=10**6),
        put("runs", 0, value="0"),
        put("bibs", 0, value=None),
        put("bibs", value="bibs"),
    ],
)
def test_an_index_that_cannot_be_ours_is_made_anew(
    read: list[int], data_folder: Path, damage: Callable[[dict[str, Any]], None]
) -> None:
    """Nothing in it is believed, and the next one is whole."""
    whole = library_people()[0]
    path = data_folder / people_index.NAME
    index = json.loads(path.read_text())
    damage(index)
    path.write_text(json.dumps(index))
    read.clear()

    assert [p.to_json() for p in library_people()[0].persons] == [p.to_json() for p in whole.persons]
    assert read == [len(files())]
    assert library_people()[0].persons
    assert read == [len(files())]


def test_a_bib_that_is_in_no_start_list_is_a_sentence(data_folder: Path) -> None:
    """The races are read when they are asked for: until then only their names are looked at."""
    library_people()
    path = data_folder / people_index.NAME
    index = json.loads(path.read_text())
    index["bibs"][0] = "no such bib"
    path.write_text(json.dumps(index))
    person = library_people()[0].persons[0]

    with pytest.raises(FeedError, match="no longer as it was listed"):
        _ = person.entries


def test_the_index_names_the_races_that_come_with_lapbell(data_folder: Path) -> None:
    """By their paths, as their files decide whether it is current."""
    library_people()

    assert {path for path, *_ in json.loads((data_folder / people_index.NAME).read_text())["files"]} == {
        str(path) for path in RACES.glob("*.jsonl")
    }
