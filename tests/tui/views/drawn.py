"""What a view draws, as text, and whether it fits; and races made for it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from race.messages import Message
from replays.watching.recorded_race import RecordedRace
from tests.tui.views.scenes import recording_of, scene_of
from tui.settings.text_styles import TEXT_STYLES
from tui.text.styled_line import StyledLine
from tui.views.scene import Scene

HENGELO = "2022-hengelo-10000m-men"


def library(
    race: str, at: str | None = None, chosen: str | None = None, followed: Iterable[str] = ()
) -> Scene:
    """A race of the library at a time, or at its end."""
    return shown_at(recording_of(race), at, chosen, followed)


def made(
    *messages: Message, at: str | None = None, chosen: str | None = None, followed: Iterable[str] = ()
) -> Scene:
    """A race of some messages."""
    return shown_at(RecordedRace("made", list(messages)), at, chosen, followed)


def shown_at(recording: RecordedRace, at: str | None, chosen: str | None, followed: Iterable[str]) -> Scene:
    """A race at a time, or at its end."""
    return scene_of(recording, at or recording.end_ms, chosen, frozenset(followed))


def bib_of(scene: Scene, line: int) -> str:
    """The bib of who is on a line of the board, from 1."""
    return scene.board.rows[line - 1].runner.entrant.bib


def text(line: StyledLine) -> str:
    """A line without its styles."""
    return "".join(part for part, _ in line).rstrip()


def texts(lines: Iterable[StyledLine]) -> str:
    """Lines without their styles."""
    return "\n".join(map(text, lines))


def assert_fits(lines: list[StyledLine], width: int, height: int) -> None:
    """Nothing is wider or higher than it may be, and every style is one of a pane."""
    assert len(lines) <= height
    for line in lines:
        assert cell_len("".join(part for part, _ in line)) <= width, text(line)
        assert {style for _, style in line} <= TEXT_STYLES.keys()
        assert not any(character < " " for part, _ in line for character in part)
