"""Places: counted, official, shared, missing, and moved up when a runner leaves."""

from __future__ import annotations

from tests.race.messages_by_hand import (
    GUN,
    bibs,
    board,
    entrant,
    order,
    places,
    row_of,
    split,
    start_list,
    status,
)


def test_equal_times_share_a_place() -> None:
    """The next place is that much later; the start list decides only the order of the rows."""
    log = [start_list("ABCD"), GUN, split("B", 400, "1:00"), split("A", 400, "1:00"), split("C", 400, "1:01")]

    shown = board(*log)

    assert bibs(shown) == "ABCD"
    assert places(shown) == {"A": 1, "B": 1, "C": 3, "D": None}


def test_a_printed_rank_breaks_a_tie() -> None:
    """Tables in tenths have many equal times; the ranks beside them know better."""
    log = [start_list("ABC"), GUN, split("A", 400, "1:00.1", 2), split("B", 400, "1:00.1", 1)]

    shown = board(*log, split("C", 400, "1:00.1", 3))

    assert bibs(shown) == "BAC"
    assert places(shown) == {"B": 1, "A": 2, "C": 3}


def test_an_official_place_comes_before_an_equal_time() -> None:
    """Nothing says who was first, and the official place holds."""
    log = [
        start_list("ABC"),
        GUN,
        split("A", 400, "1:00"),
        split("B", 400, "1:00", 1),
        split("C", 400, "1:01", 3),
    ]

    assert [(row.runner.entrant.bib, row.place) for row in board(*log).rows] == [("B", 1), ("A", 2), ("C", 3)]


def test_a_printed_tie_is_a_tie() -> None:
    """Equal printed ranks share a place."""
    log = [start_list("ABC"), GUN, split("A", 1600, "4:00.01", 1), split("B", 1600, "4:00.02", 1)]

    shown = board(*log, split("C", 1600, "4:00.03", 3))

    assert places(shown) == {"A": 1, "B": 1, "C": 3}
    assert shown.missing_places() == {}


def test_unpublished_places_are_missing() -> None:
    """With places 6 to 8 unpublished ninth is ninth, and they are given as missing before that row."""
    finishers = [split(bib, 1600, f"4:0{i}.0", i + 1) for i, bib in enumerate("ABCDE")]

    shown = board(start_list("ABCDEIJ"), GUN, *finishers, split("I", 1600, "4:08.0", 9))

    assert row_of(shown, "I").place == 9
    assert shown.missing_places() == {5: (6, 8)}


def test_a_place_without_a_time_also_counts_those_who_have_gone_on() -> None:
    """The third is behind two, of whom one is at the next checkpoint by now."""
    first = [split("A", 400, "58.0", 1), split("B", 400, "58.2", 2), split("D", 400, "58.6")]
    third, gone = order(400, "C", first=3), split("A", 800, "1:57.0")

    for log in ([*first, third], [*first, third, gone]):
        shown = board(start_list("DCBA"), GUN, *log)
        assert bibs(shown) == "ABCD"
        assert places(shown) == {"A": 1, "B": 2, "C": 3, "D": 4}


def test_an_unpublished_winner() -> None:
    """No one is first."""
    shown = board(start_list("AB"), GUN, split("B", 1600, "4:01", 2))

    assert row_of(shown, "B").place == 2
    assert shown.missing_places() == {0: (1, 1)}


def test_a_tie_fills_the_places_it_takes() -> None:
    """After two who share the second place fourth is next, and third is not missing."""
    log = [start_list("ABCD"), GUN, split("A", 1600, "4:00", 1), split("B", 1600, "4:01", 2)]

    shown = board(*log, split("C", 1600, "4:01", 2), split("D", 1600, "4:02", 6))

    assert shown.missing_places() == {3: (4, 5)}


def test_the_printed_rank_stands_above_the_printed_time() -> None:
    """Where they contradict each other the order is that of the ranks."""
    log = [start_list("ABC"), GUN, split("A", 1600, "4:00.3", 1), split("B", 1600, "4:00.1", 2)]

    shown = board(*log, split("C", 1600, "4:00.2"))

    assert [(row.runner.entrant.bib, row.place) for row in shown.rows] == [("C", 1), ("A", 2), ("B", 3)]


def test_behind_a_disqualified_finisher_everyone_moves_up() -> None:
    """Without official places, places are counted among those in the result."""
    log = [start_list("ABC"), GUN, *(split(bib, 1600, f"4:0{i}") for i, bib in enumerate("ABC"))]

    assert places(board(*log)) == {"A": 1, "B": 2, "C": 3}
    assert places(board(*log, status("A", "dq"))) == {"B": 1, "C": 2, "A": None}


def test_a_place_printed_before_a_disqualification_counts_one_less() -> None:
    """Ranks that counted the disqualified one move up, those ahead of them stay."""
    log = [start_list("ABCD"), GUN, *(split(bib, 1600, f"4:0{i}", i + 1) for i, bib in enumerate("ABCD"))]

    assert places(board(*log, status("B", "dq"))) == {"A": 1, "C": 2, "D": 3, "B": None}


def test_a_place_in_a_known_order_counts_one_less_too() -> None:
    """Ninth without a time becomes eighth when a runner ahead leaves."""
    log = [start_list("AI"), GUN, split("A", 400, "1:00", 1), order(400, "I", first=9), status("A", "dnf")]

    assert places(board(*log)) == {"I": 8, "A": None}


