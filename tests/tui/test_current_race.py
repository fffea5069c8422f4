"""`lapbell watch HUB --current` shows the race that is on, and takes no one away from something else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from race.messages import Gun, Official, Split
from race.times import Time
from replays.hubs import hub_poller
from replays.hubs.known_hubs import remember
from tests.tui.app_on_stage import Stage, on_current
from tests.tui.run_lapbell import refusal
from tests.tui.small_races import runners, start_list
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is asked more often than people need it."""
    monkeypatch.setattr(hub_poller, "USUAL_WAIT_S", 0.05)
    monkeypatch.setattr("tui.current_race.LOOK_S", 0.05)
    monkeypatch.setattr("tui.current_race.POLL_S", 0.05)


def log_of(race: str) -> Log:
    """A race that waits for its gun."""
    log = Log(race, complete=False)
    log.append(replace(start_list(800, (400,), runners("Ann Archer", "Ben Bow")), name=race.title()))
    return log


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    """Three races, of which the first is on."""
    logs = log_of("first"), log_of("second"), log_of("third")
    async with Hub(*logs, settings=Settings(heartbeat_s=0.5)) as hub:
        hub.append("first", Gun())
        remember(Address.parse(hub.base))
        yield hub


def race_of(stage: Stage) -> str:
    """The name of the race that is shown; empty for another screen."""
    screen = stage.app.screen
    watched = screen.session.watched if isinstance(screen, RaceScreen) else None
    start_list = watched.view().board.state.start_list if watched is not None else None
    return start_list.name if start_list is not None else ""


async def shown(stage: Stage, race: str) -> None:
    """Wait until a race is shown."""
    await stage.until(lambda: race_of(stage) == race, race)
    await stage.settle()


async def test_one_race_after_the_other_in_the_same_view(hub: Hub) -> None:
    """A race that is over stays until the next gun goes; the view and its mode go along."""
    async with on_current(hub.base) as stage:
        await shown(stage, "First")
        await stage.press("2", "v")
        assert "lap" in stage.text
        for message in (*(_finish(bib) for bib in "12"), Official()):
            hub.append("first", message)
        await stage.until("official")

        hub.append("second", Gun())
        await shown(stage, "Second")
        assert (stage.app.screen.session.view, stage.app.screen.modes) == ("splits", {"splits": 1})  # type: ignore[attr-defined]
        hub.append("third", Gun())
        await shown(stage, "Third")
        await stage.until("also on: Second; here the gun went last")
        await stage.press("escape", "escape")
        assert isinstance(stage.app.screen, HomeScreen)


async def test_who_has_pulled_the_playhead_back_stays(hub: Hub) -> None:
    """The race says what is on, and n shows it; back at the live edge one goes along again."""
    async with on_current(hub.base) as stage:
        await shown(stage, "First")
        await stage.press("space")
        hub.append("second", Gun())
        await stage.until("Second is on: n shows it")
        assert race_of(stage) == "First"
        await stage.press("n")
        await shown(stage, "Second")

        await stage.press("space")
        hub.append("third", Gun())
        await stage.until("Third is on: n shows it")
        await stage.press("end")
        await shown(stage, "Third")


@pytest.mark.parametrize("key", ["question_mark", "enter"])
async def test_who_looks_at_something_else_stays(hub: Hub, key: str) -> None:
    """On a screen over the race what is on is said once, and it is shown when that is closed."""
    async with on_current(hub.base) as stage:
        await shown(stage, "First")
        await stage.press(key)
        hub.append("second", Gun())
        await stage.until(lambda: stage.race.session.on_now == "Second", "Second is on")
        assert not isinstance(stage.app.screen, RaceScreen)
        await stage.press("escape")
        await shown(stage, "Second")


async def test_who_went_to_another_race_or_the_library_stays_there(hub: Hub) -> None:
    """What is on is said there too."""
    async with on_current(hub.base) as stage:
        await shown(stage, "First")
        await stage.press("ctrl+right")
        await shown(stage, "Second")
        await stage.until("First is on: n shows it")
        hub.append("third", Gun())
        await stage.until("Third is on: n shows it")
        await stage.press("escape")
        await stage.until("recorded races")
        hub.append("second", Gun())
        await stage.until(lambda: stage.text.count("on now") == 3)
        assert isinstance(stage.app.screen, HomeScreen)


async def test_who_types_a_name_stays(hub: Hub) -> None:
    """Until the line is closed."""
    async with on_current(hub.base) as stage:
        await shown(stage, "First")
        await stage.press("slash", "A")
        hub.append("second", Gun())
        await stage.until("Second is on")
        await stage.press("enter")
        await shown(stage, "Second")


def test_a_race_is_no_hub() -> None:
    """Then there is nothing to follow."""
    assert refusal("watch", "127.0.0.1:8400/v1/races/mile", "--current") == (
        "lapbell: --current takes a hub, 127.0.0.1:8400, not one of its races"
    )


def _finish(bib: str) -> Split:
    return Split(bib=bib, checkpoint="finish", time=Time(120_000 + int(bib), 1), evidence="hand")
