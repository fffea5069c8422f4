"""The track from above, with each runner at the estimated position; a road race along a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.course import START, Course
from race.marks import mark_runs
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.mark_rows import MARK_SYMBOL, title_of
from tui.text.safe_text import clean
from tui.text.styled_line import plain_text
from tui.views.canvas import DOWN
from tui.views.scene import Scene, nothing
from tui.views.track.infield import infield_lines
from tui.views.track.oval_track import CellPosition, OvalTrack, oval_track
from tui.views.track.road import road
from tui.views.track.runner_groups import (
    Group,
    group_style,
    grouped,
    on_course,
    tags,
)
from tui.views.track.runner_symbols import GHOST, IN_PACK, key, symbol
from tui.views.who_is_drawn import is_picked, name_of, style_of

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine

LEAST_WIDTH, LEAST_HEIGHT = 44, 11

MOST_TAGS = 16
"""Groups, from the front, with names beside the track."""

KERB_CELLS = 5
"""Cells inside the kerb for the names of checkpoints."""

TAG_ROWS = 3
"""Lines beside a place in which its names may stand."""

OUTSIDE = 3.5
"""Dots between the track and the names beside it."""

PACK_STEP_M = 1.0
"""A pack is drawn in steps of this."""

DIRECTION = "→"
"""Beside the home straight: the direction of running."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The course with the runners on it, in `width` by `height` cells."""
    course = scene.course
    if course is None:
        return []
    if course.track_m is None:
        return road(scene, course, width, height)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the track here", width, height)
    track = oval_track(course.track_m, width, height, _points_on_lap(course))
    picture = _Picture(scene, course, track)
    picture.draw()
    return picture.canvas.lines()


def _points_on_lap(course: Course) -> tuple[float, ...]:
    """The start and the checkpoints on the lap, in metres past the finish line."""
    assert course.track_m is not None
    points_m = (
        _past_finish_m(course, index, course.track_m) for index in range(START, len(course.checkpoints))
    )
    return tuple(dict.fromkeys(points_m))


def _past_finish_m(course: Course, index: int, lap_m: float) -> float:
    return round((course.distance(index) - course.distance_m) % lap_m, 1) % lap_m


