"""The reads of a runner on a line, however many there are and in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.bridges.reads.held_reads import EARLIEST, LATEST, Held, RunnerReads
from feeds.bridges.reads.raw_reads import RawRead
from feeds.bridges.reads.seen_before import SeenBefore
from race.belief.claim_choice import bursts
from race.messages import Checkpoint, Entrant, Split, StartList
from race.times import TimeOfDay
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes

LINE = Checkpoint(id="line", distance_m=400, hold_off_s=5)


def held(seconds: Sequence[int]) -> list[Held]:
    """Reads at some seconds, in the order in which they come."""
    return [
        Held(RawRead("1", TimeOfDay(1000 * second + number, 3, 0)), number)
        for number, second in enumerate(seconds, start=1)
    ]


def begins(reads: RunnerReads) -> list[int]:
    """When each burst begins, and which read counts in it."""
    return [burst[0].ms for burst in reads.bursts]


SECONDS = st.lists(st.integers(0, 60), max_size=30, unique=True)


@given(SECONDS, st.integers(0, 100))
def test_bursts_are_those_of_all_reads_at_once(seconds: list[int], removed: int) -> None:
    """However they came, and whichever was taken back."""
    reads, coming = RunnerReads(LINE, 100), held(seconds)
    for one in coming:
        reads.add(one)
    assert begins(reads) == [burst[0].time.ms for burst in bursts([one.claim() for one in coming], LINE)]

    if coming:
        gone = coming.pop(removed % len(coming))
        assert reads.remove(gone.read) is gone
        assert reads.remove(gone.read) is None
    assert begins(reads) == [burst[0].time.ms for burst in bursts([one.claim() for one in coming], LINE)]


@given(SECONDS)
def test_what_only_repeats_changes_nothing(seconds: list[int]) -> None:
    """And what does not is said, with the first burst that is another."""
    reads = RunnerReads(LINE, 100)
    for one in held(seconds):
        before = begins(reads)
        first = reads.add(one)
        after = begins(reads)
        assert (first is None) == (before == after)
        if first is not None:
            assert before[:first] == after[:first]
            assert before[first : first + 1] != after[first : first + 1]
        assert reads.counts(one) == (one.ms in after)


def test_of_a_long_burst_a_few_reads_are_kept() -> None:
    """Those that may still come to count."""
    reads = RunnerReads(LINE, 100)
    for one in held([0] * 200):
        reads.add(one)

    (burst,) = reads.bursts
    assert [one.ms for one in burst] == [1, 2, 3, 4, 199, 200]
    assert len(burst) == EARLIEST + LATEST


def test_of_too_many_passings_those_that_were_published_are_kept() -> None:
    """A chip that has lain beside the mat for hours before the gun is of someone who then runs."""
    reads, coming = RunnerReads(LINE, 20), held(range(0, 1000, 10))
    for number, one in enumerate(coming):
        one.name = "said" if number in (3, 50) else None
        reads.add(one)
        reads.keep_some()

    assert len(reads.bursts) <= 20
    assert coming[3].ms in begins(reads)
    assert begins(reads)[-5:] == [one.ms for one in coming[-5:]]


def test_a_day_of_laps() -> None:
    """Every one of 400 laps counts, read four times each, and some of them late."""
    laps = 400
    race = StartList(
        name="24 h",
        distance_m=400 * laps,
        lap_m=400,
        limit_s=86_400,
        checkpoints=tuple(
            Checkpoint(id=f"{lap}", distance_m=400 * lap, hold_off_s=20) for lap in range(1, laps + 1)
        ),
        entrants=(Entrant(bib="1", name="Ann"),),
    )
    reads = [(lap * 170 + repeat, lap) for lap in range(1, laps + 1) for repeat in range(4)]
    late = random.Random(3).sample(reads, 200)
    lines = [f"1,{_clock(second)}" for second, _ in [*(r for r in reads if r not in late), *late]]
    made = in_force(outcomes(lines, race, guns={"": "00:00:00"}))
    found = {m.checkpoint: m.clock.utc_ms for m in made if isinstance(m, Split) and m.clock is not None}

    assert len(found) == laps
    assert found["400"] - found["1"] == 399 * 170_000


def _clock(second: int) -> str:
    return f"2026-05-02 {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def test_what_was_sent_before_is_known() -> None:
    """Of the newest reads; the oldest are forgotten, a generation at once."""
    seen = SeenBefore(10)
    assert [seen.add(number % 5) for number in range(10)] == [True] * 5 + [False] * 5
    assert all(seen.add(number) for number in range(5, 25))

    assert not seen.add(24)
    assert not seen.add(12)
    assert seen.add(3)
    assert seen.remove(24)
    assert not seen.remove(24)
    assert seen.add(24)


@pytest.mark.parametrize("order", range(3))
def test_a_race_with_very_many_laps_ends_the_same_in_any_order(order: int) -> None:
    """Though of the first laps it is not decided anew each time."""
    laps = 150
    race = StartList(
        name="60 km",
        distance_m=400 * laps,
        lap_m=400,
        checkpoints=tuple(
            Checkpoint(id=f"{lap}", distance_m=400 * lap, hold_off_s=20) for lap in range(1, laps + 1)
        ),
        entrants=(Entrant(bib="1", name="Ann"),),
    )
    chance = random.Random(order)
    lines = [f"1,{_clock(lap * 100 + chance.randint(0, 9))}" for lap in range(1, laps + 1) if lap % 11]
    shuffled = chance.sample(lines, len(lines))
    whole, other = (in_force(outcomes(way, race, guns={"": "00:00:00"})) for way in (lines, shuffled))

    assert {(m.checkpoint, m.clock) for m in whole if isinstance(m, Split)} == {
        (m.checkpoint, m.clock) for m in other if isinstance(m, Split)
    }
    assert {m.checkpoint for m in whole if isinstance(m, Split)} == {f"{n}" for n in range(1, 151) if n % 11}
