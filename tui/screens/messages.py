"""What screens ask of the app. The app alone opens screens, and it opens one for the screen on top only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from feeds.hub_address import Address
    from race.board import Board
    from replays.people.known_people import Person
    from replays.people.results_cache import ResultsCache
    from tui.screens.race_keys import PlaybackKeys
    from tui.views.scene import Scene


@dataclass(eq=False, repr=False)
class OpenScreen(Message):
    """Open a screen. A key pressed twice in haste asks twice; the second time the opener is not on top."""

    opener: Screen[Any]


@dataclass(eq=False, repr=False)
class OpenLibrary(OpenScreen):
    """Leave a race for the library."""


@dataclass(eq=False, repr=False)
class OpenRecordedRace(OpenScreen):
    """Watch a race file."""

    path: Path
    at_ms: int | None = None
    """Race time to begin at, in milliseconds from the gun; None for the start."""


@dataclass(eq=False, repr=False)
class OpenLiveRace(OpenScreen):
    """Watch a race on a hub."""

    address: Address


@dataclass(eq=False, repr=False)
class OpenNeighbour(OpenScreen):
    """Watch the next race (1) of the same hub, or the previous one (-1)."""

    address: Address
    direction: int


@dataclass(eq=False, repr=False)
class OpenAthlete(OpenScreen):
    """Show an entrant's race so far over the race."""

    race: PlaybackKeys
    bib: str
    board: Board


@dataclass(eq=False, repr=False)
class OpenSplitClaims(OpenScreen):
    """Show everything that was claimed about one cell of the splits."""

    scene: Scene
    bib: str
    checkpoint: int


@dataclass(eq=False, repr=False)
class OpenAddMark(OpenScreen):
    """Ask for a mark to race."""

    race: PlaybackKeys


@dataclass(eq=False, repr=False)
class OpenPeople(OpenScreen):
    """List the people of the library whose names match some words."""

    text: str


@dataclass(eq=False, repr=False)
class OpenProfile(OpenScreen):
    """Show an athlete's races and rivals."""

    person: Person
    replace: bool = False
    """Whether the opener makes way for it."""


@dataclass(eq=False, repr=False)
class OpenEntrantProfile(OpenScreen):
    """Show the races and rivals of an entrant in the race that is being watched."""

    bib: str
    board: Board


@dataclass(eq=False, repr=False)
class OpenHeadToHead(OpenScreen):
    """Show every race in which two people met."""

    people: tuple[Person, Person]
    board: Board | None
    """Of the race that is being watched; None where there is none."""
    results: ResultsCache
    show_results: bool


@dataclass(eq=False, repr=False)
class Alert(Message):
    """Call a viewer who is looking elsewhere."""

    text: str
