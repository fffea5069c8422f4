"""Input as each bridge gets it, made up for tests: a folder `realistic/NAME` for the bridge of that name.

Its files are given whole, as those of a watched folder, and in pieces, as what comes over a connection. A
file `settings.toml` among them is the mapping file.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.bridges.bridge import Bridge, BridgeSettings
from feeds.bridges.find_bridge import bridge_names, find_bridge
from tests.feeds.bridges.reads_of_a_race import start_list

FOLDER = Path(__file__).parent / "realistic"

SETTINGS = "settings.toml"

DEVICE = "192.168.1.20:50000"
"""What a bridge has connected to, if it asks its device for something."""

OURS = [name for name in bridge_names() if find_bridge(name).__module__.startswith("feeds.")]
"""The bridges that come with Lapbell."""


class Realistic(NamedTuple):
    """Input of one bridge."""

    files: dict[str, bytes]
    """By name."""
    table: dict[str, object]
    """The mapping file."""

    @classmethod
    def of(cls, name: str) -> Realistic:
        """That of a bridge by its name."""
        folder = FOLDER / name
        found = {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}
        table = tomllib.loads(found.pop(SETTINGS, b"").decode())
        assert found, f"write what the bridge {name} gets into {folder}"
        return cls(found, table)


def made(name: str, table: dict[str, object], *, knows_race: bool = True) -> Bridge:
    """A new bridge, with a race or without."""
    return find_bridge(name)(
        BridgeSettings(
            start_list=start_list() if knows_race else None,
            zone=ZoneInfo("Europe/Berlin"),
            date=date(2026, 5, 2),
            device=DEVICE,
            table=table if knows_race else {key: said for key, said in table.items() if key != "places"},
        )
    )
