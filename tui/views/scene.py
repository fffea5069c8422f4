"""What the views draw: a race at the playhead, and what the viewer has picked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from tui.text.safe_text import fit

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.field.field_figures import FieldFigures
    from race.fold.history import History
    from race.fold.state import RaceState
    from race.laps import Stretch
    from race.order.checkpoint_table import CheckpointTable
    from replays.people.head_to_head import HeadToHead
    from replays.watching.ghost_race import Ghost
    from replays.watching.session import Snapshot
    from tui.text.styled_line import StyledLine


class Target(NamedTuple):
    """A mark that is raced along the course like another runner, such as a record."""

    name: str
    at: Callable[[int], Stretch | None]
    """Its time from the gun at a checkpoint, by index; None where it has none."""


@dataclass(frozen=True)
class Scene:
    """Everything that a view may show. Nothing in it is later than `snapshot.clock_ms`.

    Two scenes are equal if the viewer has picked the same, whatever the time and the cursor on a checkpoint.
    """

    history: History = field(compare=False)
    snapshot: Snapshot = field(compare=False)
    chosen: str | None = None
    """The bib under the cursor."""
    followed: frozenset[str] = frozenset()
    """Bibs."""
    behind: str | Target | None = None
    """What gaps are measured to: the leader (None), an entrant by bib, or a target."""
    target: Target | None = None
    """The mark that is raced, if one is shown."""
    ghosts: tuple[Ghost, ...] = ()
    """Other recordings that run along with the race."""
    column: int | None = field(default=None, compare=False)
    """The checkpoint under the cursor, by index; None without a cursor."""
    meetings: HeadToHead | None = field(default=None, compare=False)
    """Of the two who are compared, before this race; None where there are none, or it is not known yet."""
    arrivals_at: int | None = field(default=None, compare=False)
    """The checkpoint whose arrivals are announced, by index; None for all."""

    group: str = ""
    """The group that is looked at, such as a category; empty for everyone."""

    scales_text: bool = field(default=False, compare=False)
    """Whether the terminal can draw text of double size."""

    @property
    def board(self) -> Board:
        """The board at the playhead."""
        return self.snapshot.board

    @property
    def course(self) -> Course | None:
        """The course; None before the start list."""
        return self.board.state.course

    @property
    def clock_ms(self) -> int:
        """The race time at the playhead."""
        return self.snapshot.clock_ms

    @property
    def compared(self) -> tuple[str | Target, str]:
        """The two sides of a comparison: entrants by bib, or a mark and an entrant."""
        bibs = [row.runner.entrant.bib for row in self.board.rows]
        second = self.chosen or next(iter(bibs), "")
        first = self.behind if self.behind not in (None, second) else None
        return first or next((bib for bib in bibs if bib != second), second), second

    @property
    def checkpoints(self) -> CheckpointTable | None:
        """All passings by checkpoint; None without a course."""
        return _tables.of(self.board.state)

    @property
    def field(self) -> FieldFigures | None:
        """The figures of the whole field; None without a course."""
        return _fields.of(self.board)


class _CheckpointTables:
    """The table of the newest state, from which the next one takes what has not changed.

    Without it a frame in which a split has come takes 57 ms of the packs of 300 runners, not 9 ms.
    """

    def __init__(self) -> None:
        self._state: RaceState | None = None
        self._table: CheckpointTable | None = None

    def of(self, state: RaceState) -> CheckpointTable | None:
        """The table of a state that no longer changes; None without a course."""
        if state is not self._state:
            # Loaded here, not at the top: the board does without.
            from race.order.checkpoint_table import CheckpointTable

            self._table = CheckpointTable(state, state.course, self._table) if state.course else None
            self._state = state
        return self._table


class _Fields:
    """The figures of the newest state, in which those of the next one count only what has changed."""

    def __init__(self) -> None:
        self._figures: FieldFigures | None = None

    def of(self, board: Board) -> FieldFigures | None:
        """The figures of a board; None without a course."""
        course, rows = board.state.course, board.rows
        if course is None or not rows:
            return None
        # Loaded here, not at the top: no board waits for it.
        from race.field.field_figures import FieldFigures

        if self._figures is None or self._figures.course is not course:
            self._figures = FieldFigures(course)
        self._figures.take(board.state, rows[0].field.projector)
        return self._figures


_tables, _fields = _CheckpointTables(), _Fields()


def nothing(why: str, width: int, height: int) -> list[StyledLine]:
    """In place of a view that cannot be drawn: a line that says why."""
    line: StyledLine = ((fit(why, width), "dim"),)
    return [line][:height]
