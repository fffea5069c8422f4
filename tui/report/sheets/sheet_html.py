"""A sheet as a page for the printer, made without any library but Python's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

if TYPE_CHECKING:
    from tui.report.sheets.sheet import Sheet
    from tui.report.tables import Table

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

STYLE = """
@page { size: A4; margin: 14mm; }
body { font: 10pt/1.35 Arial, 'Liberation Sans', Helvetica, sans-serif; color: #000; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 15pt; margin: .2rem 0; }
.kind { font-weight: 700; }
table { border-collapse: collapse; margin: .8rem 0; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; padding: .2rem 0; }
th, td { padding: .12rem .4rem; border-bottom: 1px solid #bbb; text-align: right; }
thead th { border-bottom: 2px solid #000; }
th.t, td.t { text-align: left; }
th { font-weight: 400; }
thead th, caption { font-weight: 700; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
p { margin: .3rem 0; white-space: pre-wrap; }
@media print { body { padding: 0; max-width: none; } }
"""


def sheet_html(sheet: Sheet) -> str:
    """The sheet as one file that fetches nothing."""
    page = Element("html", lang="en")
    head, body = SubElement(page, "head"), SubElement(page, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = f"{sheet.title}: {sheet.kind}"
    SubElement(head, "style").text = STYLE
    SubElement(body, "p").text = sheet.meeting
    SubElement(body, "h1").text = sheet.title
    SubElement(body, "p", {"class": "kind"}).text = sheet.kind
    for table in sheet.tables:
        _add_table(body, table)
    for note in sheet.notes:
        SubElement(body, "p").text = note
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _add_table(body: Element, table: Table) -> None:
    element = SubElement(body, "table")
    if table.caption:
        SubElement(element, "caption").text = table.caption
    titles = SubElement(SubElement(element, "thead"), "tr")
    for column in table.columns:
        title = SubElement(titles, "th", {"scope": "col", **_class(is_figure=column.is_figure)})
        title.text = column.title
    rows = SubElement(element, "tbody")
    for row in table.rows:
        cells = SubElement(rows, "tr")
        for cell, column in zip(row.cells, table.columns, strict=True):
            tag, scope = ("th", {"scope": "row"}) if column.names_row else ("td", {})
            SubElement(cells, tag, {**scope, **_class(is_figure=column.is_figure)}).text = cell.text


def _class(*, is_figure: bool) -> dict[str, str]:
    return {} if is_figure else {"class": "t"}
