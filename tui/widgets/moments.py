"""The moments: what happened, newest first, each a sentence to jump to."""

from __future__ import annotations

from race.moments.moment import BIG, ON_TIMELINE, Moment
from tui.text.formatting import moment_time, pad_decimals
from tui.text.safe_text import clean, fit
from tui.text.styled_line import StyledLine
from tui.widgets.pane import Pane

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
    "kick": "»",
    "negative": "½",
    "record": "★",
    "overdue": "?",
    "finish": "■",
    "result": "□",
    "official": "✓",
    "off": "↓",
    "out": "×",
    "note": "›",
    "correction": "≠",
}
"""What stands before each kind, so that none is told by colour alone."""

BIGGEST = "▸"
"""Stands before those of the highest priority."""

WHEN = 9
"""Cells of a line for the time."""

BEFORE = WHEN + 4
"""Cells of a line before its sentence."""


class MomentsPane(Pane):
    """What has happened up to the playhead. Enter goes back to the moment under the cursor."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._moments: list[Moment] = []

    def show_moments(self, moments: list[Moment]) -> None:
        """Show these, the last one on top. The cursor stays on it, or else with its moment."""
        more = len(moments) - len(self._moments)
        self._moments = moments
        self.show(len(moments), self._styled)
        if self.cursor and more:
            self.cursor = min(max(self.cursor + more, 0), max(len(moments) - 1, 0))

    def moment(self, index: int) -> Moment:
        """The moment on a line."""
        return self._moments[-1 - index]

    def _styled(self, index: int) -> StyledLine:
        moment = self.moment(index)
        is_big = moment.priority >= BIG
        style = "strong" if moment.priority >= ON_TIMELINE else "text"
        return (
            (_aligned(moment_time(moment)), "estimated" if moment.estimated else "dim"),
            (
                f" {BIGGEST if is_big else ' '}{SIGNS.get(moment.kind, '·')} ",
                "accent" if index == 0 else "dim",
            ),
            (fit(clean(moment.text), max(self.line_width - BEFORE, 0)).rstrip(), style),
        )


def _aligned(time: str) -> str:
    """A time in its column, with its decimal point under the others where there is room."""
    padded = pad_decimals(time, len(time.partition(".")[2]), 2)
    return fit(padded if len(padded) <= WHEN else time, WHEN, "right")
