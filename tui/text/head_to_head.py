"""A duel as lines of text: the balance, a line a meeting, and a meeting split by split. Pure text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from race.people.short_names import short_names
from replays.people.head_to_head import Balance, HeadToHead, Meeting, SharedSplit
from replays.people.results import Result
from tui.text.dates import day
from tui.text.formatting import MISSING
from tui.text.safe_text import clean, fit, short_of
from tui.text.styled_line import StyledLine

HIDDEN = "······"

INDENT = " " * 12

WIDE = 110
"""From so many cells on there is room for the event, and for the whole of who won."""

RESULT = 12
"""Cells of somebody's place and time."""

LONGEST_RACE = 60
"""Cells that the race takes at most, so that a line can be followed to its end."""


def short(pair: HeadToHead) -> list[str]:
    """What the two are called in a column: by their family names, if those are not the same."""
    return [clean(name) for name in short_names([person.entries[-1].entrant for person in pair.people])]


def heading(pair: HeadToHead, width: int, *, told: bool = True) -> list[StyledLine]:
    """Who meets whom, how often, and the balance."""
    first, second = pair.people
    count = len(pair.meetings)
    meetings = "no race together" if not count else f"{count} meeting{'s' if count > 1 else ''}"
    room = (width - len(meetings)) // 2 - 4
    names = f"{short_of(clean(first.name), room)} and {short_of(clean(second.name), room)}"
    lines: list[StyledLine] = [((names, "strong"), (f"   {meetings}", "dim"))]
    if told and any(pair.balance):
        events = ", ".join(f"{clean(event)} {score(balance)}" for event, balance in pair.by_event().items())
        overall = short_of(f" {score(pair.balance)} ".join(short(pair)), width)
        rest = short_of(f"   {events}", width - cell_len(overall))
        lines.append(((overall, "accent"), (rest, "text")))
    return lines


def score(balance: Balance) -> str:
    """Who won how often: 3-2; what is not known apart."""
    open_ = f" ({balance.undecided} not known)" if balance.undecided else ""
    return f"{balance.first}-{balance.second}{open_}"


def titles(pair: HeadToHead, width: int) -> str:
    """The line above the meetings."""
    return _columns(("Date", "Event", "Race", *short(pair), "Winner"), width)


def meeting_line(pair: HeadToHead, meeting: Meeting, width: int, *, told: bool = True) -> str:
    """A meeting: when, where, both results, who won and by how much."""
    start_list = meeting.listed.start_list
    race = ", ".join(clean(part) for part in (start_list.meet, start_list.name) if part)
    told_of = [HIDDEN] * 3
    if told and meeting.results is not None:
        told_of = [*map(result_text, meeting.results), outcome(pair, meeting)]
    return _columns((day(start_list.date), clean(meeting.listed.event), race, *told_of), width)


def result_text(result: Result) -> str:
    """A place and a time, as far as they are known; or why there is none."""
    if result.status != "finished":
        return {"unknown": "unpublished", "running": "in the race"}.get(result.status, result.status.upper())
    place = str(result.place) if result.place is not None else ""
    return f"{place:>2} {result.time.show(2) if result.time else MISSING:>9}"


def outcome(pair: HeadToHead, meeting: Meeting) -> str:
    """Who won, and by how much: `Kerr by 0.26`."""
    if meeting.winner is None:
        return "not known" if meeting.is_over else ""
    margin = f" by {meeting.margin.show(2)}" if meeting.margin else ""
    return short(pair)[meeting.winner] + margin


def splits_lines(pair: HeadToHead, meeting: Meeting) -> list[StyledLine]:
    """A line a checkpoint that both passed: their times, or places, and who was ahead."""
    if not meeting.splits:
        return [(("no split of both was published", "dim"),)]
    first, second = short(pair)
    title = _cells(("Checkpoint", first, second, "Ahead"))
    return [((title, "title"),), *(((_split(pair, split), "text"),) for split in meeting.splits)]


def head_to_head_text(pair: HeadToHead, width: int) -> str:
    """All of it in lines of at most `width` cells: under each meeting its splits."""
    lines = ["".join(text for text, _ in line) for line in heading(pair, width)]
    if pair.meetings:
        lines += ["", titles(pair, width)]
    for meeting in pair.meetings:
        lines.append(meeting_line(pair, meeting, width))
        lines += [INDENT + _split(pair, split) for split in meeting.splits]
    return "\n".join(short_of(line, width) for line in lines)


def _split(pair: HeadToHead, split: SharedSplit) -> str:
    figures = [
        f"{time.show(2) if time else MISSING:>8} {f'({rank})' if rank else '':<4}"
        for rank, time in zip(split.ranks, split.times, strict=True)
    ]
    return _cells((clean(split.label), *figures, _ahead(pair, split)))


def _ahead(pair: HeadToHead, split: SharedSplit) -> str:
    first, second = short(pair)
    if split.gap is not None:
        leader = first if split.gap.ms > 0 else second
        return f"{leader} by {split.gap.show(2).removeprefix('-')}" if split.gap.ms else "level"
    if split.ranks[0] is None or split.ranks[1] is None or split.ranks[0] == split.ranks[1]:
        return ""
    return first if split.ranks[0] < split.ranks[1] else second


def _cells(cells: Sequence[str]) -> str:
    return " ".join(fit(cell, size) for cell, size in zip(cells, (14, 13, 13, 24), strict=True)).rstrip()


def _columns(cells: Sequence[str], width: int) -> str:
    """The race takes what room the rest leaves."""
    wide = width >= WIDE
    sizes = [11, 12 if wide else 0, 0, RESULT, RESULT, 26 if wide else 20]
    others = [size for size in sizes if size]
    sizes[2] = min(max(width - sum(others) - len(others), 0), LONGEST_RACE)
    fitted = (fit(cell, size) for cell, size in zip(cells, sizes, strict=True) if size)
    return " ".join(fitted).rstrip()
