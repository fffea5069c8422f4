"""What a history takes from the search for garbage, and gives back."""

from __future__ import annotations

import gc
import weakref

import pytest

from race.fold.garbage_search import MANY
from race.fold.history import History
from race.messages import Note
from race.times import Time
from tests.bench.races import large_race


def test_a_history_is_gone_once_no_one_has_it() -> None:
    """Nothing in it refers back to it, so that no search for garbage has to find it."""
    gc.collect()
    gc.disable()
    try:
        history = History(large_race(3, 2))
        history.at(history.end_ms)
        gone = weakref.ref(history)
        del history
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("was_on", [True, False])
def test_the_search_for_garbage_is_left_as_it_was(was_on: bool) -> None:
    """After many messages as after few, and where a message cannot be taken."""
    try:
        (gc.enable if was_on else gc.disable)()
        history = History(large_race(MANY, 2))
        history.at(history.end_ms)
        assert gc.isenabled() is was_on
        broken = [*([Note(text="-", when=Time(1))] * MANY), None]
        with pytest.raises(AttributeError):
            history.extend(broken)  # type: ignore[arg-type]
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_no_search_for_garbage_while_many_messages_are_folded() -> None:
    """They all stay, and what stays is no garbage."""
    searches: list[str] = []
    messages = large_race(5 * MANY, 2)
    gc.collect()
    gc.callbacks.append(lambda phase, _: searches.append(phase))
    try:
        history = History()
        with_search = gc.get_threshold()
        gc.set_threshold(MANY)
        history.extend(messages)
        folded = len(searches)
    finally:
        gc.set_threshold(*with_search)
        gc.callbacks.pop()
    assert folded <= 2
