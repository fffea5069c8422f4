"""Draws the pictures of the README: `make pictures`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from replays.library import find
from tui.app import LapbellApp

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (100, 30)


async def draw(name: str, race: str, at_ms: int, *keys: str, theme: str = "textual-dark") -> None:
    """One picture: a race at a time, after some keys."""
    app = LapbellApp(find(race), at_ms=at_ms)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause(0.2)
        svg = app.export_screenshot(title=f"lapbell replay {race}")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    """All of them."""
    PICTURES.mkdir(exist_ok=True)
    await draw("bowerman-mile", "2024-bowerman-mile", 170_700)
    await draw("london-mile", "2026-london-dl-mile", 170_100, theme="textual-light")
    await draw("athlete", "2026-london-dl-mile", 228_000, "enter")


if __name__ == "__main__":
    asyncio.run(main())
