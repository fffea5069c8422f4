"""Spreadsheets made for tests: Excel's by openpyxl, OpenDocument's by hand, and archives that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

openpyxl = pytest.importorskip("openpyxl")

ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


def xlsx(
    sheets: Mapping[str, Sequence[Any]],
    *,
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
    merged: Sequence[str] = (),
) -> bytes:
    """A workbook of rows of values; `formats` are number formats by cell of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for cell, number_format in (formats or {}).items():
        first[cell].number_format = number_format
    for cells in merged:
        first.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(sheets: Mapping[str, Sequence[Sequence[str]]], cells: Mapping[str, str] | None = None) -> bytes:
    """A spreadsheet of texts; `cells` are elements that stand in place of a text."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(_ods_row(row, cells or {}) for row in rows)
        # As programs write them, the rest of the sheet is one repeated row of one repeated cell.
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_OFFICE}" '
        f'xmlns:table="{_TABLE}" xmlns:text="{_TEXT}" xmlns:style="{_STYLE}">'
        "<office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": ODS_MIME, "content.xml": content})


def _ods_row(row: Sequence[str], cells: Mapping[str, str]) -> str:
    made = (cells.get(text) or _ods_text(text) for text in row)
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def _ods_text(text: str) -> str:
    attribute = 'office:value-type="string"'
    return f"<table:table-cell {attribute}><text:p>{escape(text)}</text:p></table:table-cell>"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive, its first part not packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for i, (name, content) in enumerate(parts.items()):
            file.writestr(name, content, zipfile.ZIP_STORED if i == 0 else None)
    return buffer.getvalue()


def with_sheet(workbook: bytes, sheet_xml: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with other XML in a part."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return archive({**parts, part: sheet_xml})
