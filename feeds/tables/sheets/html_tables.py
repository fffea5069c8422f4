"""The tables of a web page as rows of cells. Of tables within tables each is one.

Every pattern here looks at each letter once, as a page may be made of nothing but beginnings of tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.tables.sheets.table_grid import MOST_COLUMNS, Grid, RowCollector

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

LARGEST = 8 * 1024 * 1024
"""Characters of a page."""

MOST_NESTED = 16
"""Tables within tables."""

MOST_TITLES = 3
"""Headings above a table that are kept."""

MOST_SPANNED = 1000
"""Rows that a cell stands in."""

MOST_HEAD_ROWS = 4

_TOKEN = re.compile(r"<!--|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>")
_SPAN = re.compile(r"""\b(?P<way>colspan|rowspan)\s*=\s*["']?\s*(?P<count>\d{1,4})""", re.I)
_HIDDEN = re.compile(r"""display\s*:\s*none|(?:^|\s)hidden(?=[\s=/]|$)""", re.I)

RAW = frozenset(("script", "style", "template", "noscript", "textarea", "select", "svg"))
"""What is in these is not seen as text."""

TITLES = frozenset(("title", "h1", "h2", "h3", "h4", "h5", "caption", "legend"))

VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr", "col", "area", "source"))

INLINE = frozenset(
    ("a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr")
)
"""No blank stands where one of these begins or ends."""


_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|pre)\b", re.I | re.S
)

LONGEST_BEGINNING = 4000
"""Characters by which a page is known."""


def is_page(text: str) -> bool:
    """Whether a text begins as a web page does."""
    return _PAGE.match(text[:LONGEST_BEGINNING]) is not None


class _Token(NamedTuple):
    """A tag, and the text before it."""

    text: str
    name: str
    """In small letters; empty at the end of the page."""
    is_end: bool
    rest: str
    """What is in it beside the name."""


class _Span(NamedTuple):
    text: str
    is_head: bool
    rows: int
    """In which it still stands."""


class _Row(NamedTuple):
    cells: list[str]
    filled: int
    """How many cells it has of its own."""
    is_head: bool


class _Table:
    """A table that is read."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.titles: list[str] = []
        self._row: list[tuple[str, bool]] | None = None
        self._own = 0
        self._spans: dict[int, _Span] = {}
        self._cell: list[str] | None = None
        self._columns, self._depth, self._is_head = 1, 1, False

    @property
    def has_cell(self) -> bool:
        """Whether a cell is open."""
        return self._cell is not None

    def text(self, text: str) -> None:
        """A part of the text of a cell."""
        if self._cell is not None and len(self._cell) < MOST_SPANNED:
            self._cell.append(text)

    def begin_row(self) -> None:
        """A row begins."""
        self.end_row()
        self._row, self._own = [], 0
        self._take_spans()

    def begin_cell(self, rest: str, *, is_head: bool) -> None:
        """A cell begins."""
        self.end_cell()
        if self._row is None:
            self.begin_row()
        spans = {match["way"].lower(): int(match["count"]) for match in _SPAN.finditer(rest)}
        self._columns = max(1, min(spans.get("colspan", 1), MOST_COLUMNS))
        self._depth = max(1, min(spans.get("rowspan", 1), MOST_SPANNED))
        self._cell, self._is_head = [], is_head

    def end_cell(self) -> None:
        """A cell ends."""
        if self._cell is None or self._row is None:
            return
        text, self._cell = " ".join("".join(self._cell).split()), None
        self._own += 1
        for column in range(self._columns):
            at = len(self._row)
            shown = text if self._is_head or not column else ""
            self._row.append((shown, self._is_head))
            if self._depth > 1:
                self._spans[at] = _Span(shown, self._is_head, self._depth - 1)
            if at > MOST_COLUMNS:
                break
        self._take_spans()

    def end_row(self) -> None:
        """A row ends."""
        self.end_cell()
        if self._row is not None:
            cells = [text for text, _ in self._row]
            is_head = bool(self._own) and all(is_head for _, is_head in self._row)
            self.rows.append(_Row(cells, self._own, is_head))
        self._row = None

    def _take_spans(self) -> None:
        """The cells of rows above that stand in this one too."""
        assert self._row is not None
        while (span := self._spans.get(at := len(self._row))) is not None:
            self._row.append((span.text, span.is_head))
            if span.rows > 1:
                self._spans[at] = span._replace(rows=span.rows - 1)
            else:
                del self._spans[at]


def read_page(source: SourceFile) -> list[Grid]:
    """The tables of a page, in their order. Raises FeedError for one that breaks off within a table."""
    if len(source.text) > LARGEST:
        raise FeedError(f"{source.name}: a page of more than {LARGEST >> 20} Mi characters is not read")
    tables = _Reader(source).tables()
    return [grid for table in tables if (grid := _grid(table, source.name)).rows]


class _Reader:
    """Takes the tags of a page in their order."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._open: list[_Table] = []
        self._ended: list[_Table] = []
        self._titles: list[str] = []
        """Headings since the last table."""
        self._last: list[str] = []
        """Those of the last table that had some; at first, the title of the page."""
        self._title: list[str] | None = None

    def tables(self) -> list[_Table]:
        """All tables. Raises FeedError."""
        for token in _seen(_tokens(self._source.text)):
            self._take_text(unescape(token.text) if "&" in token.text else token.text)
            if token.name not in INLINE:
                self._take_text(" ")
            self._take_tag(token)
        if self._open:
            raise FeedError(f"{self._source.name}: the page breaks off within a table")
        return self._ended

    def _take_text(self, text: str) -> None:
        if self._title is not None:
            self._title.append(text)
        elif self._open and text:
            self._open[-1].text(text)

    def _take_tag(self, token: _Token) -> None:
        if token.name in TITLES:
            self._take_title(is_end=token.is_end, is_of_page=token.name == "title")
        elif token.name == "table":
            self._take_table(is_end=token.is_end)
        elif self._open:
            table = self._open[-1]
            if token.name == "tr":
                table.end_row() if token.is_end else table.begin_row()
            elif token.name in ("td", "th"):
                if token.is_end:
                    table.end_cell()
                else:
                    table.begin_cell(token.rest, is_head=token.name == "th")

    def _take_title(self, *, is_end: bool, is_of_page: bool) -> None:
        if self._open and self._open[-1].has_cell:
            return
        if is_end and self._title is not None:
            text = " ".join("".join(self._title).split())
            titles = self._open[-1].titles if self._open else self._last if is_of_page else self._titles
            titles[:] = [*titles, text][-MOST_TITLES:] if text else titles
        self._title = None if is_end else []

    def _take_table(self, *, is_end: bool) -> None:
        if not is_end:
            if len(self._open) >= MOST_NESTED:
                raise FeedError(f"{self._source.name}: tables are nested deeper than any result list")
            table = _Table()
            table.titles, self._titles = [*(self._titles or self._last)], []
            self._last = table.titles
            self._open.append(table)
        elif self._open:
            table = self._open.pop()
            table.end_row()
            self._ended.append(table)


