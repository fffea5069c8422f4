"""Draws the pictures of the README: `make pictures`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from feeds.address import Address
from feeds.hub import Hub
from feeds.log import Log, read
from replays.library import find
from replays.rehearsal import rehearsal
from tui.app import LapbellApp
from tui.screens.race import RaceScreen
from tui.stations import OnAir, Recorded

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (100, 30)


async def draw(name: str, race: str, at_ms: int, *keys: str, theme: str = "textual-dark") -> None:
    """One picture: a race at a time, after some keys."""
    app = LapbellApp(Recorded(find(race), at_ms=at_ms))
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause(0.2)
        save(name, app.export_screenshot(title=f"lapbell replay {race}"))


async def draw_live() -> None:
    """A live race, paused in its second lap while the feed goes on."""
    cues = rehearsal(list(read(find("2026-london-dl-mile")).messages()))
    log = Log("london-mile", complete=False)
    for cue in cues:
        if cue.due_ms < 100_000:
            log.append(cue.message)
    async with Hub(log) as hub:
        app = LapbellApp(OnAir(Address.parse(hub.url(log.race)), record=False))
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, RaceScreen)
            while screen.viewing is None:
                await pilot.pause(0.05)
            await pilot.press("space", "left")
            for cue in cues:
                if 100_000 <= cue.due_ms < 137_000:
                    hub.append(log.race, cue.message)
            await pilot.pause(1.5)
            save("live", app.export_screenshot(title="lapbell watch 127.0.0.1:8400"))


def save(name: str, svg: str) -> None:
    """Write a picture, in whatever font there is."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    """All of them."""
    PICTURES.mkdir(exist_ok=True)
    await draw("bowerman-mile", "2024-bowerman-mile", 170_700)
    await draw("london-mile", "2026-london-dl-mile", 170_100, theme="textual-light")
    await draw_live()
    await draw("athlete", "2026-london-dl-mile", 228_000, "enter")


if __name__ == "__main__":
    asyncio.run(main())
