"""What if, in a sentence, and as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.moments.phrases import place_word
from race.pace import parse_pace
from race.what_if import WhatIf, what_if
from tui.text.formatting import ABOUT
from tui.text.mark_rows import title_of
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.fold.runner import Runner

MOST_MARKS = 3


def what_if_of(board: Board, runner: Runner, typed: str) -> WhatIf:
    """What becomes of a runner at a typed pace. Raises ValueError, with a sentence."""
    row = next(row for row in board.rows if row.runner.entrant.bib == runner.entrant.bib)
    return what_if(board, row, parse_pace(typed, row.field.course))


def what_if_text(found: WhatIf) -> str:
    """In a sentence: `Kerr at 58.0/400 from 1200 m (2:46.5): ~3:45.7, second behind Nuguse ~3:44.9`."""
    runner, course = found.row.runner, found.row.field.course
    start = runner.time_at(found.since)
    since = course.label(found.since)
    if found.since != START and start is not None:
        since = f"{since} ({start.show(course.digits)})"
    parts = [f"{ABOUT}{found.finish}{_place(found)}"]
    if found.beaten:
        beaten = [f"{title_of(mark)} {mark.time.show(course.digits)}" for mark in found.beaten[:MOST_MARKS]]
        parts.append(f"good enough for {', '.join(beaten)}")
    return clean(f"{runner.spoken_name} at {found.pace.show()} from {since}: {'; '.join(parts)}")


def _place(found: WhatIf) -> str:
    if found.place is None:
        return ""
    if found.ahead is None or found.ahead_time is None:
        return f", {place_word(found.place)}"
    sign = "" if found.ahead.status == "finished" else ABOUT
    digits = min(found.row.field.course.digits, 2 if found.ahead.status == "finished" else 1)
    name = found.ahead.runner.spoken_name
    return f", {place_word(found.place)} behind {name} {sign}{found.ahead_time.show(digits)}"
