"""Reading JSON that another program exported: every figure stays the text it is, and its size is bounded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from feeds.data_file import MOST_VALUES
from feeds.errors import FeedError

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile


def parsed_json(source: SourceFile) -> Any:
    """The content of a JSON file; numbers in it are text. Raises FeedError."""
    text = source.text.removeprefix("\ufeff")
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise FeedError(f"{source.name}: more than {MOST_VALUES:,} values")
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise FeedError(f"{source.name}: line {error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise FeedError(f"{source.name}: nested deeper than any result list") from None


def text_in(value: object) -> str:
    """A value as the text of a cell; empty for none, for lists and for objects."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def items_in(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none of anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
