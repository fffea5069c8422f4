"""For the announcer: the order with places and gaps, the leader first; before the gun the field."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.field.groups import SEXES, is_in_group
from race.laps import gap_at
from tui.text.checkpoint_labels import shortened_label
from tui.text.formatting import (
    behind_text,
    gain_text,
    gap_text,
    passing_text,
    place_or_status,
    stretch_text,
    time_text,
)
from tui.text.race_headline import fitting
from tui.text.safe_text import clean, fit, truncate, whole_clauses
from tui.views.block_letters import SIZES, block_letters, letter_cells, plain_capitals
from tui.views.who_is_drawn import names_of, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

PLACE, TIME, GAP, PB = 3, 9, 8, 12
"""Cells of the columns beside the name."""

GAIN = 2
"""Cells of the places gained."""

FIRST = 3
"""So many of the order are written large where there is room."""

LETTERS = SIZES[-1]

MOST_NAME = 26
"""Cells of a name."""


class Line(NamedTuple):
    """Someone in the order."""

    runner: Runner
    place: str
    time: str
    gap: str
    gain: str = ""
    label: str = ""
    """The checkpoint where that was."""
    badges: Sequence[str] = ()
    """What the result is worth, in place of the checkpoint."""
    style: str = "text"

    def more(self, width: int) -> str:
        """What stands behind the figures, in at most so many cells."""
        if self.badges or not self.label:
            return fitting([*self.badges], width, gap=" ")
        return f"{self.gain:<{GAIN}} {shortened_label(self.label, max(width - GAIN - 1, 0))}"


def order(scene: Scene, width: int, most: int, *, large: bool = False) -> list[list[StyledLine]]:
    """The running order in at most so many lines, or that at `scene.arrivals_at`; at first the field.

    The first ones `large` if there is room for everyone all the same.
    """
    table = scene.checkpoints
    if table is None:
        return []
    inside = [row for row in scene.board.rows if is_in_group(row.runner.entrant, scene.group)]
    rows = list(islice((row for row in inside if row.is_racing), most))
    if scene.arrivals_at is not None:
        lines = _order_at(table, scene.arrivals_at, scene.group, most)
    elif rows or scene.board.packs:
        lines = [_row(scene, table, row) for row in rows]
        if scene.group:
            lines = [
                _in_group(scene.group, rows[0], row, line) for row, line in zip(rows, lines, strict=True)
            ]
    else:
        return [[line] for line in _field(scene, inside[:most], width)]
    shown = [[line] for line in _fitted(scene, lines, width)]
    first = [_large(line, width) for line in lines[:FIRST]] if large else []
    if all(first) and len(shown) + sum(map(len, first)) <= most:
        shown[: len(first)] = first
    return shown


def _large(line: Line, width: int) -> list[StyledLine]:
    """Place, family name, and the time or the gap in letters of blocks; nothing where they do not fit."""
    figure = line.gap if line.gap and line.label else line.time
    name = short_name(line.runner)
    capitals = plain_capitals(clean(f"{line.place} {name} {figure}")) if plain_capitals(name) else ""
    if not capitals or letter_cells(capitals, LETTERS) > width:
        return []
    return [*(((row, line.style),) for row in block_letters(capitals, LETTERS)), ()]


def _field(scene: Scene, rows: Sequence[Row], width: int) -> list[StyledLine]:
    """`KER  Josh Kerr  GBR  PB 3:45.34`, and the note about the entrant."""
    room = max(min(width - PLACE - PB - 6, MOST_NAME), 1)
    names = names_of(scene, [row.runner for row in rows], room)
    lines: list[StyledLine] = []
    for row, name in zip(rows, names, strict=True):
        entrant = row.runner.entrant
        best = f"PB {time_text(entrant.pb, 2)}" if entrant.pb is not None else ""
        status = place_or_status(row) if row.runner.out or entrant.role == "pacemaker" else ""
        start = f"{fit(clean(entrant.bib), PLACE)} {fit(name, room)} "
        line = truncate(f"{start}{fit(clean(entrant.nation), 4)} {fit(status or best, PB)}", width)
        note = whole_clauses(clean(entrant.note), width - cell_len(line) - 2) if entrant.note else ""
        lines.append(((line, "dim" if status else "text"), (f"  {note}" if note else "", "dim")))
    return lines


def _in_group(group: str, first: Row, row: Row, line: Line) -> Line:
    """The line of one in a group: with the place in it, and the gap to its first."""
    place = row.sex_place if group in SEXES else row.category_place
    behind = row.gap_to(first.runner)
    gap = stretch_text(behind, "+") if behind is not None and behind.time.ms >= 0 else ""
    return line._replace(place="" if place is None else str(place), gap=gap)


def _order_at(table: CheckpointTable, index: int, group: str, most: int) -> list[Line]:
    """Those of a group who have passed a checkpoint, in the order of their places there."""
    lines: list[Line] = []
    passed = table.in_order(index, None if group else most)
    inside = [runner for runner in passed if is_in_group(runner.entrant, group)][:most]
    places = [table.place_there(runner, index) for runner in inside]
    if group:  # counted within it: as many are ahead, and equal places stay equal
        places = [1 + places.index(place) for place in places]
    first = next(iter(inside), None)
    for runner, place in zip(inside, places, strict=True):
        gap = gap_at(table.course, runner, first, index) if first not in (None, runner) else None
        lines.append(
            Line(
                runner,
                place=str(place),
                time=passing_text(runner.passings.get(index), table.course.digits),
                gap=stretch_text(gap, "+"),
                label=clean(table.course.label(index)),
                style="text" if lines else "strong",
            )
        )
    return lines


def _row(scene: Scene, table: CheckpointTable, row: Row) -> Line:
    """A row of the board: place, name, time, gap, and where that was, or what the result is worth."""
    leader = scene.board.leader
    is_first = leader is not None and row.runner is leader.runner
    if row.gap_m is not None:
        gap = behind_text(row.gap_m) if row.gap_m else ""
    else:
        is_ahead = row.gap is not None and row.gap.time.ms < 0  # at that checkpoint, and not any more
        gap = "" if is_first or is_ahead else gap_text(row.gap, row.laps_down, 2).rstrip()
    is_behind = leader is not None and row.checkpoint != leader.checkpoint
    has_finished = row.status == "finished"
    badges = scene.board.badges.get(row.runner.entrant.bib, ()) if has_finished else ()
    return Line(
        row.runner,
        place=place_or_status(row),
        time=passing_text(row.passing, table.course.digits),
        gap=gap,
        gain="" if has_finished else gain_text(row.gain),
        label="" if has_finished else clean(table.course.label(row.checkpoint)),
        badges=[clean(badge) for badge in badges],
        style="strong" if is_first else "dim" if is_behind else "text",
    )


def _fitted(scene: Scene, lines: Sequence[Line], width: int) -> list[StyledLine]:
    """The lines in columns, with the family names where not all full ones fit; then the last ones are cut."""
    more = 2 + max((cell_len(line.more(width)) for line in lines), default=0)
    gap = max(GAP, 1 + max((cell_len(line.gap) for line in lines), default=0))
    fixed = PLACE + 1 + TIME + gap
    names = names_of(scene, [line.runner for line in lines], min(width - fixed - more, MOST_NAME))
    longest = min(max(map(cell_len, names), default=0), MOST_NAME)
    figures = [TIME, gap, max(min(more, width - fixed - longest), 0)]
    while figures and width - PLACE - 1 - sum(figures) < longest:
        figures.pop()
    room = max(min(width - PLACE - 1 - sum(figures), MOST_NAME), 1)
    shown: list[StyledLine] = []
    for line, name in zip(lines, names, strict=True):
        start = f"{fit(line.place, PLACE, 'right')} {fit(name, room)}"
        sizes, behind = figures[:2], figures[2] - 2 if len(figures) > 2 else 0
        if 0 < behind < cell_len(" ".join(line.badges)) and not line.gap:
            sizes, behind = figures[:1], behind + GAP  # the first is behind no one, and has most badges
        texts = [fit(text, size, "right") for text, size in zip((line.time, line.gap), sizes, strict=False)]
        text = fit(start + "".join(texts), min(width, cell_len(start) + sum(sizes)))
        rest = f"  {line.more(behind)}".rstrip() if behind > 0 else ""
        shown.append(((text, line.style), (truncate(rest, width - cell_len(text)), "dim")))
    return shown
