"""The columns of the board, and which of them fit into a width."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.lazy_dataclass import dataclass
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import FIN
from tui.text.mark_rows import heading
from tui.text.safe_text import clean, fit

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.fold.runner import Runner
    from race.marks import MarkRun
    from race.sorted_rows import SortedBy


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board."""

    name: str
    title: str
    width: int
    """The width in cells that it needs in a race of a few minutes."""
    long_width: int
    """The same in a race of more than LONG_M."""
    right: bool = False


COLUMNS = (
    BoardColumn("place", "P", 3, 3, right=True),
    BoardColumn("change", "±", 3, 3),
    BoardColumn("bib", "Bib", 3, 3, right=True),
    BoardColumn("athlete", "Athlete", 12, 12),
    BoardColumn("nation", "Nat", 3, 3),
    BoardColumn("category", "Cat", 5, 5),
    BoardColumn("category_place", "CatP", 4, 4, right=True),
    BoardColumn("sex_place", "SexP", 4, 4, right=True),
    BoardColumn("at", "At", 4, 5, right=True),
    BoardColumn("time", "Time", 8, 9, right=True),
    BoardColumn("net", "Net", 8, 9, right=True),
    BoardColumn("lap", "Lap", 6, 8, right=True),
    BoardColumn("lap_delta", "±Field", 6, 8, right=True),
    BoardColumn("segment", "Last", 13, 15, right=True),
    BoardColumn("pace_km", "min/km", 6, 6, right=True),
    BoardColumn("pace_mile", "min/mile", 8, 8, right=True),
    BoardColumn("pace_400", "/400 m", 6, 6, right=True),
    BoardColumn("gap", "Gap", 7, 8, right=True),
    BoardColumn("interval", "Int", 6, 8, right=True),
    BoardColumn("chosen", "To", 8, 9, right=True),
    BoardColumn("mark", "Mark", 7, 8, right=True),
    BoardColumn("pb", "PB", 7, 8, right=True),
    BoardColumn("sb", "SB", 7, 8, right=True),
    BoardColumn("projection", "Proj", 11, 14, right=True),
    BoardColumn("projected_place", "ProjP", 5, 5, right=True),
    BoardColumn("win", "Win", 4, 4, right=True),
    BoardColumn("top_three", "Top3", 4, 4, right=True),
    BoardColumn("next", "Next", 11, 14, right=True),
    BoardColumn("notes", "Notes", 5, 5),
)
"""From left to right."""

ORDER = tuple(column.name for column in COLUMNS)

ON_REQUEST = (
    *("category_place", "sex_place", "lap_delta", "pace_km", "pace_mile", "pace_400"),
    *("chosen", "pb", "sb", "projected_place", "top_three"),
)
"""Columns that are hidden until they are asked for."""

SORTED = "▾"
"""Behind the title of the column by which the rows are sorted."""

SORT_COLUMNS: Mapping[SortedBy, str] = {
    "net": "net",
    "projection": "projection",
    "lap": "lap",
    "name": "athlete",
    "bib": "bib",
    "category": "category",
}

LONG_M = 2000.0
"""In a race longer than this, laps and gaps may take a minute or more, and times ten minutes."""

IMPORTANCE = (
    "place",
    "athlete",
    "time",
    "at",
    "gap",
    "mark",
    *ON_REQUEST,
    "lap",
    "nation",
    "projection",
    "change",
    "net",
    "interval",
    "notes",
    "category",
    "full notes",
    "full names",
    "win",
    "bib",
    "segment",
    "next",
)
"""A narrow board shows the first of these."""

CHANCES = ("win", "top_three")
"""Columns that are left out while no one has a chance to show, as in a race of which little was published."""

EXPECTATIONS = ("projection", "projected_place", "win", "top_three", "next")
"""Columns that are empty once a race over a distance is over."""

GROWTH = 8
"""Cells by which figures may become longer while the race is run, without the gaps becoming narrower."""

