"""One passing of which several things are claimed."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from race.times import Time
from tests.race.messages_by_hand import GUN, board, order, row_of, split, start_list, void

if TYPE_CHECKING:
    from race.messages import Evidence, Message, Split


def test_the_surest_time_counts() -> None:
    """Official before published, device and hand, in whatever order they come."""
    claims: list[Split] = [
        split("A", 400, "1:00.4", evidence="hand"),
        split("A", 400, "1:00.3", evidence="device"),
        split("A", 400, "1:00.2", evidence="published"),
        split("A", 400, "1:00.1", evidence="official"),
    ]

    for number in range(1, 5):
        for arrival in (claims[:number], claims[:number][::-1]):
            passing = row_of(board(start_list("A"), GUN, *arrival), "A").passing
            assert passing
            assert (passing.time, passing.evidence) == (claims[number - 1].time, claims[number - 1].evidence)
            assert len(passing.claims) == number


@pytest.mark.parametrize("evidence", ["official", "published", "hand"])
@pytest.mark.parametrize(("first", "second"), [("1:01", "1:00"), ("1:00", "1:01")])
def test_the_newest_time_of_a_source_counts(evidence: Evidence, first: str, second: str) -> None:
    """Whether it is faster or slower than the one before."""
    claims = [split("A", 400, first, evidence=evidence), split("A", 400, second, evidence=evidence)]

    passing = row_of(board(start_list("A"), GUN, *claims), "A").passing
    assert passing
    assert str(passing.time) == second


@pytest.mark.parametrize(
    ("times", "counts"),
    [(("60.3", "60.1"), "1:00.3"), (("60.3", "60.1", "60.2"), "1:00.2"), (("60.1",), "1:00.1")],
)
def test_of_several_watches_the_middle_counts(times: tuple[str, ...], counts: str) -> None:
    """And of two the slower, in whatever order they come."""
    claims = [
        replace(split("A", 400, time, evidence="hand"), source=f"watch {number}")
        for number, time in enumerate(times)
    ]

    for arrival in permutations(claims):
        passing = row_of(board(start_list("A"), GUN, *arrival), "A").passing
        assert passing
        assert str(passing.time) == counts


def test_the_first_read_of_a_chip_counts() -> None:
    """Soon after it is a repeat, later someone who walks back over the mat; a better time still counts."""
    reads = [split("A", 400, time) for time in ("1:00", "1:30", "20:00")]
    state = board(start_list("A"), GUN, *reads[::-1]).state

    runner = state.runners["A"]
    assert str(runner.time_at(0)) == "1:00"
    assert [(doubt.belief, doubt.reason) for doubt in state.doubts.values()] == [("set aside", "read again")]
    better = board(start_list("A"), GUN, *reads, split("A", 400, "1:00.5", evidence="official"))
    assert str(better.state.runners["A"].time_at(0)) == "1:00.5"


def test_a_read_that_cannot_be_true_hides_none_of_its_burst() -> None:
    """A chip that is read too early, and then by its runner."""
    reads = [split("A", 400, time) for time in ("0:20", "1:00", "1:05")]
    state = board(start_list("A"), GUN, *reads).state

    assert str(state.runners["A"].time_at(0)) == "1:00"
    assert [doubt.reason for doubt in state.doubts.values()] == ["too fast"]


def test_of_one_burst_the_read_of_the_more_even_pace_counts() -> None:
    """A chip that is carried over the mat ahead of its runner, in a time that someone could run."""
    log = [split("A", 400, "59.0"), split("A", 800, "1:58.0"), split("A", 1200, "2:43.0")]
    true, last = split("A", 1200, "2:57.0"), split("A", 1600, "3:55.0")

    def shown(*reads: Message) -> tuple[str, list[str]]:
        state = board(start_list("A"), GUN, *log, *reads).state
        return str(state.runners["A"].time_at(2)), [doubt.reason for doubt in state.doubts.values()]

    assert shown() == shown(last) == ("2:43.0", [])
    assert shown(true) == shown(true, last) == shown(last, true) == ("2:57.0", ["out of order"])
    assert shown(split("A", 1200, "2:45.0"))[0] == "2:43.0"


def test_a_checkpoint_says_which_read_of_a_burst_counts() -> None:
    """For how long reads are repeats, whether the first or the last counts, and which mat first."""
    reads = [
        replace(split("A", 400, time), source=source)
        for time, source in (("1:00", "spare"), ("1:01", "main"), ("1:02", "main"), ("1:20", "spare"))
    ]
    plain = start_list("A")

    def shown(**settings: Any) -> str:
        points = [replace(point, **settings) if point.id == "400" else point for point in plain.checkpoints]
        state = board(replace(plain, checkpoints=tuple(points)), GUN, *reads).state
        return str(state.runners["A"].time_at(0))

    assert shown() == "1:00"
    assert shown(counts="last") == "1:20"
    assert shown(mats=("main",)) == "1:01"
    assert shown(mats=("main",), counts="last") == "1:02"
    assert shown(counts="last", hold_off_s=5.0) == "1:02"


def test_a_rank_known_from_an_order_stays_with_a_time_without_one() -> None:
    """Time and rank of one passing may come from two sources; a rank beside the time wins."""
    log: list[Message] = [start_list("A"), GUN, order(400, "A", first=8)]

    for rank, expected in ((None, 8), (7, 7)):
        for arrival in ([*log, split("A", 400, "1:00", rank)], [split("A", 400, "1:00", rank), *log]):
            passing = row_of(board(*arrival), "A").passing
            assert passing
            assert (str(passing.time), passing.official_place) == ("1:00", expected)


def test_a_place_beside_a_time_overrides_that_of_a_later_order() -> None:
    """Without one, the newest order gives the place."""
    later = replace(order(400, "A", first=3), when=Time.parse("1:10"))

    for place, expected in ((2, 2), (None, 3)):
        passing = row_of(board(start_list("A"), GUN, split("A", 400, "1:00", place), later), "A").passing
        assert passing
        assert passing.official_place == expected


def test_an_order_that_comes_late_is_weighed_in_its_place() -> None:
    """Sent late, or in force again: before the split, it gives the place that the split does not have."""
    early = replace(order(400, "A", first=4), when=Time.parse("0:50"), id="o")
    log: list[Message] = [start_list("A"), GUN, split("A", 400, "1:00"), early]

    for messages in (log, [*log, void("o", "v"), void("v")]):
        passing = row_of(board(*messages), "A").passing
        assert passing
        assert (str(passing.time), passing.official_place, len(passing.claims)) == ("1:00", 4, 2)