def test_a_result_printed_after_a_disqualification_stands() -> None:
    """Official places that leave out the disqualified runner, who has a time, stay as printed."""
    log = [start_list("ABCD"), GUN, split("A", 1600, "4:00", 1), split("B", 1600, "4:01")]

    shown = board(*log, split("C", 1600, "4:02", 2), split("D", 1600, "4:09", 9), status("B", "dq"))

    assert places(shown) == {"A": 1, "C": 2, "D": 9, "B": None}
    assert shown.missing_places() == {2: (3, 8)}


def test_an_unknown_result_takes_no_place_from_the_others() -> None:
    """A runner with an unknown result has not left: official places keep counting that one."""
    log = [start_list("ABC"), GUN, split("A", 400, "1:00", 1), split("B", 400, "1:01", 2)]

    shown = board(*log, split("C", 400, "1:02", 3), status("B", "unknown"))

    assert places(shown) == {"A": 1, "C": 3, "B": None}
    assert shown.missing_places() == {1: (2, 2)}


def test_a_pacemaker_is_counted_while_running() -> None:
    """At the checkpoints a pacemaker holds a place, as in the official places."""
    log = [
        start_list([entrant("P", "pacemaker"), "A"]),
        GUN,
        split("P", 400, "1:00"),
        split("A", 400, "1:01"),
    ]

    assert places(board(*log)) == {"P": 1, "A": 2}


def test_behind_a_pacemaker_who_steps_off_everyone_moves_up() -> None:
    """With official places or without: places are among those still in the race."""
    field = start_list([entrant("P", "pacemaker"), *"ABC"])
    ranked = [split(bib, 400, f"1:0{i}", i + 1) for i, bib in enumerate("PABC")]
    counted = [split(bib, 400, f"1:0{i}") for i, bib in enumerate("PABC")]

    for splits in (ranked, counted):
        shown = board(field, GUN, *splits, status("P", "dnf"))

        assert places(shown) == {"A": 1, "B": 2, "C": 3, "P": None}
        assert shown.missing_places() == {}


def test_a_pacemaker_without_an_official_place_counts_in_those_behind() -> None:
    """Before the finish official places count every runner there."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])
    splits = [split("P", 400, "1:00"), split("A", 400, "1:01", 2), split("B", 400, "1:02", 3)]

    assert places(board(field, GUN, *splits)) == {"P": 1, "A": 2, "B": 3}
    assert places(board(field, GUN, *splits, status("P", "dnf"))) == {"A": 1, "B": 2, "P": None}


def test_a_pacemaker_who_finishes_holds_no_place() -> None:
    """The row is in the running order, with a time, and the places go on without it."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])

    shown = board(field, GUN, split("A", 1600, "4:00"), split("P", 1600, "4:01"), split("B", 1600, "4:02"))

    assert bibs(shown) == "APB"
    assert places(shown) == {"A": 1, "P": None, "B": 2}
    assert row_of(shown, "P").status == "finished"


def test_an_order_gives_places_without_times() -> None:
    """A known order is a running order; no one gets a time from it."""
    shown = board(start_list("ABC"), GUN, order(400, "C", "A", "B"))

    assert places(shown) == {"C": 1, "A": 2, "B": 3}
    assert all(row.passing and row.passing.time is None for row in shown.rows)
    assert {row.passing.evidence for row in shown.rows if row.passing} == {"published"}


def test_an_official_place_goes_with_the_times_around_it() -> None:
    """Third by place is between the timed second and the timed fourth."""
    log = [start_list("ABCD"), GUN, split("B", 400, "1:01", 2), split("D", 400, "1:04", 4)]

    assert bibs(board(*log, order(400, "C", first=3), split("A", 400, "1:00"))) == "ABCD"


def test_a_timed_leader_is_ahead_of_an_untimed_eighth() -> None:
    """A place without a time leaves room ahead for runners without an official place."""
    log = [start_list("KLM"), GUN, split("L", 400, "0:55.91"), split("M", 400, "0:56.50")]

    shown = board(*log, order(400, "K", first=8))

    assert places(shown) == {"L": 1, "M": 2, "K": 8}


def test_an_untimed_place_is_no_later_than_its_number() -> None:
    """Second by place is ahead of two others with times, one of whom must be third."""
    log = [start_list("ABC"), GUN, split("A", 400, "1:00"), split("C", 400, "1:01")]

    assert places(board(*log, order(400, "B", first=2))) == {"A": 1, "B": 2, "C": 3}


def test_an_untimed_place_is_ahead_of_times_after_the_next_place() -> None:
    """Fifth without a time comes before sixth, and so before a slower time without a place."""
    log = [start_list("AXEFY"), GUN, split("A", 400, "60.0", 1), order(400, "E", first=5)]
    log += [split("F", 400, "65.0", 6), split("X", 400, "61.0"), split("Y", 400, "70.0")]

    assert bibs(board(*log)) == "AXEFY"


def test_a_pacemaker_in_the_result_holds_the_place_printed_there() -> None:
    """One who runs on to the finish and is printed twelfth is twelfth; unprinted, there is no place."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])
    log = [field, GUN, split("A", 1600, "4:00", 11), split("B", 1600, "4:02", 13)]

    printed = board(*log, split("P", 1600, "4:01", 12))
    unprinted = board(*log, split("P", 1600, "4:01"))

    assert (places(printed), printed.missing_places()) == ({"A": 11, "P": 12, "B": 13}, {0: (1, 10)})
    assert places(unprinted) == {"A": 11, "P": None, "B": 13}
