"""For the announcer: what was to be said before, and what was corrected, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race.moments.moment import CHATTER
from tui.text.formatting import CORRECTED, about_when, moment_time
from tui.text.safe_text import clean, fit, wrapped

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

TIME = 9
"""Cells of the race time before a sentence."""

MOST_LINES = 3


def earlier(scene: Scene, sentences: Sequence[str], width: int, most: int) -> list[list[StyledLine]]:
    """Moments and corrections but those among `sentences`, each with when it was known."""
    digits = scene.course.digits if scene.course is not None else 2
    snapshot = scene.snapshot
    texts = [
        (moment.when_ms, moment_time(moment, digits), moment.text)
        for moment in snapshot.moments
        if moment.kind != "gun" and moment.raised(scene.followed).priority >= CHATTER
    ]
    texts += [(c.when_ms, about_when(c.when_ms), f"{CORRECTED} {c.text}") for c in snapshot.corrections]
    newest = sorted(texts, key=lambda text: -text[0])
    shown = [(time, clean(text)) for _, time, text in newest[: most + len(sentences)]]
    return [_item(time, text, width) for time, text in shown if text not in sentences][:most]


def _item(time: str, text: str, width: int) -> list[StyledLine]:
    """A sentence in lines, its time before the first of them."""
    rows = wrapped(text, max(width - TIME, 1), MOST_LINES)
    return [((fit("" if number else time, TIME), "dim"), (row, "text")) for number, row in enumerate(rows)]
