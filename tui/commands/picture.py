"""`lapbell picture`: the screen at one moment as an SVG file, with no display needed."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentTypeError
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.commands import mark_options, option_types

if TYPE_CHECKING:
    from tui.race_sources import RaceSource

VIEWS = ("board", "splits", "gaps", "track", "packs", "announcer", "head-to-head")

LEAST, MOST = (40, 12), (400, 200)
"""Cells across and down."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("picture", help="draw the screen at one moment as an SVG file")
    parser.set_defaults(run=_picture)
    parser.add_argument("race", metavar="RACE|FILE", help="a race of the library, or a race file")
    parser.add_argument("--at", type=option_types.time, metavar="TIME", help="race time (default: the end)")
    parser.add_argument("--view", type=view, default="board", metavar="VIEW", help=", ".join(VIEWS))
    parser.add_argument("--size", type=size, default=(120, 40), metavar="WxH", help="in cells (120x40)")
    parser.add_argument("--theme", default="", help="by name, as `t` lists them")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="where to")
    mark_options.add_to(parser)
    mark_options.add_ghost_to(parser)


def view(text: str) -> str:
    """A view by its name or the beginning of it. Raises ArgumentTypeError."""
    found = [name for name in VIEWS if text and name.startswith(text)]
    if len(found) != 1:
        raise ArgumentTypeError(f"{text!r} is no view: {', '.join(VIEWS)}")
    return found[0]


def size(text: str) -> tuple[int, int]:
    """Cells across and down, as 120x40. Raises ArgumentTypeError."""
    match = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text)
    cells = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(least <= cell <= most for least, cell, most in zip(LEAST, cells, MOST, strict=True)):
        raise ArgumentTypeError(f"{text!r} is no size from 40x12 to 400x200")
    return cells


def _picture(options: argparse.Namespace) -> None:
    import asyncio

    from feeds.errors import FeedError
    from race.times import LONGEST_MS
    from replays.library import find
    from tui.race_sources import UnrememberedSource

    path, marks = find(options.race), tuple(options.marks)
    mark_options.refuse_for_race(marks, path)
    at_ms = options.at.ms if options.at else LONGEST_MS
    source = UnrememberedSource(path, at_ms=at_ms, marks=marks)
    svg = asyncio.run(drawn(source, options.view, options.size, options.theme))
    part = options.output.with_name(f"{options.output.name}.part")
    try:
        part.write_text(svg, encoding="utf-8")
        part.replace(options.output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FeedError(f"cannot write {options.output}: {error.strerror or error}") from error


async def drawn(
    source: RaceSource, view: str, size: tuple[int, int], theme: str = "", keys: tuple[str, ...] = ()
) -> str:
    """The screen as SVG, in a view and after some keys. Raises FeedError for a theme that is not there."""
    from feeds.errors import FeedError
    from tui.app import LapbellApp
    from tui.screens.race import RaceScreen

    app = LapbellApp(source)
    async with app.run_test(size=size) as pilot:
        if theme and theme not in app.available_themes:
            raise FeedError(f"no theme {theme!r}; there are {', '.join(sorted(app.available_themes))}")
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
    """In whatever fixed-width font there is, without fetching one."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
