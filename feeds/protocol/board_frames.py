"""The frames of a board as it changes, from a hub to those who show it, each one JSON object.

    hub to viewer
     ├── board      first, and again to one that had fallen behind: the whole board
     ├── changes    what is different since the frame before; if nothing is, it is the heartbeat
     └── bye        as in the feed of the messages

`docs/feed.md` describes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from feeds.legal_json import legal_json

ROWS = "rows"
"""The field of a board in which every row has a `bib` of its own."""


def whole(seq: int, heartbeat_ms: int, board: Mapping[str, Any]) -> bytes:
    """The frame with a board, which has a number among those of its stream."""
    return legal_json(to_json({"type": "board", "seq": seq, "heartbeat_ms": heartbeat_ms, "board": board}))


def changes(prev: int, seq: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes:
    """The frame that makes one board of another; their numbers are equal where nothing has changed.

    Fields and rows are whole. `order` has the bibs of all rows where these are others or stand otherwise.
    """
    rows = {row["bib"]: row for row in before[ROWS]}
    order = [row["bib"] for row in after[ROWS]]
    frame = {
        "type": "changes",
        "prev": prev,
        "seq": seq,
        "fields": {name: value for name, value in after.items() if name != ROWS and value != before[name]},
        "order": order if order != list(rows) else None,
        "rows": [row for row in after[ROWS] if row != rows.get(row["bib"])],
    }
    return legal_json(to_json(frame))
