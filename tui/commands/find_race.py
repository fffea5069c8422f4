"""The recorded race that a command is given, with what was understood of it if it had to be converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replays.library import find
from replays.named_race import is_race_file, race_at
from tui.commands.write_output import print_note, shown_reading

if TYPE_CHECKING:
    from replays.named_race import NamedRace


def find_race(text: str) -> NamedRace:
    """The race with a name in the library, or of a file. Raises FeedError."""
    path = find(text)
    with shown_reading([] if is_race_file(path) else [path]):
        race = race_at(path)
    for note in race.notes:
        print_note(note)
    return race
