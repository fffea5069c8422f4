"""`lapbell picture`: the screen at one moment as an SVG or PNG file; no terminal is needed."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.atomic_write import atomic_write
from feeds.errors import UserError
from race.lazy_dataclass import dataclass
from race.times import LONGEST_MS
from replays.watching.recorded_race import RecordedRace
from replays.watching.runner_called import runner_called
from replays.watching.unread_parts import UnreadParts
from tui.app import LapbellApp
from tui.commands import mark_options, option_types
from tui.commands.command import argument, user_errors
from tui.commands.find_race import find_race
from tui.commands.write_output import print_unread
from tui.race_session import BOARD
from tui.race_sources import RecordedSource
from tui.report.picture_files import picture_bytes
from tui.screens.race import RaceScreen
from tui.views.view_registry import CHART, CHARTS, HEAD_TO_HEAD, ROADS, TRACK
from tui.views.view_registry import VIEWS as REGISTERED

if TYPE_CHECKING:
    from race.messages import Mark
    from race.times import Time
    from replays.watching.ghost_race import GhostRace
    from replays.watching.record_progression import RecordProgression
    from tui.race_sources import RaceSource

MODES = {
    "places": (CHART, CHARTS.index("places")),
    "lap-times": (CHART, CHARTS.index("laps")),
    **{mode.replace(" ", "-"): (TRACK, ROADS.index(mode)) for mode in ROADS[1:]},
}
"""Modes of views that have names of their own."""

VIEWS = (BOARD, *(view.name for view in REGISTERED), *MODES, HEAD_TO_HEAD.name)

RIGHT = 2
"""Cells left free on the right, as there are on the left."""

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

    race: str = argument(metavar="RACE|FILE", help="a race in the library, a race file, or results of a race")
    at: Time | None = argument(
        "--at", **option_types.TIME, help="the race time, like 2:50.70 (default: the end)"
    )
    view: str | None = argument(
        "--view",
        type=_view,
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
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="write the picture to this file: .svg, or .png with the extra lapbell[png]",
    )
    compared: tuple[str, str] | None = argument(
        "--compare",
        nargs=2,
        metavar="BIB|NAME",
        help="compare the second of these athletes with the first, in the head-to-head view or in --view",
    )
    keys: bool = argument("--keys", action="store_true", help="draw the line of keys too")
    followed: bool = argument(
        "--followed", action="store_true", help="draw the marks of the athletes whom you follow"
    )
    picked: Sequence[str] = argument(
        "--pick",
        action="append",
        default=[],
        metavar="BIB|NAME",
        help="draw this athlete in a colour, as one who is followed; may be given again",
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    ghosts: Sequence[Mark | RecordProgression | GhostRace] = argument("--ghost", **mark_options.GHOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is drawn of a race, and how."""

    view: str = "board"
    size: tuple[int, int] = (120, 40)
    theme: str = ""
    """Empty for the one in use."""
    compared: tuple[str, str] | None = None
    """The bibs of two athletes, the second of which is held against the first."""
    has_keys: bool = False
    """Whether the line of keys is drawn."""
    has_followed: bool = False
    """Whether those whom the viewer follows are marked."""
    picked: tuple[str, ...] = ()
    """The bibs of others who are marked like them."""
    pressed: tuple[str, ...] = ()
    """Keys that are pressed first."""


def run(options: Options) -> None:
    """Write the picture."""
    race = find_race(options.race)
    marks = mark_options.marks_for(race, (*options.marks, *options.ghosts))
    log = race.log()
    print_unread(UnreadParts(log.messages()))
    at_ms = options.at.ms if options.at else LONGEST_MS
    ghosts = mark_options.ghosts_among(options.ghosts)
    source = RecordedSource(race.path, remembered=False, log=log, at_ms=at_ms, marks=marks, ghosts=ghosts)
    frame = Frame(
        view=options.view or ("head-to-head" if options.compared else "board"),
        size=options.size,
        theme=options.theme,
        compared=_pair(RecordedRace.of(log), options.compared),
        has_keys=options.keys,
        has_followed=options.followed,
        picked=_bibs(RecordedRace.of(log), options.picked),
    )
    picture = picture_bytes(asyncio.run(drawn(source, frame)), options.output)
    with user_errors(f"write {options.output}"), atomic_write(options.output) as file:
        file.write(picture)


def _bibs(recording: RecordedRace, names: Sequence[str]) -> tuple[str, ...]:
    """The bibs of athletes. Raises FeedError for a name that is not one athlete's."""
    history = recording.history()
    state = history.at(history.end_ms)
    return tuple(runner_called(name, state, recording.race).entrant.bib for name in names)


def _pair(recording: RecordedRace, names: Sequence[str] | None) -> tuple[str, str] | None:
    """The bibs of two athletes."""
    if names is None:
        return None
    first, second = _bibs(recording, names)
    if first == second:
        raise UserError(f"--compare takes two athletes, and {names[0]!r} and {names[1]!r} are the same one")
    return first, second


async def drawn(source: RaceSource, frame: Frame) -> str:
    """The screen as SVG. Raises UserError for an unknown theme."""
    app = LapbellApp(source)
    async with app.run_test(size=frame.size) as pilot:
        if frame.theme and frame.theme not in app.available_themes:
            known = ", ".join(sorted(app.available_themes))
            raise UserError(f"there is no theme {frame.theme!r}; choose from {known}")
        app.theme = frame.theme or app.theme
        await app.workers.wait_for_complete()
        screen = app.screen
        assert isinstance(screen, RaceScreen)
        _arrange(screen, frame)
        await pilot.pause()
        screen.repaint()  # for the width that it has now
        await pilot.press(*frame.pressed)
        await pilot.pause(0.3)
        return portable(app.export_screenshot(title="lapbell"))


def _arrange(screen: RaceScreen, frame: Frame) -> None:
    """Show what a frame asks for."""
    if not frame.has_keys:
        screen.has_keys = screen.keys.display = False
    watched = screen.session.watched
    assert watched is not None
    for bib in () if frame.has_followed else watched.followed:
        watched.follow(bib)  # again, which ends it for this picture and remembers nothing
    for bib in set(frame.picked) - watched.followed:
        watched.follow(bib)
    if frame.compared is not None:
        first, second = frame.compared
        screen.session.compare_with(first)
        screen.board.hold(second)
    if not frame.has_keys:
        screen.session.is_still = screen.board.hides_cursor = True
        screen.styles.padding = (0, RIGHT, 0, 0)
    kind, mode = MODES.get(frame.view, (None, 0))
    if kind is not None:
        screen.modes[kind.name] = mode
    screen.show_view(kind.name if kind is not None else frame.view)


def portable(svg: str) -> str:
    """The picture in whatever monospaced font there is, without fetching one."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
