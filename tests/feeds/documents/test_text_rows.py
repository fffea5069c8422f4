"""The rows of a text layer, from text files and out of PDF."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from feeds.documents.detect_printer import read_document
from feeds.documents.page_rows import rows_of_page
from feeds.documents.pdf_pages import Word
from feeds.documents.text_rows import LARGEST_TEXT, MOST_ROWS, read_rows
from feeds.errors import FeedError
from tests.feeds.documents.printed_pages import InventedRace, Runner, omega_analysis


def test_rows_of_a_text_file(tmp_path: Path) -> None:
    """Empty lines count and are left out; gaps between columns are one space; a byte order mark is none."""
    path = tmp_path / "list.txt"
    path.write_bytes("\ufeff800m  Women\r\n\r\n1  BERG\tAnna\n".encode())

    assert read_rows(path.read_bytes(), path.name) == [(1, "800m Women"), (3, "1 BERG Anna")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"800m\nB\xf6rg\n", "line 2: not UTF-8"),
        (b"\n \n", "there is no text in it"),
        (b"PK\x03\x04\0\0", "neither text nor PDF"),
        (b"800m\n" + b"B" * 3000, "line 2: longer than a row"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, reason: str) -> None:
    """One sentence, with the line where there is one."""
    path = tmp_path / "list.txt"
    path.write_bytes(content)

    with pytest.raises(FeedError, match=reason):
        read_rows(path.read_bytes(), path.name)


def test_words_become_rows() -> None:
    """Words of nearly one height are one row, from left to right, however the file orders them."""

    def word(text: str, x: float, top: float) -> Word:
        return Word(text, x, x + 4 * len(text), top, top + 8)

    words = [word("(1)", 60, 101), word("BERG", 20, 80.5), word("1:06.0", 20, 100), word("1", 5, 80)]

    assert rows_of_page(words) == ["1 BERG", "1:06.0 (1)"]


def test_a_pdf_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    monkeypatch.setitem(sys.modules, "pdfplumber", None)

    with pytest.raises(FeedError, match="pip install pdfplumber"):
        read_rows(path.read_bytes(), path.name)


def test_a_pdf(tmp_path: Path) -> None:
    """Out of a PDF a document is read as out of its text."""
    pytest.importorskip("pdfplumber")
    runners = tuple(
        Runner(n, tuple(t + 700 * n for t in (30_000, 61_000, 93_000, 126_050))) for n in range(3)
    )
    lines = omega_analysis(InventedRace("800m Women", 800.0, (200.0, 400.0, 600.0), runners))
    path = tmp_path / "list.pdf"
    path.write_bytes(pdf_of(lines))

    read = read_document(read_rows(path.read_bytes(), path.name), "list.pdf")

    assert [(p.name, str(p.result), [str(split.time) for split in p.splits]) for p in read.performances] == [
        ("Anna Berg", "2:06.05", ["30.0", "1:01.0", "1:33.0"]),
        ("Mia Van Der Zee", "2:06.75", ["30.7", "1:01.7", "1:33.7"]),
        ("Ruth Okafor", "2:07.45", ["31.4", "1:02.4", "1:34.4"]),
    ]


def test_a_broken_pdf(tmp_path: Path) -> None:
    """It is named, and that is all."""
    pytest.importorskip("pdfplumber")
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing")

    with pytest.raises(FeedError, match=r"list\.pdf: "):
        read_rows(path.read_bytes(), path.name)


def pdf_of(lines: list[str]) -> bytes:
    """A PDF of one page with a line of text each 12 points."""
    shown = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    text = "".join(f"1 0 0 1 30 {800 - 12 * i} Tm ({line}) Tj\n" for i, line in enumerate(shown))
    stream = f"BT /F1 8 Tf\n{text}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1 Ann 3:40.0\n" * (MOST_ROWS + 1), "more than 200,000 lines"),
        (b"\r" * (LARGEST_TEXT + 1), "a text may have 8 MiB"),
    ],
)
def test_a_text_without_an_end_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Before its rows fill the memory."""
    path = tmp_path / "results.txt"
    path.write_bytes(content)

    with pytest.raises(FeedError, match=said):
        read_rows(path.read_bytes(), path.name)
