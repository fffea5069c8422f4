"""The lines of the board as text by column. The board widget adds colours; `lapbell board` prints them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.lazy_dataclass import dataclass
from race.marks import MarkRun, RunningMark, in_running_order, mark_runs
from race.messages import Entrant
from race.order.thousandths import thousandths
from race.order.unordered_packs import UnorderedPack
from race.sorted_rows import sorted_rows
from race.standings import Row
from tui.text import figures_on_request
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.figures_on_request import FiguresOnRequest
from tui.text.formatting import (
    CORRECTED,
    DOUBT,
    FIN,
    OVERDUE,
    about,
    aligned_stretch,
    behind_text,
    distance_text,
    dropout,
    expected_text,
    gain_text,
    gap_text,
    pad_decimals,
    passing_text,
    place_text,
    projection_cell,
    segment_text,
)
from tui.text.mark_rows import MARK_SYMBOL, MarkLine
from tui.text.safe_text import clean, fit, whole_clauses
from tui.text.unordered_packs import beside_name, pack_headings

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.laps import Stretch
    from race.sorted_rows import SortedBy
    from tui.text.board_columns import BoardColumn, BoardLayout

FIGURES = ("time", "net", "lap", "segment", "gap", "interval", "mark", "projection", "next")
"""Columns that grow with their content: half a figure is worse than none."""

THOUSANDTHS = 7
"""Cells of the thousandths behind a time."""

Wanted = Callable[[Entrant], bool]
"""Whether an entrant is shown on a filtered board."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A line of the board: an entrant, a mark, the heading of a pack, or places that were not published."""

    cells: dict[str, str]
    """Text by column name."""
    text: str = ""
    """Text across several columns: how the runner left the race, or was last seen before the pack; the basis
    of a mark; unpublished places."""
    row: Row | None = None
    estimated: frozenset[str] = field(default_factory=frozenset)
    """Columns with an estimated figure."""
    corrected: bool = False
    """Whether a figure of the runner was corrected a short while ago."""
    mark: MarkLine | None = None
    headings: tuple[str, ...] = ()
    """The heading of a pack, in forms from the longest to the shortest."""
    on_request: FiguresOnRequest | None = None
    """Of an entrant, what is worked out only where its column is shown."""