MOST = {"bib": 8, "athlete": 28, "at": 8, "mark": 10, "notes": 60}
"""The largest widths of columns that grow with their content."""


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """The columns that fit into a width."""

    columns: tuple[BoardColumn, ...]
    width: int
    full_names: bool
    gap: int = 1
    """Cells between two columns."""

    def titles(self) -> str:
        """The line above the rows."""
        return (" " * self.gap).join(
            fit(column.title, column.width, "right" if column.right else "left") for column in self.columns
        )

    def room(self, columns: Sequence[BoardColumn]) -> int:
        """Cells of neighbouring columns and the gaps between them."""
        return sum(column.width + self.gap for column in columns) - self.gap


def layout_of(
    board: Board,
    width: int,
    against: MarkRun | None = None,
    *,
    figures: Mapping[str, int] | None = None,
    order: Sequence[str] = ORDER,
    hidden: Collection[str] = ON_REQUEST,
    sort: SortedBy = "order",
    chosen: Runner | None = None,
) -> BoardLayout:
    """The columns for a board in a width in cells, with one for the gaps to a mark, `against`.

    They come in `order`, without the `hidden` ones but with the one by which the rows are sorted, and hold
    `figures` of these widths. So the layout stays the same while the race is run, unless a figure is wider
    than all before. One of the columns may be for the gaps to the `chosen` athlete.
    """
    course = board.state.course
    is_to_time = course is not None and course.limit_ms is not None
    is_long = course is not None and course.distance_m > LONG_M
    is_over = board.is_over
    empty = {*(_without_use(board, is_to_time) if is_over else ()), *hidden, *_unused(board)}
    empty -= {SORT_COLUMNS[sort]} if sort != "order" and not is_over else set()
    lay_out_here = partial(
        lay_out,
        width,
        longest_name(board),
        heading(against) if against else "",
        longest_notes=_longest_badges(board) if is_over else 0,
        is_long=is_long,
        figures={"at": _widest_label(course), "bib": _widest_bib(board), **(figures or {})},
        order=order,
        titles={
            "projection": "Dist" if is_over and is_to_time else "Proj",
            "lap": course.lap_word.capitalize() if course is not None else "Lap",
            "chosen": f"to {clean(chosen.short_name)}" if chosen is not None else "",
        },
        sort=sort,
    )
    layout = lay_out_here(empty=empty)
    shown = {column.name for column in layout.columns}
    if shown.isdisjoint(CHANCES) or any(row.chances and row.status != "finished" for row in board.rows):
        return layout
    return lay_out_here(empty=empty | set(CHANCES))


def _widest_label(course: Course | None) -> int:
    """Cells of the longest name of a checkpoint, as far as there is room for it."""
    if course is None:
        return 0
    labels = (short_checkpoint_label(course, index, FIN) for index in range(course.finish + 1))
    return min(max(map(cell_len, labels)), MOST["at"])


def _widest_bib(board: Board) -> int:
    """Cells of the longest bib, as far as there is room for it."""
    return min(_widest(row.runner.entrant.bib for row in board.rows), MOST["bib"])


def _without_use(board: Board, is_to_time: bool) -> Iterator[str]:
    """Columns that say nothing of a result; in a race to a time the projection becomes the result.

    No lap ends at the finish of a mile that was timed at 400, 800 and 1200 m, and on a road the last lap is
    the last stretch. Where only results were published, no one has either.
    """
    yield from (name for name in EXPECTATIONS if not (is_to_time and name == "projection"))
    course = board.state.course
    if course is None or is_to_time:
        return
    before = course.lap_start[course.finish]
    if before is None or not any(row.lap for row in board.rows):
        yield "lap"
    if not any(row.segment for row in board.rows) or (
        before is not None and course.places[before] == course.places[course.finish] - 1
    ):
        yield "segment"


def _unused(board: Board) -> Iterator[str]:
    """Columns that stay empty throughout this race."""
    if board.state.course is None or board.state.course.start_line is None:
        yield "net"
    field = [row.runner.entrant for row in board.rows]
    if not any(entrant.category for entrant in field):
        yield from ("category", "category_place")
    if not any(entrant.sex for entrant in field):
        yield "sex_place"
    for name in ("pb", "sb"):
        if not any(getattr(entrant, name) for entrant in field):
            yield name


