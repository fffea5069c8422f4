"""The geometry of a track."""

from __future__ import annotations

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.order.oval_geometry import INDOOR, OUTDOOR, Oval, oval_of

OVALS = st.sampled_from([OUTDOOR, INDOOR])


@pytest.mark.parametrize(("oval", "lap_m"), [(OUTDOOR, 400), (INDOOR, 200)])
def test_a_lap_is_as_long_as_it_is_called(oval: Oval, lap_m: float) -> None:
    """The measured line of the standard tracks is a lap to within 2 mm."""
    assert oval.lap_m == pytest.approx(lap_m, abs=0.002)


@given(OVALS, st.floats(0, 2000), st.floats(0.01, 1))
def test_a_step_along_the_line_is_a_step_on_the_ground(oval: Oval, metres: float, step: float) -> None:
    """The measured line is as long as the way along it, to within the bend of a step."""
    assert dist(oval.at(metres), oval.at(metres + step)) == pytest.approx(step, rel=0.001, abs=1e-9)


@given(OVALS, st.floats(0, 400), st.floats(0, 9))
def test_a_runner_further_out_is_further_from_the_kerb(oval: Oval, metres: float, out_m: float) -> None:
    """A distance from the kerb is kept all the way round."""
    assert dist(oval.at(metres, 0), oval.at(metres, out_m)) == pytest.approx(out_m, abs=1e-9)


def test_the_finish_is_at_the_end_of_the_home_straight() -> None:
    """From there the race turns left: anticlockwise, seen from above."""
    x, y = OUTDOOR.at(0)

    assert (x, y) == pytest.approx((84.39 / 2, -36.80))
    assert OUTDOOR.at(-9.344) == pytest.approx((x - 9.344, y))
    assert OUTDOOR.at(1)[1] > y
    assert OUTDOOR.at(200) == pytest.approx((-x, -y), abs=0.001)


def test_a_lap_is_run_on_the_track_it_is_likest() -> None:
    """A lap of 200 m is indoors; any other length is drawn on the nearest one."""
    assert oval_of(200) is INDOOR
    assert oval_of(400) is OUTDOOR
    assert oval_of(250) is INDOOR


def test_the_bends_curve_outwards() -> None:
    """Half-way round a bend is beyond the end of the straight, by the radius of the line."""
    quarter_m = OUTDOOR.lap_m / 4 - OUTDOOR.straight_m / 2

    assert OUTDOOR.at(quarter_m) == pytest.approx((84.39 / 2 + 36.80, 0))
    assert OUTDOOR.at(quarter_m + OUTDOOR.lap_m / 2) == pytest.approx((-84.39 / 2 - 36.80, 0))
