"""Two head to head, or one and a mark: the gap, how it changes, lead changes, and the likely outcome."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.lazy_dataclass import dataclass
from race.moments.phrases import length
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
from tui.text import head_to_head
from tui.text.checkpoint_labels import checkpoint_label, main_checkpoints
from tui.text.formatting import (
    OVERDUE,
    chance_text,
    difference_text,
    dropout,
    margin_text,
    projection_text,
)
from tui.text.safe_text import clean, fit, truncate
from tui.text.styled_line import StyledLine, wrapped_lines
from tui.text.unordered_packs import membership
from tui.views.big_digits import BLOCK, SMALLEST, figure_cells, figures
from tui.views.head_to_head.bars import ABOUT_FULL, FULL, gap_bars
from tui.views.scene import Scene, Target, nothing
from tui.views.who_is_drawn import short_name

if TYPE_CHECKING:
    from race.course import Course
    from race.order.checkpoint_table import CheckpointTable
    from race.order.unordered_packs import UnorderedPack
    from race.projection.projector import Projection
    from race.standings import Row

BIG_FROM = 20
"""From this height on the gap is written large."""

MOST_SWAPS = 2
"""Lead changes in words, the last ones; earlier ones are counted."""

BEFORE = "Before this race   "

LEAST_MEETINGS = 3
"""Lines of the earlier meetings: a blank one, the balance, and the last of them."""

MARGIN = 4
"""Cells between the large gap and the text beside it."""

LEAST_BESIDE = 30
"""Cells beside the large gap that are worth writing in."""


class Side(NamedTuple):
    """One of the two."""

    name: str
    """The short name."""
    title: str
    at: TimeAt
    row: Row | None = None
    """None for a mark."""
    projection: Projection | None = None
    dropout: str = ""
    """How the runner left the race; empty for one who is in it."""

    @property
    def pack(self) -> UnorderedPack | None:
        """The pack that the runner is somewhere in."""
        return self.row.pack if self.row is not None else None

    @property
    def is_decided(self) -> bool:
        """Whether it is a mark, or has finished."""
        return self.row is None or self.row.status == "finished"


def side_of(scene: Scene, course: Course, who: str | Target) -> Side | None:
    """An entrant by bib, or a mark; None for a bib that is not in the race."""
    if isinstance(who, Target):
        return Side(clean(who.name), clean(who.name), who.at)
    row = next((row for row in scene.board.rows if row.runner.entrant.bib == who), None)
    if row is None:
        return None
    title = " ".join(part for part in (clean(row.runner.full_name), clean(row.runner.entrant.nation)) if part)
    at, out = times_of(course, row.runner), dropout(scene.board, row.runner)
    return Side(short_name(row.runner), title, at, row, row.projection, out)


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The chosen runner against the scene's `behind`, or else against the first other runner."""
    return comparison_lines(scene, *scene.compared, width, height)


