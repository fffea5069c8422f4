"""How far an earlier edition counts."""

from __future__ import annotations

import pytest

from race.projection.edition_trust import trust
from race.projection.pace_curve import Read
from race.projection.previous_edition import Edition
from race.projection.road_model import RoadModel

MATS = (5_000, 10_000, 20_000, 30_000, 42_195)


def test_before_the_race_it_is_as_was_thought() -> None:
    """Without anything seen, or where the edition says nothing of what was seen."""
    assert trust(1.0, []) == 1.0
    assert trust(0.0, []) == 0.0
    assert trust(0.4, [(0.0, 500, 0.1)]) == pytest.approx(0.4)


def test_what_has_been_seen_decides() -> None:
    """The same hills again count in full, others not at all, half as steep ones by half."""
    assert trust(0.0, [(0.1, 5000, 0.1), (-0.08, 5000, -0.08)]) > 0.8
    assert trust(1.0, [(0.1, 5000, -0.05), (-0.08, 5000, 0.06)]) == 0.0
    assert trust(1.0, [(0.1, 5000, 0.05), (-0.1, 5000, -0.05)]) == pytest.approx(0.5, abs=0.06)


def test_a_few_runners_change_little() -> None:
    """One says less than fifty do."""
    one, fifty = (trust(1.0, [(0.1, count, 0.0)]) for count in (1, 50))

    assert one > 0.9
    assert fifty < 0.4


def hot_day() -> Edition:
    """Marathons on a hot day: all run the second half a quarter slower than the first."""
    paces = [0.2 + 0.002 * n for n in range(100)]
    return Edition(MATS, [[p * min(m, 20_000) + 1.25 * p * max(m - 20_000, 0) for m in MATS] for p in paces])


def raced(model: RoadModel, fade: float) -> float:
    """The factor of the finish from 5 km on after a hundred have run, who slowed down so much at 20 km."""
    for number in range(100):
        run, pace = model.run(number), 0.2 + 0.001 * number
        for checkpoint, metres in enumerate(MATS):
            seconds = pace * min(metres, 20_000) + fade * pace * max(metres - 20_000, 0)
            run.add(Read(checkpoint, seconds, round(seconds * 1000)))
        model.field.follow(run)
    return model.field.corrections(0, 100_000_000).factors[-1]


def test_a_marathon_trusts_the_weather_of_no_other_day() -> None:
    """A hot day before says nothing of this race until those ahead show the same."""
    with_edition, alone = RoadModel(MATS, "road", hot_day()), RoadModel(MATS, "road")

    assert with_edition.field.corrections(0, 0).factors == pytest.approx([1.0] * 4)
    assert raced(with_edition, fade=1.0) == pytest.approx(raced(alone, fade=1.0), abs=0.02)


def test_a_trail_trusts_its_hills_from_the_start() -> None:
    """The course is the same on any day."""
    model = RoadModel(MATS, "trail", hot_day())

    assert model.field.corrections(0, 0).trust == 1.0
    assert model.field.corrections(0, 0).factors[-1] > 1.05
