"""The packs at the newest checkpoint, and below them how they formed.

Those whose order was not published follow the measured ones, and stand in no history.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.course import START
from race.moments.phrases import ordinal
from race.order.packs import Pack, PackChange, break_ms, pack_changes
from tui.text.checkpoint_labels import checkpoint_label, main_checkpoints
from tui.text.formatting import CHOSEN, time_text
from tui.text.safe_text import clean, truncate
from tui.text.styled_line import merged, plain_text, wrapped_pieces
from tui.text.unordered_packs import beside_name, pack_headings
from tui.views.packs.pack_history import HistoryRow, pack_history
from tui.views.scene import Scene, nothing
from tui.views.who_is_drawn import is_picked, name_of, style_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from race.order.unordered_packs import UnorderedPack
    from tui.text.styled_line import StyledLine

CAME = "+"
"""Before the name of a runner who has joined the pack since the checkpoint before."""

MOST_NAMED = 3
"""Runners who left a pack are named up to this number; more are counted."""

INDENT = 5
"""Cells before the names of a pack."""

AND_MORE = " and more"

MOST_LINES = 3
"""Lines of names in a pack; the chosen runner is always among them."""

HISTORY_SHARE = 0.45
"""The share of the height kept for the earlier checkpoints, if there are enough of them."""

LEAST_DETAIL = 3
"""Lines of a checkpoint that are worth showing."""

LEAST_WITH_HISTORY = 12
"""In a lower pane only the newest packs are shown."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The packs in `width` by `height` cells, the newest checkpoint on top."""
    table = scene.checkpoints
    shown = _checkpoints(scene, table) if table else []
    if table is None or not shown:
        return nothing("no times yet that would show packs", width, height)
    measured = [index for index in shown if not table.packs_in_unknown_order(index)]
    has_history = height >= LEAST_WITH_HISTORY and measured[1:]
    history = min(len(measured) + 2, round(height * HISTORY_SHARE)) if has_history else 0
    top = _details(scene, table, shown, width, height - history)
    rest = height - len(top) - 1
    if not history or rest < 3:
        return top
    rows = [row for index in measured for row in _rows(scene, table, index)][: rest - 1]
    return [*top, (), *pack_history(scene, table.course, rows, width)]


def _rows(scene: Scene, table: CheckpointTable, index: int) -> Iterator[HistoryRow]:
    """The packs of this race at a checkpoint, and those of the races that run along."""
    yield HistoryRow(table.packs(index))
    for ghost in scene.ghosts:
        there = ghost.index_of(table.course, index)
        if ghost.table is not None and there is not None and (packs := ghost.table.packs(there)):
            yield HistoryRow(packs, clean(ghost.name))


def _details(
    scene: Scene, table: CheckpointTable, shown: list[int], width: int, height: int
) -> list[StyledLine]:
    """The packs at the newest checkpoint, and at the one before as long as most have not passed it."""
    newest = _Detail(scene, table, shown, width)
    drawn = newest.lines(height)
    room = height - len(drawn) - 1
    if newest.is_full or not shown[1:] or room < LEAST_DETAIL:
        return drawn
    return [*drawn, (), *_Detail(scene, table, shown[1:], width).lines(room)]


def _checkpoints(scene: Scene, table: CheckpointTable) -> list[int]:
    """Indices of the newest checkpoint and of earlier main ones with packs, the newest first."""
    main = {table.reached, *main_checkpoints(table.course)}
    indices = sorted((index for index in main if START < index <= table.reached), reverse=True)
    runners = scene.board.state.runners.values()
    return [
        index
        for index in indices
        if any(runner.time_at(index) or index in runner.estimates for runner in runners)
    ]


