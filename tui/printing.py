"""The board and the library as plain text, for scripts, pipes and screen readers."""

from __future__ import annotations

from race.board import Board
from race.times import Time
from replays.summary import Summary
from tui.columns import Lines, cells_of, layout_of
from tui.text import clean, fit


def board_text(board: Board, width: int) -> str:
    """The board in lines of at most `width` cells."""
    start_list = board.state.start_list
    title = ", ".join(part for part in (start_list.name, start_list.meet) if part) if start_list else ""
    when = Time(board.clock_ms, 3).show(2)
    layout = layout_of(board, width)
    text = [fit(clean(title), width).rstrip(), f"{when}  {board.phase}", "", layout.titles().rstrip()]
    text += [" ".join(cell for _, cell in cells_of(line, layout)).rstrip() for line in Lines(board)]
    return "\n".join(text)


def library_text(summaries: list[Summary]) -> str:
    """A line a race: what opens it, date, name, meet, how complete."""
    names = [clean(summary.name) for summary in summaries]
    widest = max(map(len, names), default=0)
    return "\n".join(
        f"{name:{widest}}  {clean(summary.start_list.date)}  "
        f"{clean(summary.start_list.name)}, {clean(summary.start_list.meet)}  ({summary.completeness()})"
        for name, summary in zip(names, summaries, strict=True)
    )
