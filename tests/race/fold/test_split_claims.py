"""One passing of which several things are claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.times import Time
from tests.race.messages_by_hand import GUN, board, order, row_of, split, start_list, void

if TYPE_CHECKING:
    from race.messages import Message, Split


def test_the_surest_time_counts() -> None:
    """Official before published, device, hand and estimated, in whatever order they come."""
    claims: list[Split] = [
        split("A", 400, "1:00.5", evidence="estimated"),
        split("A", 400, "1:00.4", evidence="hand"),
        split("A", 400, "1:00.3", evidence="device"),
        split("A", 400, "1:00.2", evidence="published"),
        split("A", 400, "1:00.1", evidence="official"),
    ]

    for number in range(1, 6):
        for arrival in (claims[:number], claims[:number][::-1]):
            passing = row_of(board(start_list("A"), GUN, *arrival), "A").passing
            assert passing
            assert (passing.time, passing.evidence) == (claims[number - 1].time, claims[number - 1].evidence)
            assert len(passing.claims) == number


def test_among_equally_sure_times_the_newest_counts() -> None:
    """Newest in race time: a second reading of the same passing."""
    shown = board(start_list("A"), GUN, split("A", 400, "1:01"), split("A", 400, "1:00"))

    passing = row_of(shown, "A").passing
    assert passing
    assert str(passing.time) == "1:01"


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
