"""A race before its gun as lines of text: the field, its meetings, what is at stake, the pace. Pure text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.people.short_names import short_names
from tui.text.clocks_and_guns import before_the_gun
from tui.text.dates import day
from tui.text.formatting import difference_text, time_text
from tui.text.head_to_head import outcome, race_title, score, short
from tui.text.mark_rows import title_of
from tui.text.safe_text import clean, fit, fit_columns, truncate
from tui.text.styled_line import StyledLine, hanging_lines, indented_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replays.people.head_to_head import HeadToHead
    from replays.preview.known_bests import KnownBest
    from replays.preview.race_preview import FieldEntry, RacePreview
    from replays.preview.stakes import Contender, Stake

FROM_LIBRARY = "*"
"""Behind a best that is not on the start list."""

ORDERS = ("by personal best", "by season's best", "as on the start list")

BIB, NATION, BEST = 5, 3, 9
"""Cells of the columns."""

LONGEST_NAME = 26

MOST_CONTENDERS = 5
"""Named for one mark."""

MOST_UNKNOWN = 8
"""Names of the notes file that are listed as no one's here."""


class FieldLine(NamedTuple):
    """A line of the field: someone in it, or a note about that one."""

    entry: FieldEntry
    note: StyledLine | None = None

    def draw(self, width: int) -> StyledLine:
        """The line in a width in cells, drawn only when it is in sight: fields of thousands are common."""
        if self.note is not None:
            return self.note
        return ((_entry(self.entry, width), "dim" if self.entry.status else "text"),)


def heading(preview: RacePreview, width: int) -> list[StyledLine]:
    """The race, and when it starts."""
    start_list = preview.board.state.start_list
    if start_list is None:
        return [((fit(preview.board.race, width), "strong"),), ()]
    about = ", ".join(
        clean(part) for part in (start_list.meet, day(start_list.date), start_list.venue) if part
    )
    name = truncate(clean(start_list.name), width)
    due = before_the_gun(preview.board) if preview.board.phase == "before" else []
    runners = sum(entry.entrant.role == "runner" and not entry.status for entry in preview.entries)
    count = f"{runners} runner{'s' if runners != 1 else ''}"
    return [
        ((name, "strong"), (truncate(f"  {about}", width - cell_len(name)), "dim")),
        ((fit("   ".join([count, *(due[1:] or due)]), width), "accent"),),
    ]


def titles(width: int) -> str:
    """The titles above the field."""
    return _columns(("Bib", "Athlete", "Nat", "PB".rjust(BEST - 1), "SB".rjust(BEST - 1)), width)


def field_lines(preview: RacePreview, width: int, order: int = 0) -> list[FieldLine]:
    """A line for each entrant in an order of `ORDERS`, with the notes about each below."""
    lines: list[FieldLine] = []
    for entry in _in_order(preview.entries, order):
        lines.append(FieldLine(entry))
        for cue in entry.cues:
            lines += [FieldLine(entry, line) for line in indented_lines(clean(cue), "accent", width)]
    return lines


def _in_order(entries: Sequence[FieldEntry], order: int) -> Sequence[FieldEntry]:
    """The fastest runners first, then those without a best, pacemakers, and who does not start."""
    if order == ORDERS.index("as on the start list"):
        return entries

    def key(entry: FieldEntry) -> tuple[bool, bool, bool, int]:
        best = entry.bests[order]
        is_pacing = entry.entrant.role == "pacemaker"
        return bool(entry.status), is_pacing, best is None, best.time.ms if best is not None else 0

    return sorted(entries, key=key)


def _entry(entry: FieldEntry, width: int) -> str:
    entrant = entry.entrant
    bests = [_best(entry.bests.pb), _best(entry.bests.sb)]
    if entry.status:
        bests = [entry.status.upper().rjust(BEST - 1), ""]
    elif entrant.role == "pacemaker":
        bests = ["pacemaker".rjust(BEST - 1), ""]
    return _columns((clean(entrant.bib), clean(entrant.name), clean(entrant.nation), *bests), width)


def _best(best: KnownBest | None) -> str:
    if best is None:
        return ""
    return f"{time_text(best.time, 2):>{BEST - 1}}{'' if best.is_listed else FROM_LIBRARY}"


def _columns(cells: Sequence[str], width: int) -> str:
    name = min(max(width - BIB - NATION - 2 * BEST - 4, 8), LONGEST_NAME)
    return truncate(fit_columns(cells, (BIB, name, NATION, BEST, BEST)), width)


