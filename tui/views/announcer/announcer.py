"""The announcer's view: what to say next, and what may be said, to be read without pressing a key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.sentence_to_say import to_say
from tui.text.formatting import CORRECTED
from tui.text.records_in_reach import pace_at_next, records_in_reach
from tui.text.safe_text import clean
from tui.text.styled_line import StyledLine, plain_text, wrapped_lines
from tui.views.announcer.blocks import LABEL, Block, stacked
from tui.views.announcer.earlier import earlier
from tui.views.announcer.large_type import head
from tui.views.announcer.next_arrivals import coming, followed, packs
from tui.views.announcer.running_order import order
from tui.views.block_letters import SIZES, block_letters, letter_cells, plain_capitals

if TYPE_CHECKING:
    from tui.views.scene import Scene

MARGIN = 4
"""Cells between two columns."""

LEAST_WIDTH = 40
"""In a narrower pane there is the head alone."""

TWO_COLUMNS, THREE_COLUMNS = 110, 180
"""From these widths on there are so many columns."""

MOST_SAID = 3
"""Lines of one sentence."""

SAID_SHARE = 0.36
"""The share of the height that the sentences take at most."""

LETTERS = SIZES[-1]
"""The size of letters of blocks that a sentence is written in."""

DOUBLE = "double"
"""The style of text that the terminal draws in double size: twice as wide, and a line more."""

MOST_PACKS = 2
"""Packs in unknown order, each in a sentence."""

MOST_ARRIVALS = 8

RECENT_MS = 30_000
"""So long a correction is among what is to be said."""


def lines(scene: Scene, width: int, height: int, records: Sequence[str] | None = None) -> list[StyledLine]:
    """The view in `width` by `height` cells; `records` are the lines about records, if not those in reach."""
    top = head(scene, width, height)
    if width < LEAST_WIDTH or height <= len(top):
        return top[:height]
    sentences = sentences_to_say(scene)
    top += [(), *_said(scene, sentences, width, max(round(height * SAID_SHARE), 2)), ()]
    room = max(height - len(top), 0)
    if records is None:
        records = records_in_reach(scene.board)
    count = 1 if width < TWO_COLUMNS else 2 if width < THREE_COLUMNS else 3
    while True:
        cells = (width - MARGIN * (count - 1)) // count
        columns = _columns(scene, records, sentences, count, cells - LABEL, room)
        columns = [blocks for blocks in columns if any(block.items for block in blocks)]
        if len(columns) >= count or count == 1:
            break
        count -= 1
    return [*top, *_side_by_side([stacked(blocks, room) for blocks in columns], cells + MARGIN)][:height]


def sentences_to_say(scene: Scene) -> list[str]:
    """What to say now, the most important first; a correction of a short while ago comes behind it."""
    table = scene.checkpoints
    said = to_say(scene.board, table, scene.snapshot.moments) if table is not None else []
    fresh = [c for c in scene.snapshot.corrections if 0 <= scene.clock_ms - c.when_ms <= RECENT_MS]
    return [clean(text) for text in (*said, *(f"{CORRECTED} {c.text}" for c in fresh[-1:]))]


def _said(scene: Scene, sentences: Sequence[str], width: int, room: int) -> list[StyledLine]:
    """The sentences, the first one large if that leaves room for the others."""
    first, *others = [wrapped_lines(sentence, "text", width, MOST_SAID) for sentence in sentences] or [[]]
    left = room - sum(map(len, others))
    large = _large(sentences[0], width, left, scales_text=scene.scales_text) if sentences else []
    said = large or [((text, "strong"),) for ((text, _),) in first]
    for other in others:
        if len(said) + len(other) > room:
            break
        said += other
    return said


def _large(sentence: str, width: int, room: int, *, scales_text: bool) -> list[StyledLine]:
    """A sentence of double size where the terminal can draw that, else in letters of blocks; if it fits."""
    if scales_text:
        large = wrapped_lines(sentence, DOUBLE, width // 2, MOST_SAID)
        return [line for text in large for line in (text, ())] if 2 * len(large) <= room else []
    lines = [""]
    for word in plain_capitals(sentence).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if letter_cells(longer, LETTERS) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    is_fitting = all(0 < letter_cells(line, LETTERS) <= width for line in lines)
    if not is_fitting or len(lines) * (LETTERS.rows + 1) > room:
        return []
    return [((row, "strong"),) for line in lines for row in (*block_letters(line, LETTERS), "")]


def _columns(
    scene: Scene, records: Sequence[str], sentences: Sequence[str], count: int, width: int, room: int
) -> list[list[Block]]:
    """What stands below the sentences, in columns."""
    is_seen = any(row.is_racing or row.pack for row in scene.board.rows)
    label = "Result" if scene.board.is_over else "Order" if is_seen else "Field"
    label = clean(scene.group) or label
    first = [
        Block("Packs", [wrapped_lines(text, "text", width, MOST_SAID) for text in packs(scene, MOST_PACKS)]),
        Block(label, order(scene, width, room, large=count > 2), least=3),
    ]
    pace = pace_at_next(scene.board)
    second = [
        Block(
            "Next",
            [
                *([line] for line in coming(scene, width, MOST_ARRIVALS)),
                *(wrapped_lines(text, "dim", width, MOST_SAID) for text in pace),
            ],
            least=2,
        ),
        Block("Records", [wrapped_lines(text, "text", width, MOST_SAID) for text in records]),
        Block("Followed", [[line] for line in followed(scene, width)], least=2),
    ]
    third = [Block("Before", earlier(scene, sentences, width, room), least=0)]
    if count == 1:
        return [[*first, *second, *third]]
    return [first, [*second, *third]] if count == 2 else [first, second, third]


def _side_by_side(columns: Sequence[Sequence[StyledLine]], width: int) -> list[StyledLine]:
    """Columns, each so many cells from the one before."""
    lines: list[StyledLine] = []
    for parts in zip_longest(*columns, fillvalue=()):
        line: StyledLine = ()
        for number, part in enumerate(parts):
            if part:
                line += ((" " * (number * width - cell_len(plain_text(line))), "text"), *part)
        lines.append(line)
    return lines