def comparison_lines(
    scene: Scene, first: str | Target, second: str | Target, width: int, height: int
) -> list[StyledLine]:
    """Two sides head to head in `width` by `height` cells."""
    table = scene.checkpoints
    sides = [side_of(scene, table.course, who) for who in (first, second)] if table else []
    if table is None or sides[0] is None or sides[1] is None:
        return nothing("no one to compare", width, height)
    comparison = Comparison(table, sides[0], sides[1])
    head = comparison.head(width, height)
    before = meetings_lines(scene, width, height // 4)
    room = height - len(head) - 1 - len(before)
    shown = comparison.newest_first
    body = gap_bars(table, sides[0].at, sides[1].at, shown, width, room) if room > 1 else []
    head += [(), *body] if body else []
    return [*head, *meetings_lines(scene, width, max(height - len(head), len(before)))][:height]


def meetings_lines(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """A blank line, the balance of the earlier meetings, and the last of them, in at most `most` lines."""
    pair = scene.meetings
    if pair is None or most < LEAST_MEETINGS:
        return []
    balance = f" {head_to_head.score(pair.balance)} ".join(head_to_head.short(pair))
    newest = pair.meetings[: -(most - LEAST_MEETINGS + 2) : -1]
    rest = f"   the last {len(newest)} of {len(pair.meetings)}" if len(newest) < len(pair.meetings) else ""
    return [
        (),
        ((truncate(f"{BEFORE}{balance}{rest}", width), "strong"),),
        *(((head_to_head.meeting_line(pair, meeting, width), "text"),) for meeting in newest),
    ]


@dataclass(frozen=True)
class Comparison:
    """Two sides in a race so far."""

    table: CheckpointTable
    first: Side
    second: Side

    @cached_property
    def gaps(self) -> list[CheckpointGap]:
        """The gap at each checkpoint where both have a time; every sentence asks for it."""
        return checkpoint_gaps(self.table.course, self.first.at, self.second.at)

    @property
    def newest_first(self) -> list[CheckpointGap]:
        """The gaps that are worth a line."""
        main = set(main_checkpoints(self.table.course))
        newest = self.gaps[-1].checkpoint if self.gaps else None
        return [gap for gap in reversed(self.gaps) if gap.checkpoint in main or gap.checkpoint == newest]

    def head(self, width: int, height: int) -> list[StyledLine]:
        """Both names, the gap, and sentences about it."""
        title: StyledLine = ((truncate(f"{self.first.title}  –  {self.second.title}", width), "strong"),)
        gap = self.gaps[-1].gap if self.gaps and not self._in_packs else None
        if height < BIG_FROM or gap is None:
            return [title, *_wrapped(self.sentences(), width)]
        figure = difference_text(gap.time)
        beside = width - figure_cells(figure, SMALLEST) - MARGIN
        block = ABOUT_FULL if gap.estimated else FULL
        big = [line.rstrip().replace(BLOCK, block) for line in figures(figure, SMALLEST)]
        cells = max(map(cell_len, big)) + MARGIN
        text = _wrapped(self.sentences(), beside) if beside >= LEAST_BESIDE else []
        rows = ((fit(left or "", cells), right or ()) for left, right in zip_longest(big, text))
        return [title, (), *(((left, "accent"), *right) for left, right in rows)]

    def sentences(self) -> list[str]:
        """The state of the comparison, the most important sentence first."""
        swaps = self._swaps(lead_swaps(self.gaps))
        if self._in_packs:
            return [*self._in_packs, *([self._gap_now()] if self.gaps else []), *self._outcome(), *swaps]
        if not self.gaps:
            return ["not both timed at the same checkpoint yet", *self._outcome()]
        return [self._gap_now(), *self._trend(), *self._outcome(), *swaps]

    @cached_property
    def _in_packs(self) -> list[str]:
        """Which pack each is in, where no order was published."""
        packs = [(side, side.pack) for side in (self.first, self.second) if side.pack is not None]
        course = self.table.course
        if len(packs) == 2 and packs[0][1].number == packs[1][1].number:
            return [f"{self.first.name} and {self.second.name} are {membership(course, packs[0][1])}"]
        return [f"{side.name} is {membership(course, pack)}" for side, pack in packs]

    def _gap_now(self) -> str:
        """The gap where both last had a time; in the past while one has been in a pack since."""
        now = self.gaps[-1]
        where = checkpoint_label(self.table.course, now.checkpoint)
        if not now.leader:
            return f"level at {where}"
        verb = "was" if self._in_packs else "is"
        ahead, behind = (self.first, self.second) if now.leader > 0 else (self.second, self.first)
        return f"{ahead.name} {verb} {margin_text(now.gap)} ahead of {behind.name} at {where}"

    def _trend(self) -> list[str]:
        course = self.table.course
        is_over = self.first.is_decided and self.second.is_decided
        change = trend(course, self.gaps, per_lap=not is_over)
        if change is None:
            return []
        over = f" over the last {length(course, change.metres)}"
        if not change.time.ms:
            return [f"no change{over}"]
        gaining = self.second if change.time.ms < 0 else self.first
        gain = margin_text(change)
        if is_over:
            return [f"{gaining.name} gained {gain}{over}"]
        is_long = change.metres >= 1.5 * (course.lap_m or 1000)
        unit = course.lap_word if course.lap_m is not None else "km"
        return [f"{gaining.name} gains {gain} a {unit}{over if is_long else ''}"]

    def _swaps(self, swaps: list[LeadSwap]) -> list[str]:
        sentences = [self._swap(swap) for swap in reversed(swaps[-MOST_SWAPS:])]
        more = [f"{len(swaps)} lead changes in all"] if len(swaps) > MOST_SWAPS else []
        return [*sentences, *more]

    def _swap(self, swap: LeadSwap) -> str:
        ahead = self.first if swap.after.leader > 0 else self.second
        gaps = (swap.before, swap.after)
        start, end = (checkpoint_label(self.table.course, gap.checkpoint) for gap in gaps)
        is_about = any(gap.gap.estimated for gap in gaps)
        return f"{ahead.name} went ahead between {'about ' if is_about else ''}{start} and {end}"

    def _outcome(self) -> list[str]:
        sides = (self.first, self.second)
        dropouts = [f"{side.name}: {side.dropout}" for side in sides if side.dropout]
        if dropouts:
            return dropouts
        if all(side.is_decided for side in sides):
            return []
        projected = [self._projected(side, side.projection) for side in sides if side.projection]
        overdue = [f"{side.name} is {OVERDUE}" for side in sides if side.row and side.row.overdue]
        chance = [self._chance()] if projected and not overdue and not self._in_packs else []
        return [*overdue, *([", ".join(projected)] if projected else []), *chance]

    def _projected(self, side: Side, projection: Projection) -> str:
        if side.is_decided:
            return f"{side.name} ran {projection.time.show(self.table.course.digits)}"
        return f"{side.name} on for {projection_text(projection)}"

    def _chance(self) -> str:
        """The chance that the first side is in front at the finish, or the second if that is likelier."""
        chance = self._chance_of_first()
        if chance is None:
            return "chance not known: too little to go by yet"
        ahead, share = (self.first, chance) if chance >= 0.5 else (self.second, 1 - chance)
        return f"{ahead.name} ahead at the finish: {chance_text(share)}"

    def _chance_of_first(self) -> float | None:
        first, second = self.first, self.second
        if first.row and second.row:
            return chance_ahead(first.projection, second.projection)
        runner, mark = (first, second) if first.row else (second, first)
        time = mark.at(self.table.course.finish)
        chance = chance_under(runner.projection, time.time.ms) if time is not None else None
        return chance if chance is None or runner is first else 1 - chance


def _wrapped(sentences: list[str], width: int) -> list[StyledLine]:
    """Sentences, the first of them emphasised."""
    styles = ["text", *["dim"] * len(sentences)]
    pairs = zip(sentences, styles, strict=False)
    return [line for text, style in pairs for line in wrapped_lines(text, style, width)]
