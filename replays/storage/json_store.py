"""What Lapbell remembers between runs: small JSON files in the data folder.

None of it is essential, and other programs may have changed it. A file that cannot be read counts as missing;
failing to write one is not an error.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from feeds.atomic_write import atomic_write
from feeds.data_file import read_json_data
from replays.library import data_folder

LARGEST_FILE = 512 * 1024
"""Bytes; Lapbell writes no larger file, but for the index of the library."""


def load_json(name: str, largest: int = LARGEST_FILE) -> Any:
    """The content of a file of at most `largest` bytes; None where it cannot be read."""
    try:
        return json.loads(read_json_data(data_folder() / name, largest))
    except (OSError, ValueError, RecursionError):
        return None


def save_json(name: str, value: dict[str, Any]) -> None:
    """Write a file in one step, so that other processes never read half of it.

    Anything else by its name stays as it is: to write to a pipe might never end.
    """
    path = data_folder() / name
    with suppress(OSError):
        if path.exists() and not path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(json.dumps(value).encode())
