"""Undo and redo: what holds is what a fresh log of the edits says that hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.edits.edit import REDONE, UNDONE
from race.edits.edit_history import EditHistory
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from race.fold.history import History
from race.fold.replacements import VOIDS_IN_A_ROW
from race.messages import Void
from tests.race.edits.random_acts import RandomActs, random_race
from tests.race.edits.timed_race import TimedRace, start_list_1500
from tests.race.random_races import picture

if TYPE_CHECKING:
    from race.messages import Message

EXAMPLES = settings(max_examples=60, deadline=None)
SEEDS = st.integers(0, 10**6)


def held(history: History) -> Any:
    """Whatever can be seen of a race at its end."""
    state = state_now(history)
    doubts = {history.messages[number - 1].id: doubt[:2] for number, doubt in state.doubts.items()}
    runners = {
        bib: (
            {index: (p.time, p.official_place, p.evidence) for index, p in sorted(r.passings.items())},
            [status.id for status in r.statuses],
            r.entrant,
        )
        for bib, r in sorted(state.runners.items())
    }
    start_list = history.start_list
    about = [gun.id for gun in state.guns], [note.id for note in state.notes], bool(state.officials)
    return runners, doubts, unnamed_taps(history), start_list and start_list.entrants, about


def fresh(race: TimedRace) -> list[Message]:
    """The log with the edits alone that hold."""
    holding = {edit.number for edit in race.edits.done}
    return [m for m in race.history.messages if m.record is None or m.record in holding]


@EXAMPLES
@given(SEEDS, st.integers(1, 40))
def test_undo_and_redo_end_as_a_fresh_log(seed: int, steps: int) -> None:
    """Whatever was done, in whatever order it was undone and redone."""
    race = random_race(seed, steps)

    assert held(race.history) == held(History(fresh(race)))


@EXAMPLES
@given(SEEDS, st.integers(1, 25))
def test_all_is_undone_and_redone(seed: int, steps: int) -> None:
    """Back to the start list alone, and forth to what there was."""
    race = random_race(seed, steps, undo=0)
    before, done = held(race.history), len(race.edits.done)

    for _ in range(done):
        race.undo()
    assert held(race.history) == held(TimedRace().history)
    with pytest.raises(ValueError, match="nothing to undo"):
        race.undo()
    for _ in range(done):
        race.redo()

    assert held(race.history) == before
    with pytest.raises(ValueError, match="nothing to redo"):
        race.redo()


@EXAMPLES
@given(SEEDS, st.integers(1, 30), st.integers(0, 30))
def test_one_edit_is_taken_back_from_among_others(seed: int, steps: int, which: int) -> None:
    """As from the audit trail; what was done since stays, and nothing that it builds on is taken back."""
    race = random_race(seed, steps)
    done = race.edits.done
    number = done[which % len(done)].number if done else None
    if number is None:
        return

    with suppress(ValueError):
        race.do(race.edits.take_back(number, race.history))

    ids = {m.id for edit in done if edit.number == number for m in edit.messages}
    is_built_on = any(
        {getattr(m, "of", None), m.replaces} & ids
        for edit in done
        if edit.number != number
        for m in edit.messages
    )
    assert (number in {edit.number for edit in race.edits.done}) is is_built_on
    if is_built_on:
        with pytest.raises(ValueError, match="take that back first"):
            race.edits.take_back(number, race.history)
        return
    assert number not in {edit.number for edit in race.edits.done}
    assert held(race.history) == held(History(fresh(race)))
    with pytest.raises(ValueError, match="does not hold"):
        race.edits.take_back(number, race.history)


@EXAMPLES
@given(SEEDS, st.integers(1, 40))
def test_a_program_that_was_started_again_goes_on(seed: int, steps: int) -> None:
    """The log alone says which edits there are, which are undone, and what comes next."""
    race = random_race(seed, steps)

    again = EditHistory(race.history.messages)

    assert (again.done, again.undone, again.next_number) == (
        race.edits.done,
        race.edits.undone,
        race.edits.next_number,
    )
    with suppress(ValueError):
        assert again.undo(race.history) == race.edits.undo(race.history)
    with suppress(ValueError):
        assert again.redo(race.history) == race.edits.redo(race.history)


@EXAMPLES
@given(SEEDS, SEEDS, st.integers(1, 30))
def test_two_act_at_once_and_all_see_the_same(first: int, second: int, steps: int) -> None:
    """In whatever pieces the log of the hub comes, and by whatever names one calls the own messages."""
    acts = RandomActs(first), RandomActs(second)
    sides = TimedRace(by="Ann", source="a"), TimedRace(by="Bo", source="b")
    hub = History()
    hub.extend(sides[0].history.messages)
    chance = acts[0].random
    for _ in range(steps):
        side = chance.randrange(2)
        one = sides[side]
        seen = len(hub.messages) if chance.random() < 0.5 else chance.randrange(1, len(hub.messages) + 1)
        edit = None
        with suppress(ValueError):
            roll = chance.random()
            view = History(hub.messages[:seen])
            if roll < 0.2:
                edit = one.edits.undo(view)
            elif roll < 0.3:
                edit = one.edits.redo(view)
            else:
                edit = acts[side].next(view, one.timekeeper)
        if edit is not None:
            one.do(edit)
            hub.extend(one.history.messages[-len(edit.messages) :])
            hub.at(hub.end_ms)

    whole = History(hub.messages)
    assert held(hub) == held(whole)
    assert picture(hub) == picture(whole)
    for side, letter in ((0, "a"), (1, "b")):
        local = History(m if m.id is None else _local(m, letter) for m in hub.messages)
        assert [r[0] for r in held(local)[0].values()] == [r[0] for r in held(whole)[0].values()], side


def _local(message: Message, letter: str) -> Message:
    """A message as its own source calls it."""

    def name(known: str) -> str:
        return known.removeprefix(letter) if known.startswith(f"{letter}:") else known

    assert message.id is not None
    return replace(message.renamed(name), id=name(message.id))


def test_rows_of_voids_stay_short() -> None:
    """However often the same edit is undone and redone."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    for _ in range(VOIDS_IN_A_ROW):
        race.undo()
        assert race.times("11") == {}
        race.redo()
        assert race.times("11") == {"300": "54.0"}


def test_a_new_edit_ends_what_can_be_redone() -> None:
    """As in every editor."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    race.undo()

    race.pass_by("12", 55)

    with pytest.raises(ValueError, match="nothing to redo"):
        race.redo()


def test_an_edit_says_what_it_does() -> None:
    """And what undoes it says so, now and after another start."""
    race = TimedRace()
    race.gun()
    race.tap(54.18)

    edit = race.name("11")

    assert edit.title == "Berg at 300 m: 54.2"
    undone = race.undo()
    assert undone.title == "Undone: Berg at 300 m: 54.2"
    assert {m.reason for m in undone.messages if isinstance(m, Void)} == {UNDONE}
    redone = EditHistory(race.history.messages).redo(race.history)
    assert redone.title == "Redone: Berg at 300 m: 54.2"
    assert {m.reason for m in redone.messages if isinstance(m, Void)} == {REDONE}
    assert [(edit.number, edit.by) for edit in race.edits.edits] == [(n, "Ann") for n in range(1, 5)]


def test_what_is_no_edit_is_not_undone() -> None:
    """The start list that came with the file."""
    race = TimedRace(start_list_1500())

    with pytest.raises(ValueError, match="nothing to undo"):
        race.undo()