class BoardLines:
    """The board as lines of text, each made when it is first asked for.

    With a mark to compare every runner `against`, all marks are lines among the entrants. A filtered board
    has only the entrants that are `wanted`. One that is sorted by something else than the running order has
    neither headings nor places that are missing, and marks only among projected times. One of its columns
    may be for the gaps to the `chosen` athlete.
    """

    def __init__(
        self,
        board: Board,
        corrected: Container[str] = (),
        against: MarkRun | None = None,
        wanted: Wanted | None = None,
        *,
        sort: SortedBy = "order",
        chosen: Runner | None = None,
    ) -> None:
        self._board = board
        self._corrected = corrected
        self._against = against.first.running if against else None
        self._course = board.state.course
        most = _digits(board.rows)
        self._digits = min(most, self._course.digits if self._course else 0)
        self._close = board.decided_by_thousandths if most > self._digits else frozenset[str]()
        self._on_request = FiguresOnRequest(board, self._digits, chosen)
        self._made: dict[int, BoardLine] = {}
        self._entries: list[Row | MarkLine | UnorderedPack | str] = []
        if sort == "order":
            self._list_in_order(against, wanted)
        else:
            rows = [
                row for row in sorted_rows(board.rows, sort) if wanted is None or wanted(row.runner.entrant)
            ]
            runs = mark_runs(board.marks) if against and sort == "projection" else []
            self._entries += _with_marks(rows, [MarkLine(run, run == against) for run in runs])

    def _list_in_order(self, against: MarkRun | None, wanted: Wanted | None) -> None:
        board = self._board
        marks: defaultdict[int, list[MarkLine]] = defaultdict(list)
        for run in mark_runs(in_running_order(board.marks)) if against else ():
            marks[run.first.position].append(MarkLine(run, run == against))
        unpublished = board.missing_places() if wanted is None else {}
        headed: set[int] = set()
        for number, row in enumerate(board.rows):
            if number in marks:  # asked first: a list for each row of a large field would be made
                self._entries += marks[number]
            if number in unpublished:
                first, last = unpublished[number]
                places = f"{first}" if first == last else f"{first}–{last}"
                self._entries.append(f"{places} not published")
            if wanted is None or wanted(row.runner.entrant):
                if row.pack is not None and len(row.pack.runners) > 1 and row.pack.number not in headed:
                    headed.add(row.pack.number)
                    self._entries.append(row.pack)
                self._entries.append(row)
        self._entries += marks[len(board.rows)]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[BoardLine]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, index: int) -> BoardLine:
        if index not in self._made:
            self._made[index] = self._line(index)
        return self._made[index]

    def _line(self, index: int) -> BoardLine:
        entry = self._entries[index]
        if isinstance(entry, str) or self._course is None:
            return BoardLine({}, str(entry))
        if isinstance(entry, UnorderedPack):
            headings = pack_headings(self._course, entry)
            return BoardLine({}, headings[0], headings=headings)
        if isinstance(entry, MarkLine):
            basis = entry.run.first.running.basis
            return BoardLine(entry.cells(self._digits), basis, None, entry.estimated, mark=entry)
        corrected = entry.runner.entrant.bib in self._corrected
        line = _line(self._course, entry, self._on_request, corrected, self._close)
        return self._compared(self._against, line) if self._against else line

    def _compared(self, mark: RunningMark, line: BoardLine) -> BoardLine:
        """A line with the runner's gap to a mark."""
        gap = mark.gap(line.row.runner) if line.row and line.row.is_racing else None
        line.cells["mark"] = aligned_stretch(gap, "+", self._digits)
        return replace(line, estimated=line.estimated | {"mark"}) if gap and gap.estimated else line

    @property
    def first_runner(self) -> int:
        """The number of the first line that has an entrant; 0 without one."""
        return next((n for n, entry in enumerate(self._entries) if isinstance(entry, Row)), 0)

    def nearest(self, index: int, step: int) -> int:
        """The line itself, or from the heading of a pack the next one down, or up for a negative step."""
        is_heading = index < len(self._entries) and isinstance(self._entries[index], UnorderedPack)
        return index + (-1 if step < 0 and index else 1) if is_heading else index

    def index_of(self, bib: str) -> int | None:
        """The number of an entrant's line."""
        for index, entry in enumerate(self._entries):
            if isinstance(entry, Row) and entry.runner.entrant.bib == bib:
                return index
        return None


def figure_widths(lines: Iterable[BoardLine]) -> dict[str, int]:
    """The cells that the widest figures of some lines take, by column."""
    widths = dict.fromkeys((*FIGURES, "notes"), 0)
    for line in lines:
        for name in line.cells.keys() & set(FIGURES):
            widths[name] = max(widths[name], cell_len(line.cells[name].strip()))
        widths["notes"] = max(widths["notes"], cell_len(line.cells.get("doubtful", "")))
    return widths


def _with_marks(rows: Sequence[Row], marks: Sequence[MarkLine]) -> Iterator[Row | MarkLine]:
    """Rows by their projected or final times, with each mark before the first that is slower."""
    left = deque(sorted(marks, key=lambda line: line.run.first.mark.time.ms))
    for row in rows:
        projected = row.projection.time.ms if row.projection else None
        while left and (projected is None or left[0].run.first.mark.time.ms < projected):
            yield left.popleft()
        yield row
    yield from left


def _digits(rows: Sequence[Row]) -> int:
    """Decimals of the most precise time on the board; all times are aligned on its decimal point."""
    shown = (row.runner.shown_at(row.checkpoint) for row in rows)
    return max((passing.time.digits for passing in shown if passing and passing.time), default=0)


def _line(
    course: Course, row: Row, on_request: FiguresOnRequest, corrected: bool, close: frozenset[str]
) -> BoardLine:
    board, digits = on_request.board, on_request.digits
    entrant, laps_down = row.runner.entrant, row.laps_down
    passing = row.runner.shown_at(row.checkpoint)
    gap, interval = row.gap, row.interval
    known = min(passing.time.digits, course.digits) if passing and passing.time else 0
    has_gap = (interval is not None or laps_down > 0) and not _is_past(gap)
    cells = {
        "place": place_text(row),
        "change": f"{CORRECTED if corrected else ''}{gain_text(row.gain)}",
        "bib": clean(entrant.bib),
        "athlete": clean(row.runner.full_name),
        "short": clean(row.runner.short_name),
        "nation": clean(entrant.nation),
        "category": clean(entrant.category),
        "at": short_checkpoint_label(course, row.checkpoint, FIN),
        "time": _time(passing, known, digits, entrant.bib, close),
        "net": row.net.show(course.digits) if row.net else "",
        "lap": aligned_stretch(row.lap, "", digits),
        "segment": segment_text(row.segment),
        "gap": gap_text(gap, laps_down, digits) if has_gap else "",
        "interval": aligned_stretch(interval, "+", digits) if not _is_past(interval) else "",
        **_metres_behind(row),
        "projection": _projection(row),
        "next": expected_text(course, row.next),
        "notes": _notes(course, row, board),
        "doubtful": _doubtful(course, row, at=False),
    }
    text = dropout(board, row.runner) or (beside_name(course, row.pack, row.runner) if row.pack else "")
    return BoardLine(cells, text, row, frozenset(), corrected, on_request=on_request)


