"""The lines of an operator's screen: the race and the hub, what needs review, what can be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.text.doubted_claims import TO_REVIEW
from tui.text.formatting import clock_text
from tui.text.safe_text import clean, fit
from tui.text.styled_line import hanging_lines, indented_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.edits.review_item import Choice, ReviewItem
    from tui.text.styled_line import StyledLine

SETTLED = "settled"


class DeskHead(NamedTuple):
    """What stands above the list."""

    race: str
    by: str
    clock_ms: int | None
    phase: str
    reason: str
    """Why the next act is done; empty where that was not said."""
    hub: str
    trouble: str
    """Why acts wait that should be on disk; empty while all is well."""


def head_lines(head: DeskHead, width: int) -> list[StyledLine]:
    """Three lines: the race and the operator, its clock and the reason, the hub or a trouble."""
    who = clean(f"{head.by} at the desk")
    race = fit(clean(head.race), max(width - len(who) - 2, 0))
    clock = head.phase if head.clock_ms is None else f"{clock_text(head.clock_ms, 0)}  {head.phase}"
    reason = f"next act because of: {clean(head.reason)}" if head.reason else ""
    below = (head.trouble, "lost") if head.trouble else (head.hub, "dim")
    return [
        ((race, "strong"), ("  " + who, "dim")),
        ((clock, "accent"), ("  ", "text"), (fit(reason, max(width - len(clock) - 2, 0)).rstrip(), "strong")),
        ((fit(clean(below[0]), width).rstrip(), below[1]),),
    ]


def heading(unsettled: int, settled: int, *, shows_settled: bool) -> StyledLine:
    """How many items there are, of which kind are shown."""
    shown, other = (settled, unsettled) if shows_settled else (unsettled, settled)
    names = (SETTLED, TO_REVIEW) if shows_settled else (TO_REVIEW, SETTLED)
    more = f"   {other} {names[1]}" if other else ""
    return ((f"{shown or 'nothing'} {names[0]}", "title"), (more, "dim"))


def item_lines(item: ReviewItem, width: int) -> list[StyledLine]:
    """What is doubtful; below, indented and dim, what would settle it."""
    return [
        *hanging_lines(clean(item.text), "text", width),
        *indented_lines(clean(item.remedy), "dim", width),
    ]


def choice_lines(choices: Sequence[Choice], width: int) -> list[StyledLine]:
    """The decisions by their keys, in two columns where there is room."""
    shown = [
        (str(number), clean(choice.words) + ("…" if choice.need else ""))
        for number, choice in enumerate(choices, start=1)
    ]
    columns = 2 if width >= 96 else 1
    half = -(-len(shown) // columns)
    lines: list[StyledLine] = []
    for row in range(half):
        pieces: list[tuple[str, str]] = []
        for number, words in shown[row::half]:
            pieces += [(f"{number} ", "accent"), (fit(words, width // columns - 2), "text")]
        lines.append(tuple(pieces))
    return lines
