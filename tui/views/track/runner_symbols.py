"""The symbol of a runner on the course: measured or estimated, picked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.views.who_is_drawn import is_picked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.views.scene import Scene
    from tui.views.track.runner_groups import RunnerOnCourse

MEASURED, ESTIMATED = "●", "○"

PICKED_MEASURED, PICKED_ESTIMATED = "◆", "◇"
"""The runner under the cursor, and those who are followed."""

GHOST = "·"
"""Someone in another race that runs along."""

IN_PACK = "░"
"""Where a pack may be whose order was not published."""

KEY = f"{MEASURED} measured  {ESTIMATED} estimated"


def key(runners: Iterable[RunnerOnCourse]) -> str:
    """What the characters mean, of those that there are."""
    has_packs = any(runner.pack is not None for runner in runners)
    return f"{KEY}  {IN_PACK} pack" if has_packs else KEY


def symbol(scene: Scene, placed: RunnerOnCourse) -> str:
    """The character that a runner is drawn with."""
    if is_picked(scene, placed.runner):
        return PICKED_MEASURED if placed.where.measured else PICKED_ESTIMATED
    return MEASURED if placed.where.measured else ESTIMATED
