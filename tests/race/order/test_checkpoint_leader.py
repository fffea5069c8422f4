"""Who led at a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.fold.history import History
from race.order.checkpoint_leader import leader_at
from tests.race.messages_by_hand import GUN, order, split, start_list

if TYPE_CHECKING:
    from race.messages import Message


def test_the_leader_at_a_checkpoint() -> None:
    """The best time, or the official place; none without a time that counts."""
    log: list[Message] = [start_list("ABC"), GUN, split("B", 400, "1:01"), split("A", 400, "1:02")]

    def first(*more: Message) -> str | None:
        runner = leader_at(History([*log, *more]).at(10**9), 0)
        return runner.entrant.bib if runner else None

    assert first() == "B"
    assert first(split("C", 400, "1:00")) == "C"
    assert first(split("C", 400, "1:00", suspect=True)) == "B"
    assert first(split("C", 400, "1:05", rank=1)) == "C"
    assert first(order(400, "C", first=2)) == "B"
    assert leader_at(History(log).at(10**9), 1) is None
    assert leader_at(History(log[:2]).at(10**9), 0) is None


def test_equal_official_places_and_times() -> None:
    """Of two official firsts the faster led; of two equal times the better official place."""
    field = [start_list("AB"), GUN]
    both_first = [split("A", 400, "1:01", 1), split("B", 400, "1:00.5", 1), split("C", 400, "1:00")]
    tied = [split("A", 400, "1:01", 2), split("B", 400, "1:01", 1)]

    for log in (both_first, tied):
        leader = leader_at(History([*field, *log]).at(10**9), 0)
        assert leader is not None
        assert leader.entrant.bib == "B"


def test_the_start_has_no_leader() -> None:
    """Every time there is zero."""
    assert leader_at(History([start_list("A"), GUN, split("A", 400, "1:00")]).at(10**9), START) is None
    assert leader_at(History([start_list("A"), GUN, order(400, "A")]).at(10**9), 0) is None
