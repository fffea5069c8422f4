"""The columns of Lapbell's own table: a row for each entrant at each checkpoint.

`lapbell export` writes it and `lapbell convert` reads it; `docs/export.md` describes each column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from race.times import Time

if TYPE_CHECKING:
    from race.split_rows import EntrantRows, RaceRows, SplitRow

Cell = str | int | float | Decimal | Time | None
"""A time is shown as the sport prints it; seconds are a Decimal with the decimals that are known."""

SPLITS_SHEET = "splits"
"""The sheet of a spreadsheet that has the table."""

RACE_COLUMNS: dict[str, Callable[[RaceRows], Cell]] = {
    "race": lambda race: race.race,
    "race_name": lambda race: race.start_list.name,
    "meet": lambda race: race.start_list.meet,
    "venue": lambda race: race.start_list.venue,
    "date": lambda race: race.start_list.date,
    "zone": lambda race: race.start_list.zone,
    "event": lambda race: race.start_list.event,
    "sex": lambda race: race.start_list.sex,
    "round": lambda race: race.start_list.round,
    "heat": lambda race: race.start_list.heat,
    "kind": lambda race: race.start_list.kind,
    "setting": lambda race: race.start_list.setting,
    "race_m": lambda race: race.start_list.distance_m,
    "course_lap_m": lambda race: race.start_list.lap_m,
    "limit_s": lambda race: race.start_list.limit_s,
    "official": lambda race: "yes" if race.is_official else "",
}

ENTRANT_COLUMNS: dict[str, Callable[[EntrantRows], Cell]] = {
    "bib": lambda entrant: entrant.runner.entrant.bib,
    "athlete": lambda entrant: entrant.runner.entrant.name,
    "family": lambda entrant: entrant.runner.entrant.family,
    "athlete_id": lambda entrant: entrant.runner.entrant.athlete,
    "nation": lambda entrant: entrant.runner.entrant.nation,
    "club": lambda entrant: entrant.runner.entrant.club,
    "team": lambda entrant: entrant.runner.entrant.team,
    "category": lambda entrant: entrant.runner.entrant.category,
    "born": lambda entrant: entrant.runner.entrant.born,
    "role": lambda entrant: entrant.runner.entrant.role,
    "pb": lambda entrant: entrant.runner.entrant.pb,
    "sb": lambda entrant: entrant.runner.entrant.sb,
    "entrant_note": lambda entrant: entrant.runner.entrant.note,
    "wave": lambda entrant: entrant.runner.entrant.wave,
    "start_s": lambda entrant: seconds(entrant.start),
    "gun": lambda entrant: str(entrant.gun or ""),
    "overall_place": lambda entrant: entrant.place,
    "status": lambda entrant: entrant.status,
    "after": lambda entrant: entrant.after,
    "reason": lambda entrant: entrant.reason,
}

POINT_COLUMNS: dict[str, Callable[[SplitRow], Cell]] = {
    "checkpoint": lambda split: split.checkpoint.id,
    "checkpoint_name": lambda split: split.checkpoint.name,
    "distance_m": lambda split: split.checkpoint.distance_m,
}

FIGURE_COLUMNS: dict[str, Callable[[SplitRow], Cell]] = {
    "time": lambda split: split.time,
    "time_s": lambda split: seconds(split.time),
    "decimals": lambda split: split.time.digits if split.time else None,
    "place": lambda split: split.place,
    "official_place": lambda split: split.official_place,
    "evidence": lambda split: split.evidence,
    "doubt": lambda split: split.doubt,
    "notes": lambda split: join_notes(split.notes),
    "lap_s": lambda split: seconds(split.lap.time) if split.lap else None,
    "lap_m": lambda split: round(split.lap.metres, 3) if split.lap else None,
    "lap_evidence": lambda split: split.lap_evidence,
    "gap_s": lambda split: seconds(split.gap.time) if split.gap else None,
    "last_400_s": lambda split: seconds(split.last_400),
    "last_400_evidence": lambda split: split.last_400_evidence,
    "net_s": lambda split: seconds(split.net),
    "leg": lambda split: split.leg,
    "wind": lambda split: split.wind,
    "clock": lambda split: str(split.clock or ""),
    "estimate_s": lambda split: seconds(split.estimate[1]) if split.estimate else None,
    "estimate_low_s": lambda split: seconds(split.estimate[0]) if split.estimate else None,
    "estimate_high_s": lambda split: seconds(split.estimate[2]) if split.estimate else None,
    "source": lambda split: split.source,
}

WIDE_FIGURES = (
    "time",
    "time_s",
    "official_place",
    "place",
    "evidence",
    "doubt",
    "notes",
    "lap_s",
    "lap_m",
    "lap_evidence",
    "estimate_s",
)
"""The columns that each checkpoint has in the wide table."""

HEADER = [*RACE_COLUMNS, *ENTRANT_COLUMNS, *POINT_COLUMNS, *FIGURE_COLUMNS]
"""Of the long table."""

_RISKY = re.compile(r"'*\s*[=+\-@＝＋－＠]")
"""How a text begins that a spreadsheet takes for a formula, or that was given an apostrophe."""

_NEUTRALISED = re.compile(rf"'{_RISKY.pattern}")


def seconds(time: Time | None) -> Decimal | None:
    """A time in seconds, with the decimals that are known, rounded up as it is shown."""
    if time is None:
        return None
    return Decimal(time.rounded(time.digits).ms).scaleb(-3).quantize(Decimal(1).scaleb(-time.digits))


def join_notes(notes: Sequence[str]) -> str:
    """The notes of a time in a cell; a semicolon in one of them has a backslash before it."""
    return "; ".join(re.sub(r"([;\\])", r"\\\1", note) for note in notes)


def split_notes(text: str) -> tuple[str, ...]:
    """The notes that `join_notes` put into a cell."""
    notes = (match[0].strip() for match in re.finditer(r"(?:\\.|[^;\\])+", text))
    return tuple(re.sub(r"\\(.)", r"\1", note) for note in notes if note)


def cell_text(cell: Cell) -> str:
    """A cell of a CSV file. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if _RISKY.match(cell) else cell
        case float():
            return f"{cell:.10g}"
    return str(cell)


def plain_text(text: str) -> str:
    """The text of a cell that `cell_text` wrote."""
    return text[1:] if _NEUTRALISED.match(text) else text


def wide_column(checkpoint: str, distance_m: float, figure: str) -> str:
    """The head of a column of the wide table: `400 (400 m) time`."""
    return f"{checkpoint} ({distance_m:.10g} m) {figure}"


WIDE_COLUMN = re.compile(rf"(.{{1,16}}) \((\d+(?:\.\d+)?) m\) ({'|'.join(WIDE_FIGURES)})")
"""The same, to be read."""
