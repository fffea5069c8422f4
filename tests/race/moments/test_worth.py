"""What a result is worth, and what its winner wins, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from race.areas import AREAS, HOME_NATIONS
from race.fold.history import History
from race.messages import Entrant, Mark
from race.nation_adjectives import NATIONS
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, moments, split, start_list

if TYPE_CHECKING:
    from race.messages import Setting

BY = "a world record by 0.47 from"

KERR = Entrant(bib="A", name="Josh Kerr", nation="GBR")

ROE = Entrant(bib="B", name="Ann Roe", nation="UGA")


NONE: dict[str, Any] = {}


def mark(code: str, time: str, holder: str = "", date: str = "", **more: Any) -> Mark:
    """A mark of a holder."""
    return Mark(label="label", code=code, time=Time.parse(time), holder=holder, date=date, **more)


def finishes(
    *marks: Mark, notes: tuple[str, ...] = (), setting: Setting = "track", fields: dict[str, Any] = NONE
) -> tuple[str, str]:
    """The sentences about the winner, in 4:00.00, and the second, in 4:01.00 with some printed notes."""
    field = replace(start_list([KERR, ROE]), marks=marks, **{"setting": setting} | fields)
    log = [field, GUN, split("A", 1600, "4:00.00"), replace(split("B", 1600, "4:01.00"), notes=notes)]
    found = [m.text for m in moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS) if m.kind == "finish"]
    return found[0], found[1]


@pytest.mark.parametrize(
    ("broken", "worth"),
    [
        (mark("WR", "4:00.47", "Hicham El Guerrouj", "1999-07-07"), f"{BY} El Guerrouj's 4:00.47 of 1999"),
        (mark("WR", "4:00.47", "Hicham El Guerrouj"), f"{BY} El Guerrouj's 4:00.47"),
        (mark("WR", "4:00.5"), "a world record by 0.5"),
        (mark("WR", "4:00.47", "Josh Kerr", "2024"), f"{BY} the runner's own 4:00.47 of 2024"),
        (mark("WR", "4:00.00", "Hicham El Guerrouj"), "equalling the world record"),
        (mark("AR", "4:01.00", "X Y", nation="NOR"), "a European record by 1.00 from Y's 4:01.00"),
        (mark("NR", "4:01.00", nation="GBR"), "a British record by 1.00"),
        (mark("WL", "4:01.00", "X Y"), "a world lead"),
    ],
)
def test_the_winner_has_the_record_in_full(broken: Mark, worth: str) -> None:
    """By how much it fell and whose it was, as far as that is known."""
    assert finishes(broken)[0] == f"Kerr wins in 4:00.00, {worth}".replace("A wins", "Kerr wins")


@pytest.mark.parametrize(
    ("notes", "worth"),
    [
        (("SB", "PB"), "a personal best"),
        (("PB", "NR", "AR", "WR", "MR", "SR"), "a world record"),
        (("SR", "MR", "DLR", "NR", "AR", "WL"), "an African record and a world lead"),
        (("NR", "PB"), "a Ugandan record"),
        (("OR", "NR"), "an Olympic record and a Ugandan record"),
        (("WU20R", "PB"), "a world under-20 record"),
        (("*", "(1)", "DQ"), ""),
        (("Q",), ""),
    ],
)
def test_badges_are_said_the_best_first_and_two_at_most(notes: tuple[str, ...], worth: str) -> None:
    """By the name of their nation or area; what a better one implies is left out, and what says nothing."""
    assert finishes(notes=notes)[1] == ", ".join(filter(None, ("Roe is second in 4:01.00, 1.00 back", worth)))


@pytest.mark.parametrize(
    ("printed", "worth"),
    [
        (("OR", "NR"), "an Olympic record, also a British record by 1.00 from Farah's"),
        (("NR", "WL"), "a British record by 1.00 from Farah's, also a world lead"),
        (("NR",), "a British record by 1.00 from Farah's 4:01.00"),
    ],
)
def test_the_better_record_is_said_first(printed: tuple[str, ...], worth: str) -> None:
    """Also where nothing is known of whose it was; a world lead is none."""
    field = replace(start_list([KERR, ROE]), marks=(mark("NR", "4:01.00", "Mo Farah", nation="GBR"),))
    log = [field, GUN, replace(split("A", 1600, "4:00.00"), notes=printed)]

    told = moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert next(m.text for m in told if m.kind == "finish").endswith(f"in 4:00.00, {worth}")


def test_a_runner_may_break_a_record_of_her_own() -> None:
    """Her own or his own by the sex of the race."""
    record = mark("WR", "4:00.47", "Josh Kerr")

    assert finishes(record, fields={"sex": "men"})[0] == f"Kerr wins in 4:00.00, {BY} his own 4:00.47"
    assert finishes(record, fields={"sex": "women"})[0] == f"Kerr wins in 4:00.00, {BY} her own 4:00.47"


def test_an_equalled_best_has_no_owner_to_be_named() -> None:
    """It is the runner's own."""
    assert finishes(notes=("=PB",))[1].endswith(", equalling a personal best")


