"""`lapbell picture`: the screen at one moment as an SVG file; no terminal is needed."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.atomic_write import atomic_write
from feeds.errors import UserError
from feeds.log import read
from race.times import LONGEST_MS
from replays.library import find
from replays.watching.unread_parts import UnreadParts
from tui.app import LapbellApp
from tui.commands import mark_options, option_types
from tui.commands.command import argument, user_errors
from tui.commands.write_output import print_unread
from tui.race_sources import RecordedSource
from tui.screens.race import RaceScreen

if TYPE_CHECKING:
    from race.messages import Mark
    from race.times import Time
    from replays.watching.record_progression import RecordProgression
    from tui.race_sources import RaceSource

VIEWS = ("board", "splits", "gaps", "track", "packs", "announcer", "head-to-head")

LEAST, MOST = (40, 12), (400, 200)
"""Cells across and down."""


def _view(text: str) -> str:
    matching = [name for name in VIEWS if text and name.startswith(text)]
    if len(matching) != 1:
        raise ArgumentTypeError(f"takes one of {', '.join(VIEWS)}, not {text!r}")
    return matching[0]


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text)
    cells = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(least <= cell <= most for least, cell, most in zip(LEAST, cells, MOST, strict=True)):
        raise ArgumentTypeError(f"takes a size from 40x12 to 400x200, not {text!r}")
    return cells


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell picture`."""

    race: str = argument(metavar="RACE|FILE", help="a race in the library, or a race file")
    at: Time | None = argument(
        "--at", **option_types.TIME, help="the race time, like 2:50.70 (default: the end)"
    )
    view: str = argument(
        "--view",
        type=_view,
        default="board",
        metavar="VIEW",
        help=f"what to show, or the beginning of its name: {', '.join(VIEWS)} (default: board)",
    )
    size: tuple[int, int] = argument(
        "--size",
        type=_size,
        default=(120, 40),
        metavar="WxH",
        help="the width and height of the screen in character cells (default 120x40)",
    )
    theme: str = argument("--theme", default="", help="the name of a theme (default: the one in use)")
    output: Path = argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="write the picture to this file"
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    ghosts: Sequence[Mark | RecordProgression] = argument("--ghost", **mark_options.GHOST)


def run(options: Options) -> None:
    """Write the picture."""
    path = find(options.race)
    marks = mark_options.marks_for(path, (*options.marks, *options.ghosts))
    print_unread(UnreadParts(read(path).messages()))
    at_ms = options.at.ms if options.at else LONGEST_MS
    source = RecordedSource(path, remembered=False, at_ms=at_ms, marks=marks)
    svg = asyncio.run(drawn(source, options.view, options.size, options.theme))
    with user_errors(f"write {options.output}"), atomic_write(options.output) as file:
        file.write(svg.encode())


async def drawn(
    source: RaceSource, view: str, size: tuple[int, int], theme: str = "", keys: tuple[str, ...] = ()
) -> str:
    """The screen as SVG, in a view and after some keys. Raises UserError for an unknown theme."""
    app = LapbellApp(source)
    async with app.run_test(size=size) as pilot:
        if theme and theme not in app.available_themes:
            raise UserError(
                f"there is no theme {theme!r}; choose from {', '.join(sorted(app.available_themes))}"
            )
        app.preferences = replace(app.preferences, theme=theme or app.theme)
        app.theme = app.preferences.theme
        await app.workers.wait_for_complete()
        screen = app.screen
        assert isinstance(screen, RaceScreen)
        screen.show_view(view)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        return portable(app.export_screenshot(title="lapbell"))


def portable(svg: str) -> str:
    """The picture in whatever monospaced font there is, without fetching one."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
