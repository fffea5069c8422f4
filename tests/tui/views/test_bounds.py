"""What holds of every view: it fits, it knows nothing later than the playhead, and no name can break it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from race.messages import Entrant, Gun, Message, Split
from replays.watching.recorded_race import RecordedRace
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.small_races import split, start_list
from tests.tui.views.drawn import HENGELO, assert_fits, bib_of, library, made, shown_at
from tests.tui.views.scenes import recording_of
from tui.text.styled_line import StyledLine
from tui.views import wall
from tui.views.announcer import announcer
from tui.views.head_to_head import head_to_head
from tui.views.packs import packs
from tui.views.scene import Scene, Target
from tui.views.split_claims_table import split_claims
from tui.views.splits import splits

Draw = Callable[[Scene, int, int], list[StyledLine]]

VIEWS: dict[str, Draw] = {
    "splits, time": lambda scene, width, height: splits.lines(scene, width, height, "time"),
    "splits, lap": lambda scene, width, height: splits.lines(scene, width, height, "lap"),
    "splits, place": lambda scene, width, height: splits.lines(scene, width, height, "place"),
    "splits, gap": lambda scene, width, height: splits.lines(scene, width, height, "gap"),
    "packs": packs.lines,
    "announcer": lambda scene, width, height: announcer.lines(scene, width, height, ["WR 3:43.13 " * 9]),
    "wall": wall.lines,
    "head-to-head": lambda scene, width, height: head_to_head.comparison_lines(
        scene, bib_of(scene, 1), bib_of(scene, 2), width, height
    ),
    "head-to-head with a mark": lambda scene, width, height: head_to_head.comparison_lines(
        scene, Target("WR", scene.board.marks[0].running.at), bib_of(scene, 1), width, height
    ),
}

SIZES = [(1, 1), (7, 2), (20, 5), (39, 12), (60, 19), (80, 24), (120, 40), (200, 60)]

HOSTILE = "\x1b[31mRed\n\u202eEvil\u0301\u0301\u0301\u0301 [b]漢字漢字漢字漢字漢字漢字漢字[/b]"


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(
    ("race", "at"), [(BOWERMAN, "2:50.70"), (LONDON, "1:00"), (HENGELO, None), (LONDON, "0")]
)
def test_a_view_fits_at_any_size(name: str, race: str, at: str | None) -> None:
    """No line is too wide, and there are not too many of them."""
    scene = library(race, at, followed=["KER"])
    for width, height in SIZES:
        assert_fits(VIEWS[name](scene, width, height), width, height)


@pytest.mark.parametrize("name", [name for name in VIEWS if "mark" not in name])
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    """Codes, line ends, turned writing and wide letters move nothing."""
    entrants = [Entrant(bib=str(n), name=f"{HOSTILE} {n}", nation="\x1b[2") for n in range(1, 9)]
    times = [
        split(str(n), mark, f"{60 * lap + n / 10:.2f}")
        for lap, mark in ((1, "400"), (2, "800"))
        for n in range(1, 9)
    ]
    scene = made(start_list(1600, (400, 800, 1200), entrants), Gun(), *times, chosen="2", followed=["3"])

    for width, height in SIZES:
        assert_fits(VIEWS[name](scene, width, height), width, height)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("race", "at"), [(BOWERMAN, "2:22.5"), (LONDON, "2:19.2"), (HENGELO, "20:00")])
def test_a_view_knows_nothing_later_than_the_playhead(name: str, race: str, at: str) -> None:
    """It is the same without the later messages."""
    whole = library(race, at)
    cut = shown_at(_until(recording_of(race), whole.snapshot.clock_ms), at, None, [])

    assert VIEWS[name](whole, 120, 40) == VIEWS[name](cut, 120, 40)


def test_the_history_of_a_passing_knows_nothing_later_than_the_playhead() -> None:
    """A later time is not shown, although it is in the log."""
    scene = library(BOWERMAN, "2:50.69")

    assert "2:50.7" not in str(split_claims(scene, "KER", 6))
    assert "2:50.70" in str(split_claims(library(BOWERMAN, "2:50.70"), "KER", 6))


@pytest.mark.parametrize("name", [name for name in VIEWS if "head-to-head" not in name])
def test_before_anything_is_known_a_view_is_quiet(name: str) -> None:
    """Without a start list there is little to say, and nothing breaks."""
    scene = made()

    assert_fits(VIEWS[name](scene, 80, 24), 80, 24)


class Cut(RecordedRace):
    """A recording that ends early, with its estimates as they were and room for the playhead behind it."""

    def __init__(self, race: str, messages: list[Message], end_ms: int) -> None:
        super().__init__(race, [])
        self._messages = messages
        self._end_ms = end_ms

    @property
    def end_ms(self) -> int:
        """When the whole race has been told."""
        return self._end_ms


def _until(recording: RecordedRace, clock_ms: int) -> RecordedRace:
    """A race with only the messages up to a time."""
    history = recording.history()
    known = [m for m in history.messages if _effect_ms(history.effect_ms(m), m) <= clock_ms]
    return Cut(recording.race, known, recording.end_ms)


def _effect_ms(found_ms: int, message: Message) -> int:
    """When a message takes effect; what has no time of its own is known from the start here."""
    return found_ms if isinstance(message, Split) or message.when is not None else 0
