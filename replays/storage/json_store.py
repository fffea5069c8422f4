"""What is remembered from one run to the next: small JSON files in the data folder.

Nothing that stands in them is needed, and anybody may have written there. What cannot be read counts as
not there; not being able to write is no trouble.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any

from replays.library import data_folder

LARGEST_FILE = 64 * 1024
"""Bytes; what is larger was not written here."""


def recall(name: str, largest: int = LARGEST_FILE) -> Any:
    """What a file holds, up to a size in bytes; None where that is nothing readable."""
    try:
        with (data_folder() / name).open("rb") as file:
            return json.loads(file.read(largest))
    except (OSError, ValueError, RecursionError):
        return None


def keep(name: str, value: dict[str, Any]) -> None:
    """Write a file, never half of one, whoever else is writing it."""
    path = data_folder() / name
    part = path.with_name(f"{name}.{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(json.dumps(value), encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