def lay_out(
    width: int,
    longest_name: int = 0,
    mark: str = "",
    *,
    longest_notes: int = 0,
    is_long: bool = False,
    figures: Mapping[str, int] | None = None,
    empty: Container[str] = ("net", "category", *ON_REQUEST),
    order: Sequence[str] = ORDER,
    titles: Mapping[str, str] | None = None,
    sort: SortedBy = "order",
) -> BoardLayout:
    """Choose columns for a width in cells, by their importance, whatever their `order` from left to right.

    Names of `longest_name` cells, and notes, are shown in full if there is room; what is left then widens the
    gaps between columns. A column of `figures` is at least as wide as the widest of them. `empty` columns are
    left out. `mark` is the title of the column of gaps to a mark; without one there is no such column. Other
    `titles` replace those of their columns. The column by which the rows are sorted has a sign, and is the
    last to go.
    """
    titles = {column.name: column.title for column in COLUMNS} | {"mark": mark} | dict(titles or {})
    first = SORT_COLUMNS.get(sort)
    least = {column.name: (column.long_width if is_long else column.width) + 1 for column in COLUMNS}
    grown: dict[str, int] = {}
    for name, cells in (figures or {}).items():
        grown[name] = max(cells + 1 - least[name], 0) if name not in MOST else 0
        least[name] = max(least[name], cells + 1)
    least["mark"] = max(least["mark"], min(cell_len(mark), MOST["mark"]) + 1)
    if first is not None:
        titles[first] = f"{titles[first]}{SORTED}"
        least[first] = max(least[first], cell_len(titles[first]) + 1)
    least["full names"] = max(min(longest_name, MOST["athlete"]) + 1 - least["athlete"], 0)
    least["full notes"] = max(min(longest_notes, MOST["notes"]) + 1 - least["notes"], 0)
    chosen: dict[str, int] = {}
    room = width + 1
    for name in IMPORTANCE if first is None else dict.fromkeys((*IMPORTANCE[:2], first, *IMPORTANCE)):
        if name in empty or (name == "mark" and not mark) or (name == "full notes" and "notes" in empty):
            continue
        if least[name] > room:
            break
        chosen[name] = least[name] - 1
        room -= least[name]
    full_names = "full names" in chosen
    if full_names:
        chosen["athlete"] += least["full names"]
    if "full notes" in chosen:
        chosen["notes"] += least["full notes"]
    gap = _share_out(chosen, room, sum(grown.get(name, 0) for name in chosen))
    columns = tuple(
        replace(column, width=chosen[column.name], title=titles[column.name])
        for column in sorted(COLUMNS, key=lambda column: order.index(column.name))
        if column.name in chosen
    )
    return BoardLayout(columns, width, full_names, gap)


def _share_out(chosen: dict[str, int], room: int, grown: int) -> int:
    """Give the cells that are left to gaps and columns; returns the cells of a gap.

    Args:
        chosen: The cells of each column, some of which become wider.
        room: The cells that are left.
        grown: By how many cells figures have become longer than is usual.
    """
    gap = 2 if room + grown >= len(chosen) + GROWTH and room >= len(chosen) else 1
    room -= (gap - 1) * len(chosen)
    if gap == 1 and room and "projection" in chosen:
        chosen["projection"] += 1  # two figures that are read apart stand no closer than others
        room -= 1
    if "notes" in chosen:
        chosen["notes"] = min(chosen["notes"] + room, MOST["notes"])
    return gap


def longest_name(board: Board) -> int:
    """Cells of the longest name on the board."""
    return _widest(row.runner.full_name for row in board.rows)


def _widest(texts: Iterable[str]) -> int:
    """Cells of the widest of some texts; those that are too short to be it are not looked at."""
    widest = 0
    for text in texts:
        if len(text) > widest or not text.isascii():
            widest = max(widest, cell_len(clean(text)))
    return widest


def _longest_badges(board: Board) -> int:
    """Cells of the longest list of badges beside a result."""
    return max((cell_len(" ".join(badges)) for badges in board.badges.values()), default=0)
