"""Scenes of recorded races and of small ones, for the views to draw."""

from __future__ import annotations

from functools import cache

from race.board import Board
from race.fold.history import History
from race.messages import Message
from race.times import Time
from replays.library import find
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from tests.tui.app_on_stage import Clock
from tui.text.styled_line import StyledLine
from tui.views.scene import Scene


@cache
def recording_of(race: str) -> RecordedRace:
    """A race of the library."""
    return RecordedRace.read(find(race))


def scene_of(
    race: str | RecordedRace,
    at: str | int,
    chosen: str | None = None,
    followed: frozenset[str] = frozenset(),
    *,
    estimates: bool = True,
) -> Scene:
    """A race at a time, or at so many milliseconds."""
    recording = recording_of(race) if isinstance(race, str) else race
    at_ms = at if isinstance(at, int) else Time.parse(at).ms
    watch = Session(recording, Clock(), at_ms=at_ms)
    watch.estimates = estimates
    return Scene(recording.history(estimates=estimates), watch.view(), chosen, followed)


def scene_of_log(log: list[Message], at: str | int, chosen: str | None = None) -> Scene:
    """A log made by hand at a time."""
    history, clock_ms = History(log), at if isinstance(at, int) else Time.parse(at).ms
    board = Board.at("made", clock_ms, history.at(clock_ms))
    view = Session(RecordedRace("made", []), Clock()).view()
    return Scene(history, view._replace(clock_ms=clock_ms, board=board), chosen)


def text_of(lines: list[StyledLine]) -> list[str]:
    """The lines without their styles."""
    return ["".join(text for text, _ in line) for line in lines]
