"""The race clock as it stands at the left of the head, large or in its second line."""

from __future__ import annotations

from collections.abc import Sequence

from tui.text.large_clock import GLYPHS
from tui.widgets.pane import EDGE


def shown_clock(lines: Sequence[str]) -> str:
    """The text of the clock, of the lines of a screen from its top."""
    head, x, text = [f"{line}  " for line in lines[:3]], EDGE, ""
    while True:
        figure = next((c for c, rows in GLYPHS.items() if _stand_at(rows, head, x)), None)
        if figure is None:
            break
        text, x = text + figure, x + len(GLYPHS[figure][0]) + 1
    return text + head[2][x - 1 :].split(" ")[0] if text else head[1].split()[0]


def _stand_at(rows: tuple[str, str, str], lines: list[str], x: int) -> bool:
    """Whether a large figure stands in three lines from a column on."""
    return all(line[x:].startswith(row) for row, line in zip(rows, lines, strict=True))
