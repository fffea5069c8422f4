"""Whatever is done to a race by hand leaves a good race file."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.check_messages import check
from feeds.consistency import contradictions_in
from tests.race.edits.random_acts import random_race

FIGURES = re.compile(r"doubtful, |set aside, |is seen at|no gun|no entrant is in wave|wrong distance")
"""What is said of figures that contradict one another, as those of random races do."""


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_random_edits_contradict_nothing(seed: int, steps: int) -> None:
    """No id twice, no row of voids too long, no second time of one watch, no unknown bib or checkpoint."""
    race = random_race(seed, steps, unlisted=False)
    messages = race.history.messages

    check(messages)
    found = [problem.text for problem in contradictions_in([*enumerate(messages, start=2)])]

    assert [text for text in found if not FIGURES.search(text)] == []
