"""Who led at a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
