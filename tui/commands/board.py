"""`lapbell board`: the board at one moment, printed."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from race.board import RECORDED, Board
from race.board_json import board_json
from race.doubted_claims import doubted_claims
from race.lazy_dataclass import dataclass
from race.projection.board_model import BoardModel
from race.row_choice import RowChoice
from race.sorted_rows import SORTS, SortedBy
from replays.watching.live_race import LiveRace
from replays.watching.runner_called import runner_called
from replays.watching.target_choice import TargetChoice
from tui.commands import mark_options, option_types
from tui.commands.command import argument
from tui.commands.open_race import newest_moment, open_race
from tui.commands.token_option import WATCH_TOKEN
from tui.commands.write_output import print_json, print_unread
from tui.text.board_cells import BoardLines, figure_widths, pieces_of
from tui.text.board_columns import ON_REQUEST, layout_of
from tui.text.clocks_and_guns import BEFORE, before_the_gun, hub_clock
from tui.text.doubted_claims import claim_lines, to_review
from tui.text.formatting import clock_text
from tui.text.safe_text import clean, fit, truncate
from tui.text.styled_line import plain_text
from tui.text.what_if import what_if_of, what_if_text

if TYPE_CHECKING:
    from race.doubted_claims import DoubtedClaim
    from race.fold.runner import Runner
    from race.marks import MarkRun
    from race.messages import Mark
    from race.projection.previous_edition import Edition
    from race.times import Time
    from race.what_if import WhatIf


MOST_DOUBTS = 20
"""So many of the newest claims that are not believed are printed as text."""


COLUMNS = tuple(name.replace("_", "-") for name in ON_REQUEST if name != "chosen")
"""The columns that can be asked for, as they are typed."""


class Arrangement(NamedTuple):
    """How a board is arranged."""

    columns: Sequence[str] = ()
    """Columns that are shown besides the usual ones."""
    sort: SortedBy = "order"
    chosen: Runner | None = None
    """To whom the gaps of the column `chosen` are."""
    top: int | None = None
    """How many lines there are at most, from the front."""


AS_USUAL = Arrangement()


def _columns(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in COLUMNS:
            raise ArgumentTypeError(f"{name[:40]!r} is no column; there are {', '.join(COLUMNS)}")
    return tuple(name.replace("-", "_") for name in names)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell board`."""

    race: str = argument(**option_types.RACE_OR_URL)
    at: Time | None = argument(
        "--at",
        **option_types.TIME,
        help="the race time, like 2:50.70 (default: the end, or now for a live race)",
    )
    with_marks: bool = argument(
        "--marks", action="store_true", help="show the marks (records, standards) as rows"
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    edition: Edition | None = argument("--edition", **option_types.EDITION)
    sort: SortedBy = argument(
        "--sort",
        choices=SORTS,
        default="order",
        help="sort by net time, projected finish, last lap, name, bib or category (default: as they run)",
    )
    columns: Sequence[str] = argument(
        "--columns",
        metavar="NAME[,..]",
        type=_columns,
        default=(),
        help=f"columns to show besides: {', '.join(COLUMNS)}",
    )
    to: str | None = argument("--to", metavar="ATHLETE", help="show the gaps to this athlete, by bib or name")
    what_if: str | None = argument(
        "--what-if",
        metavar="ATHLETE=PACE",
        help="say the finish and the place of an athlete at a pace from the last checkpoint on: "
        "Kerr=58 (a lap), Kerr=2:55/km, Kerr=4:40/mile, Kerr=28.5/200",
    )
    top: int | None = argument(
        "--top", metavar="ROWS", type=option_types.rows, help="print so many rows at most, from the front"
    )
    published: bool = argument("--published", action="store_true", help="leave out estimated splits")
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    json: bool = argument("--json", **option_types.JSON)
    text: bool = argument("--text", **option_types.TEXT)


def run(options: Options) -> None:
    """Print the board."""
    race, now_ms = open_race(options.race, options.token_file)
    clock_ms, known_ms = (options.at.ms, options.at.ms) if options.at else newest_moment(race, now_ms)
    history = race.history(estimates=not options.published)
    state = history.at(known_ms)
    targets = TargetChoice(shown=options.with_marks)
    for mark in options.marks:
        targets.add(mark, state.start_list)
    board = Board.at(race.race, clock_ms, state, BoardModel(options.edition), targets.targets)
    if isinstance(race, LiveRace) and options.at is None:
        board.move_to(clock_ms, race.edge)
    doubts = doubted_claims(history, state, known_ms)
    chosen = runner_called(options.to, state, race.race) if options.to else None
    asked = _what_if(board, options.what_if) if options.what_if is not None else None
    print_unread(race.unread)
    if options.json:
        marks, sort, choice = targets.shown, options.sort, RowChoice(options.top)
        print_json(
            board_json(board, doubts, with_marks=marks, sort=sort, chosen=chosen, asked=asked, choice=choice)
        )
    else:
        against = targets.chosen(board) if targets.shown else None
        columns = (*options.columns, "chosen") if chosen else options.columns
        width = get_terminal_size((100, 24)).columns
        shown = Arrangement(columns, options.sort, chosen, options.top)
        print(board_text(board, width, against, doubts, shown=shown))
        if asked is not None:
            print(f"\n{what_if_text(asked)}")


def _what_if(board: Board, text: str) -> WhatIf:
    name, separator, pace = text.rpartition("=")
    if not separator:
        raise FeedError(f"{text[:40]!r} names no pace; write ATHLETE=PACE, such as Kerr=58")
    try:
        return what_if_of(board, runner_called(name.strip(), board.state, board.race), pace)
    except ValueError as error:
        raise FeedError(str(error)) from None


def heading(board: Board, width: int) -> list[str]:
    """The race, the race time until it is over, its state, and what is to be said of clocks and devices."""
    start_list = board.state.start_list
    title = ", ".join(part for part in (start_list.name, start_list.meet) if part) if start_list else ""
    state = board.phase if board.is_over else f"{clock_text(board.clock_ms, 2)}  {board.phase}"
    if board.phase == "before" and board.edge != RECORDED:
        due = (text for text in before_the_gun(board) if text != BEFORE)
        state = truncate("   ".join([state, *due]), width)
    said = filter(None, (hub_clock(board.edge.hub_offset_ms), *board.edge.devices))
    return [fit(clean(title), width).rstrip(), state, *(fit(clean(text), width).rstrip() for text in said)]


def board_text(
    board: Board,
    width: int,
    against: MarkRun | None = None,
    doubts: Sequence[DoubtedClaim] = (),
    *,
    shown: Arrangement = AS_USUAL,
) -> str:
    """The board in lines of at most `width` cells, and what is not believed of the race.

    `against` is the mark to compare with, if any.
    """
    lines = list(islice(BoardLines(board, (), against, sort=shown.sort, chosen=shown.chosen), shown.top))
    hidden = frozenset(ON_REQUEST).difference(shown.columns)
    layout = layout_of(
        board,
        width,
        against,
        figures=figure_widths(lines),
        hidden=hidden,
        sort=shown.sort,
        chosen=shown.chosen,
    )
    text = [*heading(board, width), "", layout.titles().rstrip()]
    text += ["".join(text for _, text in pieces_of(line, layout)).rstrip() for line in lines]
    return "\n".join([*text, *_doubt_lines(doubts, width)])


def _doubt_lines(doubts: Sequence[DoubtedClaim], width: int) -> list[str]:
    if not doubts:
        return []
    lines = ["", fit(to_review(len(doubts)), width).rstrip()]
    for claim in doubts[:MOST_DOUBTS]:
        lines += map(plain_text, claim_lines(claim, width))
    more = len(doubts) - MOST_DOUBTS
    return [*lines, fit(f"and {more} more, in --json", width).rstrip()] if more > 0 else lines
