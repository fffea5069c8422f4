"""What screens ask of the app. The app alone opens screens, and it opens one for the screen on top only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from feeds.hub_address import Address
    from feeds.tables.cue_lines import CueLine
    from race.board import Board
    from race.messages import Entrant
    from replays.people.known_people import Person
    from replays.people.results_cache import ResultsCache
    from tui.screens.race_keys import PlaybackKeys
    from tui.screens.session_screen import SessionScreen
    from tui.views.scene import Scene


@dataclass(eq=False, repr=False)
class Alert(Message):
    """Alert a viewer who is looking elsewhere."""

    text: str


@dataclass(eq=False, repr=False)
class OpenScreen(Message):
    """Open a screen. A key pressed twice in haste asks twice; the second time the opener is not on top."""

    opener: Screen[Any]


@dataclass(eq=False, repr=False)
class OpenLibrary(OpenScreen):
    """Leave a race for the library, with the cursor on that race; `left` is its address, of one on a hub."""

    left: Address | None = None


@dataclass(eq=False, repr=False)
class OpenRecordedRace(OpenScreen):
    """Watch a race file from a race time in milliseconds from the gun; from the start where it is None."""

    path: Path
    at_ms: int | None = None


@dataclass(eq=False, repr=False)
class OpenLiveRace(OpenScreen):
    """Watch a race on a hub."""

    address: Address


@dataclass(eq=False, repr=False)
class OpenNeighbour(OpenScreen):
    """Watch the next race (1) of the same hub, or the previous one (-1), in the same view."""

    address: Address
    direction: int


class OpenCurrentRace(OpenScreen):
    """Watch the race that is on at the hub that is followed."""


@dataclass(eq=False, repr=False)
class OpenPreview(OpenScreen):
    """Show the field of a race, and what is at stake, as before the gun."""

    board: Board
    cues: tuple[CueLine, ...]


@dataclass(eq=False, repr=False)
class OpenAddMark(OpenScreen):
    """Ask for a mark to race."""

    race: PlaybackKeys


@dataclass(eq=False, repr=False)
class OpenWhatIf(OpenScreen):
    """Ask for a pace, to see what becomes of an entrant at that."""

    race: PlaybackKeys
    bib: str
    board: Board


@dataclass(eq=False, repr=False)
class OpenAthlete(OpenScreen):
    """Show an entrant's race so far over the race."""

    race: PlaybackKeys
    bib: str
    board: Board


@dataclass(eq=False, repr=False)
class OpenDoubts(OpenScreen):
    """Show what is not believed of the race."""

    race: PlaybackKeys


@dataclass(eq=False, repr=False)
class OpenSplitClaims(OpenScreen):
    """Show everything that was claimed about one cell of the splits."""

    scene: Scene
    bib: str
    checkpoint: int


@dataclass(eq=False, repr=False)
class OpenPeople(OpenScreen):
    """List the people of the library whose names match some words."""

    text: str


@dataclass(eq=False, repr=False)
class OpenProfile(OpenScreen):
    """Show the races and rivals of a person of the library, or of an entrant in the race being watched."""

    athlete: Person | Entrant
    board: Board | None = None
    """Of the race being watched."""
    replace: bool = False
    """Whether the opener makes way."""


@dataclass(eq=False, repr=False)
class OpenHeadToHead(OpenScreen):
    """Show every race in which two people met."""

    people: tuple[Person, Person]
    board: Board | None
    """Of the race being watched; None where there is none."""
    results: ResultsCache
    show_results: bool


@dataclass(eq=False, repr=False)
class OpenAuditTrail(OpenScreen):
    """Show who changed what of a race, over its desk."""

    opener: SessionScreen