def _time(passing: Passing | None, known: int, digits: int, bib: str, close: frozenset[str]) -> str:
    """The time, with its thousandths where they decide; as wide for all if they decide for any."""
    text = pad_decimals(passing_text(passing, digits), known, digits)
    if passing is None or passing.time is None or not close:
        return text
    return f"{text}{thousandths(passing.time) if bib in close else '':<{THOUSANDTHS}}"


def _projection(row: Row) -> str:
    """The finish expected, in a race to a time the distance, at its end the result; `overdue`; else empty."""
    is_over = row.status == "finished"
    if row.projected_m is not None:
        return f"{about(not is_over)}{distance_text(row.projected_m)}"
    if is_over:
        return ""
    return projection_cell(row.projection) if row.projection else OVERDUE if row.overdue else ""


def _metres_behind(row: Row) -> dict[str, str]:
    """The gap and the interval in a race to a time, where they are not times: among those level there."""
    behind = {"gap": row.gap_m, "interval": row.interval_m}
    return {name: behind_text(metres) for name, metres in behind.items() if metres}


def _is_past(gap: Stretch | None) -> bool:
    """Whether a gap dates from before the runner was overtaken: it is not worth showing any longer."""
    return gap is not None and gap.time.ms < 0


DEPARTED_COLUMNS = ("place", "change", "bib", "athlete", "nation")
"""Columns of a runner who left the race, beside the line's `text`."""

MARK_COLUMNS = ("place", "time", "gap")
"""Columns of a mark, beside its name and the line's `text`."""


def cells_of(line: BoardLine, layout: BoardLayout) -> list[tuple[str, str]]:
    """The cells of a line from left to right: the name of the column, and text of its width.

    The line's `text`, or the name of a mark, replaces neighbouring columns. The heading of a pack stands
    above the names.
    """
    if line.headings:
        return [("text", _heading(line.headings, layout))]
    if line.row is None and line.mark is None:
        return [("text", _unpublished(line.text, layout))]
    spans = _spans(line, layout)
    cells = (
        spans[column.name] if column.name in spans else (column.name, _cell(line, column, layout))
        for column in layout.columns
    )
    return [cell for cell in cells if cell is not None]


def _heading(forms: Sequence[str], layout: BoardLayout) -> str:
    """The longest form of a heading that has room from the names on; or the shortest, from the left edge."""
    names = [column.name for column in layout.columns]
    before = layout.columns[: names.index("athlete")] if "athlete" in names else ()
    start = sum(column.width + layout.gap for column in before)
    fitting = (form for form in forms if start + cell_len(form) <= layout.width)
    return fit(" " * start + form if (form := next(fitting, "")) else forms[-1], layout.width)


def _unpublished(text: str, layout: BoardLayout) -> str:
    """Places that were not published, in the column of places: `  7–8 not published`."""
    end = next((n for n, column in enumerate(layout.columns, start=1) if column.name == "place"), 0)
    places, _, words = text.partition(" ")
    return fit(f"{places:>{max(layout.room(layout.columns[:end]), 0)}} {words}", layout.width)


def pieces_of(line: BoardLine, layout: BoardLayout) -> list[tuple[str, str]]:
    """The cells of a line with what stands between them, which has the name `between`.

    That is a blank, but a question mark behind the checkpoint of a runner who may be further on; behind the
    name where there is no column for the checkpoint.
    """
    cells = cells_of(line, layout)
    names = [name for name, _ in cells]
    is_ahead = line.row is not None and bool(line.row.doubtful_ahead)
    before = next((name for name in ("at", "athlete") if name in names), "") if is_ahead else ""
    pieces: list[tuple[str, str]] = []
    for name, text in cells:
        pieces += [(name, text), ("between", f"{DOUBT if name == before else '':<{layout.gap}}")]
    has_room = sum(cell_len(text) for _, text in pieces) <= layout.width
    return pieces if has_room or not pieces else pieces[:-1]


