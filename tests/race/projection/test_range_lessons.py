"""Ranges learn from the finishers: wider where too few came within theirs, narrower where far more did."""

from __future__ import annotations

from random import Random

import pytest

from race.projection.pace_curve import Read
from race.projection.range_lessons import LEAST, STEP, FinishError, RangeLessons
from race.projection.road_model import RoadModel

METRES = (10_000, 21_097.5, 42_195)
LATE_MS = 10**9


def lessons(spread: float, count: int = 300, shift: float = 0.0) -> RangeLessons:
    """Of finishers whose errors are spread so many times as widely as their ranges say."""
    rng, found = Random(1), RangeLessons()
    for number in range(count):
        error = shift + 0.1 * spread * rng.gauss() / 1.2816
        found.add((1_000 * number, number), FinishError(error, (-0.1, 0.1)))
    return found


def test_ranges_that_hold_stay_as_they_are() -> None:
    """Also where far more hold than should, up to a third, and where all were late together."""
    assert lessons(1.0).width(LATE_MS) == pytest.approx(1.0, abs=0.08)
    assert lessons(0.8).width(LATE_MS) == pytest.approx(1.0, abs=0.05)
    assert lessons(0.9, shift=0.3).width(LATE_MS) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(("spread", "least", "most"), [(1.5, 1.3, 1.6), (9.0, 1.7, 2.0), (0.5, 0.6, 0.75)])
def test_ranges_that_do_not_hold_change(spread: float, least: float, most: float) -> None:
    """Towards what would have held four in five, and never to nothing."""
    assert least < lessons(spread).width(LATE_MS) < most


def test_a_few_finishers_teach_nothing() -> None:
    """Nor do those of the last step, until it is full."""
    assert lessons(3.0, LEAST - 1).width(LATE_MS) == 1.0
    assert lessons(3.0).width(1_000 * (LEAST + STEP) - 1) == lessons(3.0).width(
        1_000 * (LEAST + 2 * STEP) - 1001
    )
    assert lessons(3.0).width(1_000 * LEAST - 1_001) == 1.0


def test_what_is_learnt_depends_on_who_has_finished_alone() -> None:
    """Not on the order in which they were added, nor on others who came and were taken back."""
    rng = Random(2)
    errors = [(1_000 * n, FinishError(rng.gauss(0, 0.2), (-0.1, 0.1))) for n in range(120)]
    there, back = RangeLessons(), RangeLessons()
    for when_ms, error in errors:
        there.add((when_ms, when_ms), error)
    for when_ms, error in reversed(errors):
        back.add((when_ms, when_ms), error)
        back.add((when_ms, when_ms + 1), FinishError(9.0, (-0.1, 0.1)))
        back.width(LATE_MS)
        back.remove((when_ms, when_ms + 1))

    for now_ms in (0, 59_500, 79_000, 100_500, LATE_MS):
        assert there.width(now_ms) == back.width(now_ms)


def test_the_range_of_a_finish_on_the_board_is_that_much_wider() -> None:
    """Where hundreds of an unsteady field have finished before; the range of the next checkpoint is not."""
    rng, model = Random(3), RoadModel(METRES, "road")
    for number in range(1, 301):
        run, pace = model.run(number), 0.3 + 0.0001 * number
        for checkpoint, metres in enumerate(METRES):
            slower = 1.0 if checkpoint < 2 else rng.uniform(0.8, 1.5)
            seconds = metres * pace * slower
            run.add(Read(checkpoint, seconds, round(1000 * seconds)))
        model.field.follow(run)
    runner = model.run(0)
    runner.add(Read(0, 4_000, 40_000_000))
    runner.add(Read(1, 8_450, 44_500_000))

    early, late = (model.field.corrections(1, now_ms) for now_ms in (9_000_000, 44_500_000))
    before, after = (model.estimates(runner, 1, 2, learnt)[1] for learnt in (early, late))

    assert (early.width, late.width > 1.3) == (1.0, True)
    assert None not in (before.low, before.high, after.low, after.high)
    assert after.high - after.low > 1.2 * (before.high - before.low)  # type: ignore[operator]  # said above
