"""Racers: who may hold the pace so far in a marathon, and what is expected of them."""

from __future__ import annotations

import pytest

from race.projection.marathon_curve import MarathonCurve
from race.projection.pace_curve import UNKNOWN, Read, Splits, Stretch, Traits

HALF_M, MARATHON_M = 21_097.5, 42_195.0


def rest(traits: Traits, marathon_s: float) -> Stretch:
    """What is expected over the second half of a runner who is on for this marathon at half-way."""
    reads = [Read(0, 5_000 / MARATHON_M * marathon_s, 0), Read(1, marathon_s / 2, 0)]
    return MarathonCurve((5_000, HALF_M, 30_000, MARATHON_M)).expect(Splits(reads, traits)).to(3)


@pytest.mark.parametrize(("sex", "marathon_s"), [(-1.0, 7_260), (0.0, 8_000), (1.0, 8_460)])
def test_the_elite_of_a_small_field_hold_their_pace(sex: float, marathon_s: float) -> None:
    """The range is about even pace, with no more room below than one has been seen to gain."""
    known, unknown = Traits(sex=sex, is_in_small_field=True), Traits(sex=sex)

    stretch = rest(known, marathon_s)

    assert stretch.seconds == pytest.approx(marathon_s / 2)
    assert stretch.seconds < rest(unknown, marathon_s).seconds
    assert stretch.bounds is not None
    assert stretch.bounds[0] == pytest.approx(-0.035)
    assert 0.02 < stretch.bounds[1] < 0.2


def test_others_of_a_small_field_slow_down() -> None:
    """Such as those of a club's marathon."""
    assert rest(Traits(is_in_small_field=True), 9_000) == rest(UNKNOWN, 9_000)


def test_a_best_is_run_where_it_lies_between_even_pace_and_what_others_do() -> None:
    """At half-way on for 2:04:00, whom most of that pace would follow up with a slower half."""
    others = rest(UNKNOWN, 7_440).seconds

    seconds = {best_s: rest(Traits(best_s=best_s), 7_440).seconds for best_s in (7_200, 7_440, 7_500, 9_000)}

    assert seconds[7_200] == seconds[7_440] == pytest.approx(3_720)
    assert seconds[7_500] == pytest.approx(3_780)
    assert seconds[7_500] < others == pytest.approx(seconds[9_000])


def test_a_best_run_already_is_no_reason_to_stop() -> None:
    """A best that is over before the finish, as one with a digit missing would be, leaves it at even pace."""
    assert rest(Traits(best_s=3_000), 7_440).seconds == pytest.approx(3_720)


def test_the_range_reaches_from_even_pace_to_that_of_the_net() -> None:
    """Whatever is expected between the two."""
    net = rest(UNKNOWN, 7_440)
    stretch = rest(Traits(best_s=7_500), 7_440)

    assert net.bounds is not None
    assert stretch.bounds is not None
    assert stretch.bounds[0] < 0 < stretch.bounds[1]
