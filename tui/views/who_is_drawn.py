"""Who is drawn where not everyone can be, and how each is told from the others."""

from __future__ import annotations

from rich.cells import cell_len

from race.course import START
from race.fold.state import Runner
from race.standings import Row
from tui.text.formatting import CHOSEN, FOLLOWED
from tui.text.safe_text import clean
from tui.views.scene import Scene, StillScene

COLOURS = 6
"""Styles `line-1` to `line-6`."""


def drawn_runners(scene: Scene | StillScene, most: int) -> list[Row]:
    """At most so many of those seen: the chosen one, the followed, then the first; in running order."""
    seen = [row for row in scene.board.rows if row.checkpoint != START]
    picked = sorted(seen, key=lambda row: _rank(scene, row.runner))[:most]
    kept = {row.runner.entrant.bib for row in picked}
    return [row for row in seen if row.runner.entrant.bib in kept]


def style_of(scene: Scene | StillScene, runner: Runner) -> str:
    """A style that stays an athlete's own all through the race."""
    if runner.entrant.bib == scene.chosen:
        return "accent"
    if runner.status_claims or runner.entrant.role == "pacemaker":
        return "dim"
    return f"line-{runner.number % COLOURS + 1}"


def name_of(scene: Scene | StillScene, runner: Runner, cells: int = 0) -> str:
    """The whole name if it fits in so many cells, or else the short one; a sign before whom one picked."""
    bib, whole = runner.entrant.bib, clean(runner.entrant.name)
    sign = CHOSEN if bib == scene.chosen else FOLLOWED if bib in scene.followed else ""
    if whole and cell_len(sign + whole) <= cells:
        return sign + whole
    return sign + (clean(runner.short_name) or clean(bib))


def _rank(scene: Scene | StillScene, runner: Runner) -> int:
    """0 for the chosen one, 1 for the followed, 2 for the others, 3 for those who are out."""
    bib = runner.entrant.bib
    if bib == scene.chosen:
        return 0
    return 1 if bib in scene.followed else 3 if runner.status_claims else 2
