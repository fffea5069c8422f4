"""The race that a command is given: one of the library, of a file, or on a hub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds.hub_address import Address, is_address
from feeds.large_log import read_large
from replays.watching.large_race import LargeRace
from replays.watching.recorded_race import RecordedRace
from tui.commands.find_race import find_race
from tui.commands.token_option import watch_with_token

if TYPE_CHECKING:
    from replays.watching.watched_race import WatchedRace


def open_race(text: str, token_file: Path | None) -> tuple[WatchedRace, int]:
    """The race with the time of its clock or its end, in milliseconds. Raises UserError."""
    if is_address(text):
        # Loaded here, not at the top: a race of the library needs neither asyncio nor sockets.
        import asyncio

        from replays.hubs.hub_snapshot import read_race

        address = Address.parse(text)
        watch_with_token(address, token_file)
        return asyncio.run(read_race(address))
    found = find_race(text)
    large = read_large(found.path) if found.converted is None else None
    recording = LargeRace(large) if large is not None else RecordedRace.of(found.log())
    return recording, recording.end_ms


def newest_moment(race: WatchedRace, now_ms: int) -> tuple[int, int]:
    """The race time to show with all that is known of a race, and the one by which all of it took effect.

    They differ in a recording where what is not believed gives the latest time: the race was never there.
    """
    return race.reach_ms if isinstance(race, RecordedRace) else now_ms, race.history().end_ms
