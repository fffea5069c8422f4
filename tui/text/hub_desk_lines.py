"""The lines of a hub's desk: where it is, and its races."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.safe_text import clean, fit, fit_columns
from tui.text.timetable import NOW, now_cell, race_title, start_cell

if TYPE_CHECKING:
    from feeds.protocol.race_notice import RaceNotice
    from tui.text.styled_line import StyledLine

TITLES = ("Now", "Start", "Race", "Id", "Messages", "Timing")


def hub_head_lines(place: str, trouble: str, width: int) -> list[StyledLine]:
    """The hub, and why it does not answer."""
    below = (fit(clean(trouble), width).rstrip(), "lost") if trouble else ("the desk of this hub", "dim")
    return [((clean(place), "strong"),), (below,)]


def race_heading(width: int) -> StyledLine:
    """What stands above the races."""
    return ((_columns(TITLES, width), "title"),)


def race_line(notice: RaceNotice, now_ms: int, width: int) -> StyledLine:
    """A race: its state, when it is planned, its name and id."""
    cells = (
        "ended" if notice.ended else clean(now_cell(notice, now_ms)),
        start_cell(notice, now_ms),
        race_title(notice),
        notice.race,
        f"{notice.head:>8}",
        clean(notice.timing),
    )
    style = "dim" if notice.ended else "strong" if notice.shown_state == "running" else "text"
    return ((_columns(cells, width), style),)


def _columns(cells: tuple[str, ...], width: int) -> str:
    """Cells in their columns; names and ids share the room that is left."""
    sizes = [NOW, 9, 0, 0, 8, 9]
    room = max(width - sum(sizes) - len(sizes) + 1, 20)
    sizes[2] = room // 2
    sizes[3] = room - sizes[2]
    return fit_columns(cells, sizes)
