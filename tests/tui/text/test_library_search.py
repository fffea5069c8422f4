"""Races are found by words about them and their entrants, and put in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from race.people.folding import folded_words
from replays.catalogue.catalogue import races
from replays.catalogue.summary import RaceSummary
from replays.storage.bookmarks import Bookmark
from tui.text.library_search import Finder, people
from tui.text.library_sort import ORDERS, beside, in_order, named


@pytest.fixture(scope="module")
def library() -> list[RaceSummary]:
    """The races that come with Lapbell."""
    return races()[0]


def found(library: list[RaceSummary], text: str) -> set[str]:
    """The races found by what is typed."""
    finder, sought = Finder(), folded_words(text)
    return {race.race for race in library if finder.matches(race, sought)}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Nordås, Narve", ["nordas", "narve"]),
        ("GARCÍA  Romo", ["garcia", "romo"]),
        ("O’Hare o'hare", ["ohare", "ohare"]),
        ("Søren Ærø Łódź Weiß", ["soren", "aero", "lodz", "weiss"]),
        ("10,000 m (men), semi-final", ["10", "000", "m", "men", "semi", "final"]),
        ("三浦 龍司", ["三浦", "龍司"]),
        ("\x1b[2J \u202e [/bold] \n", ["2j", "bold"]),
        ("", []),
    ],
)
def test_words_are_the_same_however_they_are_spelled(text: str, same: list[str]) -> None:
    """Accents, capitals, signs and blanks make no difference."""
    assert folded_words(text) == same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mile london", {"2019-london-dl-mile", "2026-london-dl-mile"}),
        ("LONDON   Mile", {"2019-london-dl-mile", "2026-london-dl-mile"}),
        ("bowerman", {"2023-bowerman-mile", "2024-bowerman-mile", "2025-bowerman-mile"}),
        ("bow 25 may 2024", {"2024-bowerman-mile"}),
        ("2024-05-25", {"2024-bowerman-mile", "2024-eugene-dl-5000m-women"}),
        ("garcia romo bowerman 24", set()),
        ("GARCÍA ROMO bowerman 2024", {"2024-bowerman-mile"}),
        ("3000sc", {"2021-doha-dl-3000m-steeplechase-women"}),
        ("2026-london-dl-mile", {"2026-london-dl-mile"}),
        ("nothing of the kind", set()),
    ],
)
def test_all_words_must_be_there_in_any_order(
    library: list[RaceSummary], text: str, expected: set[str]
) -> None:
    """Each as the beginning of a word of the race, its meet, place, day or event, or of an entrant."""
    assert found(library, text) == expected


def test_without_words_every_race_is_found(library: list[RaceSummary]) -> None:
    """Blanks and signs are no words."""
    assert found(library, " -, ") == {race.race for race in library}


def test_men_are_not_women(library: list[RaceSummary]) -> None:
    """A word is found by its beginning, not by its end."""
    women = found(library, "women")

    assert women == {race.race for race in library if race.sex == "women"}
    assert not women & found(library, "men")


def test_a_race_is_found_by_who_is_in_it(library: list[RaceSummary]) -> None:
    """By name and by nation, whatever the result."""
    with_kerr = {race.race for race in library if "Josh Kerr" in {who.name for who in race.entrants}}

    assert found(library, "josh kerr") == with_kerr
    assert found(library, "kerr") >= with_kerr
    assert "2024-bowerman-mile" in found(library, "gbr kerr") < with_kerr


def test_the_found_entrants_are_named(library: list[RaceSummary]) -> None:
    """Of two Joshs the one called Kerr; no one for words about the race itself."""
    [race] = [race for race in library if race.race == "2024-bowerman-mile"]

    assert people(race, folded_words("bowerman 2024")) == []
    assert people(race, folded_words("josh kerr eugene")) == ["Kerr"]
    assert people(race, folded_words("ingebrigtsen bowerman kerr")) == ["Ingebrigtsen", "Kerr"]
    assert people(race, folded_words("gbr")) == ["Gourley", "Kerr", "Wightman"]


def test_the_winner_is_not_found_by_winning(library: list[RaceSummary]) -> None:
    """The result has no influence on the search."""
    finder = Finder()
    for race in library:
        for who in race.entrants:
            assert finder.matches(race, folded_words(who.name))
    assert found(library, "winner") == found(library, "won") == set()


def test_orders(library: list[RaceSummary]) -> None:
    """Each holds every race, and races that it leaves equal have the newest first."""
    opened = {race.path: Bookmark(race.path, 0) for race in (library[7], library[3])}
    ordered = {order.name: in_order(list(reversed(library)), order, opened) for order in ORDERS}

    for races_ in ordered.values():
        assert {race.race for race in races_} == {race.race for race in library}
    dates = [race.date for race in ordered["date"]]
    assert dates == sorted(dates, reverse=True)
    assert ordered["opened"][:2] == [library[7], library[3]]
    assert [race.date for race in ordered["opened"][2:]] == sorted(
        (race.date for race in ordered["opened"][2:]), reverse=True
    )
    assert [race.distance_m for race in ordered["distance"]] == sorted(race.distance_m for race in library)
    meets = [folded_words(race.meet) for race in ordered["meet"]]
    assert meets == sorted(meets)
    assert ordered["completeness"][0].splits == ordered["completeness"][0].possible_splits
    assert ordered["completeness"][-1].results < ordered["completeness"][-1].finishers


def test_orders_go_round() -> None:
    """From the last to the first, and back."""
    order = ORDERS[0]
    for _ in ORDERS:
        order = beside(order, 1)
    assert order is ORDERS[0]
    assert beside(order, -1) is ORDERS[-1]
    assert [named(known.name) for known in ORDERS] == list(ORDERS)
    assert named("no such order") is ORDERS[0]


def test_a_race_without_anything_is_in_order() -> None:
    """Not even a finisher, a date or a name."""
    bare = RaceSummary(
        path=Path("/bare.jsonl"), race="bare", name="", meet="", venue="", date="", event="", sex="",
        distance_m=1.0, entrants=(), sources=(), starters=0, finishers=0, results=0, splits=0, figures=0,
        estimated=0, possible_splits=0, winner="",
    )  # fmt: skip

    for order in ORDERS:
        assert in_order([bare], order, {}) == [bare]
    assert not Finder().matches(bare, ["kerr"])
    assert people(bare, ["kerr"]) == []
    assert bare.to_json()["estimated_share"] is None
