"""How a runner is drawn on the course: by shape, whether measured or estimated, picked or not."""

from __future__ import annotations

from race.fold.state import Runner
from tui.views.scene import Scene
from tui.views.track.runner_groups import RunnerOnCourse

MEASURED, ESTIMATED = "●", "○"

PICKED_MEASURED, PICKED_ESTIMATED = "◆", "◇"
"""Of the athlete under the cursor, and of those who are followed."""

KEY = f"{MEASURED} measured  {ESTIMATED} estimated"


def is_picked(scene: Scene, runner: Runner) -> bool:
    """Whether the viewer picked this one: under the cursor, or followed."""
    return runner.entrant.bib == scene.chosen or runner.entrant.bib in scene.followed


def symbol(scene: Scene, one: RunnerOnCourse) -> str:
    """The character of a runner."""
    if is_picked(scene, one.runner):
        return PICKED_MEASURED if one.where.measured else PICKED_ESTIMATED
    return MEASURED if one.where.measured else ESTIMATED
