"""Which of many ordered things fit together: what lies on every longest chain of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable


def certain(count: int, follows: Callable[[int, int], bool]) -> set[int]:
    """Of `count` things in order, those on every longest chain in which each may follow the one before.

    `follows(i, j)` is asked for i < j; i is -1 for the start before all, j is `count` for the end behind
    all. Where two contradict each other and nothing decides between them, neither is certain.
    """
    if all(follows(i, i + 1) for i in range(-1, count)):
        return set(range(count))
    from_start = _longest(count, follows)
    to_end = _longest(count, lambda i, j: follows(count - 1 - j, count - 1 - i))[::-1]
    on_one = {
        i: from_start[i]
        for i in range(count)
        if from_start[i] and to_end[i] and from_start[i] + to_end[i] == _most(from_start, to_end)
    }
    at_step = Counter(on_one.values())
    return {i for i, step in on_one.items() if at_step[step] == 1}


def _longest(count: int, follows: Callable[[int, int], bool]) -> list[int]:
    """For each the length of the longest chain from the start that ends with it; 0 where there is none."""
    lengths: list[int] = []
    for j in range(count):
        before = [lengths[i] for i in range(j) if lengths[i] and follows(i, j)]
        lengths.append(1 + max(before) if before else int(follows(-1, j)))
    return lengths


def _most(from_start: list[int], to_end: list[int]) -> int:
    return max((a + b for a, b in zip(from_start, to_end, strict=True) if a and b), default=0)
