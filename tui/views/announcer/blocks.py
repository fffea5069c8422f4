"""Blocks of lines, each with its label at the left, and how the lines of a column are shared among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.text.safe_text import fit

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine

LABEL = 9
"""Cells for the label at the left of a block."""


class Block(NamedTuple):
    """A label, and items of one line or more each, the most important first."""

    label: str
    items: list[list[StyledLine]]
    least: int = 1
    """So many items are shown before other blocks get more; of a block with 0, what there is room for."""

    def cut(self, count: int) -> list[StyledLine]:
        """The lines of the first items."""
        return [line for item in self.items[:count] for line in item]


def stacked(blocks: Sequence[Block], room: int) -> list[StyledLine]:
    """Blocks below each other in `room` lines, with blank lines between them where there is room."""
    blocks = [block for block in blocks if block.items]
    whole = sum(len(block.cut(len(block.items))) for block in blocks)
    items = sum(len(block.items) for block in blocks)
    gap = 1 if whole + len(blocks) - 1 <= room or room > 3 * sum(block.least for block in blocks) else 0
    spread = 1 if whole + items - 1 <= room else 0
    counts = _shared(blocks, room - gap * (len(blocks) - 1))
    lines: list[StyledLine] = []
    for block, count in zip(blocks, counts, strict=True):
        lines += [()] * gap if lines and count else []
        for number, item in enumerate(block.items[:count]):
            lines += [()] * spread if number else []
            labels = [block.label if number == row == 0 else "" for row in range(len(item))]
            lines += [((fit(text, LABEL), "dim"), *line) for text, line in zip(labels, item, strict=True)]
    return lines[: max(room, 0)]


def _shared(blocks: Sequence[Block], room: int) -> list[int]:
    """How many items of each block fit: one of each, then the least of each, then more of the first ones."""
    counts = [0] * len(blocks)
    least, every = [block.least for block in blocks], [len(block.items) for block in blocks]
    for wanted in ([min(number, 1) for number in least], least, every):
        for number, block in enumerate(blocks):
            while counts[number] < min(wanted[number], len(block.items)):
                lines = len(block.items[counts[number]])
                if lines > room:
                    break
                room -= lines
                counts[number] += 1
    return counts
