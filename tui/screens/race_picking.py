"""What the viewer picks out of a race: a view, somebody to follow, two to compare, words to find by."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input

from race.messages import Entrant
from race.standings import Row
from replays.watching.session import Session, Snapshot
from tui.settings.preferences import Preferences, remember
from tui.text.library_search import words
from tui.text.mark_rows import mark_title
from tui.views.scene import Scene, Target
from tui.views.view_registry import ANNOUNCER, HEAD_TO_HEAD, SPLITS, VIEWS
from tui.widgets.board import BoardPane
from tui.widgets.find_input import FindInput
from tui.widgets.view_pane import ViewPane

VIEW = Binding.Group("views", compact=True)
FOLLOW = Binding.Group("follow")
FIND = Binding.Group("find")
BOARD = "board"
"""The view that is the board alone."""


def _binding(key: str, action: str, text: str, name: str, group: Binding.Group | None = None) -> Binding:
    """A key; only those in a group stand in the footer."""
    return Binding(key, action, text, id=f"race.{name}", group=group, show=group is not None)


PICKING_KEYS: list[BindingType] = [
    _binding("1", f"view('{BOARD}')", "The board alone", "view-board", VIEW),
    *(_binding(kind.key, f"view('{kind.name}')", kind.about, f"view-{kind.name}", VIEW) for kind in VIEWS),
    _binding("left_parenthesis", "column(-1)", "Splits, announcer: checkpoint before", "column-left"),
    _binding("right_parenthesis", "column(1)", "Splits, announcer: next checkpoint", "column-right"),
    _binding("v", "next_way", "The view in another way", "next-way"),
    _binding("c", "compare", "Compare with this athlete", "compare"),
    _binding("f", "follow", "Follow this athlete", "follow", FOLLOW),
    _binding("slash", "find", "Find athletes", "find", FIND),
    Binding("escape", "find_no_more", "Show everybody", show=False, id="race.find-no-more"),
]


@dataclass(frozen=True)
class AthleteFilter:
    """Athletes sought by words, each of which begins one about them."""

    words: tuple[str, ...]

    def __call__(self, entrant: Entrant) -> bool:
        """Whether somebody is among them."""
        about = (entrant.bib, entrant.name, entrant.nation, entrant.club, entrant.category, entrant.wave)
        known = words(" ".join((*about, entrant.sex)))
        return all(any(word.startswith(one) for word in known) for one in self.words)


@dataclass
class Picks:
    """What is picked."""

    view: str = BOARD
    base: str | None = None
    """The bib of whom the others are compared with; None for the leader."""
    column: int | None = None
    """The checkpoint under the cursor of the splits; None while it is the newest."""
    arrivals_at: int | None = None
    """The checkpoint whose arrivals are announced; None for all."""
    sought: AthleteFilter | None = None
    """Whom the board is narrowed to."""


class Picking(Screen[None]):
    """What those keys do."""

    viewing: Session | None

    board = query_one(BoardPane)
    view = query_one(ViewPane)
    find = query_one(FindInput)

    def __init__(self) -> None:
        super().__init__()
        self.picks = Picks()

    def repaint(self) -> None:
        """Show the race as it is at the playhead."""
        raise NotImplementedError

    def scene(self, viewing: Session, shown: Snapshot) -> Scene:
        """What the views draw from."""
        picks, target = self.picks, _target(viewing, shown)
        return Scene(
            viewing.history,
            shown,
            self.board.chosen_bib,
            viewing.followed,
            behind=picks.base or target,
            target=target,
            column=picks.column,
            arrivals_at=picks.arrivals_at,
        )

    def action_view(self, name: str) -> None:
        """Show a view, or the board alone, and remember it."""
        self.show_view(name)
        if name != HEAD_TO_HEAD.name:
            remember(view=name)

    def show_view(self, name: str) -> None:
        """Show a view; the board alone for a name that is none."""
        self.picks.view = name
        self.view.kind = next((kind for kind in (*VIEWS, HEAD_TO_HEAD) if kind.name == name), None)
        self.set_class(self.view.kind is not None, "-view")
        self.set_class(self.view.kind is not None and self.view.kind.alone, "-alone")
        if self.focused in (None, self.board, self.view):
            self.call_after_refresh(self._focus_what_is_there)
        self.repaint()

    @on(events.DescendantBlur)
    def _look_after_the_keys(self) -> None:
        self.call_after_refresh(self._focus_if_none_is)

    def _focus_if_none_is(self) -> None:
        if self.focused is None or not self.focused.display:
            self._focus_what_is_there()

    def _focus_what_is_there(self) -> None:
        """Let the keys go to the board, or to the view in its place."""
        kind = self.view.kind
        is_alone = kind is not None and (kind.alone or self.has_class("-narrow"))
        (self.view if is_alone else self.board).focus()

    def action_next_way(self) -> None:
        """Draw the view in its next way."""
        self.view.next_way()
        self.repaint()

    def action_follow(self) -> None:
        """Follow the athlete under the cursor, or no longer."""
        bib = self.board.chosen_bib
        if self.viewing is None or bib is None:
            return
        self.viewing.follow(bib)
        names = {row.runner.entrant.name for row in self._followed_rows()}
        known = {row.runner.entrant.name for row in self.viewing.view().board.rows}
        others = [name for name in Preferences.load().followed if name not in known]
        remember(followed=(*others, *sorted(names)))
        self.repaint()

    def follow_remembered(self, viewing: Session) -> None:
        """Follow those who were followed in other races."""
        names = Preferences.load().followed
        start_list = viewing.history.start_list
        for entrant in start_list.entrants if names and start_list else ():
            if entrant.name in names:
                viewing.follow(entrant.bib)

    def _followed_rows(self) -> list[Row]:
        assert self.viewing is not None
        rows = self.viewing.view().board.rows
        return [row for row in rows if row.runner.entrant.bib in self.viewing.followed]

    def action_compare(self) -> None:
        """Hold the others against the athlete under the cursor; again, against the leader as before."""
        bib = self.board.chosen_bib
        self.picks.base = None if bib == self.picks.base else bib
        self.show_view(HEAD_TO_HEAD.name if self.picks.base else BOARD)

    def action_column(self, steps: int) -> None:
        """Put the cursor of the splits on another checkpoint, past the newest one to go along again.

        In the announcer's view, tell of the arrivals at another checkpoint alone, past the finish of all.
        """
        course = self.viewing.view().board.state.course if self.viewing is not None else None
        if course is None:
            return
        if self.picks.view == SPLITS:
            rows = self.board.shown.rows if self.board.shown else []
            reached = max((row.checkpoint for row in rows), default=0)
            self.picks.column = _checkpoint(self.picks.column, steps, reached)
        elif self.picks.view == ANNOUNCER:
            self.picks.arrivals_at = _checkpoint(self.picks.arrivals_at, steps, course.finish)
        self.repaint()

    def action_find(self) -> None:
        """Open the line to find athletes by."""
        self.find.display = True
        self.find.focus()

    def action_find_no_more(self) -> None:
        """Show everybody again, with the cursor on who was found."""
        self.board.hold(self.board.chosen_bib)
        self.find.value = ""
        self._close_find()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to clear while the board is narrowed."""
        return action != "find_no_more" or self.find.display or self.picks.sought is not None

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        typed = tuple(words(event.value))
        self.picks.sought = AthleteFilter(typed) if typed else None
        self.repaint()

    @on(Input.Submitted, "#find")
    def _close_find(self) -> None:
        self.find.display = False
        self.repaint()

    def action_move(self, steps: int) -> None:
        """Move the cursor on the board from the line to find athletes by."""
        self.board.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move it by what is in sight."""
        self.board.action_page(pages)


def _checkpoint(index: int | None, steps: int, last: int) -> int | None:
    """Some steps from a checkpoint, or from behind the last where there is none; None again behind that."""
    moved = (last + 1 if index is None else index) + steps
    return None if moved > last else max(moved, 0)


def _target(viewing: Session, shown: Snapshot) -> Target | None:
    """The chosen mark, while marks are shown."""
    if shown.against is None or not viewing.target_choice.shown:
        return None
    return Target(mark_title(shown.against), shown.against.first.running.at)
