"""The wall, for a second screen: the leader, how far there is to go, and the clock; at the end a result card.

Everything is as large as it can be, in letters of blocks, and nothing else is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.formatting import stretch_text, time_text
from tui.text.safe_text import clean, truncate
from tui.views.announcer.large_type import clock_figures, headline
from tui.views.block_letters import SIZES, Size, block_letters, largest, letter_cells, plain_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from race.standings import Row
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

LEGIBLE = next(size for size in reversed(SIZES) if size.rows >= 7)
"""The smallest letters that are read from ten metres: see docs/race-day.md. Names are cut to fit in them."""

PODIUM = 3

CUT = "."
"""Behind a name that is cut: there is no ellipsis among the letters."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The wall in `width` by `height` cells."""
    if scene.board.leader is not None and scene.board.leader.status == "finished":
        shown = _card(scene, width, height)
    else:
        shown = _state(scene, width, height)
    above: list[StyledLine] = [()] * max((height - len(shown)) // 2, 0)
    return [*above, *shown][:height]


def _state(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """Who leads, how far it is, and the clock; before anyone leads the race in place of the first."""
    state = headline(scene)
    start_list = scene.board.state.start_list
    name = _cut("", state.name, "", width) if state.name else clean(start_list.name) if start_list else ""
    left = f"{state.figure} {state.unit}" if state.figure else next(iter(state.phrases), "")
    texts = [(name, "strong"), (left, "text"), (clock_figures(scene), "accent")]
    texts = [(text, style) for text, style in texts if text]
    return _bands(texts, width, height)


def _card(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The first three, the winner with the time, the others with as much as can be read from afar."""
    rows = [row for row in scene.board.rows if row.status == "finished" and row.place is not None][:PODIUM]
    course = scene.course
    if course is None or not rows:
        return _state(scene, width, height)
    forms = [_forms(row, course, width) for row in rows]
    room = (height - len(rows) + 1) // len(rows)
    size = _common([form[0] for form in forms], width, room)
    if size is None or size.rows < LEGIBLE.rows:
        size = next((one for one in SIZES if one.across == LEGIBLE.across and one.rows <= room), size)
    if size is None:
        shown = [form[0] for form in forms]
    else:
        shown = [next((text for text in form if _fits(text, size, width)), form[-1]) for form in forms]
    return _bands([(text, "text" if n else "accent") for n, text in enumerate(shown)], width, height, size)


def _forms(row: Row, course: Course, width: int) -> list[str]:
    """A finisher in a line, and in shorter ones: of the winner the time is kept, of the others the name."""
    place, name = str(row.place), clean(row.runner.short_name)
    time = time_text(row.passing.time if row.passing else None, course.digits)
    if row.place == 1:
        return [f"{place} {name} {time}", f"{name} {time}", _cut("", name, f" {time}", width)]
    gap = stretch_text(row.gap, "+")
    return [f"{place} {name} {text}".rstrip() for text in (time, gap, "")] + [
        _cut(f"{place} ", name, "", width)
    ]


def _cut(before: str, name: str, after: str, width: int) -> str:
    """A name with what stands before and after it, cut where it would not fit in the smallest letters."""
    if not plain_capitals(name):
        return before + name + after
    for end in range(len(name), 0, -1):
        text = f"{before}{name[:end].rstrip()}{CUT if end < len(name) else ''}{after}"
        if _fits(text, LEGIBLE, width):
            return text
    return before + name + after


def _fits(text: str, size: Size, width: int) -> bool:
    capitals = plain_capitals(text)
    return bool(capitals) and letter_cells(capitals, size) <= width


def _common(texts: Sequence[str], width: int, height: int) -> Size | None:
    """The largest size in which each of some texts fits on `height` lines; None where none does."""
    return next((s for s in SIZES if s.rows <= height and all(_fits(t, s, width) for t in texts)), None)


def _bands(
    texts: Sequence[tuple[str, str]], width: int, height: int, size: Size | None = None
) -> list[StyledLine]:
    """Texts below each other, each as large as fits or of one size, in the middle of the line."""
    room = (height - len(texts) + 1) // max(len(texts), 1)
    shown: list[StyledLine] = []
    for text, style in texts:
        shown += [()] if shown else []
        capitals = plain_capitals(text)
        fitting = size or largest(capitals, width, room)
        if size is not None and (not capitals or letter_cells(capitals, size) > width):
            fitting = None
        large = block_letters(capitals, fitting) if fitting is not None else [truncate(text, width)]
        margin = " " * ((width - len(large[0])) // 2)
        shown += [((margin, style), (line, style)) for line in large]
    return shown
