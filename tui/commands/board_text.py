"""The board and the library as plain text, for scripts, pipes and screen readers."""

from __future__ import annotations

from collections.abc import Sequence

from race.board import Board
from race.marks import MarkRun
from race.times import Time
from replays.catalogue.summary import RaceSummary
from tui.text.board_cells import BoardLines, cells_of
from tui.text.board_columns import layout_of
from tui.text.library_search import people
from tui.text.safe_text import clean, fit


def board_text(board: Board, width: int, against: MarkRun | None = None) -> str:
    """The board in lines of at most `width` cells, with the marks if there is one to hold all `against`."""
    start_list = board.state.start_list
    title = ", ".join(part for part in (start_list.name, start_list.meet) if part) if start_list else ""
    when = Time(board.clock_ms, 3).show(2)
    layout = layout_of(board, width, against)
    text = [fit(clean(title), width).rstrip(), f"{when}  {board.phase}", "", layout.titles().rstrip()]
    text += [
        " ".join(cell for _, cell in cells_of(line, layout)).rstrip()
        for line in BoardLines(board, (), against)
    ]
    return "\n".join(text)


def library_text(races: list[RaceSummary], sought: Sequence[str] = ()) -> str:
    """A line a race: what opens it, date, name, meet, who it was found for, how complete."""
    names = [clean(race.library_name) for race in races]
    widest = max(map(len, names), default=0)
    return "\n".join(
        f"{name:{widest}}  {clean(race.date)}  {clean(race.name)}, {clean(race.meet)}"
        f"{_with(people(race, sought))}  ({race.completeness()})"
        for name, race in zip(names, races, strict=True)
    )


def _with(names: list[str]) -> str:
    return f", with {', '.join(map(clean, names))}" if names else ""
