"""Another recording that runs along: a dimmed field on the track, in the packs and in the charts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.messages import Entrant, Message
from replays.watching.ghost_race import GhostRace
from replays.watching.mark_text import parse_ghost
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import GUN, split, start_list
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.views.scenes import recording_of, scene_of_log, text_of
from tui.text.styled_line import StyledLine
from tui.views.charts import gaps, lap_times, places
from tui.views.packs import packs
from tui.views.scene import Scene
from tui.views.track import oval

LAPS = (400, 800, 1200)


def race(*lap_s: float) -> list[Message]:
    """Runners named by a letter, each with even laps of so many seconds."""
    letters = "ABCDEF"[: len(lap_s)]
    field = start_list([Entrant(bib=letter, name=f"Runner {letter}") for letter in letters], LAPS)
    laps = enumerate(LAPS, start=1)
    splits = [split(b, m, f"{s * n:.1f}") for n, m in laps for b, s in zip(letters, lap_s, strict=True)]
    return [field, GUN, *splits]


def with_ghost(at: str) -> Scene:
    """A race of two, with another of three, a second a lap behind."""
    scene = scene_of_log(race(60, 60.5), at, "A")
    other = GhostRace.of(RecordedRace("other", race(61, 61.5, 62)))
    return replace(scene, ghosts=(other.at(scene.clock_ms),))


def dim(lines: list[StyledLine]) -> str:
    """What is drawn in the quiet style."""
    return "\n".join("".join(text for text, style in line if style == "dim") for line in lines)


def test_the_field_of_the_ghost_is_on_the_track() -> None:
    """As many quiet dots as it has runners, and the name of the race; none after they have finished."""
    lines = oval.lines(with_ghost("1:40"), 120, 40)

    assert dim(lines).count("·") == 4  # three, and one before the name
    assert "· ghost" in dim(lines)
    assert "·" not in "".join(text_of(oval.lines(with_ghost("10:00"), 120, 40)))


def test_the_ghost_runs_along_in_the_charts_of_places_and_laps() -> None:
    """Three quiet lines each, with its own places and its own laps; only what it has run by now."""
    scene = with_ghost("2:02.5")
    assert scene.checkpoints is not None
    place_lines = places.places_chart(scene, scene.checkpoints, 20).series
    lap_lines = lap_times.lap_times(scene, scene.checkpoints, 20).series

    assert [line.label for line in place_lines if line.style == "dim"] == ["ghost", "", ""]
    assert [[p.value for p in line.points] for line in place_lines if line.style == "dim"] == [
        [1, 1],
        [2],
        [3],
    ]
    assert [[p.value for p in line.points] for line in lap_lines if line.style == "dim"] == [
        [61.0, 61.0],
        [61.5],
        [62.0],
    ]


def test_the_gaps_of_the_ghost_are_to_the_leader_of_this_race() -> None:
    """Three quiet lines; only those checkpoints that both have passed by now."""
    scene = with_ghost("2:01.2")
    assert scene.checkpoints is not None
    drawn = gaps.gap_chart(scene, scene.checkpoints, 20).series

    ghosts = [line for line in drawn if line.style == "dim"]
    assert [[round(point.value, 1) for point in line.points] for line in ghosts] == [[1.0], [1.5], [2.0]]
    assert [line.label for line in ghosts] == ["ghost", "", ""]
    assert "ghost" in "\n".join(text_of(gaps.lines(scene, 100, 30)))


def test_the_packs_of_the_ghost_stand_below_those_of_each_checkpoint() -> None:
    """All in the quiet style, with the time of its own leader."""
    lines = text_of(packs.lines(with_ghost("4:00"), 100, 30))
    history = [
        line.split() for line in lines if line.split()[:1] and line.split()[0] in ("ghost", "800", "400")
    ]

    assert [line[:2] for line in history] == [
        ["ghost", "3:03.0"],
        ["800", "2:00.0"],
        ["ghost", "2:02.0"],
        ["400", "1:00.0"],
        ["ghost", "1:01.0"],
    ]


def test_only_a_race_without_an_athlete_is_a_whole_field() -> None:
    """With an athlete it is that run alone, as a mark."""
    assert isinstance(parse_ghost(BOWERMAN), GhostRace)
    assert not isinstance(parse_ghost(f"{BOWERMAN}:Kerr"), GhostRace)


@pytest.mark.parametrize("at_ms", [60_000, 170_000])
def test_a_ghost_knows_nothing_later(at_ms: int) -> None:
    """Its state is that of its own race after as much time."""
    ghost = GhostRace.of(recording_of(LONDON)).at(at_ms)

    times = [p.time.ms for r in ghost.state.runners.values() for p in r.passings.values() if p.time]
    assert times
    assert max(times) <= at_ms
