"""Which of many ordered things are consistent with each other: those on every longest chain of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable


def disputed(count: int, follows: Callable[[int, int], bool]) -> list[int]:
    """Of `count` things in order, the indices of those that are not on every longest chain.

    In a chain each thing may follow the one before it: `follows(i, j)` is called for i < j, with -1 for the
    start before all and `count` for the end behind all. Where two things contradict each other and nothing
    decides between them, both are disputed.
    """
    if all(follows(i, i + 1) for i in range(-1, count)):
        return []
    from_start = _longest(count, follows)
    to_end = _longest(count, lambda i, j: follows(count - 1 - j, count - 1 - i))[::-1]
    through = [a + b if a and b else 0 for a, b in zip(from_start, to_end, strict=True)]
    longest = max(through, default=0)
    step = {i: from_start[i] for i in range(count) if through[i] and through[i] == longest}
    at_step = Counter(step.values())
    return [i for i in range(count) if i not in step or at_step[step[i]] > 1]


def _longest(count: int, follows: Callable[[int, int], bool]) -> list[int]:
    """For each thing the length of the longest chain from the start that ends with it; 0 where none does."""
    lengths: list[int] = []
    for j in range(count):
        before = [lengths[i] for i in range(j) if lengths[i] and follows(i, j)]
        lengths.append(1 + max(before) if before else int(follows(-1, j)))
    return lengths
