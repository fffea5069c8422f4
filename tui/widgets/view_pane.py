"""The pane for a view, beside the board or in its place."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from race.board import LiveEdge
    from tui.views.scene import Scene
    from tui.views.view_registry import ViewKind
    from tui.widgets.board import BoardPane
    from tui.widgets.large_text import LargeText

FRAME_S = 0.08
"""The shortest time between two frames of a view in a running race, whose clock changes every 0.1 s."""

BESIDE_FRAME_S = 0.5
"""The same of a view that was not picked, and fills what the board leaves of a large window."""


class ViewPane(Pane):
    """A view of the race. The keys that choose an athlete do so on the board."""

    def __init__(self, board: BoardPane, modes: dict[str, int], id: str = "view") -> None:  # noqa: A002  # as in Textual
        """`modes` is the mode that each view is drawn in, by name."""
        super().__init__(has_cursor=False, id=id)
        self._board = board
        self.kind: ViewKind | None = None
        self._modes = modes
        self._scene: Scene | None = None
        self.is_due = True
        """Whether the next scene is drawn at once."""
        self._edge: LiveEdge | None = None
        """What was known of a live race when the scene was drawn: a board changes it as time passes."""
        self._drawn_s = 0.0
        self._drawn_for: object = None
        """What the lines that are shown depend on beside the scene."""
        self._large_text: LargeText | None = None

    def show_scene(self, scene: Scene, *, runs: bool = False, is_picked: bool = True) -> None:
        """Draw a scene; while the race `runs` and nothing is due, not too soon after the one before."""
        if self._shows(scene):
            self.is_due = False
            return
        now_s, is_due = monotonic(), self.is_due or self._drawn_for != self._draws_for
        if runs and not is_due and now_s - self._drawn_s < (FRAME_S if is_picked else BESIDE_FRAME_S):
            return
        self._scene, self._drawn_s, self.is_due = scene, now_s, False
        self._edge = scene.board.edge
        self._drawn_for = self._draws_for
        if self.kind is None:
            return
        height, mode = self.scrollable_content_region.height, self._mode
        lines = self.kind.draw(scene, self.line_width, height, mode)[:height]
        if scene.scales_text and self._large_text is None:
            # Loaded here, not at the top: few terminals draw such text.
            from tui.widgets.large_text import LargeText

            self._large_text = LargeText(self)
        self.show_lines(self._large_text.taken_from(lines) if self._large_text is not None else lines)

    @property
    def scene(self) -> Scene | None:
        """The scene drawn last."""
        return self._scene

    def _shows(self, scene: Scene) -> bool:
        """Whether a scene would be drawn as it is already; a view for an announcer also has other news."""
        drawn = self._scene
        return (
            drawn is not None
            and not (self.kind is not None and self.kind.alone)
            and self._drawn_for == self._draws_for
            and scene.board is drawn.board
            and scene.board.edge == self._edge
            and scene.clock_ms == drawn.clock_ms
            and scene == drawn
            and (scene.column, scene.meetings) == (drawn.column, drawn.meetings)
        )

    @property
    def _mode(self) -> int:
        return self._modes.get(self.kind.name, 0) if self.kind is not None else 0

    @property
    def _all_modes(self) -> tuple[str, ...]:
        """The modes of the view in the race that is shown."""
        course = self._scene.course if self._scene is not None else None
        return self.kind.modes_on(course) if self.kind is not None else ()

    @property
    def _draws_for(self) -> object:
        return self.kind, self._mode, self.line_width, self.scrollable_content_region.height

    def erase_large_text(self) -> None:
        """Erase what is drawn in double size, before anything else is drawn in its place."""
        if self._large_text is not None:
            self._large_text.erase()

    @property
    def mode_after(self) -> str:
        """The mode that comes next; empty where there is no other."""
        modes = self._all_modes
        return modes[(self._mode + 1) % len(modes)] if modes else ""

    def next_mode(self) -> bool:
        """Draw the view in its next mode; False if it has no other."""
        if self.kind is None or not self._all_modes:
            return False
        self._modes[self.kind.name] = (self._mode + 1) % len(self._all_modes)
        return True

    def on_resize(self) -> None:
        """Draw for the new size, if it is not drawn for it already."""
        super().on_resize()
        if self._scene is not None and self._drawn_for != self._draws_for:
            self.show_scene(self._scene)

    def action_move(self, steps: int) -> None:
        """Move the cursor on the board."""
        self._board.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move the cursor on the board by a page."""
        self._board.action_page(pages)

    def copied(self) -> str:
        """What is to be said now, where that is what the view is for; else all that it shows."""
        if self.kind is None or not self.kind.alone or self._scene is None:
            return super().copied()
        # Loaded here, not at the top: a part of the view that is shown.
        from tui.views.announcer.announcer import sentences_to_say

        return ". ".join(sentences_to_say(self._scene))

    def check_action(self, _action: str, _parameters: tuple[object, ...]) -> bool | None:
        """All actions of the board work here, though the pane has no cursor of its own."""
        return True

    def action_choose(self) -> None:
        """Open the athlete under the cursor of the board."""
        self._board.action_choose()
