"""People are found by the words of their names, and a name that is not clear is refused."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from race.messages import Entrant
from replays.people.known_people import People
from replays.people.name_lookup import best_matches, find_pair, find_person, two_names
from replays.people.names_apart import distinctions, names_apart
from tests.replays.small_race_files import entrant, listed

RACES = [
    listed(
        "final",
        entrant("Josh Kerr", "GBR", "1997-10-08", bib="1"),
        entrant("Jakob Ingebrigtsen", "NOR", "2000-09-19", bib="2"),
        entrant("Narve Gilje Nordås", "NOR", bib="3"),
        entrant("Oliver Hoare", "AUS", "1997-01-29", bib="4"),
    ),
    listed(
        "heat", entrant("A. J. Ernst", "USA", bib="1"), entrant("金 ミン", "JPN", bib="2"), date="2016-08-13"
    ),
    listed(
        "earlier",
        entrant("Filip Ingebrigtsen", "NOR", "1993-04-20", bib="1"),
        entrant("Timothy Cheruiyot", "KEN", bib="2"),
        date="2017-08-13",
    ),
]
PEOPLE = People(RACES)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("Josh Kerr", "josh-kerr-1997"),
        ("kerr", "josh-kerr-1997"),
        ("Kerr, J.", "josh-kerr-1997"),
        ("KERR Josh", "josh-kerr-1997"),
        ("joshkerr", "josh-kerr-1997"),
        ("AJ Ernst", "a-j-ernst-usa"),
        ("j ernst", "a-j-ernst-usa"),
        ("金ミン", "金-ミン-jpn"),
        ("金", "金-ミン-jpn"),
        ("josh-kerr-1997", "josh-kerr-1997"),
        ("nordas", "narve-gilje-nordas-nor"),
        ("Nordås Narve", "narve-gilje-nordas-nor"),
        ("olli hoare", "oliver-hoare-1997"),
        ("Jakob Ingebrigtsen", "jakob-ingebrigtsen-2000"),
    ],
)
def test_found(asked: str, who: str) -> None:
    """By some words, in any order, without accents; by an initial, an id, another spelling."""
    assert find_person(PEOPLE, asked).id == who


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("ker", ["Josh Kerr"]),
        ("jo kerr 2024 bowerman", ["Josh Kerr"]),
        ("ingebr", ["Filip Ingebrigtsen", "Jakob Ingebrigtsen"]),
        ("jakob ingebr", ["Jakob Ingebrigtsen"]),
        ("kerr nordas", ["Josh Kerr", "Narve Gilje Nordås"]),
        ("olli", ["Oliver Hoare"]),
        ("2024", []),
        ("", []),
    ],
)
def test_best_matches_of_what_was_typed_so_far(asked: str, who: list[str]) -> None:
    """The people with most of the words, or with words that begin so; other words do not count."""
    assert [person.name for person in best_matches(PEOPLE, asked)] == who


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            "Ingebrigtsen",
            "'Ingebrigtsen' may be filip-ingebrigtsen-1993 or jakob-ingebrigtsen-2000; say which one",
        ),
        ("Kehr", "no one called 'Kehr' in the library; did you mean Josh Kerr?"),
        ("jkerr", "no one called 'jkerr' in the library; did you mean Josh Kerr?"),
        ("Nordahs Narve", "no one called 'Nordahs Narve' in the library; did you mean Narve Gilje Nordås?"),
        ("j", "no one called 'j' in the library; did you mean A. J. Ernst?"),
        ("Zzyzx", "no one called 'Zzyzx' in the library"),
        ("", "no one called '' in the library"),
    ],
)
def test_refused(asked: str, says: str) -> None:
    """In one sentence, with the nearest names."""
    with pytest.raises(FeedError) as refused:
        find_person(PEOPLE, asked)
    assert str(refused.value) == says


def test_a_family_name_is_that_of_the_one_who_met_the_other() -> None:
    """Kerr met one Ingebrigtsen; Cheruiyot the other."""
    assert find_pair(PEOPLE, "Kerr", "Ingebrigtsen")[1].id == "jakob-ingebrigtsen-2000"
    assert find_pair(PEOPLE, "Ingebrigtsen", "Cheruiyot")[0].id == "filip-ingebrigtsen-1993"


def test_two_who_never_met_are_two_all_the_same() -> None:
    """As long as it is clear who they are."""
    first, second = find_pair(PEOPLE, "Kerr", "Cheruiyot")

    assert (first.id, second.id) == ("josh-kerr-1997", "timothy-cheruiyot-ken")


@pytest.mark.parametrize("second", ["Josh Kerr", "kerr"])
def test_head_to_head_takes_two(second: str) -> None:
    """No one meets themselves."""
    with pytest.raises(FeedError, match=r"the same person, josh-kerr-1997"):
        find_pair(PEOPLE, "Kerr", second)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (["Kerr", "Timothy Cheruiyot"], ("Kerr", "Timothy Cheruiyot")),
        (["Josh", "Kerr", "Jakob", "Ingebrigtsen"], ("Josh Kerr", "Jakob Ingebrigtsen")),
        (["Kerr", "Narve", "Gilje", "Nordås"], ("Kerr", "Narve Gilje Nordås")),
        (["Josh", "Kerr", "Jakob", "Ingebritsen"], ("Josh Kerr", "Jakob Ingebritsen")),
    ],
)
def test_two_names_without_quotes(typed: list[str], names: tuple[str, str]) -> None:
    """Divided where both are found; where only one is, the error will be about the other."""
    assert two_names(PEOPLE, typed) == names


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["Kerr"], "'Kerr' is one name; name two people"),
        (
            ["Jakob", "Ingebrigtsen", "Filip"],
            r"may be 'Jakob' and 'Ingebrigtsen Filip' or .*; put each",
        ),
    ],
)
def test_names_that_cannot_be_divided(typed: list[str], says: str) -> None:
    """One name is not two, and quotes make clear which two."""
    with pytest.raises(FeedError, match=says):
        two_names(PEOPLE, typed)


@pytest.mark.parametrize(
    ("first", "second", "traits"),
    [
        (entrant("Jo Oak", "NOR", "1990"), entrant("Jo Oak", "NOR", "1991", bib="2"), "born 1990 born 1991"),
        (entrant("Jo Oak", "NOR", "1990"), entrant("JO OAK", "KEN", "1990", bib="2"), "NOR KEN"),
        (entrant("Jo Oak", bib="13"), entrant("Jo Oak", bib="14"), "bib 13 bib 14"),
    ],
)
def test_two_people_of_one_name_are_told_apart(first: Entrant, second: Entrant, traits: str) -> None:
    """By year of birth, nation or bib, in errors and wherever people are listed."""
    people = People([listed("final", first, second)])

    with pytest.raises(FeedError, match=r"say which one") as refused:
        find_person(people, "Jo Oak")
    by_bib = sorted(people.persons, key=lambda person: person.entries[0].entrant.bib)
    told = distinctions(by_bib)
    assert " ".join(told) == traits
    assert all(f"{p.id} ({trait})" in str(refused.value) for p, trait in zip(by_bib, told, strict=True))
    assert names_apart(by_bib)[1] == f"{second.name} ({told[1]})"


def test_not_all_of_many_matches_are_named() -> None:
    """Four ids, and how many more."""
    crowd = People([listed(f"r{n}", entrant("Ann Bell", "GBR", f"19{n}-01-01")) for n in range(60, 67)])

    with pytest.raises(FeedError, match=r"ann-bell-1963 \(born 1963\) or 3 more; say which one$"):
        find_person(crowd, "Bell")
