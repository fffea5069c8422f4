"""When a message without a time takes effect: where its runner was, before those who came after."""

from __future__ import annotations

import pytest

from race.messages import Checkpoint, Entrant, Gun, Message, Note, Order, Split, StartList, Status
from race.times import Time
from replays.reconstruction import with_known_times


def split(bib: str, checkpoint: str, time: str, rank: int | None = None) -> Split:
    """A time that was published."""
    return Split(bib=bib, checkpoint=checkpoint, time=Time.parse(time), rank=rank, evidence="published")


def times_of(*log: Message) -> list[int]:
    """When the orders, notes and statuses of a race of 1500 m take effect."""
    start_list = StartList(
        name="1500 m",
        distance_m=1500,
        lap_m=400,
        checkpoints=tuple(
            Checkpoint(id=str(metres) if metres < 1500 else "finish", distance_m=metres)
            for metres in (1100, 1300, 1500)
        ),
        entrants=tuple(Entrant(bib=bib, name=f"Runner {bib}") for bib in "ABCDE"),
    )
    timed = with_known_times([start_list, Gun(), *log])
    return [m.when.ms for m in timed if isinstance(m, Order | Note | Status) and isinstance(m.when, Time)]


@pytest.mark.parametrize(
    ("places", "when_ms"),
    [
        ({"C": 3}, 215_370),  # just before the fourth, who was timed
        ({"D": 5}, 215_380),  # no one behind was timed: with the last
        ({"C": 3, "D": 5}, 215_380),  # when the last of them is there
    ],
)
def test_a_place_without_a_time_is_known_before_the_next_one_comes(
    places: dict[str, int], when_ms: int
) -> None:
    """The third is told of before the fourth."""
    log = [split("A", "finish", "3:34.44", 1), split("B", "finish", "3:34.51", 2)]

    assert times_of(*log, split("E", "finish", "3:35.38", 4), Order(checkpoint="finish", places=places)) == [
        when_ms
    ]


def test_what_happened_to_a_runner_is_told_before_the_runner_is_out() -> None:
    """A note from beyond where the runner was last seen; of another runner it makes no difference."""
    log = [
        *(split(bib, "1100", time, place) for bib, time, place in [("A", "2:30.0", 1), ("B", "2:31.0", 2)]),
        split("B", "1300", "3:00.0", 1),
        split("B", "finish", "3:30.00", 1),
    ]
    out = Status(bib="A", status="dnf", after="1100")

    def trips(bib: str) -> Note:
        return Note(text=f"{bib} trips", bib=bib, checkpoint="1300")

    assert times_of(*log, trips("A"), out) == [180_000, 180_010]
    assert times_of(*log, trips("B"), out) == [180_000, 165_000]
