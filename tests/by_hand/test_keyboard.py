"""The whole race by keyboard alone, in a real terminal, with a hub and a board in a second one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles

from feeds.log import read, write
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from race.fold.history import History
from race.fold.state import RaceState
from race.messages import Message
from tests.by_hand import mile
from tests.by_hand.acts import IS_WHOLE, Act, Passing
from tests.by_hand.keyboard import Keyboard
from tests.by_hand.session_hands import shown
from tests.feeds.hub_process import HubProcess
from tests.feeds.timing.timing_runs import RACE, login
from tests.tui.terminal import Terminal

SPEED = 1.0 if IS_WHOLE else 60.0
"""At 60 the race is as many times shorter, too."""

KILLED_BEFORE = (1, 13, 14, 29, -1) if IS_WHOLE else (14,)
"""Acts: the first tap, the names of twelve, the undoing of wrong ones, a runner who is out, the end."""

BOARD_SIZE = (100, 40)


class Timing:
    """A race that is timed, and what has to be so at any moment."""

    def __init__(self, keyboard: Keyboard, board: Terminal) -> None:
        self.keyboard, self.board = keyboard, board
        self.acts = mile.acts()

    def time(self) -> None:
        """From the gun to the official result."""
        killed_before = [number % len(self.acts) for number in KILLED_BEFORE]
        self.keyboard.begin()
        for number, act in enumerate(self.acts):
            if number in killed_before:
                self._kill(number)
            self.keyboard.press(act)
            if act.what in ("name", "out", "official"):
                self._agree(number, act)

    def _all_there(self, number: int) -> bool:
        return max((message.record or 0 for message in self.keyboard.messages()), default=0) == number

    def _kill(self, number: int) -> None:
        self.keyboard.until(lambda: self._all_there(number), f"{number} edits in the file")
        before = self.keyboard.messages()
        waiting = len(unnamed_taps(History(before)))
        self.keyboard.kill()
        assert self.keyboard.messages() == before
        if waiting:
            self.keyboard.until(lambda: self.keyboard.terminal.screen.shows(f"{waiting} "), f"{waiting} taps")

    def _agree(self, number: int, act: Act) -> None:
        """The file has all that was pressed, and both screens show what the file has."""
        self.keyboard.until(lambda: self._all_there(number + 1), f"{number + 1} edits in the file")
        history = self.keyboard.history()
        times = shown(history)
        for bib in act.text.split(",") if act.what == "name" else []:
            family, time = mile.names()[bib].rsplit(" ", 1)[-1], [*times[bib].values()][-1]
            self._see(self.board, family, time)
        if act.what == "out":
            self._see(self.board, mile.names()[mile.DNF].rsplit(" ", 1)[-1], "did not finish")
            self._see(self.keyboard.terminal, mile.DNF, "DNF")
        if act.what == "official":
            self._see(self.board, "official")

    def _see(self, terminal: Terminal, *texts: str) -> None:
        self.keyboard.until(lambda: terminal.screen.shows(*texts), f"a line with {texts}")


async def test_a_race_by_keyboard_alone(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Taps, names, a slip undone, a runner out, the official result; killed meanwhile, nothing is lost."""
    path = tmp_path / f"{RACE}.jsonl"
    write(path, RACE, [mile.start_list(SPEED)])
    async with HubProcess(tmp_path / "hub") as hub:
        url = f"{hub.base}/v1/races/{RACE}"
        token = login(hub, "line").token
        keyboard = await asyncio.to_thread(timed, path, url, token, tmp_path)
        at_hub = await until_there(hub, keyboard.messages())
    errors = keyboard.errors_ms()

    history = keyboard.history()
    state = state_now(history)
    truth = mile.passings()
    assert keyboard.kills == len(KILLED_BEFORE)
    assert not unnamed_taps(history)
    assert not state.doubts
    assert state.officials
    assert {bib: runner.out for bib, runner in state.runners.items() if runner.out} == {mile.DNF: "dnf"}
    assert shown(History(at_hub)) == shown(history)
    assert sorted(truth, key=partial(stamp, state)) == list(truth)
    assert min(errors) > -11
    assert sorted(errors)[len(errors) // 2] < 500
    record_property("stamps", stamps_text(errors))
    print(stamps_text(errors))


def timed(path: Path, url: str, token: str, folder: Path) -> Keyboard:
    """Time the race, and leave."""
    environ = {"LAPBELL_DATA": str(folder / "data"), "LAPBELL_TOKEN": token}
    keyboard = Keyboard(["time", str(path), "--to", url, "--by", "Ann"], path, environ, speed=SPEED)
    try:
        keyboard.until(lambda: keyboard.terminal.screen.shows("connected"), "the hub")
        board = Terminal("watch", url, size=BOARD_SIZE, environ={"LAPBELL_DATA": str(folder / "seen")})
        keyboard.board = board
        try:
            keyboard.until(lambda: board.screen.shows("before the gun"), "the board")
            Timing(keyboard, board).time()
            keyboard.terminal.type(b"qy\r")
            assert keyboard.terminal.leave() == 0
        finally:
            board.close()
    finally:
        keyboard.terminal.close()
    return keyboard


def stamps_text(errors: list[float]) -> str:
    """How far the stamps of a run are from the keys, in words."""
    hundredths = quantiles(errors, n=100)
    return (
        f"{len(errors)} keys; a stamp, cut off after the hundredth, is {hundredths[49]:.1f} ms (p50), "
        f"{hundredths[98]:.1f} ms (p99) and at most {max(errors):.1f} ms later than its key"
    )


def stamp(state: RaceState, passing: Passing) -> int:
    """When a passing was, as it is known, in milliseconds from the gun; keys may have come together."""
    assert state.course is not None
    return state.runners[passing.bib].passings[state.course.index[passing.checkpoint]].when_ms


async def until_there(hub: HubProcess, messages: list[Message]) -> list[Message]:
    """What the hub has, once it is as much."""
    for _ in range(600):
        found = list(read(hub.folder / f"{RACE}.jsonl").messages())
        if len(found) >= len(messages):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(found[-1])
