"""The moments: what happened, newest first, one sentence each, to jump to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import BIG, ON_TIMELINE, Moment
from tui.text.formatting import moment_time, pad_decimals
from tui.text.safe_text import clean, fit
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine

SIGNS = {
    "gun": "●",
    "lead": "▲",
    "through": "→",
    "pass": "△",
    "move": "↑",
    "pack": "∴",
    "dropped": "↘",
    "gap": "↔",
    "place": "#",
    "order": "≡",
    "bell": "◉",
    "record": "★",
    "overdue": "?",
    "finish": "■",
    "result": "□",
    "official": "✓",
    "off": "↓",
    "out": "×",
    "note": "›",
    "correction": "≠",
    "doubt": "¿",
}
"""The sign before each kind of moment, so that none is distinguished by colour alone."""

BIGGEST = "▸"
"""Before moments of the highest priority."""

WHEN = 9
"""Cells for the time."""

BEFORE = WHEN + 4
"""Cells before the sentence."""


class MomentsPane(Pane):
    """The moments up to the playhead. Enter goes to the moment under the cursor."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(id=id)
        self._moments: list[Moment] = []

    def show_moments(self, moments: list[Moment]) -> None:
        """Show moments, the last on top. The cursor stays on top, or with its moment."""
        more = len(moments) - len(self._moments)
        self._moments = moments
        self.show(len(moments), self._styled)
        if self.cursor and more:
            self.cursor = min(max(self.cursor + more, 0), max(len(moments) - 1, 0))

    def moment(self, index: int) -> Moment:
        """The moment on a line."""
        return self._moments[-1 - index]

    def copied(self) -> str:
        """The moment under the cursor, whole."""
        if not self.count:
            return ""
        moment = self.moment(self.cursor)
        return f"{moment_time(moment)}  {clean(moment.text)}"

    def _styled(self, index: int) -> StyledLine:
        moment = self.moment(index)
        is_big = moment.priority >= BIG
        style = "strong" if moment.priority >= ON_TIMELINE else "text"
        return (
            (_aligned_time(moment), "dim"),
            (
                f" {BIGGEST if is_big else ' '}{SIGNS.get(moment.kind, '·')} ",
                "accent" if index == 0 else "dim",
            ),
            (fit(clean(moment.text), max(self.line_width - BEFORE, 0)).rstrip(), style),
        )


def _aligned_time(moment: Moment) -> str:
    """The time of a moment in its column, decimal points aligned and decimals shown where there is room."""
    time = moment_time(moment)
    padded = pad_decimals(time, len(time.partition(".")[2]), 2)
    fitting = (text for text in (padded, time) if len(text) <= WHEN)
    return fit(next(fitting, moment_time(moment, 0)), WHEN, "right")
