"""The wall, for a second screen: the leader, how far there is to go, and the clock; at the end a result card.

Everything is as large as it can be, in letters of blocks, and nothing else is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.formatting import time_text
from tui.text.safe_text import clean, truncate
from tui.views.announcer.large_type import clock_figures, headline
from tui.views.block_letters import SIZES, Size, block_letters, largest, letter_cells, plain_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

LEGIBLE_ROWS = 7
"""Letters of so many lines are read from ten metres: see docs/race-day.md."""

PODIUM = 3


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
    state = headline(scene.board)
    start_list = scene.board.state.start_list
    name = state.name or (clean(start_list.name) if start_list is not None else "")
    left = f"{state.figure} {state.unit}" if state.figure else next(iter(state.phrases), "")
    texts = [(name, "strong"), (left, "text"), (clock_figures(scene), "accent")]
    texts = [(text, style) for text, style in texts if text]
    return _bands(texts, width, height)


def _card(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The first three with their times; where that cannot be read from afar, the winner above the others."""
    rows = [row for row in scene.board.rows if row.status == "finished" and row.place is not None]
    course = scene.course
    if course is None or not rows:
        return _state(scene, width, height)
    first = [
        (
            str(row.place),
            row.runner.short_name,
            time_text(row.passing.time if row.passing else None, course.digits),
        )
        for row in rows[:PODIUM]
    ]
    whole = [clean(" ".join(parts)) for parts in first]
    size = _common(whole, width, (height - len(whole) + 1) // len(whole))
    if size is not None and size.rows >= LEGIBLE_ROWS:
        return _bands(
            [(text, "text" if n else "accent") for n, text in enumerate(whole)], width, height, size
        )
    _, name, time = (clean(part) for part in first[0])
    others = whole[1:]
    if _common(others, width, SIZES[-1].rows) is None:
        others = [clean(f"{place} {name}") for place, name, _ in first[1:]]
    small = _bands([(text, "text") for text in others], width, height, SIZES[-1])
    small = [(), *small] if small else []
    large = _bands([(name, "accent"), (time, "accent")], width, height - len(small))
    return [*large, *small]


def _common(texts: Sequence[str], width: int, height: int) -> Size | None:
    """The largest size in which each of some texts fits on `height` lines; None where none does."""
    capitals = [plain_capitals(text) for text in texts]
    if not all(capitals):
        return None
    fitting = (s for s in SIZES if s.rows <= height and all(letter_cells(c, s) <= width for c in capitals))
    return next(fitting, None)


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
