"""The timing screen in a real terminal: keys in one rush, `kill -9`, and leaving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from feeds.log import read, write
from race.fold.history import History
from race.messages import Message, Read, Split
from tests.race.edits.timed_race import start_list_1500
from tests.tui.terminal import Terminal

M = TypeVar("M", bound=Message)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A race file of a race of four that has not begun."""
    path = tmp_path / "club.jsonl"
    write(path, "club", [start_list_1500()])
    return path


@contextmanager
def timing(path: Path) -> Iterator[Terminal]:
    """The screen over a race file, until it is killed."""
    terminal = Terminal("time", str(path), "--by", "Ann")
    try:
        terminal.until(lambda: terminal.screen.shows("leave"), "the keys")
        yield terminal
    finally:
        terminal.close()


def held(path: Path, kind: type[M]) -> list[M]:
    """The messages of a kind that hold."""
    history = History(read(path).messages())
    return [m for m in history.messages if isinstance(m, kind) and history.holds(m)]


def test_keys_in_one_rush_are_all_taken_in_their_order(path: Path) -> None:
    """As a terminal sends them that was held up."""
    with timing(path) as terminal:
        terminal.type(b"g   14,11\rx13 dns\r 1")
        terminal.until(lambda: terminal.screen.shows("Bib of", "1_"), "the bib that is half typed")
        terminal.until(lambda: (len(held(path, Split)), len(held(path, Read))) == (2, 2), "two are named")

    assert [split.bib for split in held(path, Split)] == ["14", "11"]


def test_nothing_that_was_shown_is_lost_by_a_kill(path: Path) -> None:
    """And the clock goes on."""
    with timing(path) as terminal:
        terminal.type(b"g  ")
        terminal.until(lambda: terminal.screen.shows("2 to name"), "two taps")
    before = [tap.clock for tap in held(path, Read)]

    with timing(path) as terminal:
        terminal.until(lambda: terminal.screen.shows("2 to name"), "the taps again")
        terminal.type(b" ")
        terminal.until(lambda: terminal.screen.shows("3 to name"), "another tap")
    after = [tap.clock for tap in held(path, Read)]

    assert after[:2] == before
    assert before[0].utc_ms <= before[1].utc_ms < after[2].utc_ms


def test_it_is_left_by_two_keys_and_enter(path: Path) -> None:
    """The terminal is as it was, and is told where the timing is."""
    with timing(path) as terminal:
        terminal.type(b"gq")
        terminal.until(lambda: terminal.screen.shows("Leave?"), "the question")
        terminal.type(b"y\r")

        assert terminal.leave() == 0
        assert terminal.is_restored()
        assert f"the timing is in {path}".encode() in terminal.written