def _cell(line: BoardLine, column: BoardColumn, layout: BoardLayout) -> str:
    name = "short" if column.name == "athlete" and not layout.full_names else column.name
    text = MARK_SYMBOL if line.mark is not None and name == "place" else line.cells.get(name, "")
    if name in figures_on_request.NAMES and line.row is not None and line.on_request is not None:
        text = line.on_request.text(name, line.row)
    if name == "place" and line.corrected and "change" not in {c.name for c in layout.columns}:
        text = f"{CORRECTED}{text}"
    if name == "athlete" and cell_len(text) > column.width and _is_numbered(line):
        text = line.cells["short"]  # the whole name would lose the bib
    if column.name == "athlete" and _is_placed_pacemaker(line.row) and not _has_notes(layout):
        text = f"{fit(text, min(cell_len(text), column.width - 3))} PM"
    if name == "notes" and cell_len(text) > column.width:
        text = line.cells.get("doubtful") or text
    if name == "at":
        text = shortened_label(text, column.width)
    if cell_len(text) > column.width:
        text = text.rstrip()
    return fit(text, column.width, "right" if column.right else "left")


def _is_placed_pacemaker(row: Row | None) -> bool:
    """Whether a runner is a pacemaker, without `PM` in the column of places."""
    return row is not None and row.runner.entrant.role == "pacemaker" and row.place is not None


def _has_notes(layout: BoardLayout) -> bool:
    return any(column.name == "notes" for column in layout.columns)


def _is_numbered(line: BoardLine) -> bool:
    """Whether the name has the bib in it."""
    return line.row is not None and line.row.runner.full_name != line.row.runner.entrant.name


def _spans(line: BoardLine, layout: BoardLayout) -> dict[str, tuple[str, str] | None]:
    """Cells across several columns, by the first of them; None for the columns they cover."""
    if line.mark is None and not line.text:
        return {}
    groups = _free_columns(layout.columns, DEPARTED_COLUMNS if line.mark is None else MARK_COLUMNS)
    widest = max(groups, key=layout.room, default=[])
    spans: dict[str, tuple[str, str] | None] = {}
    for group in groups:
        names = [column.name for column in group]
        room = layout.room(group)
        if group[-1] is layout.columns[-1]:
            room += layout.width - layout.room(layout.columns)
        spans |= dict.fromkeys(names)
        if line.mark is not None and "athlete" in names:
            spans[names[0]] = "mark", line.mark.name(room)
        elif group is widest if line.mark is None else _is_after_gap(group, layout):
            spans[names[0]] = "text", fit(whole_clauses(line.text, room) or line.text, room)
        else:
            spans[names[0]] = "text", " " * room
    return spans


def _free_columns(columns: Sequence[BoardColumn], used: Container[str]) -> list[list[BoardColumn]]:
    """Groups of neighbouring columns that are not `used`."""
    grouped = groupby(columns, key=lambda column: column.name in used)
    return [list(group) for is_used, group in grouped if not is_used]


def _is_after_gap(group: Sequence[BoardColumn], layout: BoardLayout) -> bool:
    before = layout.columns.index(group[0]) - 1
    return before >= 0 and layout.columns[before].name == "gap"


def _doubtful(course: Course, row: Row, *, at: bool = True) -> str:
    """The furthest time that is doubted, where it would be ahead of the row: `?3:02.9 at 1300 m`."""
    if not row.doubtful_ahead:
        return ""
    furthest = row.doubtful_ahead[-1]
    figure = passing_text(row.runner.doubtful[furthest], course.digits)
    return f"{figure} at {course.label(furthest)}" if at else figure


def _notes(course: Course, row: Row, board: Board) -> str:
    badges = board.badges.get(row.runner.entrant.bib) if row.status == "finished" else None
    notes = " ".join(badges or (row.passing.notes if row.passing else ()))
    doubtful = _doubtful(course, row)
    if doubtful:
        notes = f"{doubtful} {notes}"
    if _is_placed_pacemaker(row):
        notes = f"PM {notes}"
    return clean(notes)
