"""The recorded race that a command is given, with what was understood of it if it had to be converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replays.named_race import named_race
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from replays.named_race import NamedRace


def find_race(text: str) -> NamedRace:
    """The race with a name in the library, or of a file. Raises FeedError."""
    race = named_race(text)
    for note in race.notes:
        print_note(note)
    return race