class _Detail:
    """The packs at one checkpoint, with names."""

    def __init__(self, scene: Scene, table: CheckpointTable, shown: list[int], width: int) -> None:
        self.scene, self.course, self.index, self.width = scene, table.course, shown[0], width
        self.packs = table.packs(self.index)
        self.unordered = table.packs_in_unknown_order(self.index)
        is_known = shown[1:] and not self.unordered and not table.packs_in_unknown_order(shown[1])
        self.changes = pack_changes(table.packs(shown[1]) if is_known else [], self.packs)
        together = [pack.runners for pack in self.packs] + [pack.runners for pack in self.unordered]
        self._present = {runner.entrant.bib for runners in together for runner in runners}
        self._passed = len(self._present)
        self._racing = [row.runner for row in scene.board.rows if not row.runner.status_claims]

    @property
    def is_full(self) -> bool:
        """Whether most of the field has passed."""
        return 2 * self._passed > len(self._racing)

    def lines(self, height: int) -> list[StyledLine]:
        """As many packs from the front as there is room for."""
        drawn: list[StyledLine] = [self._title()]
        missing = self._missing()
        room = height - 1 - len(missing)
        near = list(self._blocks(room))
        blocks = [block for block, _ in near]
        if sum(map(len, blocks)) > room:
            blocks = [block[:2] for block in blocks]
        for number, block in enumerate(blocks):
            left = len(self.packs) + len(self.unordered) - number
            if len(block) + (left > 1) > room:
                rest = self._passed - sum(size for _, size in near[:number])
                drawn.append(((truncate(f"     and {left} more, {rest} athletes", self.width), "dim"),))
                break
            drawn += block
            room -= len(block)
        return [*drawn, *missing][:height]

    def _blocks(self, most: int) -> Iterator[tuple[list[StyledLine], int]]:
        """The lines and the size of each pack, from the front as far as that is known."""
        unordered = deque(self.unordered)
        for pack, change in zip(self.packs[:most], self.changes, strict=False):
            while unordered and unordered[0].band.low_ms < pack.start.ms:
                yield self._unordered_pack(there := unordered.popleft()), len(there.runners)
            yield self._pack(pack, change), len(pack.runners)
        yield from ((self._unordered_pack(pack), len(pack.runners)) for pack in [*unordered][:most])

    def _title(self) -> StyledLine:
        number, seconds = len(self.packs), break_ms(self.course) // 1000
        count = "packs" if self.unordered else "one pack" if number == 1 else f"{number} packs"
        head = truncate(f"{count} at {checkpoint_label(self.course, self.index)}", self.width)
        passed = f"{self._passed} of {max(len(self._racing), self._passed)} through"
        rest = f"   {passed}   packs are {seconds} s or more apart"
        return ((head, "strong"), (truncate(rest, self.width - cell_len(head)), "dim"))

    def _pack(self, pack: Pack, change: PackChange) -> list[StyledLine]:
        is_chosen, size = self.scene.chosen in pack.bibs, len(pack.runners)
        digits = self.course.digits
        gap = f"+{pack.gap.show(digits)}" if pack.gap else self._leader_time(pack)
        length = [f"within {pack.length.show(digits)} s"] if size > 1 else []
        details = "   ".join(["", gap, *length, *self._origin(change)])
        names = self._names(pack.runners, {runner.entrant.bib for runner in change.came})
        head = f"{CHOSEN if is_chosen else ' '}{size:>3} together" if size > 1 else plain_text(names[0])
        head = truncate(head, self.width)
        style = "accent" if is_chosen else names[0][-1][1] if size == 1 else "strong"
        line = ((head, style), (truncate(details, self.width - cell_len(head)), "text"))
        return [line, *(names if size > 1 else ())]

    def _leader_time(self, pack: Pack) -> str:
        return time_text(pack.runners[0].time_at(self.index), self.course.digits)

    def _unordered_pack(self, pack: UnorderedPack) -> list[StyledLine]:
        """A pack in unknown order, with its heading; someone alone on one line."""
        is_chosen = self.scene.chosen in {runner.entrant.bib for runner in pack.runners}
        names, headings = self._names(pack.runners, set()), pack_headings(self.course, pack)
        if not headings:
            alone = f"{plain_text(names[0])}   {beside_name(self.course, pack, pack.runners[0])}"
            return [((truncate(alone, self.width), "accent" if is_chosen else "text"),)]
        head = next((form for form in headings if cell_len(form) < self.width), headings[-1])
        head = truncate(f"{CHOSEN if is_chosen else ' '}{head}", self.width)
        return [((head, "accent" if is_chosen else "strong"),), *names]

    def _names(self, runners: Sequence[Runner], came: Collection[str]) -> list[StyledLine]:
        """The names in a pack on at most MOST_LINES lines; the picked runners come first if not all fit."""
        lines = self._named(runners, came)
        if len(lines) > MOST_LINES:
            picked_first = sorted(runners, key=lambda runner: not is_picked(self.scene, runner))
            lines = self._named(picked_first, came)[:MOST_LINES]
            last = (*lines[-1], (AND_MORE, "text"))
            if cell_len(plain_text(last)) > self.width:
                names = truncate(plain_text(lines[-1]), max(self.width - len(AND_MORE), 1))
                last = ((truncate(names + AND_MORE, self.width), "text"),)
            lines[-1] = last
        return lines

    def _named(self, runners: Sequence[Runner], came: Collection[str]) -> list[StyledLine]:
        """Names with commas, each whole and in its style, in indented lines."""
        pieces = []
        for number, runner in enumerate(runners, 1):
            name = f"{CAME if runner.entrant.bib in came else ''}{name_of(self.scene, runner)}"
            style = style_of(self.scene, runner) if is_picked(self.scene, runner) else "text"
            pieces.append((name + ("," if number < len(runners) else ""), style))
        lines = wrapped_pieces(pieces, max(self.width - INDENT, 1))
        return [merged([(" " * INDENT, "text"), *line]) for line in lines]

    def _origin(self, change: PackChange) -> list[str]:
        """Which packs a pack formed from, if it is not the same as before, and the runners it lost."""
        phrases: list[str] = []
        if len(change.origins) > 1:
            *others, last = map(ordinal, change.origins)
            parts = "merged from" if change.whole else "formed from parts of"
            phrases.append(f"{parts} the {', '.join(others)} and {last} packs")
        elif change.origins and not change.whole:
            phrases.append(f"split from the {ordinal(change.origins[0])} pack")
        lost = [clean(runner.short_name) for runner in change.lost]
        if lost:
            named = ", ".join(lost) if len(lost) <= MOST_NAMED else f"{len(lost)} of them"
            phrases.append(f"lost {named}")
        return phrases

    def _missing(self) -> list[StyledLine]:
        """Those who have passed without a time, and those who have not passed yet."""
        absent = [runner for runner in self._racing if runner.entrant.bib not in self._present]
        groups = {
            "no time here": [runner for runner in absent if self.index <= runner.reached],
            "to come": [runner for runner in absent if self.index > runner.reached],
        }
        texts = (
            f"{len(runners):>4} {what}: {', '.join(name_of(self.scene, runner) for runner in runners)}"
            for what, runners in groups.items()
            if runners
        )
        return [((truncate(text, self.width), "dim"),) for text in texts]
