"""How a timing begins that has no race file yet."""

from __future__ import annotations

import pytest

from feeds.new_race import read_event
from feeds.timing.timing_start import TypedRace
from race.messages import Entrant, StartList


@pytest.mark.parametrize(
    ("event", "distances_m"),
    [
        ("1500 m", [300, 700, 1100, 1500]),
        ("5000 m", [*range(200, 5001, 400)]),
        ("800 m indoors", [200, 400, 600, 800]),
        ("mile", [409.344, 809.344, 1209.344, 1609.344]),
        ("400 m", [400]),
        ("4x400 m", [400, 800, 1200, 1600]),
        ("10 km road", [10_000]),
        ("marathon", [42_195]),
    ],
)
def test_a_typed_race_is_timed_at_the_finish_line(event: str, distances_m: list[float]) -> None:
    """Where one person stands: each lap on a track, and once on a road."""
    start = TypedRace(read_event(event), event).with_field([Entrant(bib="1", name="Ada Lind")])

    [start_list] = [message for message in start.messages if isinstance(message, StartList)]
    assert [point.distance_m for point in start_list.checkpoints] == distances_m


def test_other_checkpoints_may_be_typed() -> None:
    """They take the place of the line."""
    typed = TypedRace(read_event("1500 m"), "1500 m", ("400", "800"))

    [start_list] = [m for m in typed.with_field([]).messages if isinstance(m, StartList)]

    assert [point.id for point in start_list.checkpoints] == ["400", "800", "finish"]
