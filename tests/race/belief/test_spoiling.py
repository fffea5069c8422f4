"""Races with one thing wrong in them are shown as they were, or without it."""

from __future__ import annotations

import pytest

from tests.race.belief.spoiling import Spoiling, Tally, library

RACES = 60
"""So many are spoiled, in each way as many."""

UNDOUBTED = ("slip of a minute, too slow", "slip of ten minutes, too slow", "early read")
"""What is never doubted by itself, as people stop, and run fast."""

MORE = 75
"""So many are spoiled in these ways, as many in each."""


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """What comes of spoiling races on the track, which are short."""
    spoiling = Spoiling(library(on_road=False), seed=13)
    spoiling.spoil(RACES)
    return spoiling.tallies


def test_a_second_read_changes_nothing(tallies: dict[str, Tally]) -> None:
    """A chip that is carried over a mat once more."""
    assert not tallies["second read"].differ
    assert tallies["second read"].doubted


@pytest.mark.parametrize(
    "kind",
    [
        "slip of a minute, too fast",
        "slip of ten minutes, too fast",
        "read before the gun",
        "clock of a mat ahead",
        "clock of a mat behind",
    ],
)
def test_no_slip_or_clock_puts_anyone_else_in_the_lead(tallies: dict[str, Tally], kind: str) -> None:
    """At most the spoiled figures are missing."""
    tally = tallies[kind]
    assert tally.doubted
    assert not tally.mislead["leader"]
    assert not tally.mislead["headline"]


def test_what_is_never_doubted_by_itself_misleads_only_where_nothing_contradicts_it() -> None:
    """A winner who is alone at the finish may have run a minute slower."""
    spoiling = Spoiling(library(on_road=False), seed=5, kinds=UNDOUBTED)
    spoiling.spoil(MORE)

    for kind, tally in spoiling.tallies.items():
        assert tally.doubted, kind
        assert not tally.told["leader"], kind
        assert not tally.told["headline"], kind
        assert 100 * tally.told["places"] < tally.moments, kind
