"""`lapbell watch HUB --next`: the field of the race that is next, at a hub that is a process of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds import codec
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from feeds.serving.tokens import Tokens
from feeds.tables.cue_lines import CueLine
from race.messages import Entrant, Gun, Mark, Message, StartList
from race.times import Time, TimeOfDay
from replays.hubs import hub_poller
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import Teller, publishing
from tests.free_ports import free_port
from tests.tui.app_on_stage import Stage, on_screen
from tests.tui.run_lapbell import refusal
from tests.tui.small_races import start_list
from tui.screens.athlete_profile import AthleteProfileScreen
from tui.screens.home import HomeScreen
from tui.screens.next_race import NextRaceScreen
from tui.screens.race import RaceScreen

CUES = (CueLine("Ann Archer", "", "Home crowd \x1b[2J"), CueLine("Nora Nilsen", "", "runs later"))


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is asked more often than people need it."""
    monkeypatch.setattr(hub_poller, "USUAL_WAIT_S", 0.1)


def to_come(name: str, minutes: float, *more: Entrant) -> StartList:
    """A race that is to start in some minutes, with two runners or more."""
    ann = Entrant(bib="1", name="Ann Archer", nation="GBR", pb=Time.parse("1:58.50"))
    bea = Entrant(bib="2", name="Bea Bow", nation="KEN", pb=Time.parse("1:57.10"), sb=Time.parse("1:59.0"))
    clock = datetime.now(UTC) + timedelta(minutes=minutes)
    return replace(
        start_list(800, (400,), (ann, bea, *more)),
        name=name,
        planned=TimeOfDay.parse(clock.isoformat(timespec="milliseconds")),
        marks=(Mark(label="Meeting record", code="MR", time=Time.parse("1:57.00"), holder="Cy Old"),),
    )


def frame(message: Message) -> dict[str, Any]:
    """A message as a publisher sends it."""
    sent: dict[str, Any] = json.loads(codec.encode(message))
    return sent


@asynccontextmanager
async def publishers(hub: HubProcess) -> AsyncIterator[tuple[Teller, Teller]]:
    """Those who publish two races to come; the second by the timetable has the first name."""
    tokens = Tokens(hub.folder)
    async with (
        publishing(hub, "z-first", tokens.issue("z-first", "mat")) as first,
        publishing(hub, "a-second", tokens.issue("a-second", "mat")) as second,
    ):
        await first.say(1, frame(to_come("First 800", 5)))
        await second.say(1, frame(to_come("Second 800", 40)))
        await first.until_acked(1)
        await second.until_acked(1)
        yield first, second


@asynccontextmanager
async def two_races(port: int = 0) -> AsyncIterator[Hub]:
    """A hub in this process with the same."""
    logs = [Log("a-second", complete=False), Log("z-first", complete=False)]
    logs[0].append(to_come("Second 800", 40))
    logs[1].append(to_come("First 800", 5))
    async with Hub(*logs, settings=Settings(port=port, heartbeat_s=0.5)) as hub:
        yield hub


@asynccontextmanager
async def announcer(hub: Hub | HubProcess) -> AsyncIterator[Stage]:
    """An announcer's screen."""
    address = Address.parse(hub.base)
    async with on_screen(lambda: NextRaceScreen(address, CUES), size=(120, 30)) as stage:
        yield stage


async def test_the_field_before_the_gun(tmp_path: Path) -> None:
    """It counts down, takes a late entry and a delay, and goes on to the next race when the gun goes."""
    async with HubProcess(tmp_path) as hub, publishers(hub) as (first, second), announcer(hub) as stage:
        await stage.until("First 800")
        await stage.until("MR 1:57.00, Cy Old: Bow needs 0.10 off 1:57.10")
        assert [line.split()[:2] for line in stage.lines[4:7]] == [
            ["›", "2"],
            ["1", "Ann"],
            ["Home", "crowd"],
        ]
        assert "\x1b" not in stage.text
        assert "in the notes, not in this race: 'Nora Nilsen'" in stage.text
        assert "1 more to come" in stage.text
        await stage.until("2 runners   in 4:")

        late = Entrant(bib="3", name="Cat Oak", nation="NZL")
        delayed = replace(to_come("First 800", 30, late), id="mat:2", replaces="mat:1")
        await first.say(2, frame(delayed))
        await stage.until("Cat Oak")
        await stage.until("3 runners   in 29:")
        assert "25 minutes late" in stage.text

        await first.say(3, frame(Gun()))
        await stage.until("Second 800")
        await second.say(2, frame(Gun()))
        await stage.until("Second 800 was the last: no race is to come")
        assert "Ann Archer" in stage.text


async def test_from_the_field_to_an_athlete_the_race_and_a_later_field() -> None:
    """By keys alone; the order of the field can be changed."""
    async with two_races() as hub, announcer(hub) as stage:
        await stage.until("MR 1:57.00")
        await stage.press("ctrl+right")
        await stage.until("Second 800")
        await stage.press("ctrl+left")
        await stage.until("First 800")
        await stage.press("s", "s")
        assert stage.lines[4].split()[:3] == ["›", "1", "Ann"]
        await stage.press("enter")
        assert isinstance(stage.app.screen, AthleteProfileScreen)
        await stage.press("escape", "r")
        await stage.until("before the gun")
        assert isinstance(stage.app.screen, RaceScreen)
        await stage.press("escape")
        assert isinstance(stage.app.screen, NextRaceScreen)
        await stage.press("escape")
        assert isinstance(stage.app.screen, HomeScreen)


async def test_a_hub_that_is_gone_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The field stays, and why nothing new comes is said."""
    monkeypatch.setattr(hub_poller, "LONGEST_WAIT_S", 0.2)
    port = free_port()
    async with AsyncExitStack() as stack:
        async with two_races(port) as hub:
            stage = await stack.enter_async_context(announcer(hub))
            await stage.until("MR 1:57.00")
        await stage.until("cannot reach 127.0.0.1")
        assert "Ann Archer" in stage.text
        async with two_races(port):
            await stage.until("1 more to come")


def test_what_the_options_go_with(tmp_path: Path) -> None:
    """A hub for the next race; notes with that or with a race."""
    (tmp_path / "notes.txt").write_text("1: fast\n")

    assert refusal("watch", "127.0.0.1:8400/v1/races/mile", "--next") == (
        "lapbell: --next takes a hub, 127.0.0.1:8400, not one of its races"
    )
    assert refusal("watch", "127.0.0.1:8400", "--notes", tmp_path / "notes.txt") == (
        "lapbell: --notes goes with --next, or with a race"
    )
    assert refusal("watch", "127.0.0.1:8400", "--current", "--no-record") == (
        "lapbell: --record, --no-record, --mark and --edition go with one race, not with a hub's"
    )
    assert "cannot be read" in refusal("watch", "127.0.0.1:8400", "--next", "--notes", tmp_path / "none")
