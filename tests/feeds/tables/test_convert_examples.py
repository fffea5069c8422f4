"""The examples of other programs' exports are converted as they stand, and damaged ones end in a sentence."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from feeds.conversion import is_known_table
from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text
from tests.feeds.tables.page_examples import EXAMPLES

DAMAGE = (
    b"",
    b"0",
    b"-1",
    b"99999999999",
    b"nan",
    b"null",
    b"[]",
    b"{}",
    b"\0",
    b"\xff",
    b":",
    b",,",
    b"<x/>",
)


def hints_for(example: str) -> Hints:
    """The distance that some of them need."""
    is_said = "eventCode" in example or "50k" in example or "Length" in example
    return Hints() if is_said else Hints(distance_m=80_000 if "Aid" in example else 4100)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_becomes_a_race(tmp_path: Path, example: str) -> None:
    """With the distance that some of them need."""
    (race,) = convert_text(tmp_path, example, hints_for(example))

    assert race.start_list.entrants
    assert race.splits
    assert is_known_table(tmp_path / "file.dat")


def test_there_are_examples() -> None:
    """One for each program; OE's columns are too many for one."""
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_damaged_example_is_a_race_or_a_sentence(tmp_path: Path, example: str) -> None:
    """Whatever is cut out of it, put into it or changed."""
    random = Random(7)
    sentences: list[str] = []
    for _ in range(120):
        content = bytearray(example.encode())
        for _ in range(random.choice((1, 1, 3))):
            start = random.randrange(len(content))
            content[start : start + random.choice((0, 1, 8, 60))] = random.choice(DAMAGE)
        try:
            convert_text(tmp_path, bytes(content), hints_for(example))
        except FeedError as error:
            sentences.append(str(error))

    assert sentences
    assert not [text for text in sentences if "\n" in text or len(text) > 500]
