"""The panes of the race screen, and how they share the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.css.scalar import Scalar
from textual.getters import query_one
from textual.screen import Screen

from tui.race_session import RaceSession
from tui.screens.race_keys import PlaybackKeys
from tui.screens.race_layout import board_lines, lines_above_view, lines_below, views_of
from tui.views.view_registry import HEAD_TO_HEAD
from tui.widgets.board import BoardPane
from tui.widgets.footer import KeyFooter
from tui.widgets.kept_lines import KeptContainer, KeptVertical
from tui.widgets.key_hints import Hint, hints_of
from tui.widgets.moments import MomentsPane
from tui.widgets.pane import Pane
from tui.widgets.repaint_pacing import RepaintPacing
from tui.widgets.view_pane import ViewPane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from replays.playhead import Clock
    from tui.race_sources import RaceSource
    from tui.widgets.doubts import DoubtsPane

LIVE_HINT = Hint("end", "to live", ("screen.session('to_end')",))

LEAST_NAMED = 110
"""Cells of the narrowest window whose footer has room for the names of views."""

NAMED_VIEWS = {
    "screen.view('gaps')": "chart",
    "screen.view('announcer')": "announcer",
    "screen.view('wall')": "wall",
}
"""Views that one would not find by chance."""

UP = ("list", "board", "back", "all")
"""Where escape goes: to the library, the board, the view before a comparison, or to all runners."""

FIRST_HINTS = (
    "Pause",
    "moment",
    "views",
    "compare",
    "open",
    *UP,
    "5 s",
    "copy",
    "follow",
    "chart",
    "find",
    "speed",
    "announcer",
    "wall",
    "checkpoint",
    "marks",
)
"""What the footer names first: what one presses most, and what one would not find by chance."""

FIRST_IN_VIEW = ("views", "compare", *UP, "open")
"""The same where a view was picked, behind the pause and the next mode."""

FIRST_COMPARED = ("Pause", "other", *FIRST_IN_VIEW)
"""The same where two are compared."""

ALSO_HINTED = {
    "screen.compare": "compare",
    "focused.choose": "open",
    "app.copy": "copy",
    "screen.library": "list",
    "screen.stop_finding": "all",
}
"""Actions of keys that the footer names too."""

ALSO_COMPARED = {"focused.move(1)": "other", "focused.move(-1)": "other"}
"""And where two are compared, which hides the board on which the keys move the cursor."""


class RacePanes(PlaybackKeys, Screen[None]):
    """Head, board, views, moments, timeline and keys, each with the room that it needs."""

    # Textual declares neither a ClassVar.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    head = query_one("#head", Pane)
    board = query_one(BoardPane)
    pinned = query_one("#pinned", Pane)
    body = query_one("#body", KeptContainer)
    running = query_one("#running", KeptVertical)
    view = query_one("#view", ViewPane)
    beside = query_one("#beside", ViewPane)
    moments = query_one(MomentsPane)
    timeline = query_one("#timeline", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, source: RaceSource, clock: Clock) -> None:
        super().__init__()
        self.session = RaceSession(source, clock)
        self.modes: dict[str, int] = {}
        """The mode that each view is drawn in."""
        self.doubts: DoubtsPane | None = None
        """What is not believed, on an operator's screen."""
        self._hints: list[Hint] | None = None
        """What the footer names; None where that has to be found out again."""
        self.has_keys = True
        """Whether there is a footer, which a picture may do without."""
        self._holds_frame = False
        self.is_rearranged = True
        """Whether all is to be painted in one frame, as panes have other places or show something else."""
        self.pacing = RepaintPacing(self, self.paint)
        # As Textual does once there is a size. Now it takes no second styling of all that is mounted.
        for cells, limits in zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            self.add_class(max(limit for limit in limits if limit[0] <= cells)[1], update=False)

    def compose(self) -> ComposeResult:
        """Head, board and moments, timeline, keys."""
        yield Pane(id="head", can_focus=False)
        with KeptContainer(id="body"):
            with KeptVertical(id="left"):
                with KeptVertical(id="running"):
                    yield (board := BoardPane(id="board"))
                    yield Pane(id="pinned", can_focus=False)
                    if self.session.source.operator:
                        # Loaded here, not at the top: other viewers have no such pane.
                        from tui.widgets.doubts import DoubtsPane

                        self.doubts = DoubtsPane(id="doubts")
                        yield self.doubts
                yield ViewPane(board, self.modes)
            with KeptVertical(id="right"):
                yield MomentsPane(id="moments")
                yield ViewPane(board, self.modes, id="beside")
        yield Pane(id="timeline", can_focus=False)
        yield KeyFooter()

    def paint(self) -> None:
        """Draw what the session shows."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint soon, the view too: the viewer has changed something."""
        self.view.is_due = self.beside.is_due = True
        self.pacing.request()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._arrange()
        self.pacing.request()

    def show_view(self, name: str) -> None:
        """Make room for a view; a name that is no view's shows the board alone."""
        self.view.erase_large_text()
        self.session.view = name
        self.board.passed_over = self.session.not_compared
        self._arrange()
        self.repaint()

    def _arrange(self) -> None:
        """Show the views that the window has room for."""
        self.is_rearranged = True
        kind, beside = views_of(self.session.view, self.app.size.width, self.app.size.height)
        self.view.kind, self.beside.kind = kind, beside
        self.set_class(kind is not None, "-view")
        self.set_class(kind is not None and kind.alone, "-alone")
        self.set_class(beside is not None, "-beside")
        self.list_keys()
        self.call_after_refresh(self._paint_rearranged)  # once what was hidden has its size again
        self.set_class(kind is not None and kind.bare, "-bare")
        if self.focused in (None, self.board, self.view):
            self.call_after_refresh(self._focus_board_or_view)

    def _paint_rearranged(self) -> None:
        self.is_rearranged = True
        self.repaint()

    def list_keys(self) -> None:
        """Name in the footer what the keys do from now on."""
        self._hints = None

    @property
    def hints(self) -> list[Hint]:
        """What the footer names."""
        if self._hints is None:
            self._hints = self._hints_now()
        return self._hints

    def _hints_now(self) -> list[Hint]:
        picked, also, mode = self.view.kind, dict(ALSO_HINTED), self.view.mode_after
        also["screen.step_up"] = "board" if self.session.is_below_board else "back"
        first: tuple[str, ...] = FIRST_HINTS
        if mode:
            also["screen.next_mode"] = mode
        if picked is not None and self.session.view == picked.name:
            first = ("Pause", mode, *FIRST_IN_VIEW, *first)
        if picked is HEAD_TO_HEAD:
            also |= ALSO_COMPARED
            first = (*FIRST_COMPARED, *first)
        is_wide = self.app.size.width >= LEAST_NAMED
        hints = hints_of(self, first, also, NAMED_VIEWS if is_wide else None)
        return [LIVE_HINT, *hints] if self.session.is_live else hints

    def share_lines(self) -> list[Widget]:
        """Give the board the lines that it needs, as far as its neighbours can do without them.

        Returns what has another height now.
        """
        room = self.body.size.height
        board, moments = max(self.board.count, 1) + 1, self.moments.count + 1
        if self.doubts is not None:  # as many for either, so that the board stays as it is
            board = moments = room
        if self.has_class("-tiny") or self.has_class("-short", "-operator", "-doubted"):
            moments = 0
        lines: dict[Widget, str] = {self.moments: "1fr"}
        is_wide, has_second = self.has_class("-wide"), self.beside.kind is not None
        if is_wide:
            lines[self.running] = f"{lines_above_view(room, board)}"
        else:
            lines[self.running] = f"{board_lines(room, board, moments)}"
            has_second = has_second and lines_below(room, board, moments) > 0
        if has_second:
            lines[self.moments] = f"{lines_above_view(room, moments - 1) if is_wide else moments - 1}"
        self.beside.display = has_second
        changed = [pane for pane, height in lines.items() if pane.styles.height != Scalar.parse(height)]
        for pane in changed:
            pane.styles.height = lines[pane]
        return changed

    def lay_out_now(self, changed: Iterable[Widget]) -> None:
        """Lay the screen out at once for what has another size, but write nothing yet.

        That takes private methods of Textual's, as nothing public lays a screen out at once.
        """
        report_changes(changed)
        self._holds_frame = True
        self._refresh_layout(self.app.size)
        self._holds_frame = False

    def _compositor_refresh(self) -> None:
        """Write what changed, but nothing amid a paint."""
        if not self._holds_frame:
            super()._compositor_refresh()

    @on(events.DescendantBlur)
    def _keep_focus(self) -> None:
        self.call_after_refresh(self._focus_if_none_is)

    def _focus_if_none_is(self) -> None:
        if self.focused is None or not self.focused.display:
            self._focus_board_or_view()

    def _focus_board_or_view(self) -> None:
        """Let the keys go to the board, or to the view in its place."""
        kind = self.view.kind
        is_alone = kind is not None and (kind.alone or self.has_class("-narrow"))
        (self.view if is_alone else self.board).focus()

    @on(MomentsPane.Rewrapped)
    def _share_lines_anew(self) -> None:
        self.pacing.request()


def report_changes(widgets: Iterable[Widget]) -> None:
    """Let the screen know at once what is to be written, and what has another size.

    Textual's widgets do so one after the other when they are idle. What comes too late for a frame makes
    another one, which takes half as long again. Nothing public asks for it sooner.
    """
    for widget in widgets:
        widget._check_refresh()  # noqa: SLF001
