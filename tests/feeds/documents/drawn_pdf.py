"""PDFs of results, drawn with ReportLab as printers draw them: words at places of their own."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

pytest.importorskip("pdfplumber")
reportlab_canvas = pytest.importorskip("reportlab.pdfgen.canvas")

A4 = (595.0, 842.0)

Cell = tuple[float, str]
"""Points from the left edge of the column, and a text."""


def drawn(
    pages: Sequence[Sequence[Sequence[Cell]]],
    *,
    size: float = 7,
    turned: int = 0,
    page_rotation: int = 0,
    words_apart: float = 0.0,
) -> bytes:
    """A PDF of pages of rows of cells.

    `turned` is the angle at which the text is drawn, `page_rotation` the one at which the page is shown; with
    `words_apart` the words of a cell are drawn one by one without spaces, so many points apart.
    """
    out = BytesIO()
    canvas = reportlab_canvas.Canvas(out, pagesize=A4)
    for rows in pages:
        canvas.setPageRotation(page_rotation)
        canvas.setFont("Helvetica", size)
        if turned:
            width, height = A4
            canvas.translate(*{90: (width, 0.0), 180: (width, height), 270: (0.0, height)}[turned])
            canvas.rotate(turned)
        top = A4[0] if turned in (90, 270) else A4[1]
        for number, row in enumerate(rows):
            y = top - 40 - (size + 3) * number
            for x, text in row:
                _draw(canvas, x, y, text, size, words_apart)
        canvas.showPage()
        canvas.setFont("Helvetica", size)
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, x: float, y: float, text: str, size: float, words_apart: float) -> None:
    if not words_apart:
        canvas.drawString(x, y, text)
        return
    for word in text.split():
        canvas.drawString(x, y, word)
        x += canvas.stringWidth(word, "Helvetica", size) + words_apart


def with_content(text: bytes, *, times: int = 1, filters: int = 1, pages: int = 1) -> bytes:
    """A PDF whose pages all have one content stream, a text so many times, packed `filters` times."""
    packer = zlib.compressobj(9)
    block = text * min(times, 10_000)
    stream = b"".join(packer.compress(block) for _ in range(-(-times // 10_000))) + packer.flush()
    for _ in range(filters - 1):
        stream = zlib.compress(stream, 9)
    names = b" ".join([b"/FlateDecode"] * filters)
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
    page += b" /Resources << /Font << /F1 4 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(stream), names, stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * pages,
    ]
    content = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
