"""The same person is one person in all races; in doubt there are two."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.areas import HOME_NATIONS
from race.messages import Entrant
from replays.catalogue.start_lists import listed_in
from replays.library import files
from replays.people.known_people import People, Person
from tests.replays.small_race_files import entrant, listed, start_list

KERR = entrant("Josh Kerr", "GBR", "1997-10-08")


def people_of(*entrants: Entrant, sex: str = "men") -> list[Person]:
    """People with one race each."""
    return People(listed(f"r{number}", one, sex=sex) for number, one in enumerate(entrants)).persons


@pytest.mark.parametrize(
    "other",
    [
        entrant("KERR Josh", "GBR"),
        entrant("Josh Kerr", "SCO"),
        entrant("Josh Kerr", "USA", "1997-10-08"),
        entrant("Josh Kerr", "", "1997"),
        entrant("J. Kerr", "GBR", "1997-10-08"),
        entrant("Josh Alexander Kerr", "", "1997-10-08"),
    ],
    ids=str,
)
def test_one_person(other: Entrant) -> None:
    """Name and nation, name and year, or a name that is alike and the day of birth."""
    assert len(people_of(KERR, other)) == 1
    assert len(people_of(other, KERR)) == 1


@pytest.mark.parametrize(
    "other",
    [
        entrant("Josh Kerr", "GBR", "1998-10-08"),
        entrant("Josh Kerr", "GBR", "1998"),
        entrant("Josh Kerr", "USA"),
        entrant("Josh Kerr", "USA", "1997"),
        entrant("Josh Kerr"),
        entrant("J. Kerr", "GBR"),
        entrant("Kerr", "GBR"),
        entrant("Josh Alexander Kerr", "GBR", "1997"),
        entrant("Joan Kerr", "GBR", "1997-10-08"),
    ],
    ids=str,
)
def test_two_people(other: Entrant) -> None:
    """Another day of birth, another nation, or too little is known."""
    assert len(people_of(KERR, other)) == 2
    assert len(people_of(other, KERR)) == 2


def test_an_id_is_the_person() -> None:
    """Whatever the name and nation; another id is another, unless name and day of birth are the same."""
    one = entrant("Nora Hall", "KEN", athlete="fed-1")
    married = entrant("Nora Reed", "KAZ", athlete="fed-1")
    namesake = entrant("Nora Hall", "KEN", athlete="fed-2")

    assert len(people_of(one, married, sex="women")) == 1
    assert len(people_of(one, namesake, sex="women")) == 2
    elsewhere = entrant("Nora Hall", "KEN", athlete="wa:2")
    [nora] = people_of(one, elsewhere, sex="women")
    assert nora.id == "fed-1"
    theirs = entrant("Josh Kerr", "GBR", "1997-10-08", athlete="josh-kerr")
    ours = entrant("Josh Kerr", "GBR", "1997-10-08", athlete="josh-kerr-1997")
    assert len(people_of(theirs, ours)) == 1


def test_a_name_that_two_people_have_is_a_third() -> None:
    """An entrant who could be both is a third."""
    older = entrant("John Smith", "GBR", "1960-01-01")
    younger = entrant("John Smith", "GBR", "1990-01-01")

    assert len(people_of(older, younger, entrant("John Smith", "GBR"))) == 3


def test_two_entrants_of_one_race_are_two_people() -> None:
    """Also of one name and nation; and who of them ran again is not guessed."""
    twins = [entrant("John Smith", "GBR", bib=bib) for bib in "12"]
    people = People([listed("marathon", *twins), listed("mile", entrant("John Smith", "GBR"))])

    assert len(people.persons) == 3
    assert len({person.id for person in people.persons}) == 3


def test_a_man_is_no_woman() -> None:
    """A race of both says nothing."""
    alex = entrant("Alex Bell", "GBR")
    races = [listed("men", alex), listed("women", alex, sex="women")]

    assert len(People(races).persons) == 2
    assert len(People([races[0], listed("road", alex, sex="mixed")]).persons) == 1


def test_known_spellings() -> None:
    """What `people.json` lists is the same name, for those of the nation that it names."""
    olli = entrant("Olli Hoare", "AUS")

    assert len(people_of(entrant("Oliver Hoare", "AUS", "1997-01-29"), olli)) == 1
    assert len(people_of(entrant("Oliver Hoare", "GBR", "1997-01-29"), entrant("Olli Hoare", "GBR"))) == 2


def test_home_nation_and_nation() -> None:
    """Who ran for Scotland last is shown with the nation of the other races."""
    [kerr] = people_of(KERR, entrant("Josh Kerr", "SCO", "1997-10-08"))

    assert (kerr.id, kerr.nation, kerr.born) == ("josh-kerr-1997", "GBR", "1997-10-08")


ENTRANTS = st.builds(
    entrant,
    st.sampled_from(["Ann Bell", "BELL Ann", "A. Bell", "Ann Lee Bell", "Bell", ""]),
    st.sampled_from(["", "GBR", "SCO", "USA"]),
    st.sampled_from(["", "1990", "1990-01-01", "1990-02-02", "1991-01-01"]),
    athlete=st.sampled_from(["", "", "", "a", "b", "wa:1"]),
)


@given(st.lists(ENTRANTS, max_size=12), st.randoms())
def test_who_is_who_does_not_depend_on_the_order_of_the_files(some: list[Entrant], dice: object) -> None:
    """No one is born on two days, every entrant is a person, and every id is one person's."""
    races = [listed(f"r{number:02}", one) for number, one in enumerate(some)]
    shuffled = list(races)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    found = People(races)

    assert groups(found) == groups(People(shuffled))
    assert sum(len(person.entries) for person in found.persons) == len(some)
    assert all(count == 1 for count in Counter(person.id for person in found.persons).values())
    for person in found.persons:
        days = {s.entrant.born for s in person.entries} - {""}
        assert all(person.born.startswith(day) for day in days)


