"""The home screen tells what is on at the hubs that were watched lately."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from rich.cells import cell_len

from feeds.client.local_clock import LocalClock
from feeds.client.race_list import RaceList, race_list
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log, read
from race.messages import Entrant, Gun, Split
from race.times import Time, TimeOfDay
from replays.catalogue.catalogue import races
from replays.hubs import hub_poller
from replays.hubs.known_hubs import forget, forget_silent, remember, remembered
from replays.library import files, find
from tests.free_ports import free_port
from tests.tui.app_on_stage import BOWERMAN, Stage, on_air, on_stage
from tests.tui.small_races import start_list
from tui.app_screens import AppScreens
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen
from tui.text.dates import day
from tui.widgets.live_races import LiveRacesPane

LIST = start_list(800, (400,), [Entrant(bib="1", name="Ann \x1b[2JWinner")])


def live(race: str = "club-800") -> Log:
    """A race that waits for its gun."""
    log = Log(race, complete=False)
    log.append(LIST)
    return log


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hubs are looked at more often than people need it."""
    monkeypatch.setattr(hub_poller, "USUAL_WAIT_S", 0.05)
    monkeypatch.setattr(hub_poller, "LONGEST_WAIT_S", 0.1)


@asynccontextmanager
async def on_hub(*logs: Log, port: int = 0) -> AsyncIterator[Hub]:
    """A hub that was watched."""
    async with Hub(*logs, settings=Settings(port=port, heartbeat_s=0.5)) as hub:
        remember(Address.parse(hub.base))
        yield hub


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Address]:
    """The live races that were asked for, instead of their screens."""
    asked: list[Address] = []
    monkeypatch.setattr(AppScreens, "on_open_live_race", lambda _app, request: asked.append(request.address))
    return asked


def newest() -> str:
    """The day of the first race of the library, as the list has it."""
    return day(races()[0][0].date)


def line_of(stage: Stage, text: str) -> str:
    """The only line of the screen with a text, with one blank between words."""
    [line] = [line for line in stage.lines if text in line]
    return " ".join(line.split())


async def test_races_are_listed_as_they_come() -> None:
    """Above those of the library: how they stand, where they are, what came, and no result."""
    async with on_hub(live()) as hub, on_stage(None, size=(120, 40)) as stage:
        host = hub.base.removeprefix("ws://")
        await stage.until("Tuesday at the track")
        await stage.settle()
        assert line_of(stage, "Club race") == f"before Club race Tuesday at the track {host} 1"
        assert line_of(stage, "Now ") == "Now Race Meet Hub Messages Timing"

        hub.append("club-800", Gun())
        await stage.until("on now")
        hub.append("club-800", Split(bib="1", checkpoint="finish", time=Time(120_000, 1), evidence="hand"))
        await stage.until("finished")
        assert line_of(stage, "Club race") == f"finished Club race Tuesday at the track {host} 3"
        hub.add(live("juniors-800"))
        await stage.until(lambda: stage.text.count("Club race") == 2)

        assert "Winner" not in stage.text.replace("w Winners", "")
        assert stage.cursor_line.startswith(f"› {newest()}")
        assert {cell_len(line) for line in stage.lines} == {120}


async def test_races_are_listed_in_the_order_of_the_timetable() -> None:
    """With a countdown by the hub's clock, and the delay; in a narrow window instead of the messages."""
    now_ms = LocalClock().now_ms()

    def planned(race: str, minutes: int, first: int | None = None) -> Log:
        log = Log(race, complete=False)
        for number, when in enumerate((first, minutes) if first is not None else (minutes,), 1):
            clock = TimeOfDay(now_ms + when * 60_000 + 20_000)
            before = f"mat:{number - 1}" if number > 1 else None
            log.append(replace(LIST, name=race, id=f"mat:{number}", replaces=before, planned=clock))
        return log

    logs = planned("late-1500", -3), live(), planned("mile", 40, 15), planned("first-800", -30)
    async with on_hub(*logs) as hub, on_stage(None, size=(120, 40)) as stage:
        await stage.until("Tuesday at the track")
        hub.append("first-800", Gun())
        await stage.until("on now")
        await stage.settle()
        names = [line.split()[-7] for line in stage.lines[4:8]]
        assert names == ["first-800", "late-1500", "mile", "race"], stage.text
        assert line_of(stage, "late-1500").startswith("2 min late ")
        assert re.match(r"in (40|39):\d\d \d+(:\d\d| [A-Z][a-z][a-z]) \+25 mile", line_of(stage, "mile"))
        seen = line_of(stage, "mile")
        await stage.until(lambda: line_of(stage, "mile") != seen, "the countdown goes on")
        await stage.resize(80, 24)
        assert line_of(stage, "Now ") == "Now Start Race Meet Hub Timing"
        assert {cell_len(line) for line in stage.lines} == {80}


async def test_enter_opens_the_race_under_the_cursor(opened: list[Address]) -> None:
    """The cursor goes up from the library into the live races, and down again."""
    async with on_hub(live(), live("juniors-800")) as hub, on_stage(None) as stage:
        await stage.until(lambda: stage.text.count("Club race") == 2)
        await stage.press("k")
        assert isinstance(stage.focused, LiveRacesPane)
        await stage.press("enter", "up", "enter", "k", "enter")
        assert opened == [Address.parse(hub.url(race)) for race in ("juniors-800", "club-800", "club-800")]

        await stage.press("j", "j")
        assert stage.cursor_line.startswith(f"› {newest()}")
        await stage.press("j", "enter")
        assert isinstance(stage.app.screen, RaceScreen)
        assert len(opened) == 3


