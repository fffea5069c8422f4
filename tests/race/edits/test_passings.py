"""Times taken by hand, named, and given to checkpoints."""

from __future__ import annotations

import pytest

from race.edits import passings
from race.edits.edit import Timekeeper
from race.edits.lap_counter import LapCount, lap_counts
from race.edits.next_checkpoint import suspicion
from race.edits.passings import unnamed_taps
from race.fold.history import History
from race.messages import Order, Split
from tests.race.edits.timed_race import TimedRace, clock


def test_taps_are_named_in_their_order() -> None:
    """The time is that of the tap, the checkpoint the next of each runner."""
    race = TimedRace()
    race.gun()
    for seconds in (54.18, 54.55, 56.2):
        race.tap(seconds)
    assert [tap.name for tap in unnamed_taps(race.history)] == ["tap 1", "tap 2", "tap 3"]

    race.name("12", "11")

    assert race.times("12") == {"300": "54.2"}
    assert race.times("11") == {"300": "54.6"}
    assert [tap.name for tap in unnamed_taps(race.history)] == ["tap 3"]


def test_a_tap_may_stay_without_a_name() -> None:
    """An empty bib leaves it out."""
    race = TimedRace()
    race.gun()
    race.tap(54.1)
    race.tap(54.9)

    race.name("", "12")

    assert race.times("12") == {"300": "54.9"}
    assert [tap.name for tap in unnamed_taps(race.history)] == ["tap 1"]


def test_one_runner_may_have_several_taps() -> None:
    """As a lapped runner has, who is named once the leader has passed too."""
    race = TimedRace()
    race.gun()
    race.tap(54.1)
    race.tap(120.1)

    race.name("11", "11")

    assert race.times("11") == {"300": "54.1", "700": "2:00.1"}


def test_more_bibs_than_taps_are_refused() -> None:
    """Nothing is named then."""
    race = TimedRace()
    race.gun()
    race.tap(54.1)

    with pytest.raises(ValueError, match="2 bibs, but 1 tap without"):
        race.name("11", "12")


def test_a_bib_passes_its_next_checkpoint() -> None:
    """Lap by lap up to the finish; a time after that is kept as a tap."""
    race = TimedRace()
    race.gun()
    for seconds in (54, 120, 187.5, 251.31):
        race.pass_by("11", seconds)
    assert race.times("11") == {"300": "54.0", "700": "2:00.0", "1100": "3:07.5", "finish": "4:11.4"}

    race.pass_by("11", 262)

    assert race.times("11")["finish"] == "4:11.4"
    assert [tap.name for tap in unnamed_taps(race.history)] == ["bib 11 again"]


def test_only_own_checkpoints_are_timed() -> None:
    """Someone at the finish alone times no lap."""
    race = TimedRace()
    race.timekeeper = Timekeeper("Ann", ("finish",))
    race.gun()

    race.pass_by("11", 251)

    assert race.times("11") == {"finish": "4:11.0"}


def test_an_unlisted_bib_is_timed() -> None:
    """It is on the board, and on no list."""
    race = TimedRace()
    race.gun()

    race.pass_by("77", 54)

    assert race.times("77") == {"300": "54.0"}


