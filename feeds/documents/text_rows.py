"""The rows of a document's text layer, from a text file or out of a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from feeds.data_file import read_data
from feeds.documents.printed_document import TextRow
from feeds.errors import FeedError

LARGEST = 64 * 1024 * 1024
"""Bytes. A results book of hundreds of pages is smaller."""

LARGEST_TEXT = 8 * 1024 * 1024
"""Bytes of one that is text, without pictures and fonts."""

MOST_ROWS = 200_000

LONGEST_ROW = 2000
"""Characters. The longest rows, those of FlashResults, have a few hundred."""

SAME_ROW = 0.5
"""Words are in one row if their middles are less than this share of their height apart."""

PDF_HINT = "reading PDF needs pdfplumber: pip install pdfplumber (pipx: pipx inject lapbell pdfplumber)"


def read_rows(path: Path) -> list[TextRow]:
    """The rows that are not empty, with their lines; the pages of a PDF follow each other.

    Raises FeedError where the file cannot be read or has no text.
    """
    try:
        content = read_data(path, LARGEST)
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror or error}") from error
    lines = _pdf_lines(path) if content.startswith(b"%PDF-") else _text_lines(path, content)
    if len(lines) > MOST_ROWS:
        raise FeedError(f"{path.name}: more than {MOST_ROWS:,} lines")
    rows = [TextRow(number, " ".join(line.split())) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise FeedError(f"{path.name}: there is no text in it")
    long = next((row for row in rows if len(row.text) > LONGEST_ROW), None)
    if long is not None:
        raise FeedError(f"{path.name}: line {long.line}: longer than a row of a document may be")
    return rows


def _text_lines(path: Path, content: bytes) -> list[str]:
    if len(content) > LARGEST_TEXT:
        raise FeedError(f"{path.name}: a text may have {LARGEST_TEXT >> 20} MiB")
    if b"\0" in content:
        raise FeedError(f"{path.name}: neither text nor PDF")
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FeedError(f"{path.name}: line {line}: not UTF-8") from error


def _pdf_lines(path: Path) -> list[str]:
    try:
        import pdfplumber  # an optional dependency
    except ImportError:
        raise FeedError(f"{path.name}: {PDF_HINT}") from None
    try:
        with pdfplumber.open(path) as document:
            return [line for page in document.pages for line in lines_of_words(page.extract_words())]
    except Exception as error:
        raise FeedError(f"{path.name}: not a PDF that can be read ({type(error).__name__})") from error


class Word(TypedDict):
    """A word of a page as pdfplumber gives it, its edges in points from the left and the top."""

    text: str
    x0: float
    top: float
    bottom: float


def lines_of_words(words: Iterable[Word]) -> list[str]:
    """The words of a page as rows in reading order."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        height = word["bottom"] - word["top"]
        if rows and abs(_middle(word) - _middle(rows[-1][-1])) < SAME_ROW * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [" ".join(word["text"] for word in sorted(row, key=lambda word: word["x0"])) for row in rows]


def _middle(word: Word) -> float:
    return (word["top"] + word["bottom"]) / 2