async def test_who_asked_for_a_hub_begins_at_its_races() -> None:
    """`lapbell watch HUB` has the cursor on the first of them."""
    async with on_hub(live()), on_stage(None, live_first=True) as stage:
        await stage.until("Club race")
        await stage.settle()

        assert stage.cursor_line.startswith("› before")


async def test_a_live_race_is_opened_and_left() -> None:
    """From the list to the race and back, where the list goes on."""
    async with on_hub(live()) as hub, on_stage(None) as stage:
        await stage.until("Club race")
        await stage.press("k", "enter")
        await stage.until("before the gun")
        assert isinstance(stage.app.screen, RaceScreen)
        await stage.press("escape")
        assert isinstance(stage.app.screen, HomeScreen)
        hub.append("club-800", Gun())

        await stage.until("on now")
        assert stage.cursor_line.startswith("› on now")


async def test_a_hub_that_cannot_be_reached_is_a_dim_line() -> None:
    """It is no error; when it is there its races are."""
    port = free_port()
    remember(Address.parse(f"127.0.0.1:{port}"))
    async with on_stage(None) as stage:
        await stage.until(f"cannot reach 127.0.0.1:{port}: Connection refused")
        assert stage.lines[1].startswith("  cannot reach")
        assert f"{len(files())} recorded races" in stage.lines[0]
        assert stage.lines[3].startswith("  Date")

        async with on_hub(live(), port=port):
            await stage.until("Club race")
            await stage.until(lambda: "cannot reach" not in stage.text)
        await stage.until("no answer")
        assert line_of(stage, "Club race").startswith("no answer Club race")


async def test_a_mistyped_hub_is_forgotten_by_a_key() -> None:
    """Though it has no race to put the cursor on; a silent hub whose races are listed is not taken for it."""
    remember(Address.parse(f"127.0.0.1:{free_port()}"))
    async with on_hub(live()) as hub, on_stage(None) as stage:
        await stage.until("Club race")
        await stage.until("cannot reach")
        await stage.until("x Forget hub")
        await stage.press("x")
        assert "cannot reach" not in stage.text
        assert "x Forget hub" not in stage.text
        assert remembered() == [Address.parse(hub.base)]


async def test_a_hub_is_remembered_for_good_when_it_has_answered() -> None:
    """In the list of races, or with one of them; the cursor comes back to the race that was left."""
    both = live("juniors-800"), live("club-800")
    async with on_hub(*both) as hub:
        address = Address.parse(hub.base)
        forget(address)
        remember(address, has_answered=False)
        async with on_air(hub.url("club-800")) as stage:
            forget_silent()
            assert remembered() == [address]
            await stage.press("escape")
            await stage.until(lambda: isinstance(stage.app.focused, LiveRacesPane), "the races on hubs")
            assert isinstance(pane := stage.focused, LiveRacesPane)
            assert pane.address(pane.cursor).race == "club-800"

        forget(address)
        remember(address, has_answered=False)
        async with on_stage(None) as stage:
            await stage.until("Messages")
            forget_silent()
            assert remembered() == [address]


async def test_hubs_are_told_apart_and_forgotten(opened: list[Address]) -> None:
    """The key x forgets the hub of the race under the cursor; the other is still there."""
    both = live("juniors-800"), read(find(BOWERMAN))
    async with on_hub(live()), on_hub(*both) as last, on_stage(None) as stage:
        await stage.until(lambda: stage.text.count("Club race") == 2)
        assert "x Forget hub" not in stage.text
        await stage.press("k")
        assert "x Forget hub" in stage.text
        await stage.press("x")
        assert remembered() == [Address.parse(last.base)]
        assert stage.text.count("Club race") == 1
        assert "Bowerman Mile" in stage.text.split("  Date ")[0]
        await stage.press("enter", "x")

        assert [address.base for address in opened] == [last.base]
        assert remembered() == []
        assert "Club race" not in stage.text
        assert stage.cursor_line.startswith(f"› {newest()}")


async def test_the_cursor_stays_with_its_race() -> None:
    """Whatever comes above it."""
    async with on_hub(live("b-race")) as hub, on_stage(None) as stage:
        await stage.until("Club race")
        await stage.press("k")
        for race in ("a-race", "c-race"):
            hub.add(live(race))
        await stage.until(lambda: stage.text.count("Club race") == 3)

        pane = stage.focused
        assert isinstance(pane, LiveRacesPane)
        assert pane.address(pane.cursor).race == "b-race"


async def test_hubs_are_left_alone_while_the_list_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for what nobody sees."""
    asked: list[Address] = []

    async def counted(address: Address) -> RaceList:
        asked.append(address)
        return await race_list(address)

    monkeypatch.setattr(hub_poller, "race_list", counted)
    async with on_hub(live()), on_stage(None) as stage:
        await stage.until(lambda: len(asked) > 2)
        await stage.press("question_mark")
        await stage.settle()
        count = len(asked)
        await stage.pilot.pause(0.3)
        assert len(asked) == count
        await stage.press("escape")
        await stage.until(lambda: len(asked) > count)


async def test_many_races_leave_room_for_the_library() -> None:
    """They take half of the screen at most, and are all within reach."""
    logs = [live(f"race-{number:02}") for number in range(40)]
    async with on_hub(*logs), on_stage(None) as stage:
        await stage.until(lambda: stage.text.count("Club race") > 5)
        assert newest() in stage.text
        await stage.press("k")
        pane = stage.focused
        assert isinstance(pane, LiveRacesPane)
        assert pane.address(pane.cursor).race == "race-39"
        assert stage.cursor_line.startswith("› before")
        await stage.resize(60, 12)
        assert {cell_len(line) for line in stage.lines} == {60}
