"""The computer that a hub runs on, as far as its health shows it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from feeds.own_version import own_version
from feeds.serving.open_files import file_limit


class HubComputer(NamedTuple):
    """What is looked up when someone asks."""

    clock_changes: Sequence[str]
    """What was done to its clock of late, in sentences."""
    figures: dict[str, Any]
    """The fields of a hub's health that are about the computer."""

    @classmethod
    def of(cls, folder: Path, now_ms: int, clock_changes: Sequence[str]) -> HubComputer:
        """This computer now."""
        free_bytes = None
        with suppress(OSError):
            free_bytes = shutil.disk_usage(folder).free
        figures = {
            "now_ms": now_ms,
            "version": own_version(),
            "free_bytes": free_bytes,
            "file_limit": file_limit(),
        }
        return cls(clock_changes, figures)
