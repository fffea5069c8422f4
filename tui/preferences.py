"""What the program remembers of how somebody likes it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from replays.library import data_folder
from replays.live_playhead import LONGEST_DELAY_S

NAME = "preferences.json"


def saved_delay_s() -> float:
    """How late live races were shown last, in seconds; 0 where nothing is remembered."""
    try:
        delay_s = json.loads(_path().read_bytes())["delay_s"]
    except (OSError, ValueError, TypeError, KeyError):
        return 0.0
    return float(delay_s) if isinstance(delay_s, int | float) and 0 <= delay_s <= LONGEST_DELAY_S else 0.0


def save_delay_s(delay_s: float) -> None:
    """Remember how late live races are shown; not being able to is no trouble."""
    path = _path()
    part = path.with_name(f"{NAME}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"version": 1, "delay_s": delay_s}), encoding="utf-8")
        part.replace(path)


def _path() -> Path:
    return data_folder() / NAME