def test_indoors_the_records_are_indoor_records() -> None:
    """Whether or not the source says so."""
    assert finishes(notes=("AR (indoor)",), setting="indoor")[1].endswith("an African indoor record")
    assert finishes(notes=("world best (indoor)",), setting="indoor")[1].endswith("a world indoor best")


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"round": "semi-final"}, "qualifying for the final"),
        ({"name": "1500 m (men), semi-final 2"}, "qualifying for the final"),
        ({"round": "heats"}, "qualifying for the next round"),
        ({"round": "final"}, "back"),
        ({}, "back"),
    ],
)
def test_one_qualifies_only_where_there_is_another_round(fields: dict[str, str], ends: str) -> None:
    """Elsewhere the letter is not said."""
    assert finishes(notes=("Q",), fields=fields)[1].endswith(ends)


def test_a_standard_is_named_where_nothing_greater_is() -> None:
    """By its own label."""
    standard = replace(mark("Q", "4:02.00"), label="Tokyo 2025 standard")

    assert finishes(standard)[1] == "Roe is second in 4:01.00, 1.00 back, inside the Tokyo 2025 standard"
    assert finishes(standard, notes=("NR",))[1] == "Roe is second in 4:01.00, 1.00 back, a Ugandan record"


@pytest.mark.parametrize(
    ("fields", "wins"),
    [
        ({"meet": "Olympic Games Paris 2024", "round": "final"}, "wins the Olympic title"),
        ({"meet": "World Athletics Championships Tokyo 25", "name": "1500 m, final"}, "wins the world title"),
        ({"meet": "World Athletics Indoor Championships", "round": "final"}, "wins the world indoor title"),
        ({"meet": "European Championships Rome 2024", "round": "final"}, "wins the European title"),
        ({"meet": "Commonwealth Games 2026", "round": "final"}, "wins the Commonwealth title"),
        ({"meet": "Weltklasse, Diamond League Final 2025"}, "wins the Diamond League title"),
        ({"meet": "Weltklasse Zürich, Diamond League 2024", "name": "1500 m (men)"}, "wins"),
        (
            {"meet": "Prefontaine Classic, Diamond League Final 2023 (day 1)", "name": "Bowerman Mile"},
            "wins the Bowerman Mile and the Diamond League title",
        ),
        (
            {"meet": "Chicago Marathon 2023", "name": "Marathon (men)", "setting": "road"},
            "wins the Chicago Marathon",
        ),
        ({"meet": "Olympic Games 2024", "name": "Marathon (men)", "setting": "road"}, "wins"),
        ({"meet": "US Olympic Trials", "round": "final"}, "wins"),
        ({"meet": "European Championships Rome 2024", "round": "final", "heat": "B"}, "wins"),
        ({"meet": "Olympic Games Paris 2024", "round": "semi-final"}, "wins"),
        ({"meet": "Olympic Games Paris 2024", "round": "final", "kind": "heat"}, "wins"),
        ({"name": "Bowerman Mile"}, "wins the Bowerman Mile"),
        ({"name": "Mile (men)"}, "wins"),
        ({"name": "Men's Mile"}, "wins"),
        ({"name": "10,000 m, final B"}, "wins"),
    ],
)
def test_titles_are_named(fields: dict[str, str], wins: str) -> None:
    """Of a championship, in its final; and a race that has a name of its own."""
    assert finishes(fields=fields)[0].removesuffix(".00") == f"Kerr {wins} in 4:00"


def test_every_nation_has_an_adjective() -> None:
    """All that compete in an area; the home nations run for Great Britain."""
    assert set(AREAS) - HOME_NATIONS <= set(NATIONS)
    assert all(NATIONS.values())
