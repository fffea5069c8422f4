"""Where the figures come from, what a reader should know of them, and what is not believed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tui.report.page_parts import Section
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.views.scene import Scene

MOST_ITEMS = 60
"""Sentences of one kind."""


def sources_sections(scene: Scene) -> Iterator[Section]:
    """What was corrected, what is not believed, remarks, and the sources; without those that are empty."""
    start_list, snapshot = scene.board.state.start_list, scene.snapshot
    if start_list is None:
        return
    # They are there from the start, and tell of the end.
    remarks = start_list.remarks if scene.board.is_over else ()
    doubts = (f"{claim.text} ({claim.doubt.belief}; {claim.remedy})" for claim in snapshot.doubts)
    sources = (f"{key}: {source}" for key, source in start_list.sources.items())
    for name, title, texts in (
        ("corrections", "Corrections", (correction.text for correction in snapshot.corrections)),
        ("doubts", "To review", doubts),
        ("remarks", "Remarks", iter(remarks)),
        ("sources", "Sources", sources),
    ):
        items = _listed(texts)
        if items:
            yield Section(name, title, items=items)


def _listed(texts: Iterable[str]) -> list[str]:
    cleaned = [clean(text) for text in texts]
    left = len(cleaned) - MOST_ITEMS
    return [*islice(cleaned, MOST_ITEMS), *([f"and {left} more"] if left > 0 else [])]
