"""The head of the announcer's view in large type: the clock, how far there is to go, and who leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from race.times import Time
from tui.text.formatting import clock_text
from tui.text.race_headline import fitting
from tui.text.race_headline import phrases as headline_phrases
from tui.text.safe_text import clean, truncate
from tui.views.big_digits import SMALLEST, figure_cells, figures, numeral_rows
from tui.views.block_letters import block_letters, largest, plain_capitals

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

CLOCK_SHARE = 0.18
"""The share of the height that the clock takes."""

NAME_SHARE = 0.13
"""The share of the height that the leader's name takes, in letters of blocks."""

LEAST_HEIGHT = 12
"""In a lower pane nothing is large."""

MARGIN = 4
"""Cells between two figures, and beside them."""

LEAST_BESIDE = 12
"""Cells beside a figure that are worth writing in."""


class Headline(NamedTuple):
    """The state of a race, taken apart to be shown in large type."""

    figure: str
    """How far there is to go, or the time of the winner; empty where there is none."""
    unit: str
    """What the figure is of: `m to go`."""
    name: str
    """Who leads or has won, for short; empty where that is not known."""
    phrases: list[str]
    """What is said of it, with the name."""


def headline(scene: Scene) -> Headline:
    """The state of a race; metres to go move between checkpoints unless estimates are hidden."""
    board = scene.board
    phrases = [forms[0] for forms in headline_phrases(board, moving=scene.snapshot.estimates) if forms[0]]
    leader = board.leader
    name = clean(leader.runner.short_name) if leader is not None else ""
    if leader is not None and leader.status == "finished":
        time, course = leader.passing.time if leader.passing else None, board.state.course
        figure = time.show(course.digits) if time is not None and course is not None else ""
        return Headline(figure, "", name, phrases)
    match = re.fullmatch(r"([~\d:.]+) (.+)", phrases[0]) if phrases and board.phase != "before" else None
    return Headline(match[1], match[2], name, phrases[1:]) if match else Headline("", "", name, phrases)


def clock_figures(scene: Scene) -> str:
    """The race clock; before a gun that is due, the time until then with a minus."""
    digits = 1 if scene.course is None or scene.course.digits else 0
    edge = scene.board.edge
    if edge.starts_in_ms > 0:
        return f"-{Time(edge.starts_in_ms).rounded(0)}"
    return clock_text(scene.clock_ms, digits)


def head(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The head in `width` cells of a pane that is `height` lines high."""
    clock, state = clock_figures(scene), headline(scene)
    rows = _clock_rows(clock, state, width, max(round(height * CLOCK_SHARE), SMALLEST))
    if height < LEAST_HEIGHT or figure_cells(clock, rows) > width:
        figure = f"{state.figure} {state.unit}" if state.unit else ""
        return [((truncate(fitting([clock, figure, *state.phrases], width) or clock, width), "accent"),)]
    lines, has_figure = _figures(clock, state, rows, width)
    left = [f"{state.figure} {state.unit}"] if state.unit and not has_figure else []
    return [*lines, *_leader(state.name, [*left, *state.phrases], width, height)]


def _clock_rows(clock: str, state: Headline, width: int, room: int) -> int:
    """The most lines with room for the other figure beside the clock, or else as few as can be."""
    sizes = range(numeral_rows(room), SMALLEST, -1)
    return next((rows for rows in sizes if _both_cells(clock, state, rows) <= width), SMALLEST)


def _both_cells(clock: str, state: Headline, rows: int) -> int:
    """The width of the clock and of the other figure with its unit."""
    beside = MARGIN + figure_cells(state.figure, rows) + len(state.unit) + 1 if state.figure else 0
    return figure_cells(clock, rows) + beside


def _figures(clock: str, state: Headline, rows: int, width: int) -> tuple[list[StyledLine], bool]:
    """The clock, and beside it the other figure with its unit if there is room for both."""
    figure = state.figure if _both_cells(clock, state, rows) <= width else ""
    beside = figures(figure, rows) if figure else [""] * rows
    lines: list[StyledLine] = []
    for row, line in enumerate(figures(clock, rows)):
        unit = f" {state.unit}" if figure and row == rows - 1 else ""
        margin = " " * MARGIN if figure else ""
        lines.append(((line + margin, "accent"), (beside[row], "strong"), (unit, "text")))
    return lines, bool(figure)


def _leader(name: str, phrases: list[str], width: int, height: int) -> list[StyledLine]:
    """Who leads: in letters of blocks with the phrases beside them, or in a line."""
    capitals = plain_capitals(name)
    size = largest(capitals, width, round(height * NAME_SHARE))
    if size is None:
        return [((fitting(phrases, width), "strong"),)] if phrases else []
    letters = block_letters(capitals, size)
    room = width - len(letters[0]) - MARGIN
    beside = phrases[: size.rows] if room >= LEAST_BESIDE else []
    shown: list[StyledLine] = [()]
    for row, line in enumerate(letters):
        phrase = truncate(beside[row], room) if row < len(beside) else ""
        style = "strong" if row == 0 else "text"
        shown.append(((line + " " * MARGIN, "strong"), (phrase, style)) if phrase else ((line, "strong"),))
    return shown if beside else [*shown, ((fitting(phrases, width), "strong"),)]
