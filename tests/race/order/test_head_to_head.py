"""Two against each other: where they met, when it turned, how the gap grows, and how it may end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from race.fold.history import History
from race.order.head_to_head import (
    CheckpointGap,
    chance_ahead,
    chance_under,
    checkpoint_gaps,
    lead_swaps,
    times_of,
    trend,
)
from race.projection.projector import Projection
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, split, start_list

if TYPE_CHECKING:
    from race.course import Course
    from race.messages import Message


def meet(
    first: list[str], second: list[str], lap_m: float | None = 400
) -> tuple[Course, list[CheckpointGap]]:
    """The meetings of two with times at 400, 800, 1200 and 1600 m; an empty one is missing."""
    log: list[Message] = [start_list("AB", lap_m=lap_m), GUN]
    for bib, own in (("A", first), ("B", second)):
        log += [split(bib, 400 * n, time) for n, time in enumerate(own, start=1) if time]
    state = History(log).at(AFTER_ALL_MS)
    assert state.course is not None
    sides = [times_of(state.course, state.runners[bib]) for bib in "AB"]
    return state.course, checkpoint_gaps(state.course, *sides)


def test_they_meet_where_both_have_a_time() -> None:
    """A checkpoint that one of them missed says nothing."""
    _, met = meet(["60.0", "2:00.0", "3:00.0"], ["60.5", "", "3:00.2"])

    assert [(m.checkpoint, m.gap.time, m.leader) for m in met] == [(0, Time(500, 1), 1), (2, Time(200, 1), 1)]


def test_it_turns_between_two_meetings_and_not_where_they_are_level() -> None:
    """Level is neither's lead."""
    _, met = meet(["60.0", "2:00.0", "3:00.5"], ["60.5", "2:00.0", "3:00.2"])

    [change] = lead_swaps(met)

    assert (change.before.checkpoint, change.after.checkpoint) == (0, 2)


def test_the_trend_is_given_a_lap() -> None:
    """It is the change since a lap ago, of the second runner against the first."""
    course, met = meet(["60.0", "2:00.0"], ["60.5", "2:01.3"])

    found = trend(course, met)

    assert found is not None
    assert (found.time, found.metres) == (Time(800, 1), 400)


def test_over_a_missed_lap_the_trend_is_spread_to_the_tenth() -> None:
    """Two laps lost a second: half a second each."""
    course, met = meet(["60.00", "", "3:00.00"], ["60.50", "", "3:01.55"])

    found = trend(course, met)

    assert found is not None
    assert (found.time, found.metres) == (Time(500, 1), 800)


def test_there_is_no_trend_before_a_lap_between_two_meetings() -> None:
    """One meeting has a gap and no trend."""
    course, met = meet(["60.0"], ["60.5"])

    assert trend(course, met) is None


def projected(seconds: float, half: float) -> Projection:
    """A projection with its range."""
    middle = round(seconds * 1000)
    return Projection(Time(middle), Time(middle - round(half * 1000)), Time(middle + round(half * 1000)))


@given(st.floats(200, 240), st.floats(200, 240), st.floats(0.2, 6), st.floats(0.2, 6))
def test_one_of_two_comes_first(a: float, b: float, wide: float, narrow: float) -> None:
    """The two chances add up to one, and the runner projected in front has the better one."""
    one, other = projected(a, wide), projected(b, narrow)

    first, second = chance_ahead(one, other), chance_ahead(other, one)

    assert first is not None
    assert second is not None
    assert abs(first + second - 1) < 0.01
    if abs(a - b) > 0.1:
        assert (first > second) == (a < b)


def test_without_a_range_there_is_no_chance() -> None:
    """Neither against another nor against a time."""
    bare = Projection(Time(220_000))

    assert chance_ahead(bare, projected(220, 1)) is None
    assert chance_under(bare, 219_000) is None


def test_a_range_holds_four_times_in_five() -> None:
    """Its ends are the 10 % and the 90 % points; a time in the middle is beaten as often as not."""
    projection = projected(220, 2)

    chances = [chance_under(projection, ms) for ms in (218_000, 220_000, 222_000)]

    assert [round(chance or 0, 2) for chance in chances] == [0.1, 0.5, 0.9]


def test_the_gaps_keep_both_times() -> None:
    """And the trend is taken from them."""
    log = [split("A", 400, "60.0"), split("B", 400, "60.5")]
    state = History([start_list("AB"), GUN, *log, split("A", 800, "2:00.0"), split("B", 800, "2:01.5")])
    end = state.at(AFTER_ALL_MS)
    assert end.course is not None
    met = checkpoint_gaps(end.course, *(times_of(end.course, end.runners[bib]) for bib in "AB"))

    assert [(gap.first, gap.second) for gap in met] == [
        (Time(60_000, 1), Time(60_500, 1)),
        (Time(120_000, 1), Time(121_500, 1)),
    ]
    assert [gap.gap.metres for gap in met] == [400, 800]
    change = trend(end.course, met)
    assert change is not None
    assert change.time == Time(1000, 1)


def test_the_trend_is_measured_from_the_nearest_checkpoint_a_lap_back() -> None:
    """Of three the middle one, and it is not an estimate."""
    course, met = meet(["60.0", "2:00.0", "3:00.0"], ["61.0", "2:01.2", "3:01.5"])

    change = trend(course, met)

    assert change is not None
    assert (change.time, change.metres, change.estimated) == (Time(300, 1), 400, False)


def test_a_range_needs_both_ends() -> None:
    """One end gives no chance."""
    half = Projection(Time(220_000), low=Time(219_000))

    assert chance_under(half, 219_000) is None
    assert chance_under(half._replace(low=None, high=Time(221_000)), 219_000) is None


TENTHS = st.integers(0, 30).map(lambda tenths: Time(60_000 + 100 * tenths, 1))
HUNDREDTHS = st.integers(0, 300).map(lambda hundredths: Time(60_000 + 10 * hundredths, 2))


@given(st.lists(st.tuples(TENTHS | HUNDREDTHS, TENTHS | HUNDREDTHS), min_size=4, max_size=4), st.booleans())
def test_the_trend_is_one_figure_whoever_stands_first(laps: list[tuple[Time, Time]], per_lap: bool) -> None:
    """Exchanged it has the other sign, whatever the decimals of the times."""
    first, second = (
        [Time(60_000 * number + lap.ms, lap.digits).show() for number, lap in enumerate(side)]
        for side in zip(*laps, strict=True)
    )
    missing = ["" if number == 1 else time for number, time in enumerate(first)]
    for one in (first, missing):
        course, met = meet(one, second)
        there, back = (
            trend(course, met, per_lap=per_lap),
            trend(course, meet(second, one)[1], per_lap=per_lap),
        )

        assert there is not None
        assert back is not None
        assert there == back._replace(time=back.time._replace(ms=-back.time.ms))
