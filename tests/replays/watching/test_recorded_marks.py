"""Recorded races as marks: who was first where."""

from __future__ import annotations

from race.messages import Gun
from race.times import Time
from replays.watching.recorded_marks import ghost_of
from replays.watching.recorded_race import RecordedRace
from tests.tui.small_races import runners, split, start_list


def test_a_race_to_race_against_has_the_times_of_the_first() -> None:
    """At each checkpoint that of the runner in first place; none where it is not known who that was."""
    log = [
        start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two")),
        Gun(),
        split("1", "400", "1:00.5", rank=2),
        split("2", "400", "1:00.5", rank=1),
        split("1", "800", "2:01.0", rank=1),
        split("2", "800", "2:01.4", rank=2),
        split("2", "1200", "3:02.0", rank=2),
        split("1", "finish", "4:00.0", rank=1),
    ]

    ghost = ghost_of(RecordedRace("made", log))

    assert [(known.distance_m, known.time) for known in ghost.splits] == [
        (400, Time.parse("1:00.5")),
        (800, Time.parse("2:01.0")),
    ]
