"""Files to be converted, and how much of them is held."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from feeds.conversion import convert_sources
from feeds.errors import FeedError
from feeds.tables.source_file import PART, SourceFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", ["hytek", "parkrun", "finishlynx", "table"])
def test_a_forced_kind_makes_no_more_lines(kind: str) -> None:
    """The bound holds where `--as` names the parser, too."""
    source = SourceFile("many.txt", b"1\n" * 8_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match=r"up to \d+ MiB|more than 1,100,000 lines"):
            convert_sources([source], kind)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(source.content)
    finally:
        tracemalloc.stop()


def test_a_small_file_asks_for_little(tmp_path: Path) -> None:
    """Not for a buffer of the largest file."""
    path = tmp_path / "small.csv"
    path.write_bytes(b"bib,name\n")
    tracemalloc.start()
    try:
        assert SourceFile.of(path).text == "bib,name\n"
        assert tracemalloc.get_traced_memory()[1] < 4 * PART
    finally:
        tracemalloc.stop()


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
