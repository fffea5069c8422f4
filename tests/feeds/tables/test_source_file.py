"""Files to be converted, and how much of them is held."""

from __future__ import annotations

import tracemalloc

import pytest

from feeds.conversion import convert_sources
from feeds.errors import FeedError
from feeds.tables.source_file import SourceFile


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_text_of_too_many_lines_is_refused_before_they_are_made(end: str) -> None:
    """A million short lines take many times the memory of the file."""
    source = SourceFile("many.txt", f"1,2{end}".encode() * 1_200_000)
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="more than 1,100,000 lines"):
            convert_sources([source])
        assert tracemalloc.get_traced_memory()[1] < 5 * len(source.content)
    finally:
        tracemalloc.stop()
