"""Who runs with whom: the packs at the newest checkpoint, and below them how they came about."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from race.course import START
from race.fold.state import RaceState, Runner
from race.moments.phrases import ordinal
from race.order.checkpoint_table import CheckpointTable
from race.order.packs import Pack, PackChange, break_ms, pack_changes
from tui.text.checkpoint_labels import checkpoint_label, main_checkpoints
from tui.text.formatting import ABOUT, CHOSEN
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine
from tui.views.packs.pack_history import pack_history
from tui.views.scene import Scene, nothing
from tui.views.who_is_drawn import name_of

CAME = "+"
"""Stands before the name of who joined a pack since the checkpoint before."""

NAMED = 3
"""So many are named who left a pack; more are counted."""

INDENT = 5
"""Cells before the names of a pack."""

MOST_LINES = 3
"""Of names in a pack; the chosen athlete is always among them."""

HISTORY_SHARE = 0.45
"""The part of the height that is kept for the checkpoints before, if there are so many."""

LEAST_DETAIL = 3
"""Lines that are worth telling of a checkpoint."""

BARE = 12
"""In a pane of fewer lines than this only the packs are shown."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The packs in `width` by `height` cells, the newest checkpoint on top."""
    state = scene.board.state
    sheet = scene.checkpoints
    shown = _checkpoints(state, sheet) if sheet else []
    if sheet is None or not shown:
        return nothing("no times to tell packs by yet", width, height)
    history = min(len(shown) + 2, round(height * HISTORY_SHARE)) if height >= BARE and shown[1:] else 0
    top = _told(scene, sheet, shown, width, height - history)
    rest = height - len(top) - 1
    if not history or rest < 3:
        return top
    return [*top, (), *pack_history(scene, sheet.course, [sheet.packs(i) for i in shown[: rest - 1]], width)]


def _told(
    scene: Scene, sheet: CheckpointTable, shown: list[int], width: int, height: int
) -> list[StyledLine]:
    """The packs at the newest checkpoint; below, while few have come by, those at the one before."""
    newest = _Detail(scene, sheet, shown, width)
    told = newest.lines(height)
    room = height - len(told) - 1
    if newest.is_full or not shown[1:] or room < LEAST_DETAIL:
        return told
    return [*told, (), *_Detail(scene, sheet, shown[1:], width).lines(room)]


def _checkpoints(state: RaceState, sheet: CheckpointTable) -> list[int]:
    """Indices from the newest on, of those where times are known; the earlier ones without in-betweens."""
    main = {sheet.reached, *main_checkpoints(sheet.course)}
    indices = sorted((index for index in main if START < index <= sheet.reached), reverse=True)
    return [index for index in indices if any(r.time_at(index) for r in state.runners.values())]


