"""The mapping file of a bridge: a small TOML file, and a table of chips beside it if there are many."""

from __future__ import annotations

import csv
import tomllib
from typing import TYPE_CHECKING, Any

from feeds.data_file import read_data
from feeds.errors import FeedError
from feeds.tables.source_file import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16 * 1024 * 1024
"""Bytes."""


def read_mapping(path: Path) -> dict[str, Any]:
    """What a mapping file says. Raises FeedError."""
    try:
        return tomllib.loads(read_data(path, LARGEST).decode("utf-8-sig"))
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(f"{path}: not TOML: {error}") from None


def read_chips(path: Path) -> dict[str, str]:
    """The bibs by chip, from a table with a chip and a bib in each line. Raises FeedError.

    A first line of heads, of which the second has no figure, is left out.
    """
    chips: dict[str, str] = {}
    for number, line in enumerate(SourceFile.of(path).lines, start=1):
        if not line.strip():
            continue
        separator = next((sign for sign in "\t;," if sign in line), ",")
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
        if number == 1 and not any(sign.isdigit() for sign in "".join(cells[1:2])):
            continue
        if len(cells) < 2 or not cells[0] or not 0 < len(cells[1]) <= 16:
            raise FeedError(
                f"{path}: line {number}: a chip and a bib must stand there, such as 058000128608,17"
            )
        if chips.setdefault(cells[0], cells[1]) != cells[1]:
            raise FeedError(f"{path}: line {number}: the chip {cells[0]} has two bibs")
    return chips
