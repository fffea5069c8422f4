"""A 5000 m of 30 by keyboard alone, with lapped runners, and one tap that was missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from feeds.log import write
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from tests.by_hand.acts import IS_WHOLE, Act, Passing, taps_and_names
from tests.by_hand.keyboard import Keyboard
from tests.race.edits.lapped_field import BIBS, METRES, passings_of_all, start_list

SPEED = 30.0
"""The race is as many times shorter and faster; then five keys are pressed in a second."""

MISSED = 378
"""The last but twelfth passing."""


@pytest.mark.skipif(not IS_WHOLE, reason="it takes 40 s: make by-hand")
def test_every_lap_of_every_runner_is_right(tmp_path: Path) -> None:
    """But of the runner whose passing was missed, who is one behind."""
    truth = [Passing(round(seconds * 1000), bib, at) for seconds, bib, at in passings_of_all(1)]
    listed = start_list()
    points = tuple(replace(point, distance_m=point.distance_m / SPEED) for point in listed.checkpoints)
    path = tmp_path / "5000.jsonl"
    write(path, "5000", [replace(listed, distance_m=5000 / SPEED, lap_m=400 / SPEED, checkpoints=points)])
    acts = [Act(0, "gun"), *taps_and_names(truth[:MISSED] + truth[MISSED + 1 :])]

    keyboard = Keyboard(["time", str(path), "--by", "Ann"], path, {}, speed=SPEED)
    try:
        keyboard.begin()
        for act in acts:
            keyboard.press(act)
        keyboard.until(lambda: edits(keyboard) == len(acts), "all that was pressed")
    finally:
        keyboard.terminal.close()

    history = keyboard.history()
    state = state_now(history)
    passed = sum(len(runner.passings) for runner in state.runners.values())
    assert passed == len(BIBS) * len(METRES) - 1
    assert not unnamed_taps(history)
    behind = [bib for bib, runner in state.runners.items() if len(runner.passings) < len(METRES)]
    assert behind == [truth[MISSED].bib]


def edits(keyboard: Keyboard) -> int:
    """How many are in the file."""
    return max((message.record or 0 for message in keyboard.messages()), default=0)
