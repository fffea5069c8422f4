"""The rows of a document's text layer, from a text file or out of a PDF."""

from __future__ import annotations

from feeds.documents.page_rows import rows_of_page
from feeds.documents.pdf_pages import pdf_pages
from feeds.documents.printed_document import TextRow
from feeds.errors import FeedError

LARGEST_TEXT = 8 * 1024 * 1024
"""Bytes of one that is text, without pictures and fonts."""

MOST_ROWS = 200_000

LONGEST_ROW = 2000
"""Characters. The longest rows, those of FlashResults, have a few hundred."""


def read_rows(content: bytes, name: str) -> list[TextRow]:
    """The rows of a file that are not empty, with their lines; the pages of a PDF follow each other.

    Raises FeedError where there is no text.
    """
    lines = pdf_lines(content, name) if is_pdf(content) else _text_lines(content, name)
    if len(lines) > MOST_ROWS:
        raise FeedError(f"{name}: more than {MOST_ROWS:,} lines")
    rows = [TextRow(number, " ".join(line.split())) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise FeedError(f"{name}: there is no text in it")
    long = next((row for row in rows if len(row.text) > LONGEST_ROW), None)
    if long is not None:
        raise FeedError(f"{name}: line {long.line}: longer than a row of a document may be")
    return rows


def _text_lines(content: bytes, name: str) -> list[str]:
    if len(content) > LARGEST_TEXT:
        raise FeedError(f"{name}: a text may have {LARGEST_TEXT >> 20} MiB")
    if b"\0" in content:
        raise FeedError(f"{name}: neither text nor PDF")
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FeedError(f"{name}: line {line}: not UTF-8") from error


def pdf_lines(content: bytes, name: str) -> list[str]:
    """The rows of a PDF's pages. Raises FeedError where it cannot be read."""
    return [row for page in pdf_pages(content, name) for row in rows_of_page(page)]


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF."""
    return content.startswith(b"%PDF-")
