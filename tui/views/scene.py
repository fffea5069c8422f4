"""What the views draw: a race at the playhead, and what the viewer has picked out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from race.board import Board
from race.fold.history import History
from race.fold.state import RaceState
from race.laps import Stretch
from replays.watching.session import Snapshot
from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine


class Target(NamedTuple):
    """Something that is no entrant and runs along the course, as a record does."""

    name: str
    at: Callable[[int], Stretch | None]
    """Its time from the gun at a checkpoint, by the index of that; None where it has none."""


@dataclass(frozen=True)
class Still:
    """A scene without its clock: equal to another until something takes effect or is picked."""

    state: RaceState
    board: Board = field(compare=False)
    chosen: str | None
    followed: frozenset[str]
    behind: str | Target | None
    target: Target | None


@dataclass(frozen=True)
class Scene:
    """All that a view may know. Nothing in it is later than `view.clock_ms`."""

    history: History
    view: Snapshot
    chosen: str | None = None
    """The bib under the cursor."""
    followed: frozenset[str] = frozenset()
    """Bibs."""
    behind: str | Target | None = None
    """Whom gaps are measured to: the leader (None), an entrant by bib, or a target."""
    target: Target | None = None
    """The mark that is raced, where one is shown."""
    column: int | None = None
    """The checkpoint under the cursor, by index, where there is a cursor on one."""
    arrivals_at: int | None = None
    """The checkpoint whose arrivals are announced, by index; None for all."""

    @property
    def board(self) -> Board:
        """The board at the playhead."""
        return self.view.board

    @property
    def still(self) -> Still:
        """What of it stays as it is while only the clock goes on."""
        return Still(self.board.state, self.board, self.chosen, self.followed, self.behind, self.target)


def nothing(why: str, width: int, height: int) -> list[StyledLine]:
    """In place of a view that cannot be drawn: a line that says why."""
    line: StyledLine = ((fit(why, width), "dim"),)
    return [line][:height]
