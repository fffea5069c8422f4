"""Files of kinds from which no race is made, known by their content: a sentence that says what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from feeds.errors import FeedError
from tests.feeds.tables.converted_files import convert_text


def packed(name: str) -> bytes:
    """An archive with a file in it."""
    folder = BytesIO()
    with zipfile.ZipFile(folder, "w") as made:
        made.writestr(name, "x")
    return folder.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture of text cannot be read"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture of text cannot be read"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture of text cannot be read"),
        (b"\0\0\0\x18ftypheic\0\0", "a picture of text cannot be read"),
        (b"PAR1\x15\x04", "Parquet is not read: export the table as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Excel 97 to 2003 file: save it as .xlsx"),
        (b"\n<!DOCTYPE html><html><table>", "no table of results is in this web page"),
        (b"<!-- x --><table border=1>", "no table of results is in this web page"),
        (b'{"a": 1}', "this JSON is not from a program that Lapbell knows"),
        (b"<?xml version='1.0'?><a/>", "this XML is not from a program that Lapbell knows"),
        (b"PK\x03\x04abc", "a damaged compressed file"),
        (packed("results.csv"), "an archive is not read: unpack it"),
        (packed("word/document.xml"), "a text document is not read: copy its table"),
        (b"{\\rtf1 x}", "a text document is not read: copy its table"),
        (b"\0" * 257 + b"ustar", "an archive is not read: unpack it"),
        (b"SQLite format 3\0", "a database is not read: export the results as CSV"),
    ],
)
def test_files_of_which_no_race_is_made(tmp_path: Path, content: bytes, said: str) -> None:
    """What they are called does not matter."""
    with pytest.raises(FeedError, match=f"^file.dat: {said}"):
        convert_text(tmp_path, content)