class _Detail:
    """The packs at one checkpoint, with names."""

    def __init__(self, scene: Scene, sheet: CheckpointTable, shown: list[int], width: int) -> None:
        self.scene, self.course, self.index, self.width = scene, sheet.course, shown[0], width
        self.packs = sheet.packs(self.index)
        self.fates = pack_changes(sheet.packs(shown[1]) if shown[1:] else [], self.packs)
        self._by = sum(len(pack.runners) for pack in self.packs)
        self._racing = [row.runner for row in scene.board.rows if not row.runner.status_claims]

    @property
    def is_full(self) -> bool:
        """Whether most of the field has come by."""
        return 2 * self._by > len(self._racing)

    def lines(self, height: int) -> list[StyledLine]:
        """As many packs from the front as there is room for; the chosen athlete's is among them."""
        told: list[StyledLine] = [self._title()]
        missing = self._missing()
        room = height - 1 - bool(missing)
        near = zip(self.packs[:room], self.fates, strict=False)
        blocks = [self._pack(pack, fate) for pack, fate in near]
        if sum(map(len, blocks)) > room:
            blocks = [block[:2] for block in blocks]
        for number, block in enumerate(blocks):
            left = len(self.packs) - number
            if len(block) + (left > 1) > room:
                rest = sum(len(pack.runners) for pack in self.packs[number:])
                told.append(((fit(f"     and {left} more, {rest} athletes", self.width), "dim"),))
                break
            told += block
            room -= len(block)
        return [*told, *missing][:height]

    def _title(self) -> StyledLine:
        number = len(self.packs)
        what = "one pack" if number == 1 else f"{number} packs"
        seconds = break_ms(self.course) // 1000
        rule = f"a gap of {seconds} s parts them"
        head = f"{what} at {checkpoint_label(self.course, self.index)}"
        about = f"   {self._by} of {max(len(self._racing), self._by)} by   {rule}"
        return (
            (fit(head, self.width).rstrip(), "strong"),
            (_room_for(about, self.width - cell_len(head)), "dim"),
        )

    def _pack(self, pack: Pack, fate: PackChange) -> list[StyledLine]:
        is_mine = self.scene.chosen in pack.bibs
        sign, size = CHOSEN if is_mine else " ", len(pack.runners)
        about = ABOUT if pack.gap_estimated else ""
        gap = f"{about}+{pack.gap.show(self.course.digits)}" if pack.gap else self._leading(pack)
        style = "accent" if is_mine else "strong"
        names = self._names(pack, fate)
        if size == 1:
            about = "   ".join(["", gap, *self._story(fate)])
            return [self._line(f"{'':{INDENT}}{names[0]}", style, about)]
        about = "   ".join(["", gap, *self._length(pack), *self._story(fate)])
        return [
            self._line(f"{sign}{size:>3} together", style, about),
            *(((" " * INDENT + line, "text"),) for line in names),
        ]

    def _line(self, head: str, style: str, about: str) -> StyledLine:
        head = fit(head, self.width).rstrip()
        return ((head, style), (_room_for(about, self.width - cell_len(head)), "text"))

    def _leading(self, pack: Pack) -> str:
        time = pack.runners[0].time_at(self.index)
        return f"{_about(pack)}{time.show(self.course.digits)}" if time else ""

    def _length(self, pack: Pack) -> list[str]:
        if len(pack.runners) < 2:
            return []
        return [f"within {_about(pack)}{pack.length.show(self.course.digits)} s"]

    def _names(self, pack: Pack, fate: PackChange) -> list[str]:
        came = {runner.entrant.bib for runner in fate.came}
        room = max(self.width - INDENT, 1)

        def written(runners: Sequence[Runner]) -> list[str]:
            told = [f"{CAME if r.entrant.bib in came else ''}{name_of(self.scene, r)}" for r in runners]
            return wrapped(", ".join(told), room)

        found = written(pack.runners)
        if len(found) > MOST_LINES:
            found = written(sorted(pack.runners, key=self._rank))[:MOST_LINES]
            found[-1] = fit(f"{found[-1]} and more", room).rstrip()
        return found

    def _story(self, fate: PackChange) -> list[str]:
        """Where a pack comes from, where it is not the same as before, and whom it lost."""
        told: list[str] = []
        if len(fate.origins) > 1:
            *others, last = map(ordinal, fate.origins)
            parts = "" if fate.whole else "parts of "
            told.append(f"{parts}the {', '.join(others)} and {last} pack before")
        elif fate.origins and not fate.whole:
            told.append(f"out of the {ordinal(fate.origins[0])} pack")
        names = [clean(runner.short_name) for runner in fate.lost]
        if names:
            told.append(f"without {', '.join(names) if len(names) <= NAMED else f'{len(names)} of them'}")
        return told

    def _rank(self, runner: Runner) -> bool:
        """Whoever was picked stands before the others where not all can be named."""
        return runner.entrant.bib not in {self.scene.chosen, *self.scene.followed}

    def _missing(self) -> list[StyledLine]:
        """Those who are not here yet, or of whom no time is known here."""
        here = frozenset[str]().union(*(pack.bibs for pack in self.packs))
        absent = [runner for runner in self._racing if runner.entrant.bib not in here]
        if not absent:
            return []
        passed = [runner for runner in absent if self.index <= runner.furthest]
        what = "no time here" if len(passed) == len(absent) else "to come"
        names = ", ".join(name_of(self.scene, runner) for runner in absent)
        return [((fit(f"{len(absent):>4} {what}: {names}", self.width).rstrip(), "dim"),)]


def _about(pack: Pack) -> str:
    return ABOUT if pack.estimated else ""


def _room_for(text: str, width: int) -> str:
    return fit(text, max(width, 0)).rstrip() if width > 0 else ""
