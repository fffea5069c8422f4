"""The driver writes what changes, frame by frame."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tests.tui.terminal_screen import TerminalScreen
from tui.drivers.changed_cells import BEGIN, END, ChangedCells, with_changed_cells

terminals = pytest.importorskip("tests.tui.terminal")

FRAME = "\x1b[1;1H1:02\x1b[1;1H"


OWN_SIZE = {"COLUMNS": "", "LINES": ""}
"""The program asks the terminal."""


class Kept:
    """A driver that keeps what it is given to write."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.given, self.writes, self.flushes = (arguments, settings), list[str](), 0

    def write(self, data: str) -> None:
        """Keep it."""
        self.writes.append(data)

    def flush(self) -> None:
        """Count it."""
        self.flushes += 1


@pytest.fixture
def driver() -> ChangedCells:
    """One whose writes are kept."""
    return cast(ChangedCells, with_changed_cells(cast(Any, Kept))(cast(Any, "app"), size=(80, 24)))


def _writes(driver: ChangedCells) -> list[str]:
    return cast(Kept, driver).writes


def test_it_is_the_driver_of_the_platform(driver: ChangedCells) -> None:
    """It is made as that is."""
    assert cast(Kept, driver).given == (("app",), {"size": (80, 24)})


def test_a_frame_that_the_terminal_draws_at_once_is_one_write(driver: ChangedCells) -> None:
    """Of three writes the terminal would lag by three; a frame in which nothing changes is none."""
    for data in (BEGIN, FRAME, END, BEGIN, FRAME, END):
        driver.write(data)

    assert len(_writes(driver)) == 1
    assert _writes(driver)[0].startswith(BEGIN)
    assert _writes(driver)[0].endswith(END)


def test_what_is_written_amid_a_frame_is_not_lost(driver: ChangedCells) -> None:
    """As by a signal that suspends the program: it ends with a flush."""
    driver.write(BEGIN)
    driver.write("\x1b[?1049l")
    driver.flush()

    assert "".join(_writes(driver)).endswith("\x1b[?1049l")
    driver.write(END)
    assert _writes(driver)[-1] == END


def test_after_another_size_all_is_written(driver: ChangedCells) -> None:
    """What a terminal leaves of a screen when it is resized is its own affair."""
    driver.write(FRAME)
    driver.write_anew()
    driver.write(FRAME)

    assert ["1:02" in data for data in _writes(driver)] == [True, True]


def test_a_moving_race_writes_little() -> None:
    """In a real terminal, where Textual alone writes some 40 KiB a second of this."""
    terminal = terminals.Terminal("replay", "2024-bowerman-mile", "--at", "2:50.70")
    try:
        terminal.see("Kerr leads")
        terminal.fall_silent()
        terminal.type(b" ")
        terminal.until(lambda: terminal.screen.shows("~380 m to go"), "four seconds")
        assert len(terminal.written) < 20_000
    finally:
        terminal.close()


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_a_screen_that_was_lost_comes_back(size: tuple[int, int]) -> None:
    """With ctrl+l where something has written over it, and of itself in another size."""
    terminal = terminals.Terminal("replay", "2024-bowerman-mile", "--at", "2:50.70", environ=OWN_SIZE)
    try:
        terminal.see("Kerr leads")
        terminal.see("q Quit")
        terminal.fall_silent()
        terminal.written, terminal.screen = b"", TerminalScreen(*size)
        terminal.resize(size) if size != (80, 24) else terminal.type(b"\x0c")
        terminal.see("Kerr leads")
        terminal.see("q Quit")
        terminal.until(lambda: terminal.screen.shows("1", "Kerr", "GBR", "2:50.70"), "the board")
    finally:
        terminal.close()
