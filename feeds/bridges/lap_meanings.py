"""What the numbers mean that a timing system gives to laps: laps run, laps to go, or metres.

The numbers do not say it, but the times beside them do: at 300 m no one is in the time for 1100 m.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from feeds.bridges.pass_numbers import SLOWEST
from race.belief.human_limits import MARGIN, least_seconds


def lap_meanings(earliest: Mapping[int, int], distances: Sequence[float], sex: str = "") -> dict[int, int]:
    """The index of the checkpoint of each lap; empty where the numbers fit no meaning.

    Args:
        earliest: The least time with each number, in milliseconds from the gun.
        distances: Of the checkpoints, in metres from the start; the last one is the finish.
        sex: Of the runners, for the least time that a stretch takes.
    """
    possible = [
        meaning for meaning in _meanings(earliest, distances) if _fits(meaning, earliest, distances, sex)
    ]
    likely = [meaning for meaning in possible if _is_run(meaning, earliest, distances, sex)]
    return next(iter((*likely, *possible)), {})


def _meanings(numbers: Mapping[int, int], distances: Sequence[float]) -> Iterator[dict[int, int]]:
    """What they may mean, the likeliest first."""
    finish = len(distances) - 1
    by_metres = {int(metres): index for index, metres in enumerate(distances)}
    if by_metres.keys() >= numbers.keys():
        yield {number: by_metres[number] for number in numbers}
    first = 0 if 0 in numbers else 1
    for meaning in (
        {number: number - first for number in numbers},
        {number: finish - number for number in numbers},
    ):
        if all(0 <= index <= finish for index in meaning.values()):
            yield meaning


def _fits(
    meaning: Mapping[int, int], earliest: Mapping[int, int], distances: Sequence[float], sex: str
) -> bool:
    """Whether no one was faster than anyone can be, and those who are further took longer."""
    times = sorted((index, earliest[number]) for number, index in meaning.items())
    return all(ms >= 1000 * least_seconds(distances[index], sex) for index, ms in times) and all(
        before < after for (_, before), (_, after) in pairwise(times)
    )


def _is_run(
    meaning: Mapping[int, int], earliest: Mapping[int, int], distances: Sequence[float], sex: str
) -> bool:
    """Whether the fastest were as fast as runners are."""
    slowest = 1000 * SLOWEST / MARGIN
    return all(
        earliest[number] <= slowest * least_seconds(distances[index], sex)
        for number, index in meaning.items()
    )
