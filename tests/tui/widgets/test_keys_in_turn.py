"""Keys that come together: what the first opens takes those after it, and none acts on what was there."""

from __future__ import annotations

from copy import copy

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets import Input

from tests.tui.app_on_stage import LONDON, Stage, on_stage
from tui.screens.add_mark import AddMarkScreen
from tui.screens.help import HelpScreen
from tui.screens.race import RaceScreen


def at_once(stage: Stage, *keys: str) -> None:
    """Press keys before the app has looked at any."""
    for key in keys:
        stage.app.simulate_key(key)


async def test_what_is_typed_behind_the_slash_is_found() -> None:
    """None of the letters is a key of the race: f follows, r, m and e change what is drawn."""
    async with on_stage(LONDON, "2:46.60") as stage:
        followed = stage.watch.followed

        at_once(stage, "slash", *"farken")
        await stage.until(lambda: "farken" in stage.text, "the words")
        await stage.settle()

        assert stage.app.focused is not None
        assert isinstance(stage.app.focused, Input)
        assert stage.app.focused.value == "farken"
        assert stage.watch.followed == followed


async def test_a_screen_that_a_key_opens_takes_the_next() -> None:
    """A mark is typed into its field from the first letter on."""
    async with on_stage(LONDON, "2:46.60") as stage:
        at_once(stage, "T", *"mine3")
        await stage.until(lambda: "mine3" in stage.text, "the words")

        assert isinstance(stage.app.screen, AddMarkScreen)
        assert stage.app.screen.field.value == "mine3"


async def test_what_a_key_closes_takes_no_more() -> None:
    """Help, closed, and then the gap chart; the last key acts on the race."""
    async with on_stage(LONDON, "2:46.60") as stage:
        at_once(stage, "question_mark", "escape", "3")
        await stage.until(lambda: stage.race.session.view == "gaps", "the gaps")

        assert isinstance(stage.app.screen, RaceScreen)
        assert not any(isinstance(screen, HelpScreen) for screen in stage.app.screen_stack)


@pytest.mark.parametrize("times", [2, 40])
async def test_a_key_that_is_held_is_counted(times: int) -> None:
    """As often as it came."""
    async with on_stage(LONDON, "2:46.60") as stage:
        before = stage.watch.playhead.position_ms

        at_once(stage, *["left"] * times)
        await stage.until(
            lambda: stage.watch.playhead.position_ms == max(before - 5000 * times, 0), "the time"
        )


@pytest.mark.parametrize("is_forwarded", [False, True])
@pytest.mark.parametrize(
    "event",
    [
        events.Key("left", None),
        events.Paste("Kerr"),
        events.MouseMove(None, 3, 3, 0, 0, 0, False, False, False),
        events.MouseScrollDown(None, 3, 3, 0, 0, 0, False, False, False),
        events.Resize(Size(80, 24), Size(80, 24)),
        events.AppFocus(),
        events.AppBlur(),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_is_left_when_the_program_has_ended_does_nothing(
    event: events.Event, is_forwarded: bool
) -> None:
    """As while a key is held: no screen is there any more that it could be for."""
    async with on_stage(LONDON, "2:46.60") as stage:
        pass
    left = copy(event)
    if is_forwarded:
        left._set_forwarded()  # noqa: SLF001 - as the last message of a screen to the app

    await stage.app.on_event(left)
