"""The desk of a hub: races are made, ended, reopened and withdrawn with keys, and a race's desk is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from feeds.client.hub_admin import HubAdmin
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from tests.patience import until as until_so
from tui.app import LapbellApp
from tui.commands.new_at_hub import new_token, read_new_race
from tui.screens.hub_desk import HubDeskScreen


class Desk(NamedTuple):
    """The screen, and what is on it."""

    pilot: Pilot[None]
    screen: HubDeskScreen

    @property
    def races(self) -> str:
        """The lines of the list."""
        pane = self.screen.races
        return "\n".join(pane.render_line(y).text.strip() for y in range(1, 6)).strip()

    @property
    def said(self) -> str:
        """What was said last."""
        return str(self.screen.said.render())

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        await until_so(holds, lambda: (self.races, self.said))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The desk of a hub without a race, on its own computer."""
    folder = tmp_path / "hub"
    async with Hub(settings=Settings(folder=folder)) as hub:
        token = Tokens(folder).issue("*", "desk", use="admin")
        address = Address.parse(hub.base)
        screen = HubDeskScreen(
            address,
            lambda: HubAdmin(address, token),
            read_new_race,
            partial(new_token, folder),
        )
        async with LapbellApp(first=lambda: screen).run_test(size=(100, 24)) as pilot:
            yield Desk(pilot, screen)


async def test_a_race_is_made_ended_reopened_and_withdrawn(desk: Desk) -> None:
    """A race that has not ended is not withdrawn, and none is before its name was typed."""
    await desk.pilot.press("n", *"1500 m = 11 Anna Berg, 14 Ruth Okafor", "enter")
    await desk.until(lambda: "1500" in desk.races and "is there" in desk.said)
    race = desk.said.split()[0]
    await desk.pilot.press("W", *race, "enter")
    await desk.until(lambda: "has not ended: end it first" in desk.said)
    await desk.pilot.press("e")
    await desk.until(lambda: desk.races.startswith("› ended"))
    await desk.pilot.press("e")
    await desk.until(lambda: desk.races.startswith("› before"))
    await desk.pilot.press("e")
    await desk.until(lambda: desk.races.startswith("› ended"))
    await desk.pilot.press("W", "y", "enter")
    await desk.until(lambda: f"type {race} to withdraw it" in desk.said)
    await desk.pilot.press("escape", "W", *race, "enter")
    await desk.until(lambda: "is withdrawn" in desk.said and not desk.races)


async def test_a_token_is_made_and_the_desk_of_a_race_opened(desk: Desk) -> None:
    """For the race under the cursor; what cannot be understood is said."""
    await desk.pilot.press("n", *"no such file.csv", "enter")
    await desk.until(lambda: "there is no file no such file.csv" in desk.said)
    await desk.pilot.press("escape", "n", *"800 m = 1-3", "enter")
    await desk.until(lambda: "800" in desk.races)
    await desk.pilot.press("T", *"mat a", "enter")
    await desk.until(lambda: "source: 'mat a' is not in the right form" in desk.said)
    await desk.pilot.press("escape", "T", *"mat-a", "enter")
    await desk.until(lambda: "publishes" in desk.said and desk.said.endswith("as mat-a"))
    await desk.pilot.press("enter")
    await desk.until(lambda: desk.screen.chosen is not None)

    [line] = desk.races.splitlines()
    assert desk.screen.chosen is not None
    assert desk.screen.chosen in line
