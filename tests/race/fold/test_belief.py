"""Of all that is claimed about a runner only what can be believed decides."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from race.belief.doubt import Doubt
from race.fold.history import History
from race.messages import Belief, Entrant, Ruling
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    bibs,
    board,
    entrant,
    gun,
    order,
    places,
    row_of,
    split,
    start_list,
    void,
)

if TYPE_CHECKING:
    from race.messages import Message

SLIP = [
    split("A", 400, "1:00.0"),
    split("B", 400, "1:01.0"),
    split("A", 800, "2:01.0"),
    split("B", 800, "1:02.1"),
]


def believed(*log: Message, bib: str = "A") -> list[str]:
    """The times that decide, in the order of the checkpoints."""
    runner = row_of(board(start_list("ABC"), GUN, *log), bib).runner
    return [str(passing.time) for _, passing in sorted(runner.passings.items())]


def doubts(*log: Message) -> dict[int, Doubt]:
    """What is not believed, by number after the start list and the gun."""
    state = board(start_list("ABC"), GUN, *log).state
    return {number - 2: doubt for number, doubt in state.doubts.items()}


def test_a_slip_of_a_minute_leads_nothing() -> None:
    """It is shown and decides nothing, whatever comes later."""
    later = [split(bib, 1200, f"3:0{number}.0") for number, bib in enumerate("AB", start=2)]

    for log in (SLIP, [*SLIP, *later]):
        shown = board(start_list("ABC"), GUN, *log)
        assert shown.rows[0].runner.entrant.bib == "A"
        assert doubts(*log) == {4: Doubt("doubtful", "too fast", 4)}
        assert [str(passing.time) for passing in row_of(shown, "B").runner.doubtful.values()] == ["1:02.1"]


def test_a_slip_that_makes_slower_is_found_out_by_the_next_time() -> None:
    """Nothing shows it until then, as people stop; with the next time the lead is back at once."""
    first = [split(bib, 400, time) for bib, time in zip("ABC", ("1:00.0", "1:00.4", "1:01.0"), strict=True)]
    others = [split("B", 800, "2:01.6"), split("C", 800, "2:02.5")]
    slip, following = split("A", 800, "3:01.0"), split("A", 1200, "3:02.0")

    until = board(start_list("ABC"), GUN, *first, *others, slip)
    assert [row.runner.entrant.bib for row in until.rows] == ["B", "C", "A"]
    shown = board(start_list("ABC"), GUN, *first, *others, slip, following)
    assert [row.runner.entrant.bib for row in shown.rows] == ["A", "B", "C"]
    assert [row.place for row in shown.rows] == [1, 2, 3]
    assert [doubt.belief for doubt in shown.state.doubts.values()] == ["doubtful"]
    assert [str(passing.time) for passing in row_of(shown, "A").runner.doubtful.values()] == ["3:01.0"]


def test_a_doubt_is_lifted_by_what_bears_the_time_out() -> None:
    """A first time that came too late made the next one look impossible; both could be of the event."""
    late, true, more = split("A", 400, "1:08.0"), split("A", 800, "1:47.0"), split("A", 1200, "2:42.0")

    assert believed(late, true) == ["1:08.0"]
    assert believed(late, true, more) == ["1:47.0", "2:42.0"]
    assert doubts(late, true, more) == {1: Doubt("doubtful", "out of order", 2)} or doubts(late, true, more)


def test_of_two_times_the_one_of_the_more_even_pace_is_believed() -> None:
    """A first lap of two minutes is no lap of a mile, nor one after laps of 61 s; else the earlier counts."""
    slow, true = split("A", 400, "2:01.0"), split("A", 800, "2:02.5")
    lap = split("A", 400, "1:01.0")

    assert believed(slow, true) == ["2:02.5"]
    assert believed(lap, split("A", 800, "3:02.0"), split("A", 1200, "3:04.0")) == ["1:01.0", "3:04.0"]
    assert believed(lap, split("A", 800, "2:02.0"), split("A", 1200, "2:24.0")) == ["1:01.0", "2:02.0"]
    assert believed(split("A", 400, "1:01.0"), split("A", 800, "1:42.0")) == ["1:01.0"]
    road = replace(start_list("A", lap_m=None), setting="road")
    assert [*board(road, GUN, slow, true).state.doubts] == [4]


def test_no_one_leads_at_a_checkpoint_after_others_were_at_the_next() -> None:
    """The place stands, its time is doubted; in several categories the first of one may be behind others."""
    slip = split("A", 400, "2:00.0", rank=1)
    others = [split("B", 800, "1:58.0"), split("C", 800, "1:59.0")]
    wheels = replace(entrant("C"), category="T54")

    for log in permutations([slip, *others]):
        shown = board(start_list("ABC"), GUN, *log).state
        assert [doubt.reason for doubt in shown.doubts.values()] == ["against its place"]
        assert shown.runners["A"].passings[0].official_place == 1
        assert not board(start_list([entrant("A"), entrant("B"), wheels]), GUN, *log).state.doubts


def test_what_is_believed_depends_on_no_order_of_arrival() -> None:
    """The log may come in any order."""
    log = [
        split("A", 400, "1:59.5"),
        split("A", 800, "1:59.0"),
        split("A", 1200, "3:00.0"),
        split("A", 400, "59.0"),
    ]

    assert len({tuple(believed(*arrival)) for arrival in permutations(log)}) == 1


def test_a_read_before_the_start_line_is_no_time() -> None:
    """Nor is one before the gun; the start mat itself may be read only after it."""
    road = start_list("A", (0, 5000, 10_000), lap_m=None)
    log = [road, gun("2026-07-28T12:00:00Z"), split("A", 0, "2026-07-28T12:20:00Z")]
    early = split("A", 5000, "2026-07-28T12:18:00Z")

    state = board(*log, early, split("A", 10_000, "2026-07-28T12:55:00Z")).state

    assert [str(passing.time) for passing in state.runners["A"].passings.values()] == ["55:00"]
    assert state.doubts == {4: Doubt("set aside", "before the start line", 3)}


def test_hours_for_a_race_of_minutes_are_doubtful() -> None:
    """By the scale of the event, on the track alone: elsewhere people walk and sleep."""
    slip = split("A", 1600, "3:53:10")
    road = replace(start_list("ABC", lap_m=None), setting="road")

    assert doubts(slip) == {1: Doubt("doubtful", "too slow")}
    assert board(road, GUN, slip).state.doubts == {}


def test_a_time_that_contradicts_its_place_is_doubtful_and_the_place_stands() -> None:
    """However late the contradiction is seen; the place of a slow slip is no hole in the order."""
    slip = split("A", 1600, "5:00.0", 1, "published")
    others = [split(bib, 1600, f"4:0{place}.0", place, "published") for place, bib in enumerate("BCDE", 2)]

    for log in ([slip, *others], [*others, slip]):
        shown = board(start_list("ABCDE"), GUN, *log)
        assert bibs(shown) == "ABCDE"
        assert places(shown) == {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}
        assert [doubt.reason for doubt in doubts(*log).values()] == ["against its place"]
        winner = row_of(shown, "A").runner
        assert winner.time_at(3) is None
        assert str(winner.doubtful[3].time) == "5:00.0"


def test_a_mistyped_place_leaves_the_time() -> None:
    """Another has that place, and the time fits the one that is free."""
    right = [(bib, place) for place, bib in enumerate("ABCDE", 1)]
    mistyped = [(bib, 5 if bib == "B" else place) for bib, place in right]
    log = [
        split(bib, 1600, f"4:0{right[i][1]}.0", place, "published") for i, (bib, place) in enumerate(mistyped)
    ]

    assert places(board(start_list("ABCDE"), GUN, *log)) == {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}
    assert doubts(*log) == {}


def test_the_places_of_several_starts_are_not_compared() -> None:
    """A time from the own gun may be better with a later place."""
    entrants = [entrant(bib, wave="first" if bib in "AB" else "second") for bib in "ABCDE"]
    log = [split(bib, 1600, f"4:0{5 - place}.0", place, "published") for place, bib in enumerate("ABCDE", 1)]

    assert board(start_list(entrants), GUN, *log).state.doubts == {}


def test_better_evidence_wins_over_times_that_contradict_it() -> None:
    """Whenever it comes."""
    reads = [split("A", 800, "2:00.0"), split("A", 1200, "3:00.0")]
    official = split("A", 400, "2:30.0", evidence="official")

    assert believed(official, *reads) == ["2:30.0"] or believed(*reads, official)[0] == "2:30.0"


def test_a_relay_is_faster_than_anyone_alone() -> None:
    """Each leg is held to what one runner can do, and the race to so many of them."""
    relay = replace(start_list("A", (400, 800, 1200, 1600)), event="4x400")
    times = [
        split("A", 400 * leg, time)
        for leg, time in enumerate(("44.2", "1:27.5", "2:11.4", "2:54.4"), start=1)
    ]

    assert board(relay, GUN, *times).state.doubts == {}
    assert board(replace(relay, event="1600"), GUN, *times).state.doubts


def test_a_field_that_no_one_could_run_with_is_believed() -> None:
    """On wheels, or over a distance that is wrong: but not for a few who are too fast among many."""
    bibs = "ABCDEFGHIJ"
    road = replace(start_list(bibs, (10_000, 20_000), lap_m=None), setting="road")
    fast = [
        split(bib, at, f"{at // 10_000 * 15}:0{n}") for at in (10_000, 20_000) for n, bib in enumerate(bibs)
    ]
    true = [
        split(bib, at, f"{at // 10_000 * 29}:0{n}") for at in (10_000, 20_000) for n, bib in enumerate(bibs)
    ]
    few = [*fast[:5], *true[5:10], *fast[10:15], *true[15:]]

    assert board(road, GUN, *fast).state.doubts == {}
    assert len(board(road, GUN, *fast[:10]).state.doubts) == 10
    assert len(board(road, GUN, *few).state.doubts) == 10
    history = History([road, GUN])
    for message in fast:
        history.extend([message])
    assert history.at(AFTER_ALL_MS).doubts == {}


@pytest.mark.parametrize("category", ["WC", "T54", "Wheelchair M", "H3", "handbike"])
def test_who_is_on_wheels_is_no_runner(category: str) -> None:
    """Among people who run."""
    road = replace(
        start_list([Entrant(bib="A", name="A", category=category)], (10_000,), lap_m=None), setting="road"
    )

    assert board(road, GUN, split("A", 10_000, "20:00")).state.doubts == {}


class TestRulings:
    """What someone rules about a message decides."""

    slip = split("B", 800, "1:02.1", id_="s")

    def ruled(self, *rulings: Message) -> list[str]:
        """The times of B that decide, after rulings on the slip."""
        return believed(*SLIP[:3], self.slip, *rulings, bib="B")

    @pytest.mark.parametrize("first", [True, False])
    def test_it_makes_a_doubtful_time_count(self, first: bool) -> None:
        """Whether it comes before or after what it is about."""
        ruling = Ruling(of="s", belief="believed", by="referee")
        log = [ruling, self.slip] if first else [self.slip, ruling]

        assert believed(*SLIP[:3], *log, bib="B") == ["1:01.0", "1:02.1"]

    @pytest.mark.parametrize("belief", ["doubtful", "set aside"])
    def test_it_takes_a_time_out(self, belief: Belief) -> None:
        """Shown with a doubt, or only listed."""
        ruling = Ruling(of="x", belief=belief)
        log: list[Message] = [split("A", 400, "1:00.0", id_="x"), ruling]

        runner = row_of(board(start_list("ABC"), GUN, *log), "A").runner

        assert runner.passings == {}
        assert bool(runner.doubtful) is (belief == "doubtful")
        assert [(doubt.belief, doubt.reason) for doubt in doubts(*log).values()] == [(belief, "ruling")]

    def test_the_newest_in_force_counts(self) -> None:
        """A withdrawn one counts no longer."""
        right, wrong = Ruling(of="s", belief="believed", id="r"), Ruling(of="s", belief="set aside", id="w")

        assert self.ruled(right, wrong) == ["1:01.0"]
        assert self.ruled(right, wrong, void("w")) == ["1:01.0", "1:02.1"]
        assert self.ruled(right, void("r")) == ["1:01.0"]

    def test_it_takes_out_an_order(self) -> None:
        """The places in it count no longer."""
        places = replace(order(400, "B", "A"), id="o")

        assert believed(places) == ["None"]
        assert believed(places, Ruling(of="o", belief="set aside")) == []

    def test_the_same_split_at_each_moment(self) -> None:
        """A ruling takes effect at its `when`."""
        when = split("A", 400, "2:30").time
        history = History(
            [start_list("ABC"), GUN, *SLIP[:3], self.slip, Ruling(of="s", belief="believed", when=when)]
        )

        assert len(history.at(149_999).runners["B"].passings) == 1
        assert len(history.at(150_000).runners["B"].passings) == 2
