"""A 1500 m of twelve timed by hand, from the gun to the official result, whatever happens to the computer."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from feeds.new_race import read_event
from feeds.timing.timing_start import TypedRace, start_from_table
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from race.fold.history import History
from race.messages import Message
from tests.by_hand import mile
from tests.by_hand.session_hands import SessionHands, by_hand, shown
from tests.feeds.timing.synced_disk import synced_files

RACE = "club-1500"

LOSSES = 5
"""How often the power goes."""


def beginning(folder: Path) -> list[Message]:
    """The start list, read from a table."""
    table = folder / "start.csv"
    table.write_text(mile.table(), encoding="utf-8")
    return list(start_from_table(table, TypedRace(read_event("1500 m"), "Club 1500 m")).messages)


def is_as_it_was(history: History) -> None:
    """Every time, who is out, and that it is official."""
    state = state_now(history)
    assert shown(history) == by_hand(mile.passings())
    assert {bib: runner.out for bib, runner in state.runners.items() if runner.out} == {mile.DNF: "dnf"}
    assert not unnamed_taps(history)
    assert not state.doubts
    assert state.officials


async def test_the_power_goes_at_five_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was shown is on disk, and the race is timed to its end from each file that is left."""
    chance, acts = random.Random(17), mile.acts()
    moments = sorted(chance.sample(range(1, len(acts)), LOSSES))
    left: list[tuple[int, list[Message], bytes]] = []
    with monkeypatch.context() as patch:
        disks = synced_files(patch)
        async with SessionHands(tmp_path / "race.jsonl", RACE, beginning(tmp_path)) as hands:
            for number, act in enumerate(acts):
                if number in moments:
                    left.append((number, [*hands.session.messages], disks[0].after_power_loss(chance)))
                await hands.do(act)
            is_as_it_was(hands.session.history)

    for number, seen, data in left:
        found = tmp_path / f"{number}.jsonl"
        found.write_bytes(data)
        async with SessionHands(found, RACE) as hands:
            assert [*hands.session.messages] == seen
            await hands.do_all(acts[number:])
            is_as_it_was(hands.session.history)
