"""What does not lie on every longest chain, compared with trying all chains."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from feeds.documents.longest_chain import disputed


@given(st.lists(st.integers(0, 9), max_size=9))
def test_what_is_on_every_longest_rising_chain(numbers: list[int]) -> None:
    """A short list of numbers, between a start below and an end above all."""

    def value(i: int) -> int:
        return -1 if i < 0 else 10 if i == len(numbers) else numbers[i]

    chains = [
        set(chosen)
        for size in range(len(numbers) + 1)
        for chosen in combinations(range(len(numbers)), size)
        if all(value(a) < value(b) for a, b in pairwise((-1, *chosen, len(numbers))))
    ]
    longest = [chain for chain in chains if len(chain) == max(map(len, chains))]

    found = disputed(len(numbers), lambda i, j: value(i) < value(j))

    assert found == [i for i in range(len(numbers)) if any(i not in chain for chain in longest)]