def test_a_bib_typed_twice_is_doubted_and_then_timed_again() -> None:
    """A lap of two seconds is kept and flagged; the true passing takes its place, and says so in the log."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    race.pass_by("11", 56)
    assert [doubt.reason for doubt in race.state.doubts.values()] == ["too fast"]

    race.pass_by("11", 120)

    assert race.times("11") == {"300": "54.0", "700": "2:00.0"}
    assert not race.state.doubts


def test_a_missed_passing_is_suspected() -> None:
    """A lap of twice what the others took is said, with the checkpoint that fits, and is not moved."""
    race = TimedRace()
    race.gun()
    for bib in ("11", "12", "13"):
        race.pass_by(bib, 54)
    for bib, seconds in (("11", 120), ("12", 121)):
        race.pass_by(bib, seconds)

    race.pass_by("13", 190)

    found = suspicion(race.state, race.timekeeper, race.state.runners["13"], 1, 190_000)
    assert found is not None
    assert found.text == "Okafor took 2:16 to 700 m, the others 1:07: was a passing missed?"
    assert found.checkpoint == "1100"
    assert race.times("13") == {"300": "54.0", "700": "3:10.0"}
    assert suspicion(race.state, race.timekeeper, race.state.runners["12"], 1, 121_000) is None


def test_a_pack_has_one_time_and_an_order() -> None:
    """The first has the time, the others are known to have passed behind."""
    race = TimedRace()
    race.gun()
    race.pass_by("14", 53)

    edit = race.do(passings.pack(race.history, race.timekeeper, ["12", "11", "13"], clock(54.31)))

    assert [type(message) for message in edit.messages] == [Split, Order]
    assert race.times("12") == {"300": "54.4"}
    assert race.times("11") == race.times("13") == {"300": "-"}
    places = {bib: runner.passings[0].official_place for bib, runner in race.state.runners.items()}
    assert places == {"14": None, "12": 2, "11": 3, "13": 4}


def test_a_pack_is_named_for_a_tap() -> None:
    """The tap is the time of its first."""
    race = TimedRace()
    race.gun()
    race.tap(54.31)
    (tap,) = unnamed_taps(race.history)

    race.do(passings.pack(race.history, race.timekeeper, ["12", "11"], tap.clock, tap.id))

    assert not unnamed_taps(race.history)
    assert race.times("12") == {"300": "54.4"}


@pytest.mark.parametrize("bibs", [["11", "11"], ["11", "12"]])
def test_a_pack_runs_together(bibs: list[str]) -> None:
    """No bib twice, and no one who is on another lap."""
    race = TimedRace()
    race.gun()
    race.pass_by("12", 54)

    with pytest.raises(ValueError, match=r"(given twice|to 300 m next)"):
        passings.pack(race.history, race.timekeeper, bibs, clock(60))


def test_a_pack_moves_down_behind_someone_who_was_missed() -> None:
    """Its places count from the front: whoever is timed before it later on moves them."""
    race = TimedRace()
    race.gun()
    race.tap(53)
    race.do(passings.pack(race.history, race.timekeeper, ["12", "11"], clock(54.31)))

    race.name("14")

    places = {bib: race.state.runners[bib].passings[0].official_place for bib in ("12", "11")}
    assert places == {"12": 2, "11": 3}
    race.undo()
    places = {bib: race.state.runners[bib].passings[0].official_place for bib in ("12", "11")}
    assert places == {"12": 1, "11": 2}


def test_the_lap_counter() -> None:
    """Laps to go as the board at the line shows them; the bell; laps behind the leader."""
    race = TimedRace()
    race.gun()
    assert lap_counts(race.state)["11"] == LapCount(done=0, to_go=4, is_last=False, down=0)

    for seconds in (54, 120, 186):
        race.pass_by("11", seconds)
    race.pass_by("12", 70)
    race.pass_by("12", 187)

    assert lap_counts(race.state) == {
        "11": LapCount(done=3, to_go=1, is_last=True, down=0),
        "12": LapCount(done=2, to_go=2, is_last=False, down=1),
        "13": LapCount(done=0, to_go=4, is_last=False, down=0),
        "14": LapCount(done=0, to_go=4, is_last=False, down=0),
    }


def test_a_tap_before_the_start_list_has_come() -> None:
    """It is kept, and named once it is known who runs."""
    race = TimedRace()
    list_, race.history = race.history.messages[0], History()
    race.do(passings.tap(race.history, race.timekeeper, clock(54.1)))
    race.do(passings.tap(race.history, Timekeeper("Ann", ("700",)), clock(54.9)))
    assert [tap.checkpoint for tap in unnamed_taps(race.history)] == ["finish", "700"]

    race.send([list_])
    race.gun()
    race.name("12", "11")

    assert race.times("12") == {"300": "54.1"}
    assert race.times("11") == {"300": "54.9"}
