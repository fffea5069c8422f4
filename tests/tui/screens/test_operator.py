"""The desk: what an operator's keys do to a race, and what is left on the list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from feeds.log import read
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, Note, Ruling, Split, StartList, Status, Void
from race.times import Time
from tests.patience import until as until_so
from tests.tui.app_on_stage import strips
from tests.tui.golden import compare
from tui.app import LapbellApp
from tui.screens.operator import OperatorScreen

GOLDENS = Path(__file__).parent / "desk_goldens"

START_LIST = StartList(
    name="Club 1500 m",
    distance_m=1500,
    lap_m=400,
    checkpoints=tuple(
        Checkpoint(id=str(int(metres)), distance_m=metres) for metres in (300.0, 700.0, 1100.0, 1500.0)
    ),
    entrants=(Entrant(bib="11", name="Anna Berg"), Entrant(bib="14", name="Ruth Okafor")),
)


def split(bib: str, checkpoint: str, time: str) -> Split:
    """A time by a device."""
    return Split(bib=bib, checkpoint=checkpoint, time=Time.parse(time), evidence="device")


RACE: tuple[Message, ...] = (
    START_LIST,
    Gun(),
    split("11", "300", "46.0"),
    split("14", "300", "47.0"),
    split("11", "700", "49.0"),
    split("14", "700", "1:50.0"),
    split("11", "1100", "2:50.0"),
    split("41", "1100", "2:52.0"),
)
"""Berg's 700 m is too fast, and 41 is not on the start list."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The desk of a race file."""
    file = TimingFile.open(tmp_path / "club.jsonl", "club", RACE)
    clock = TimingClock(boot="test")
    app = LapbellApp(
        first=lambda: OperatorScreen("club", lambda: TimingSession(file, by="Lea", clock=clock), "Lea")
    )
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot, file.path)
        await desk.until(lambda: "too fast" in desk.listed)
        yield desk


class Desk:
    """Keys that are pressed at a desk, and what comes of them."""

    def __init__(self, pilot: Pilot[None], path: Path) -> None:
        self.pilot, self.path = pilot, path

    @property
    def listed(self) -> str:
        """What is on the list, with its heading."""
        pane = self.pilot.app.screen.query_one("#items")
        return "\n".join(pane.render_line(y).text.strip() for y in range(pane.size.height)).strip()

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(strip.text.rstrip() for strip in strips(self.pilot.app))

    @property
    def history(self) -> History:
        """The file."""
        return History(read(self.path).messages())

    def sent(self) -> list[Message]:
        """What was done."""
        return self.history.messages[len(RACE) :]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        await until_so(holds, lambda: (self.listed, self.sent()))

    async def settle(self) -> None:
        """Wait until nothing changes on the screen any longer."""
        before, same = "", 0
        while same < 5:
            await self.pilot.pause(0.02)
            same = same + 1 if self.text == before else 0
            before = self.text

    async def press(self, *keys: str, until: Callable[[], bool]) -> None:
        """Press keys, and wait for what they do."""
        await self.pilot.press(*keys)
        await self.until(until)


async def test_a_claim_is_settled_taken_back_and_settled_again(desk: Desk) -> None:
    """With one key each; what is settled has left the list and is on the other one."""
    assert desk.listed.startswith("2 to review\n")
    await desk.press("down", "1", until=lambda: "too fast" not in desk.listed)
    assert desk.listed.startswith("1 to review   1 settled\n")
    [ruling] = desk.sent()
    assert isinstance(ruling, Ruling)
    assert (ruling.of, ruling.belief, ruling.by, ruling.record) == (":5", "set aside", "Lea", 1)

    await desk.press("s", until=lambda: "1 settled   1 to review" in desk.listed)
    assert "Berg at 700 m in 49.0 s: set aside by Lea" in desk.listed
    await desk.press("s", "u", until=lambda: "too fast" in desk.listed)
    await desk.press("U", until=lambda: "too fast" not in desk.listed)


async def test_a_time_is_given_to_the_likeliest_runner(desk: Desk) -> None:
    """Bib 41 was 14: it is suggested, and its reads go there; a reason becomes a note."""
    assert "Number 41 is not on the start list: seen at 1100 m" in desk.listed
    await desk.pilot.press("w", *"typed wrong", "enter")
    await desk.press("1", "enter", until=lambda: "Number 41" not in desk.listed)

    given, note = desk.sent()
    assert isinstance(given, Split)
    assert (given.bib, given.replaces) == ("14", ":8")
    assert isinstance(note, Note)
    assert (note.text, note.bib) == ("typed wrong", "14")


async def test_what_is_typed_wrong_is_asked_for_again(desk: Desk) -> None:
    """In a sentence, and nothing is done; Escape leaves the line."""
    await desk.pilot.press("x", *"14 dq", "enter")
    await desk.until(lambda: len(desk.sent()) == 1)
    await desk.pilot.press("x", *"nonsense", "enter")
    said = desk.pilot.app.screen.query_one("#said")
    await desk.until(lambda: "write a bib and dnf, dns or dq" in str(said.render()))
    await desk.pilot.press("escape", "F")
    await desk.until(lambda: len(desk.sent()) == 2)

    status, official = desk.sent()
    assert isinstance(status, Status)
    assert official.by == "Lea"


async def test_the_audit_trail_takes_back_an_earlier_edit(desk: Desk) -> None:
    """Who did what, the newest first; the cursor chooses what is taken back."""
    await desk.press("x", *"11 dnf", "enter", until=lambda: len(desk.sent()) == 1)
    await desk.press("F", until=lambda: len(desk.sent()) == 2)
    await desk.pilot.press("A")
    trail = desk.pilot.app.screen.query_one("#overlay")
    shown = [trail.render_line(y).text.strip() for y in range(5)]
    assert shown == ["2 done", "› The result is official", "by Lea", "Berg: did not finish", "by Lea"]
    await desk.press("down", "x", until=lambda: len(desk.sent()) == 3)

    void = desk.sent()[-1]
    assert isinstance(void, Void)
    assert void.replaces == ":9"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_desk_looks_as_it_did(desk: Desk, size: tuple[int, int]) -> None:
    """The list, the decisions and the keys; the audit trail over it."""
    await desk.press("x", *"14 dq TR 17.3.1", "enter", until=lambda: len(desk.sent()) == 1)
    await desk.pilot.resize_terminal(*size)
    await desk.pilot.pause()
    await desk.press("down", until=lambda: "› Number 41" not in desk.text)
    await desk.settle()
    compare(GOLDENS / f"desk-{size[0]}x{size[1]}.txt", desk.text)
    await desk.press("A", until=lambda: "1 done" in desk.text and "Take back" in desk.text)
    await desk.settle()
    compare(GOLDENS / f"audit-trail-{size[0]}x{size[1]}.txt", desk.text)
