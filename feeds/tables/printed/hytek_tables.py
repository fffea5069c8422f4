"""The tables of a Hy-Tek result list: pages put together, columns of a page one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from feeds.tables.printed.hytek_columns import Column, read_columns
from race.lazy_dataclass import dataclass

Line = tuple[int, str]
"""A line's number in the file, from 1, and its text."""

PROGRAM = re.compile(r"hy[-\u2010-\u2015 ]?tek['\u2019]?s\s+meet\s+manager", re.I)

_RULE = re.compile(r"\s*={10,}\s*")
_TWO_RULES = re.compile(r"\s*={10,}(?P<gap>\s{1,20})={10,}\s*")
_CONTINUED = re.compile(r"(?:[\w /&'.-]*?\s*\.\.\.\s*)?\((?P<title>[^()]*[^\W\d][^()]*)\)")
_TITLE = re.compile(
    r"\(?(?:event\s+\w+\s+\(?)?(?:women|men|girls|boys|mixed|co-?ed|open)\b(?!.*\bteam (?:rankings|scores)).*"
    r"|event\s+\w+\s.*",
    re.I,
)
_RESULTS = re.compile(r"\s*(?:complete |final |unofficial |official )*results\b.*", re.I)

MOST_ABOVE = 14
"""Lines between a title and the column heads, for records and standards."""

LONGEST_HEAD = 8
"""Lines of a page's head."""


@dataclass(slots=True)
class HytekTable:
    """What stands under one title."""

    title: str
    """As printed, without the number of the event."""
    line: int
    columns: tuple[Column, ...]
    are_aligned: bool
    """Whether cells stand below their heads; not in text whose spaces were lost."""
    records: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class HytekList:
    """A result list."""

    head: list[str] = field(default_factory=list)
    """The lines above the first table: licence, program and day of printing, meeting, venue."""
    tables: list[HytekTable] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Titles of tables whose column heads were not understood, with their lines."""


def read_list(lines: Sequence[str]) -> HytekList:
    """The tables in the lines of a file, in their order; none where it is another kind of file."""
    found = HytekList()
    heads: set[str] = set()
    recent: list[Line] = []
    """Lines since the last row of heads: the rows of a table, then the title of the next one."""
    for number, line in _in_reading_order(lines, heads, found.head):
        columns = read_columns(line)
        if columns is None:
            recent.append((number, line))
            continue
        title_at, title = _title(recent)
        if title_at is None:
            recent = []
            continue
        _add_rows(found, recent[:title_at])
        above = [text.strip() for _, text in recent[title_at + 1 :] if not _RULE.fullmatch(text)]
        known = next((t for t in found.tables[-1:] if t.title == title and t.columns == columns), None)
        if known is None or not _CONTINUED.fullmatch(recent[title_at][1].strip()):
            is_aligned = "  " in line.strip()
            found.tables.append(
                HytekTable(title, recent[title_at][0], columns, is_aligned, [*filter(None, above)])
            )
        recent = []
    _add_rows(found, recent)
    return found


def _add_rows(found: HytekList, lines: Sequence[Line]) -> None:
    """Add lines to the last table, up to a rule: below it is something else, such as team scores."""
    rows = [(number, line) for number, line in lines if line.strip()]
    rules = [i for i, (_, line) in enumerate(rows) if _RULE.fullmatch(line)]
    below = 1 if rules[:1] == [0] else 0
    others = [rows[i - 1] for i in rules if i > below]
    found.unread += [f"line {n}: {line.strip()}" for n, line in others if _TITLE.fullmatch(line.strip())]
    if not found.tables:
        found.head += [text for _, line in rows if (text := line.strip()) not in found.head]
        return
    other = next((i for i in rules if i >= below), None)
    rows = rows[below : len(rows) if other is None else max(below, other - 1)]
    found.tables[-1].rows += [row for row in rows if not _CONTINUED.fullmatch(row[1].strip())]


def _title(recent: Sequence[Line]) -> tuple[int | None, str]:
    """Where the title above a row of heads stands: above the first rule, or the nearest line like one."""
    start = max(0, len(recent) - MOST_ABOVE)
    rules = [i for i in range(start, len(recent)) if _RULE.fullmatch(recent[i][1])]
    below = rules[-1] if rules else len(recent)
    order = [*range(below - 1, start - 1, -1)]
    candidates = [i for i in order if recent[i][1].strip()][: 1 if rules else MOST_ABOVE]
    for i in candidates:
        text = recent[i][1].strip()
        if rules or _TITLE.fullmatch(text) or _CONTINUED.fullmatch(text):
            continued = _CONTINUED.fullmatch(text)
            title = continued["title"] if continued else text
            return i, " ".join(re.sub(r"^event\s+\w+\s+", "", title, flags=re.I).split())
    return None, ""


def _in_reading_order(lines: Sequence[str], heads: set[str], head: list[str]) -> Iterator[Line]:
    """The lines without the heads of pages, the columns of a page one after the other."""
    for page in _pages(lines):
        if not head and len(page) < LONGEST_HEAD and not _has_table(page):
            head += [line.strip() for _, line in page if line.strip()]
            heads.update(head)
            continue
        body = [*_without_head(page, heads, head)]
        split = next((m.end("gap") for _, line in body if (m := _TWO_RULES.fullmatch(line))), None)
        if split is None:
            yield from body
            continue
        yield from ((number, line[:split].rstrip()) for number, line in body)
        yield from ((number, line[split:]) for number, line in body)


def _has_table(page: Sequence[Line]) -> bool:
    """Whether a page is more than what stands above the first one."""
    return any(PROGRAM.search(line) or _RULE.fullmatch(line) for _, line in page)


def _pages(lines: Sequence[str]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for number, line in enumerate(lines, 1):
        if PROGRAM.search(line) and page:
            yield page
            page = []
        page.append((number, line.expandtabs()))
    yield page


def _without_head(page: Sequence[Line], heads: set[str], head: list[str]) -> Iterator[Line]:
    """A page's lines without its head, which ends with the word Results."""
    end = 0
    if page and PROGRAM.search(page[0][1]):
        rest = page[1:LONGEST_HEAD]
        end = 1 + next((i + 1 for i, (_, line) in enumerate(rest) if _RESULTS.fullmatch(line)), 0)
        texts = [text.strip() for _, text in page[:end] if text.strip()]
        if not heads.issuperset(texts):
            head += [text for text in texts if text not in heads] if len(head) < LONGEST_HEAD else []
        heads.update(texts)
    yield from (line for line in page[end:] if not line[1].strip() or line[1].strip() not in heads)
