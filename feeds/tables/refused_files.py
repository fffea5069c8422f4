"""Files from which no race is read, and what to do with each instead."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.sheets.html_tables import is_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.tables.source_file import SourceFile

PICTURE = (
    "a picture of text cannot be read: ask for the results as a PDF, a spreadsheet or text, or type them"
)
DATABASE = "a database is not read: export the results as CSV"
PACKED = "an archive is not read: unpack it, and convert the files in it"
WORD = "a text document is not read: copy its table into a spreadsheet, and save that as CSV or .xlsx"

STARTS: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "Parquet is not read: export the table as CSV"),
    (b"ARROW1", "Arrow is not read: export the table as CSV"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"SQLite format 3", DATABASE),
    (b"{\\rtf", WORD),
    (b"7z\xbc\xaf", PACKED),
    (b"Rar!", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
)
"""How files begin."""

BRANDS = {b"WEBP": 8, b"heic": 8, b"heix": 8, b"mif1": 8, b"avif": 8}
"""Pictures that are known by what follows, and at which byte."""

_ADDRESS = re.compile(r"(https?|ftp):/+(.+)", re.I)


def refuse_addresses(paths: Iterable[Path]) -> None:
    """Raise FeedError of an address in place of a file."""
    for path in paths:
        if (match := _ADDRESS.fullmatch(str(path))) and not path.exists():
            address = f"{match[1].lower()}://{match[2]}"
            raise FeedError(f"{address}: an address is not a file: download it first (curl -O {address})")


def refuse(source: SourceFile) -> None:
    """Raise FeedError of a file that is of a kind that is not read."""
    why = _why(source)
    if why:
        raise FeedError(f"{source.name}: {why}")


def _why(source: SourceFile) -> str:
    content = source.content
    for start, why in STARTS:
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:64]):
            return why
    if any(content[at : at + 4] == brand for brand, at in BRANDS.items()):
        return PICTURE
    if content[257:262] == b"ustar":
        return PACKED
    if content.startswith(b"PK\x03\x04"):
        return _why_packed(content)
    head = source.text[:2000]
    if is_page(head):
        return (
            "no table of results is in this web page: it may load its figures from elsewhere; "
            "copy what it shows into a spreadsheet, and save that as CSV or .xlsx"
        )
    if head.lstrip()[:1] in ("{", "["):
        return "this JSON is not from a program that Lapbell knows: export the results as CSV"
    if head.lstrip().startswith("<?xml"):
        return (
            "this XML is not from a program that Lapbell knows: export the results as IOF XML 3.0 or as CSV"
        )
    return ""


def _why_packed(content: bytes) -> str:
    """Office files are archives too."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "a damaged compressed file"
    is_text = any(name.startswith("word/") for name in names)
    return WORD if is_text or b"opendocument.text" in content[:200] else PACKED
