"""PDFs that another library made: their text is read as it stands, and nothing is unpacked forever."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from feeds.conversion import convert_files
from feeds.documents.convert_documents import convert
from feeds.documents.detect_printer import read_document
from feeds.documents.text_rows import pdf_lines, read_rows
from feeds.errors import FeedError
from tests.feeds.documents.drawn_pdf import Cell, drawn, with_content
from tests.feeds.documents.invented_results import splits_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD: list[list[Cell]] = [
    [(30, "Made-up League")],
    [(30, "Dream Mile Women"), (200, "20:15"), (240, "3 JUL 2031")],
]

ATHLETES = [
    ("1", "BERG Anna", "GER", "1 JAN 2001", "4", "4:20.05"),
    ("2", "VAN DER ZEE Mia", "NED", "2 JAN 2001", "5", "4:21.05"),
    ("3", "OKAFOR Ruth", "NGR", "3 JAN 2001", "1", "4:22.05"),
    ("4", "O'HARE Siobhan", "IRL", "4 JAN 2001", "2", "4:23.05"),
    ("5", "XU Li", "CHN", "5 JAN 2001", "3", "4:24.05"),
    ("6", "DO CARMO LIMA Ana", "BRA", "6 JAN 2001", "6", "4:25.05"),
]

RESULTS = {
    "Anna Berg": "4:20.05",
    "Mia Van Der Zee": "4:21.05",
    "Ruth Okafor": "4:22.05",
    "Siobhan O'Hare": "4:23.05",
    "Li Xu": "4:24.05",
    "Ana Do Carmo Lima": "4:25.05",
}


def table(athletes: Sequence[tuple[str, ...]] = ATHLETES, left: float = 30) -> list[list[Cell]]:
    """The rows of athletes, a cell a column."""
    at = (0, 14, 95, 120, 170, 185)
    return [[(left + x, text) for x, text in zip(at, athlete, strict=True)] for athlete in athletes]


def results(path: Path, content: bytes) -> dict[str, str]:
    """The results of the one race of a PDF."""
    path.write_bytes(content)
    [race] = convert([read_document(read_rows(path.read_bytes(), path.name), path.name)])
    return {name: str(own["finish"].time) for name, own in splits_by_name(race).items()}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"words_apart": 1.6},
        {"turned": 90},
        {"turned": 270},
        {"turned": 90, "page_rotation": 90},
        {"page_rotation": 270, "turned": 90},
        {"size": 5, "words_apart": 1.2},
    ],
    ids=["plain", "without spaces", "turned", "turned back", "shown turned", "shown turned back", "small"],
)
def test_a_page_as_it_stands(tmp_path: Path, options: dict[str, float]) -> None:
    """Words are parted where they stand apart, also without a space between; a turned page is turned."""
    content = drawn([[*HEAD, *table()]], **options)  # type: ignore[arg-type]

    assert results(tmp_path / "list.pdf", content) == RESULTS


def test_two_columns(tmp_path: Path) -> None:
    """The left one is read first; rows of one column have a gap of their own between name and result."""
    left, right = table(ATHLETES[:3]), table(ATHLETES[3:], left=310)
    rows = [*HEAD, *(one + other for one, other in zip(left, right, strict=True))]

    assert results(tmp_path / "list.pdf", drawn([rows])) == RESULTS
    assert pdf_lines(drawn([rows]), "x.pdf") == pdf_lines(drawn([[*HEAD, *table()]]), "x.pdf")


def test_pages_follow_each_other(tmp_path: Path) -> None:
    """The head of a page may stand on each."""
    content = drawn([[*HEAD, *table(ATHLETES[:3])], [*HEAD, *table(ATHLETES[3:])]])

    assert results(tmp_path / "list.pdf", content) == RESULTS


def test_a_hytek_list_in_two_columns(tmp_path: Path) -> None:
    """The pages of other programs' PDFs are read as well: by the order of the words, as rules are drawn."""
    heads: list[Cell] = [(0, "Name"), (90, "Year"), (110, "School"), (190, "Finals"), (220, "Points")]

    def athlete(left: float, place: int, name: str, result: str) -> list[Cell]:
        cells = (f"{place} {name}", "SR", "BYU", result, str(10 - place))
        return [(left + x, text) for (x, _), text in zip(heads, cells, strict=True)]

    rows: list[list[Cell]] = [
        [(200, "HY-TEK's MEET MANAGER  9:15 PM  5/28/2031  Page 1")],
        [(200, "Spring Invitational - 5/27/2031")],
        [(240, "Results")],
        [(30, "Women 1500 Meter Run"), (330, "Men 1500 Meter Run")],
        [(x + left, text) for left in (30, 330) for x, text in heads],
        [*athlete(30, 1, "Ada Ash", "4:11.33"), *athlete(330, 1, "Bob Elm", "3:41.33")],
        [*athlete(30, 2, "Bea Birk", "4:12.33"), *athlete(330, 2, "Ben Fir", "3:42.33")],
    ]
    path = tmp_path / "list.pdf"
    path.write_bytes(drawn([rows]))

    women, men = convert_files([path]).races

    assert {name: str(own["finish"].time) for name, own in splits_by_name(women).items()} == {
        "Ada Ash": "4:11.33",
        "Bea Birk": "4:12.33",
    }
    assert list(splits_by_name(men)) == ["Bob Elm", "Ben Fir"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
@pytest.mark.parametrize(
    ("how_often", "said"),
    [
        ({"times": 60_000_000}, "needs too much memory"),
        ({"times": 60_000_000, "filters": 3}, "needs too much memory"),
        ({"pages": 600}, "more than 500 pages"),
    ],
    ids=["stream", "streams in streams", "pages"],
)
def test_a_pdf_that_unpacks_to_anything(how_often: dict[str, int], said: str) -> None:
    """One sentence, soon, and the memory of this process is not touched."""
    content = with_content(b"BT ET ", **how_often)
    began = monotonic()

    with pytest.raises(FeedError, match=said):
        pdf_lines(content, "list.pdf")

    assert monotonic() - began < 60
