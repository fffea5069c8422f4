"""The printed lists that docs/convert.md shows are converted as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.feeds.tables.converted_text import one_of

PAGE = Path(__file__).parents[4] / "docs" / "convert.md"


def example(head: str) -> str:
    """The first example below a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"### {head}\n", 1)[1].split("\n#", 1)[0]
    fenced = re.search(r"```\w*\n(.*?)```", section, re.S)
    if fenced:
        return fenced[1]
    return "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))


@pytest.mark.parametrize(
    ("head", "results", "checkpoints"),
    [
        ("A list written by hand", {"Anna Berg": "3:52.40", "Mia Zeller": "3:54.10"}, ["400", "800", "1200"]),
        ("A list of names and times", {"Anna Berg": "3:52.40", "Mia Zeller": "3:54.10"}, []),
        ("Hy-Tek", {"Ada Ash": "5:40.76", "Bea Birk": "5:43.14"}, ["400", "800", "1200"]),
        ("FinishLynx", {"Ada Ash": "2:05.611", "Bea Birk": "2:05.644"}, ["400"]),
        ("parkrun", {"Ada Ash": "18:03", "Bea Birk": "21:11", "Cem Ceder": "25:00"}, []),
    ],
)
def test_an_example(tmp_path: Path, head: str, results: dict[str, str], checkpoints: list[str]) -> None:
    """Its results and its checkpoints."""
    made = one_of(tmp_path, example(head))

    assert made.results() == results
    assert [c.id for c in made.start_list.checkpoints] == [*checkpoints, "finish"]
