"""Two athletes head to head, as lines of text: the balance, a line a meeting, its splits. Pure text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.people.short_names import short_names
from replays.people.names_apart import distinctions, names_apart
from tui.text.checkpoint_labels import shortened_label
from tui.text.dates import day
from tui.text.formatting import MISSING, time_text
from tui.text.safe_text import clean, fit_columns, truncate, wrapped

if TYPE_CHECKING:
    from replays.catalogue.start_lists import ListedRace
    from replays.people.head_to_head import Balance, HeadToHead, Meeting, SharedSplit
    from replays.people.missing_meetings import MissingMeeting
    from replays.people.results import Result
    from tui.text.styled_line import StyledLine

HIDDEN = "······"
"""In place of a result that the viewer has not asked to see."""

WIDE = 110
"""From this width on there is room for the event, and for a long name of the winner."""

RESULT = 12
"""Cells of a place and a time."""

LABEL = 12
"""Cells of a checkpoint."""

SPLIT = len(" 1:52.74 (10)  56.83")
"""Cells of a time with its place and the lap."""

MOST_LINES = 3
"""Lines of the races that are not in the library."""

LONGEST_RACE = 76
"""Cells of the race at most, so that the eye can follow a line to its end."""


def short(pair: HeadToHead) -> list[str]:
    """Both names above a column: family names, with initials or more where those are the same."""
    traits = distinctions(pair.people)
    if all(traits):
        return [clean(trait) for trait in traits]  # a column has no room for the name they share
    return [clean(name) for name in short_names([person.entries[-1].entrant for person in pair.people])]


def heading(pair: HeadToHead, width: int, *, with_result: bool = True) -> list[StyledLine]:
    """Both athletes, the number of meetings, and the balance.

    While results are hidden, that one of the two did not start is hidden too.
    """
    first, second = names_apart(pair.people)
    meetings = "" if pair.missing else _counted(pair)
    room = (width - len(meetings)) // 2 - 4
    names = f"{truncate(clean(first), room)} and {truncate(clean(second), room)}"
    lines: list[StyledLine] = [((names, "strong"), (f"   {meetings}".rstrip(), "dim"))]
    if pair.missing:
        missing = ", ".join(clean(meeting.start_list.name) for meeting in pair.missing)
        counted = f"in this library: {_counted(pair)}; not in it: {missing}"
        lines += [((line, "dim"),) for line in wrapped(counted, width, most=MOST_LINES)]
    if with_result and any(pair.balance):
        events = ", ".join(f"{clean(event)} {score(balance)}" for event, balance in pair.by_event().items())
        overall = truncate(f" {score(pair.balance)} ".join(short(pair)), width)
        rest = truncate(f"   {events}", width - cell_len(overall))
        lines.append(((overall, "accent"), (rest, "text")))
    return lines


def _counted(pair: HeadToHead) -> str:
    """How many meetings there are, and of how many at least that are known."""
    count, known = len(pair.meetings), len(pair.meetings) + len(pair.missing)
    if not known:
        return "no race together"
    is_hidden = any(meeting.results is None for meeting in pair.meetings)
    of_known = f" of {'up to' if is_hidden else 'at least'} {known}" if pair.missing else ""
    return f"{'up to ' if is_hidden else ''}{count}{of_known} meeting{'s' if known > 1 else ''}"


def score(balance: Balance) -> str:
    """Wins of both, and the meetings without a known winner: `3-2 (1 not known)`."""
    undecided = f" ({balance.undecided} not known)" if balance.undecided else ""
    return f"{balance.first}-{balance.second}{undecided}"


def titles(pair: HeadToHead, width: int) -> str:
    """The titles above the meetings."""
    return _columns(("Date", "Event", "Race", *short(pair), "Winner"), width)


def meeting_line(pair: HeadToHead, meeting: Meeting, width: int, *, with_result: bool = True) -> str:
    """One meeting: date, event and race, both results, the winner and the margin."""
    listed = meeting.listed
    results = [HIDDEN] * 3
    if with_result and meeting.results is not None:
        results = [*map(result_text, meeting.results), outcome(pair, meeting)]
    return _columns((day(listed.start_list.date), clean(listed.event), race_title(listed), *results), width)


def missing_line(pair: HeadToHead, meeting: MissingMeeting, width: int) -> str:
    """A race that the library does not have, with both results as far as they are known."""
    start_list = meeting.start_list
    results = [*map(result_text, meeting.results), outcome(pair, meeting)]
    return _columns((day(start_list.date), start_list.event, clean(start_list.name), *results), width)


def race_title(listed: ListedRace) -> str:
    """The meet and the race."""
    start_list = listed.start_list
    return ", ".join(clean(part) for part in (start_list.meet, start_list.name) if part)


def result_text(result: Result) -> str:
    """A place and a time, as far as they are known, or the status of a runner without a result."""
    if result.status != "finished":
        return {"unknown": "unpublished", "running": "in the race"}.get(result.status, result.status.upper())
    place = str(result.place) if result.place is not None else ""
    return f"{place:>2} {result.time.show(2) if result.time else MISSING:>9}"


def outcome(pair: HeadToHead, meeting: Meeting | MissingMeeting) -> str:
    """The winner and the margin: `Kerr by 0.26`."""
    if meeting.winner is None:
        return "not known" if meeting.is_over else ""
    margin = f" by {meeting.margin.show(2)}" if meeting.margin else ""
    return short(pair)[meeting.winner] + margin


def splits_lines(pair: HeadToHead, meeting: Meeting) -> list[StyledLine]:
    """A line for each checkpoint that both passed: their times or places, and who was ahead."""
    if not meeting.splits:
        return [(("no splits of both athletes were published", "dim"),)]
    title = _split_columns(("Checkpoint", *short(pair), "Ahead"))
    return [((title, "title"),), *(((split_line(pair, split), "text"),) for split in meeting.splits)]


def split_line(pair: HeadToHead, split: SharedSplit) -> str:
    """One checkpoint that both passed: their times, laps and places, and who was ahead."""
    figures = [
        f"{time_text(time, 2) or MISSING:>8} {f'({rank})' if rank else '':<4} {time_text(lap, 2):>6}"
        for rank, time, lap in zip(split.ranks, split.times, split.laps, strict=True)
    ]
    return _split_columns((shortened_label(clean(split.label), LABEL), *figures, _ahead(pair, split)))


def _ahead(pair: HeadToHead, split: SharedSplit) -> str:
    first, second = short(pair)
    if split.gap is not None:
        leader = first if split.gap.ms > 0 else second
        return f"{leader} by {split.gap.show(2).removeprefix('-')}" if split.gap.ms else "level"
    if split.ranks[0] is None or split.ranks[1] is None or split.ranks[0] == split.ranks[1]:
        return ""
    return first if split.ranks[0] < split.ranks[1] else second


def _split_columns(cells: Sequence[str]) -> str:
    return fit_columns(cells, (LABEL, SPLIT, SPLIT, 24))


def _columns(cells: Sequence[str], width: int) -> str:
    wide = width >= WIDE
    return race_columns(cells, [11, 12 if wide else 0, 0, RESULT, RESULT, 26 if wide else 20], width)


def race_columns(cells: Sequence[str], sizes: Sequence[int], width: int) -> str:
    """Cells of a row of races, of which the third, the race, takes the room that the others leave."""
    others = [size for size in sizes if size]
    race = min(max(width - sum(others) - len(others), 0), LONGEST_RACE)
    return fit_columns(cells, [*sizes[:2], race, *sizes[3:]])