class _Picture:
    """The track at one moment."""

    def __init__(self, scene: Scene, course: Course, track: OvalTrack) -> None:
        self.scene, self.course = scene, course
        self.canvas = track.canvas.copy()
        self.track = track._replace(canvas=self.canvas)
        self.placed = on_course(scene)
        self.groups = grouped(self.placed)

    def draw(self) -> None:
        """Draw the checkpoints ahead, the runners, their names outside, and the order inside."""
        words = key(self.placed).split("  ")
        for row, text in enumerate(words, start=self.canvas.height - len(words)):
            self.canvas.write(0, row, text, "dim")
        self._write_outside(0.0, ["finish"], "strong")
        self._write_inside(-self.track.oval.straight_m / 2, DIRECTION, "dim")
        self._name_checkpoints()
        self._draw_runners()
        shown = [*self.groups[:MOST_TAGS], *filter(self._has_picked, self.groups[MOST_TAGS:])]
        for group in sorted(shown, key=lambda group: not (group is shown[0] or self._has_picked(group))):
            self._name_group(group)
        self._draw_marks()
        self._write_order()

    def _name_group(self, group: Group) -> None:
        """Name a group beside its first, and each who is picked and not named there beside their own dot."""
        past_m, style = group[0].where.metres - self.course.distance_m, group_style(self.scene, group)
        texts = tags(self.scene, group)
        written = self._write_outside(past_m, texts, style) or self._write_inside(past_m, texts[-1], style)
        for placed in group:
            name = name_of(self.scene, placed.runner)
            if placed.pack is None and is_picked(self.scene, placed.runner) and name not in written:
                past_m, style = (
                    placed.where.metres - self.course.distance_m,
                    style_of(self.scene, placed.runner),
                )
                _ = self._write_outside(past_m, [name], style) or self._write_inside(past_m, name, style)

    def _has_picked(self, group: Group) -> bool:
        return any(is_picked(self.scene, placed.runner) for placed in group)

    def _draw_marks(self) -> None:
        """Draw each mark that is shown as a line across the track, the raced one first."""
        against = self.scene.snapshot.against
        runs = mark_runs(self.scene.board.marks) if self.scene.target is not None else []
        for run in sorted(runs, key=lambda run: run != against):
            running = run.first.running
            metres = running.metres_at(self.scene.clock_ms)
            if metres < self.course.distance_m:
                style = "strong" if run == against else "dim"
                self.track.across(metres - self.course.distance_m, style)
                name = f"{MARK_SYMBOL} {clean(title_of(running.mark))}"
                self._write_outside(metres - self.course.distance_m, [name], style)

    def _name_checkpoints(self) -> None:
        """Write the next checkpoint at each place inside the kerb; where none is to come, the last."""
        newest = max((row.checkpoint for row in self.scene.board.rows), default=START)
        to_come, passed = (
            range(newest + 1, self.course.finish),
            range(min(newest, self.course.finish - 1), -1, -1),
        )
        named: set[float] = set()
        for index in (*to_come, *passed):
            past_m = _past_finish_m(self.course, index, self.track.lap_m)
            if past_m not in named:
                named.add(past_m)
                label = short_checkpoint_label(self.course, index)
                is_next = index == newest + 1
                self._write_inside(
                    past_m, f"next {label}" if is_next else label, "text" if is_next else "dim"
                )

    def _write_inside(self, past_m: float, text: str, style: str) -> str:
        """Write a text inside the kerb and return it; nothing where there is no room."""
        column, row = self.track.cell(past_m, -3.5 - 2 / self.track.scale)
        middle = self.canvas.width // 2
        share = (column - middle) / max(self.track.half_width(0), 1)
        column -= round(cell_len(text) * (0.5 + 0.5 * share))
        inwards = 1 if row < self.canvas.height // 2 else -1
        for at in (row, row + inwards):
            if self.canvas.has_room(column, at, text):
                self.canvas.write(column, at, text, style)
                return text
        return ""

    def _draw_runners(self) -> None:
        """Draw the packs, and each other runner in the innermost free lane, the picked ones first."""
        for group in self.groups:
            if group[0].pack is not None:
                self._draw_pack(group)
        taken: set[CellPosition] = set()
        known = (placed for placed in self.placed if placed.pack is None)
        for placed in sorted(known, key=lambda placed: not is_picked(self.scene, placed.runner)):
            lanes = self.track.lanes(placed.where.metres - self.course.distance_m)
            cell = next((cell for cell in lanes if cell not in taken), None)
            if cell is not None:
                taken.add(cell)
                self.canvas.write(*cell, symbol(self.scene, placed), style_of(self.scene, placed.runner))
        self._draw_ghosts(taken)

    def _draw_ghosts(self, taken: set[CellPosition]) -> None:
        """Draw the other races where no runner of this one is."""
        for ghost in self.scene.ghosts:
            on_track = [m for m in ghost.metres(self.scene.clock_ms) if 0 < m < self.course.distance_m]
            for metres in on_track:
                lanes = self.track.lanes(metres - self.course.distance_m)
                cell = next((cell for cell in lanes if cell not in taken), None)
                if cell is not None:
                    taken.add(cell)
                    self.canvas.write(*cell, GHOST, "dim")
            if on_track:
                self._write_outside(
                    on_track[0] - self.course.distance_m, [f"{GHOST} {clean(ghost.name)}"], "dim"
                )

    def _draw_pack(self, group: Group) -> None:
        """Draw a pack over all of the stretch where it may be."""
        style = group_style(self.scene, group)
        first, last = group[0].where.reach
        for step in range(ceil((last - first) / PACK_STEP_M) + 1):
            metres = min(first + step * PACK_STEP_M, last)
            for cell in self.track.lanes(metres - self.course.distance_m):
                self.canvas.write(*cell, IN_PACK, style)

    def _write_outside(self, past_m: float, texts: Sequence[str], style: str) -> str:
        """Write the first of some texts for which there is room outside the track, and return it."""
        edge_m, away = self.track.oval.outer_m, OUTSIDE / self.track.scale
        column, row = self.track.cell(past_m, edge_m + away)
        row = min(max(row, 0), self.canvas.height - 1)
        side = (self.track.dots(past_m, edge_m + away)[0] - self.track.dots(past_m, edge_m)[0]) / OUTSIDE
        away_from_track = 1 if row > self.canvas.height // 2 else -1
        for text, at in product(texts, (row + step * away_from_track for step in range(TAG_ROWS))):
            start = column - round(cell_len(text) * (1 - side) / 2)
            start = min(max(start, 0), self.canvas.width - cell_len(text))
            if self.canvas.has_room(start, at, text):
                self.canvas.write(start, at, text, style)
                return text
        return ""

    def _write_order(self) -> None:
        """Write the order into the infield."""
        most = max(int(self.track.oval.radius_m * 2 * self.track.scale) // DOWN - 4, 1)
        room = 2 * (self.track.half_width(most) - KERB_CELLS)
        lines = infield_lines(self.scene, self.course, self.placed, self.groups, room, most)
        cells = max((cell_len(plain_text(line)) for line in lines), default=0)
        column, top = (self.canvas.width - cells) // 2, (self.canvas.height - len(lines)) // 2
        for row, line in enumerate(lines, start=top):
            self.canvas.write_line(column, row, line)
