"""A correction that changes a runner's place says so, and has a higher priority."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from race.belief.claim_choice import Claim
from race.corrections.checkpoint_times import CheckpointTimes
from race.corrections.corrections import PLACES_CHANGED, PRIORITY, Correction, corrections
from race.fold.history import History
from race.messages import Checkpoint, Message, Split
from race.times import Time
from tests.race.messages_by_hand import GUN, split, start_list, void

FIRST_THREE = [split("A", 800, "1:52.1", id_="a"), split("B", 800, "1:52.4"), split("C", 800, "1:52.9")]


def listed(*log: Message) -> list[Correction]:
    """The corrections of a race in which three have come by 800 m."""
    return corrections(History([start_list("ABCD"), GUN, *FIRST_THREE, *log]))


def test_it_names_the_places() -> None:
    """By the times that were known when it came."""
    late = split("D", 800, "1:52.0")

    [found] = listed(split("A", 800, "1:53.1", replaces="a"), late)

    assert found.text == "A at 800 m: 1:53.1 instead of 1:52.1, third there, not first"
    assert (found.moved, found.priority) == (True, PLACES_CHANGED)
    [other] = listed(late, split("A", 800, "1:53.1", replaces="a"))
    assert other.text.endswith("fourth there, not second")


def test_an_unchanged_place_is_not_mentioned() -> None:
    """Nor is an official one, which no time changes."""
    [found] = listed(split("A", 800, "1:52.2", replaces="a"))
    [ranked] = listed(split("A", 800, "1:53.1", rank=1, replaces="a"))

    assert found.text == "A at 800 m: 1:52.2 instead of 1:52.1"
    assert not found.moved
    assert not ranked.moved
    assert found.priority == PRIORITY < PLACES_CHANGED


def test_one_after_the_other() -> None:
    """Each against what held just before it."""
    log = [split("A", 800, "1:53.1", id_="b", replaces="a"), split("A", 800, "1:52.2", id_="c", replaces="b")]

    assert [found.text.partition(", ")[2] for found in listed(*log)] == [
        "third there, not first",
        "first there, not third",
    ]
    withdrawn = listed(*log, void("c"))[-1]
    assert withdrawn.text == "A at 800 m: 1:53.1 instead of 1:52.2, third there, not first"


def test_a_surer_time_holds_the_place() -> None:
    """A correction beside it changes no place."""
    by_hand = split("A", 800, "1:52.0", id_="h", evidence="hand")

    [found] = listed(by_hand, split("A", 800, "1:54.0", replaces="h", evidence="hand"))

    assert not found.moved


@settings(max_examples=150)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.sampled_from("ABCD"), st.integers(0, 5))))
def test_places_are_those_of_the_times_that_hold(steps: list[tuple[bool, int, str, int]]) -> None:
    """Whatever comes and goes, in any order, twice too."""
    placing, held = CheckpointTimes(Checkpoint(id="800", distance_m=800.0)), dict[tuple[str, int], Split]()

    for comes, number, bib, seconds in steps:
        if comes and (bib, number) not in held:
            time = Time((100 + seconds) * 1000, 1)
            held[bib, number] = replace(split(bib, 800, "1", evidence="official"), time=time)
            placing.enter(Claim(number, held[bib, number], time))
        elif not comes and (bib, number) in held:
            del held[bib, number]
            placing.leave(bib, number)
        newest = {other: split.time for (other, _), split in sorted(held.items(), key=lambda h: h[0][1])}
        for other in "ABCD":
            known = newest.get(other)
            ahead = sum(one is not None and known is not None and one < known for one in newest.values())
            assert placing.place(other) == (None if known is None else 1 + ahead)
