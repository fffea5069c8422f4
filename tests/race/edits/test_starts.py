"""The gun: fired, timed afterwards, recalled, shifted; waves and individual starts."""

from __future__ import annotations

import pytest

from race.edits import starts
from tests.race.edits.timed_race import GUN_CLOCK, TimedRace, clock


def test_the_gun_is_shifted_and_all_moves_with_it() -> None:
    """Times are times of day, so they count from wherever the gun was."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54.1)

    race.do(starts.shift_gun(race.history, clock(1.5)))

    assert race.times("11") == {"300": "52.6"}
    race.undo()
    assert race.times("11") == {"300": "54.1"}


def test_a_gun_that_is_known_afterwards() -> None:
    """Passings are kept before it is, and have a time from then on."""
    race = TimedRace()
    race.pass_by("11", 54.1)
    assert [doubt.reason for doubt in race.state.doubts.values()] == ["no gun"]

    race.do(starts.gun(race.history, GUN_CLOCK))

    assert race.times("11") == {"300": "54.1"}


def test_a_false_start() -> None:
    """What was timed after it does not count for the next gun, and the gun can be fired again."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 20)
    with pytest.raises(ValueError, match="has gone already"):
        race.gun()

    race.do(starts.recall(race.history))
    assert not race.state.guns
    race.do(starts.gun(race.history, clock(300)))
    race.pass_by("11", 354)

    assert race.times("11") == {"300": "54.0"}


def test_a_gun_that_was_shifted_is_recalled_as_a_whole() -> None:
    """No earlier time of it holds again."""
    race = TimedRace()
    race.gun()
    race.do(starts.shift_gun(race.history, clock(2)))

    race.do(starts.recall(race.history))

    assert not race.state.guns
    with pytest.raises(ValueError, match="no gun has gone yet"):
        starts.recall(race.history)


def test_waves_have_guns_of_their_own() -> None:
    """Each counts from its own."""
    race = TimedRace()
    race.do(starts.set_waves(race.history, {"11": "A", "12": "B"}))
    race.do(starts.gun(race.history, GUN_CLOCK, "A"))
    race.do(starts.gun(race.history, clock(60), "B"))

    race.pass_by("11", 54)
    race.pass_by("12", 115)

    assert race.times("11") == {"300": "54.0"}
    assert race.times("12") == {"300": "55.0"}
    with pytest.raises(ValueError, match="not on the start list: 99"):
        starts.set_waves(race.history, {"99": "A"})


def test_individual_starts() -> None:
    """Each has a gun, by the interval; one who was late has it shifted."""
    race = TimedRace()

    race.do(starts.individual_starts(race.history, ["13", "11"], GUN_CLOCK, 30_000))
    race.pass_by("13", 54)
    race.pass_by("11", 90)
    race.do(starts.shift_gun(race.history, clock(35), "11"))

    assert race.times("13") == {"300": "54.0"}
    assert race.times("11") == {"300": "55.0"}