def stake_lines(preview: RacePreview, width: int) -> list[StyledLine]:
    """What is to be said beside the field, in sections."""
    names = _short_names(preview)
    sections = (
        ("Pace and target", _pace(preview, width)),
        ("At stake", [line for stake in preview.stakes for line in _stake(stake, names, width)]),
        ("Head-to-head", [line for pair in preview.meetings for line in _meeting(pair, width)]),
        ("Notes", _notes(preview, width)),
    )
    lines: list[StyledLine] = []
    for title, body in sections:
        if body:
            lines += [*([()] if lines else []), ((title, "title"),), *body]
    return lines


def _pace(preview: RacePreview, width: int) -> list[StyledLine]:
    """The pacemakers, and what was said of the pace."""
    lines: list[StyledLine] = []
    for entrant in preview.pacemakers:
        about = f"{entrant.name}, pacemaker{f': {entrant.note}' if entrant.note else ''}"
        lines += hanging_lines(clean(about), "text", width)
    for text in preview.pace:
        lines += hanging_lines(clean(text), "text", width)
    return lines


def _stake(stake: Stake, names: dict[str, str], width: int) -> list[StyledLine]:
    """`WR 3:43.13, El Guerrouj 1999: Nuguse needs 0.84 off 3:43.97`."""
    mark = stake.marks[0]
    titles = ", ".join(clean(title_of(one)) for one in stake.marks)
    who = (
        ""
        if stake.holder is not None
        else " ".join(clean(part) for part in (mark.holder, mark.date[:4]) if part)
    )
    could = list(_could(stake, names))
    head = f"{titles} {time_text(mark.time, 2)}{f', {who}' if who else ''}: "
    return hanging_lines(
        head + "; ".join(could or ["no one is known to have come within 1 % of it"]), "text", width
    )


def _could(stake: Stake, names: dict[str, str]) -> Iterator[str]:
    """Who could take a mark, one phrase each."""
    if stake.holder is not None:
        yield f"{names[stake.holder.bib]} holds it"
    others = [one for one in stake.contenders if one.entrant != stake.holder]
    for one in others[:MOST_CONTENDERS]:
        yield _contender(one, names)
    if len(others) > MOST_CONTENDERS:
        yield f"and {len(others) - MOST_CONTENDERS} more"


def _contender(one: Contender, names: dict[str, str]) -> str:
    name, best = names[one.entrant.bib], time_text(one.best, 2)
    if one.needs.ms <= 0:
        return f"{name} has run {best}"
    return f"{name} needs {difference_text(one.needs)} off {best}"


def _meeting(pair: HeadToHead, width: int) -> list[StyledLine]:
    """`Nuguse 5-5 Kerr   last: Kerr by 0.26, Mile (men), 25 May 2024`."""
    first, second = short(pair)
    over = [meeting for meeting in pair.meetings if meeting.is_over]
    if not over:
        return hanging_lines(f"{first} and {second}: no race together in this library", "dim", width)
    last = over[-1]
    where = f"{race_title(last.listed)}, {day(last.listed.start_list.date)}"
    text = f"{first} {score(pair.balance)} {second}; last: {outcome(pair, last)}, {where}"
    return hanging_lines(text, "text", width)


def _notes(preview: RacePreview, width: int) -> list[StyledLine]:
    """What the bests are known from, and whom the notes file names who is not here."""
    lines: list[StyledLine] = []
    if any(best and not best.is_listed for entry in preview.entries for best in entry.bests):
        text = f"{FROM_LIBRARY} the best in the races of this library, not from the start list"
        lines += hanging_lines(text, "dim", width)
    for names, what in ((preview.cues.unknown, "not in this race"), (preview.cues.shared, "of several here")):
        if names:
            listed = ", ".join(repr(clean(name)) for name in names[:MOST_UNKNOWN])
            more = f" and {len(names) - MOST_UNKNOWN} more" if len(names) > MOST_UNKNOWN else ""
            lines += hanging_lines(f"in the notes, {what}: {listed}{more}", "dim", width)
    return lines


def _short_names(preview: RacePreview) -> dict[str, str]:
    entrants = [entry.entrant for entry in preview.entries]
    return {e.bib: clean(name) for e, name in zip(entrants, short_names(entrants), strict=True)}