def groups(people: People) -> set[tuple[str, ...]]:
    """The races of each person."""
    return {tuple(s.listed.race for s in person.entries) for person in people.persons}


def test_in_the_library_a_name_is_a_person() -> None:
    """No two people have one name, and no one has two."""
    races, broken = listed_in(files())
    people = People(one for one in races if one.start_list.setting in ("track", "indoor")).persons
    names = [{s.entrant.name for s in person.entries} for person in people]

    assert not broken
    assert all(len(some) == 1 for some in names)
    assert len(set().union(*names)) == len(people)


@pytest.mark.parametrize(
    ("who", "times", "nations"),
    [
        ("josh-kerr-1997", 17, {"GBR", "SCO"}),
        ("reynold-cheruiyot-2004", 5, {"KEN"}),
        ("thomas-keen-2001", 2, {"GBR", "ENG"}),
        ("michal-rozmys-1995", 3, {"POL"}),
        ("bryce-hoppel-usa", 3, {"USA"}),
    ],
)
def test_people_of_the_library(who: str, times: int, nations: set[str]) -> None:
    """Also with codes for bibs, home nations, as a pacemaker, or without a known day of birth."""
    everybody = {person.id: person for person in People(listed_in(files())[0]).persons}
    entries = everybody[who].entries

    assert len(entries) >= times
    assert {s.entrant.nation for s in entries} == nations


@pytest.mark.parametrize("nation", sorted(HOME_NATIONS))
def test_every_home_nation_is_great_britain_elsewhere(nation: str) -> None:
    """One person, who runs for Great Britain, whatever the order of the two races."""
    games = listed("games", entrant("Ann Bell", nation, bib="1"), date="2022-08-02")
    worlds = listed("worlds", entrant("Ann Bell", "GBR", bib="2"), date="2023-08-20")

    [person] = People([games, worlds]).persons
    assert (person.nation, person.nations) == ("GBR", {"GBR"})


def test_entrants_of_a_race_outside_the_library_are_recognised() -> None:
    """A live race that the library does not have yet is looked up by the same rules."""
    people = People([listed("mile", KERR)])
    live = start_list(date="2026-07-01")

    found = people.recognise(entrant("KERR Josh", "GBR"), "live", live)

    assert found is not None
    assert found.id == "josh-kerr-1997"
    assert people.recognise(entrant("Jo Kerr", "GBR"), "live", live) is None
