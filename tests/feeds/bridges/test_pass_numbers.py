"""Which lap a pass is of, where passes are missing, stray or repeated."""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from feeds.bridges.pass_numbers import RunnerPasses, number_passes
from feeds.tables.printed.lynx_files import read_lif
from feeds.tables.printed.unplaced_splits import read_passes
from race.times import Time

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

METRES_1500 = [300.0, 700.0, 1100.0, 1500.0]

FIELD = [[46_000, 109_200, 172_400, 231_000], [46_500, 110_000, 173_900, 233_000]]


def numbers(passes: list[int], *, may_have_finished: bool = False) -> list[int | None]:
    """Those of one runner behind two with all their passes."""
    runners = [RunnerPasses(own, may_have_finished=True) for own in FIELD]
    return number_passes(METRES_1500, [*runners, RunnerPasses(passes, may_have_finished)])[-1]


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        ([47_000, 112_000, 176_000, 236_000], [0, 1, 2, 3]),
        ([47_000, 112_000], [0, 1]),
        ([112_000, 236_000], [1, 3]),
        ([236_000], [3]),
        ([3_100, 47_000, 112_000, 176_000, 236_000], [None, 0, 1, 2, 3]),
        ([47_000, 47_400, 112_000, 114_300, 176_000, 236_000], [0, None, 1, None, 2, 3]),
        ([47_000, 80_000, 112_000, 176_000, 236_000], [0, None, 1, 2, 3]),
        ([60_000, 145_000, 230_000, 310_000], [0, 1, 2, 3]),
        ([], []),
    ],
    ids=[
        "all",
        "so far",
        "every second",
        "the finish alone",
        "stray at the start",
        "repeats",
        "stray",
        "slow",
        "none",
    ],
)
def test_the_passes_of_a_runner(passes: list[int], expected: list[int | None]) -> None:
    """As the field shows; a slow runner is numbered like a fast one."""
    assert numbers(passes, may_have_finished=True) == expected


def test_what_the_system_counts_is_heard_and_not_obeyed() -> None:
    """A pass that was missed was not counted; of one who is seen late the count alone says the lap."""
    slow = RunnerPasses([235_000], counted=[1])
    missed = RunnerPasses([47_000, 176_000, 236_000], counted=[0, 1, 2], may_have_finished=True)
    stray = RunnerPasses([3_100, 47_000, 80_000, 112_000], counted=[0, 1, 2, 3])

    assert number_passes(METRES_1500, [slow]) == [[1]]
    assert number_passes(METRES_1500, [slow._replace(counted=[2])]) == [[2]]
    for runner, found in ((missed, [0, 2, 3]), (stray, [None, 0, None, 1])):
        assert number_passes(METRES_1500, [*map(RunnerPasses, FIELD), runner])[-1] == found


def test_the_first_result_is_not_the_finish_while_the_race_is_on() -> None:
    """With each lap the result so far is another one: it is the finish when the laps are full."""
    for count in (1, 2, 3, 4):
        runners = [RunnerPasses(own[:count], may_have_finished=True) for own in FIELD]
        assert number_passes(METRES_1500, runners) == [list(range(count))] * 2


def test_results_alone_are_those_at_the_finish() -> None:
    """No one takes four minutes for 300 m."""
    runners = [RunnerPasses([ms], may_have_finished=True) for ms in (231_000, 233_000, 250_000)]

    assert number_passes(METRES_1500, runners) == [[3], [3], [3]]


@pytest.mark.parametrize("seed", range(12))
def test_laps_of_a_long_race(seed: int) -> None:
    """10,000 m of a field that slows down, in which chips are not read and some runners are lapped."""
    chance = Random(seed)
    metres = [400.0 * n for n in range(1, 26)]
    runners, expected = [], []
    for place in range(20):
        lap_ms = 68_000 + 900 * place
        laps = [int(lap_ms * (1 + 0.004 * n) * chance.uniform(0.97, 1.03)) for n in range(25)]
        so_far = chance.randint(12, 25)
        times = list(accumulate(laps[:so_far]))
        read = [n for n in range(so_far) if chance.random() > 0.08 or n == so_far - 1]
        runners.append(RunnerPasses([times[n] for n in read]))
        expected.append(read)

    assert number_passes(metres, runners) == expected


def test_unevenly_spaced_checkpoints() -> None:
    """A way around a course: what the field takes for each stretch is learned, not the pace alone."""
    metres = [1000.0, 5000.0, 6000.0, 10_000.0]
    field = [[200_000 + n, 1_000_000, 1_300_000, 2_200_000 + n] for n in (0, 9_000, 20_000)]
    late = [1_010_000, 2_230_000]

    found = number_passes(metres, [RunnerPasses(own) for own in (*field, late)])

    assert found == [[0, 1, 2, 3]] * 3 + [[1, 3]]


@pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")
def test_splits_of_a_real_race() -> None:
    """Nine laps with missing passes, a stray one and passes behind the finish."""
    text = (Path(SAMPLES or "") / "finishlynx/18B-1-01.lif").read_text()
    heat = read_lif(text)
    assert heat is not None
    metres = [1000 - 1000 / 9 * laps for laps in range(8, -1, -1)]
    runners = []
    for row in heat.rows:
        result = Time.parse(row.time).ms
        times = [time.ms for time in read_passes(row.splits) or [] if time.ms <= result]
        runners.append(RunnerPasses(times, may_have_finished=True))

    found = dict(zip([row.last for row in heat.rows], number_passes(metres, runners), strict=True))

    assert found == {
        "King": [None, 4, 8],
        "Wright": [0, 1, 2, 3, 4, 5, 7, 8],
        "Watson": [None, 3, 4, 7, 8],
        "Stewart": [None, 0, 8],
        "Cox": list(range(9)),
        "Flores": [0, 1, 2, 5, 8],
    }
