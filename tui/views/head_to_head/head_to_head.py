"""Two against each other, or one and a mark: the gap, how it grows, when it turned, and how it may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len

from race.course import Course
from race.moments.dropouts import dropout_text
from race.order.checkpoint_table import CheckpointTable
from race.order.head_to_head import (
    CheckpointGap,
    LeadSwap,
    TimeAt,
    chance_ahead,
    chance_under,
    checkpoint_gaps,
    lead_swaps,
    times_of,
    trend,
)
from race.projection.projector import Projection
from race.standings import Row
from race.times import Time
from tui.text.checkpoint_labels import checkpoint_label, main_checkpoints
from tui.text.formatting import ABOUT, chance_text, projection_text
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine
from tui.views.big_digits import BLOCK, SMALLEST, figure_cells, figures
from tui.views.head_to_head.bars import ABOUT_FULL, FULL, table
from tui.views.scene import Scene, Target, nothing

BIG_FROM = 20
"""From so many lines on the gap is written large."""

TURNS = 2
"""So many of the last changes at the front are told; earlier ones are counted."""

MARGIN = 4
"""Cells between the large gap and what stands beside it."""

LEAST_BESIDE = 30
"""Cells beside the large gap that are worth writing in."""


class Side(NamedTuple):
    """One of the two."""

    name: str
    """The short one."""
    title: str
    at: TimeAt
    row: Row | None = None
    """None for a mark."""
    projection: Projection | None = None


def side_of(scene: Scene, course: Course, who: str | Target) -> Side | None:
    """An entrant by bib, or a mark; None for somebody who is not in the race."""
    if isinstance(who, Target):
        return Side(clean(who.name), clean(who.name), who.at)
    row = next((row for row in scene.board.rows if row.runner.entrant.bib == who), None)
    if row is None:
        return None
    entrant = row.runner.entrant
    name = clean(row.runner.short_name) or clean(entrant.bib)
    title = " ".join(part for part in (clean(entrant.name), clean(entrant.nation)) if part)
    projection = row.projection.at(scene.clock_ms) if row.projection else None
    return Side(name, title, times_of(course, row.runner), row, projection)


def lines(
    scene: Scene,
    first: str | Target,
    second: str | Target,
    width: int,
    height: int,
    earlier: Sequence[str] = (),
) -> list[StyledLine]:
    """The duel in `width` by `height` cells; `earlier` are lines about earlier meetings of the two."""
    sheet = scene.checkpoints
    sides = [side_of(scene, sheet.course, who) for who in (first, second)] if sheet else []
    if sheet is None or len(sides) < 2 or sides[0] is None or sides[1] is None:
        return nothing("nobody to compare", width, height)
    comparison = Comparison(sheet, sides[0], sides[1])
    head = comparison.head(width, height)
    past: list[StyledLine] = [((line, "dim"),) for text in earlier for line in wrapped(clean(text), width)]
    room = height - len(head) - 1 - (len(past) + 1 if past else 0)
    body = (
        table(sheet, comparison.first.at, comparison.second.at, comparison.shown, width, room)
        if room > 1
        else []
    )
    return [*head, *([(), *body] if body else []), *([(), *past] if past else [])][:height]


@dataclass(frozen=True)
class Comparison:
    """Two sides in a race so far."""

    sheet: CheckpointTable
    first: Side
    second: Side

    @property
    def met(self) -> list[CheckpointGap]:
        """Where both have a time."""
        return checkpoint_gaps(self.sheet.course, self.first.at, self.second.at)

    @property
    def shown(self) -> list[CheckpointGap]:
        """Those that are worth a line, the newest first."""
        met, main = self.met, set(main_checkpoints(self.sheet.course))
        newest = met[-1].checkpoint if met else None
        return [m for m in reversed(met) if m.checkpoint in main or m.checkpoint == newest]

    def head(self, width: int, height: int) -> list[StyledLine]:
        """Who they are, the gap, and what there is to say about it."""
        title: StyledLine = ((fit(f"{self.first.title}  –  {self.second.title}", width).rstrip(), "strong"),)
        met = self.met
        gap = _plain(met[-1].gap.time) if met else ""
        if height < BIG_FROM or not gap:
            return [title, *_sentences(self.sentences(), width)]
        beside = width - figure_cells(gap, SMALLEST) - MARGIN
        block = ABOUT_FULL if met[-1].gap.estimated else FULL
        big = [line.rstrip().replace(BLOCK, block) for line in figures(gap, SMALLEST)]
        told = _sentences(self.sentences(), beside) if beside >= LEAST_BESIDE else []
        cells = max(map(cell_len, big)) + MARGIN
        rows = max(len(big), len(told))
        padded = [fit(big[row] if row < len(big) else "", cells) for row in range(rows)]
        pairs = zip(padded, [*told, *[()] * (rows - len(told))], strict=True)
        return [title, (), *(((text, "accent"), *line) for text, line in pairs)]

    def sentences(self) -> list[str]:
        """What there is to say, the most important first."""
        met = self.met
        if not met:
            return ["no checkpoint yet where both have a time", *self._outcome()]
        return [self._gap_now(met[-1]), *self._trend(met), *self._outcome(), *self._swaps(lead_swaps(met))]

    def _gap_now(self, now: CheckpointGap) -> str:
        where = checkpoint_label(self.sheet.course, now.checkpoint)
        if not now.leader:
            return f"level at {where}"
        ahead, behind = self._in_order(now)
        amount = _plain(now.gap.time)
        return f"{ahead.name} is {_about(now)}{amount} s ahead of {behind.name} at {where}"

    def _trend(self, met: list[CheckpointGap]) -> list[str]:
        found = trend(self.sheet.course, met)
        if found is None:
            return []
        unit = "lap" if self.sheet.course.lap_m is not None else "km"
        over = "" if found.metres < 1.5 * (self.sheet.course.lap_m or 1000) else f" over {found.metres:.0f} m"
        if not found.time.ms:
            return [f"no change over the last {found.metres:.0f} m"]
        gaining = self.second if found.time.ms < 0 else self.first
        about = ABOUT if found.estimated else ""
        return [f"{gaining.name} gains {about}{_plain(found.time)} s a {unit}{over}"]

    def _swaps(self, found: list[LeadSwap]) -> list[str]:
        course = self.sheet.course
        told = []
        for swap in reversed(found[-TURNS:]):
            ahead, _ = self._in_order(swap.after)
            start, end = (
                checkpoint_label(course, swap.before.checkpoint),
                checkpoint_label(course, swap.after.checkpoint),
            )
            about = "about " if swap.after.gap.estimated or swap.before.gap.estimated else ""
            told.append(f"{ahead.name} went ahead between {about}{start} and {end}")
        if len(found) > TURNS:
            told.append(f"it turned {len(found)} times in all")
        return told

    def _outcome(self) -> list[str]:
        departed = [side for side in (self.first, self.second) if side.row and side.row.runner.statuses]
        if departed:
            return [self._departure(side) for side in departed]
        if all(side.row is None or side.row.status == "finished" for side in (self.first, self.second)):
            return []
        told = [self._projected(side) for side in (self.first, self.second) if side.projection]
        return [", ".join(told), *self._chance()] if told else []

    def _departure(self, side: Side) -> str:
        assert side.row is not None
        status = side.row.runner.statuses[-1]
        return f"{side.name}: {clean(dropout_text(status, side.row.runner, self.sheet.course))}"

    def _projected(self, side: Side) -> str:
        assert side.projection is not None
        if side.row is not None and side.row.status == "finished":
            return f"{side.name} ran {side.projection.time.show(self.sheet.course.digits)}"
        return f"{side.name} on for {projection_text(side.projection)}"

    def _chance(self) -> list[str]:
        """How likely the first side is in front at the finish, or the second if that is likelier."""
        chance = self._chance_of_first()
        if chance is None:
            return ["no range is known to tell a chance by"]
        ahead, share = (self.first, chance) if chance >= 0.5 else (self.second, 1 - chance)
        return [f"{ahead.name} ahead at the finish: {chance_text(share)}"]

    def _chance_of_first(self) -> float | None:
        one, other, finish = self.first, self.second, self.sheet.course.finish
        if one.row and other.row:
            return chance_ahead(one.projection, other.projection)
        against = partial(_against, finish=finish)
        chance = against(one, other) if one.row else against(other, one)
        return 1 - chance if chance is not None and not one.row else chance

    def _in_order(self, meeting: CheckpointGap) -> tuple[Side, Side]:
        return (self.first, self.second) if meeting.leader > 0 else (self.second, self.first)


def _against(side: Side, mark: Side, finish: int) -> float | None:
    time = mark.at(finish)
    return chance_under(side.projection, time.time.ms) if time is not None else None


def _plain(time: Time) -> str:
    """A difference without its sign."""
    return time._replace(ms=abs(time.ms)).show(2)


def _about(meeting: CheckpointGap) -> str:
    return ABOUT if meeting.gap.estimated else ""


def _sentences(told: Sequence[str], width: int) -> list[StyledLine]:
    styles = ["text", *["dim"] * len(told)]
    return [
        ((line, style),) for text, style in zip(told, styles, strict=False) for line in wrapped(text, width)
    ]
