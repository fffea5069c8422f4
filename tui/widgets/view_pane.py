"""The pane in which a view is drawn beside the board, or in its place."""

from __future__ import annotations

from time import monotonic

from tui.views.scene import Scene
from tui.views.view_registry import ViewKind
from tui.widgets.board import BoardPane
from tui.widgets.pane import Pane

CALM_S = 0.08
"""Between two frames of a view while the race runs, at least: the clock asks for one every tenth."""


class ViewPane(Pane):
    """A view of the race. The keys that choose an athlete do so on the board."""

    def __init__(self, board: BoardPane, id: str = "view") -> None:  # noqa: A002
        super().__init__(has_cursor=False, id=id)
        self._board = board
        self.kind: ViewKind | None = None
        self._modes: dict[str, int] = {}
        """The mode that each view is drawn in."""
        self._scene: Scene | None = None
        self.is_due = True
        """Whether the next scene is to be drawn in any case."""
        self._drawn_s = 0.0

    def show_scene(self, scene: Scene, *, runs: bool = False) -> None:
        """Draw a scene; where the race `runs` and nothing is due, only some time after the one before."""
        now_s = monotonic()
        if runs and not self.is_due and now_s - self._drawn_s < CALM_S:
            return
        self._scene, self._drawn_s, self.is_due = scene, now_s, False
        if self.kind is None:
            return
        height = self.scrollable_content_region.height
        mode = self._modes.get(self.kind.name, 0)
        lines = self.kind.draw(scene, self.line_width, height, mode)[:height]
        self.show(len(lines), lines.__getitem__)

    def next_way(self) -> None:
        """Draw the view in its next mode."""
        if self.kind is not None and self.kind.modes:
            mode = self._modes.get(self.kind.name, 0) + 1
            self._modes[self.kind.name] = mode % len(self.kind.modes)

    def on_resize(self) -> None:
        """Draw for the new size."""
        super().on_resize()
        if self._scene is not None:
            self.show_scene(self._scene)

    def action_move(self, steps: int) -> None:
        """Choose another athlete."""
        self._board.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Choose one further off."""
        self._board.action_page(pages)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Everything that can be done on the board can be done here."""
        return True

    def action_choose(self) -> None:
        """Open the athlete."""
        self._board.action_choose()