def _grid(table: _Table, name: str) -> Grid:
    """The rows of a table: its titles, its heads in one row, and the rows below."""
    count = 0
    while count < min(len(table.rows), MOST_HEAD_ROWS) and table.rows[count].is_head:
        count += 1
    heads = table.rows[:count]
    collector = RowCollector(name)
    for title in (*table.titles, *(row.cells[0] for row in heads if row.filled == 1 < len(row.cells))):
        collector.add(0, [title])
    heads = [row for row in heads if not row.filled == 1 < len(row.cells)]
    width = max((len(row.cells) for row in heads), default=0)
    joined = [
        " ".join(dict.fromkeys(row.cells[i] for row in heads if i < len(row.cells) and row.cells[i]))
        for i in range(width)
    ]
    collector.add(count, joined)
    for number, row in enumerate(table.rows[count:], count + 1):
        collector.add(number, row.cells)
    return Grid(collector.rows)


def _tokens(text: str) -> Iterator[_Token]:
    """The tags of a page, each with the text before it; comments and what is no text are left out."""
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        before, at = text[at : match.start()], match.end()
        if match["name"] is None:
            after = text.find("-->", at)
            at = len(text) if after < 0 else after + 3
            yield _Token(before, "wbr", False, "")
            continue
        name = match["name"].lower()
        yield _Token(before, name, bool(match["end"]), match["rest"])
        if name in RAW and not match["end"]:
            end = re.compile(rf"</{name}", re.I).search(text, at)
            at = len(text) if end is None else end.start()
    yield _Token(text[at:], "", False, "")


def _seen(tokens: Iterator[_Token]) -> Iterator[_Token]:
    """The tags that are not within a hidden element."""
    hidden, depth = "", 0
    for token in tokens:
        if hidden:
            if token.name == hidden:
                depth += -1 if token.is_end else 1
            if not depth or (token.name in ("tr", "table") and hidden != token.name):
                hidden = ""
                yield token._replace(text="")
            continue
        yield token
        is_cell = token.name in ("td", "th", "tr", "table", "tbody", "thead", "body", "html")
        if not token.is_end and not is_cell and token.name not in VOID and _HIDDEN.search(token.rest):
            hidden, depth = token.name, 1
