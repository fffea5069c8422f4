"""Which runners are drawn where there is no room for all, and how they are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.course import START
from tui.text.followed_styles import followed_style
from tui.text.formatting import CHOSEN, FOLLOWED
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.runner import Runner
    from race.standings import Row
    from tui.views.scene import Scene

PACEMAKER = "PM "
"""Before the name of someone who sets the pace, where the name alone does not say so."""


MOST_CELLS = 1000
"""More than a name takes."""


def drawn_runners(scene: Scene, most: int) -> list[Row]:
    """At most `most` rows, in running order: the chosen runner, the followed ones, then the first."""
    seen = [row for row in scene.board.rows if row.checkpoint != START]
    kept = sorted(seen, key=lambda row: _priority(scene, row.runner))[:most]
    bibs = {row.runner.entrant.bib for row in kept}
    return [row for row in seen if row.runner.entrant.bib in bibs]


def style_of(scene: Scene, runner: Runner) -> str:
    """The style of who is under the cursor, one for each of the followed, and one for everyone else."""
    bib = runner.entrant.bib
    if bib == scene.chosen:
        return "accent"
    if bib in scene.followed:
        return followed_style(bib, scene.followed, scene.board.state.runners)
    is_in_race = not runner.status_claims and runner.entrant.role != "pacemaker"
    return "other" if is_in_race else "dim"


def is_picked(scene: Scene, runner: Runner) -> bool:
    """Whether a runner is under the cursor or followed."""
    return runner.entrant.bib == scene.chosen or runner.entrant.bib in scene.followed


def short_name(runner: Runner) -> str:
    """The short name, or the bib of a runner without a name."""
    return clean(runner.short_name) or clean(runner.entrant.bib)


def name_of(scene: Scene, runner: Runner, cells: int = 0) -> str:
    """The full name if it fits into `cells`, or else the short one, after the symbol of a picked runner."""
    bib, full = runner.entrant.bib, clean(runner.full_name)
    symbol = CHOSEN if bib == scene.chosen else FOLLOWED if bib in scene.followed else ""
    return symbol + (full if full and cell_len(symbol + full) <= cells else short_name(runner))


def names_of(scene: Scene, runners: Sequence[Runner], cells: int) -> list[str]:
    """The full names if all of them fit into `cells`, or else all the short ones, with their symbols."""
    full = [name_of(scene, runner, MOST_CELLS) for runner in runners]
    return full if max(map(cell_len, full), default=0) <= cells else [name_of(scene, r) for r in runners]


def _priority(scene: Scene, runner: Runner) -> int:
    """0 for the chosen runner, 1 for the followed, 2 for the others, 3 for those who are out."""
    bib = runner.entrant.bib
    if bib == scene.chosen:
        return 0
    return 1 if bib in scene.followed else 3 if runner.status_claims else 2
