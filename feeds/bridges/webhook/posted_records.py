"""The records in what was posted: one, a list, or one in each line; in each the texts of its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from feeds.tables.json_values import text_in

MOST_RECORDS = 20_000
"""In one request."""

MOST_STEPS = 8
"""Names in the way to a field within objects, such as `Passing.Transponder`."""


class Record(NamedTuple):
    """A record as it was posted."""

    raw: str
    """As text."""
    value: Any
    """An object; of anything else nothing can be read."""
    fault: str = ""
    """Why it is not JSON."""


def posted_records(data: bytes, within: str = "") -> Iterator[Record]:
    """The records of a body: of a JSON value, or where that is none of each line.

    Args:
        data: The body.
        within: The way to the list of records in an object; empty for the object itself.
    """
    try:
        yield from whole_records(data, within)
    except ValueError as error:
        text = _text(data)
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            yield Record(text, None, str(error))
            return
        for line in lines[:MOST_RECORDS]:
            yield from _of_line(line, within)


def whole_records(data: bytes, within: str = "") -> list[Record]:
    """The records of a body that is one JSON value. Raises ValueError where it is none."""
    text = _text(data)
    return list(_of_value(_parsed(text), text, within))


def field_in(value: Any, way: str) -> str | None:
    """The text of a field, by its name or by the way to it; None where there is none.

    A name with points in it comes before a way.
    """
    found = _at(value, way)
    return None if found is None or isinstance(found, dict | list) else text_in(found)


def _of_line(line: str, within: str) -> Iterator[Record]:
    try:
        value = _parsed(line)
    except ValueError as error:
        yield Record(line, None, str(error))
        return
    yield from _of_value(value, line, within)


def _of_value(value: Any, text: str, within: str) -> Iterator[Record]:
    listed = _at(value, within) if within and isinstance(value, dict) else value
    if not isinstance(listed, list):
        yield Record(text, value if listed is None else listed)
        return
    for item in listed[:MOST_RECORDS]:
        yield Record(json.dumps(item, ensure_ascii=False), item)
    if len(listed) > MOST_RECORDS:
        yield Record("", None, f"more than {MOST_RECORDS:,} records in one request: the others are left out")


def _at(value: Any, way: str) -> Any:
    steps = [way] if isinstance(value, Mapping) and way in value else way.split(".")[:MOST_STEPS]
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _parsed(text: str) -> Any:
    """A JSON value, in which each number is the text that it was. Raises ValueError with why it is none."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}, at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not JSON of reads: it is nested too deep") from None


def _text(data: bytes) -> str:
    """UTF-8, UTF-16 with a mark, or the Western European encoding of Windows; without NUL at the end."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").strip("\0 \t\r\n")
    data = data.strip(b"\0 \t\r\n")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
