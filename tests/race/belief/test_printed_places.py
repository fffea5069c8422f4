"""Times against the places printed with them at one checkpoint."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from race.belief.printed_places import MOST, Misplaced, PrintedPlaces, PrintedTime, misplaced


def printed(*pairs: tuple[int, int]) -> list[PrintedTime]:
    """Places and milliseconds, numbered in the order given, in the order of the places."""
    return sorted(
        PrintedTime(place, ms, number, f"bib {number}") for number, (place, ms) in enumerate(pairs, 1)
    )


def found(*pairs: tuple[int, int]) -> dict[int, Misplaced]:
    """What is misplaced, by number."""
    return {entry.number: wrong for entry, wrong in misplaced(printed(*pairs)).items()}


def test_a_time_outside_its_neighbours_is_wrong() -> None:
    """Whichever way, where two others show it."""
    field = [(place, 60_000 + 500 * place) for place in range(1, 7)]

    assert found(*field) == {}
    for wrong, (place, ms) in enumerate(field, 1):
        for slip, shown in ((60_000, wrong <= 4), (-60_000, wrong >= 3)):
            slipped = [*field[: wrong - 1], (place, ms + slip), *field[wrong:]]
            if shown:
                assert {number: fault.wrong for number, fault in found(*slipped).items()} == {wrong: "time"}


def test_a_place_that_another_has_is_wrong_itself() -> None:
    """The time fits the place that is free: the twelfth was meant to be the second."""
    field = [(1, 60_000), (12, 60_500), (3, 61_000), (4, 61_500), (12, 65_000)]

    assert {number: fault.wrong for number, fault in found(*field).items()} == {2: "place"}


def test_two_that_contradict_each_other_are_both_doubted() -> None:
    """Nothing says which is right."""
    others = [(place, 62_000 + 500 * place) for place in range(3, 7)]

    assert {*found((1, 61_000), (2, 60_000), *others)} == {1, 2}
    assert {*found((1, 161_000), (2, 100_000))} == {1, 2}


def test_of_two_the_one_of_the_more_even_pace_is_right() -> None:
    """The winner's time has a minute too many, and only one other is in."""
    slow, other = PrintedTime(1, 161_000, 1, "A", unevenness=5), PrintedTime(2, 100_000, 2, "B")

    assert misplaced([slow, other]) == {slow: Misplaced("time", 2)}
    assert misplaced([slow, PrintedTime(2, 170_000, 3, "C", unevenness=5)]) == {}


def test_rounding_and_ties_contradict_nothing() -> None:
    """Ties are decided before rounding."""
    assert found((1, 60_000), (2, 59_900), (2, 60_100), (4, 60_100), (5, 60_200)) == {}


def test_places_of_another_kind_are_not_held_against_times() -> None:
    """Those in each category: a first woman is not ahead of the second man."""
    men = [(place, 60_000 + 500 * place) for place in range(1, 7)]
    women = [(place, 70_000 + 500 * place) for place in range(1, 7)]

    assert found(*men, *women) == {}


def test_a_field_placed_by_a_machine_is_not_compared() -> None:
    """It would take long, with every message."""
    many = [(place, 60_000 + place) for place in range(1, MOST)]

    assert [*found(*many, (500, 0))] == [MOST]
    assert found(*many, (500, 0), (MOST, 100_000)) == {}


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 9).map(lambda tenths: tenths * 400)), max_size=9)
)
def test_what_remains_rises(pairs: list[tuple[int, int]]) -> None:
    """And what is misplaced contradicts the message that shows it."""
    there = printed(*pairs)
    wrong = misplaced(there)

    left = [entry for entry in there if entry not in wrong]
    if wrong:
        for i, ahead in enumerate(left):
            assert all(ahead.ms <= behind.ms + 300 for behind in left[i:])
    by_number = {entry.number: entry for entry in there}
    for entry, (_, against) in wrong.items():
        other = by_number[against]
        assert (other.ms - entry.ms) * (there.index(other) - there.index(entry)) < 0


def kept(*entries: tuple[int, PrintedTime], finish: int = 3) -> dict[int, Misplaced]:
    """What is misplaced of times at several checkpoints, by number; the same in whatever order they come."""
    found: list[dict[int, Misplaced]] = []
    for arrival in (entries, entries[::-1]):
        places = PrintedPlaces(finish)
        for index, entry in arrival:
            places.add(index, entry)
        found.append(places.misplaced)
    assert found[0] == found[1]
    return found[0]


def test_no_one_leads_whom_others_were_ahead_of() -> None:
    """One who was at the next checkpoint before, or faster there without a place, if the pace shows it."""
    first = PrintedTime(1, 171_000, 1, "A", unevenness=20)
    ahead = [PrintedTime(0, ms, number, "BC"[number - 2]) for number, ms in ((2, 167_000), (3, 168_000))]

    for index in (0, 1):
        assert kept((0, first), (index, ahead[0])) == {1: Misplaced("time", 2)}
    assert kept((1, first), (0, ahead[0])) == {}
    assert kept((0, first._replace(unevenness=0)), (1, ahead[0])) == {1: Misplaced("time", 2)}
    assert kept((0, first), (1, ahead[0]._replace(unevenness=21))) == {}
    assert kept((0, first._replace(unevenness=0)), (1, ahead[0]), (1, ahead[1])) == {1: Misplaced("time", 2)}
    assert kept((0, first._replace(place=3)), (1, ahead[0]), (1, ahead[1])) == {}
    assert kept((3, first), (3, ahead[0])) == {}
    assert kept((0, first), (1, ahead[0]._replace(is_ahead=False))) == {}


def test_places_of_another_kind_do_not_count_who_was_ahead() -> None:
    """Those without the guests: if several contradict who was ahead, none is held against it."""
    guests = [(0, PrintedTime(0, 60_000 + number, number, f"guest {number}")) for number in (1, 2)]
    others = [
        (0, PrintedTime(place, 61_000 + 500 * place, 2 + place, f"bib {place}")) for place in range(1, 5)
    ]

    assert kept(*guests, *others) == {}


def test_a_time_that_is_taken_twice_goes_once_it_is_withdrawn() -> None:
    """Objects that are equal and not the same stand for one time."""
    places = PrintedPlaces()
    for _ in range(2):
        places.take("B", {0: PrintedTime(0, 100_000, 1, "B")})
    places.take("B", {})

    places.take("A", {0: PrintedTime(1, 110_000, 2, "A")})

    assert not places.misplaced
