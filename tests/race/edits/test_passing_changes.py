"""What a timekeeper puts right."""

from __future__ import annotations

import pytest

from race.edits import passing_changes, passings
from race.edits.edit import Timekeeper
from race.edits.passings import unnamed_taps
from race.messages import Split
from race.times import Time
from tests.race.edits.timed_race import TimedRace, clock


@pytest.fixture
def race() -> TimedRace:
    """Three runners at 300 m, from taps."""
    race = TimedRace()
    race.gun()
    for seconds in (54.1, 54.6, 56.2):
        race.tap(seconds)
    race.name("11", "12", "13")
    return race


def test_two_runners_change_their_times(race: TimedRace) -> None:
    """Where they were named the wrong way round."""
    edit = race.do(passing_changes.swap(race.history, "300", "11", "12"))

    assert (race.times("11"), race.times("12")) == ({"300": "54.6"}, {"300": "54.1"})
    assert "is Zee's, not Berg's" in edit.title
    assert not unnamed_taps(race.history)


def test_two_runners_change_places_in_a_pack(race: TimedRace) -> None:
    """The time stays where it was, with the first place of the pack."""
    race.do(passings.pack(race.history, race.timekeeper, ["11", "12", "13"], clock(120)))

    race.do(passing_changes.swap(race.history, "700", "11", "13"))

    there = {bib: race.state.runners[bib].passings[1] for bib in ("11", "12", "13")}
    assert {bib: p.official_place for bib, p in there.items()} == {"13": 1, "12": 2, "11": 3}
    assert there["13"].time is not None
    assert there["11"].time is None


def test_a_time_is_moved_to_another_checkpoint(race: TimedRace) -> None:
    """As after a missed lap."""
    race.pass_by("11", 190)

    race.do(passing_changes.move(race.history, race.split_id("11", "700"), "1100"))

    assert race.times("11") == {"300": "54.1", "1100": "3:10.0"}


def test_times_that_cannot_be_moved_on(race: TimedRace) -> None:
    """None are there, or the last is at the finish."""
    with pytest.raises(ValueError, match="Berg is not timed at 700 m by hand, nor after it"):
        passing_changes.move_on(race.history, race.timekeeper, "11", "700")
    for seconds in (120, 186, 250):
        race.pass_by("11", seconds)

    with pytest.raises(ValueError, match="Berg is timed at the finish already"):
        passing_changes.move_on(race.history, race.timekeeper, "11", "700")


def test_a_time_is_typed_anew(race: TimedRace) -> None:
    """From the gun, or of day."""
    race.do(passing_changes.retime(race.history, race.split_id("11", "300"), Time.parse("53.9")))
    assert race.times("11") == {"300": "53.9"}

    race.do(passing_changes.retime(race.history, race.split_id("11", "300"), clock(55.32)))
    assert race.times("11") == {"300": "55.4"}


def test_a_time_that_a_person_types_is_no_longer_a_device_s() -> None:
    """It is known by hand then."""
    race = TimedRace()
    race.gun()
    race.send([Split(bib="11", checkpoint="300", clock=clock(54), evidence="device")])

    race.do(passing_changes.retime(race.history, race.split_id("11", "300"), clock(54.5)))

    assert race.state.runners["11"].passings[0].evidence == "hand"


def test_a_passing_that_was_missed_is_put_in(race: TimedRace) -> None:
    """At a known time, or half way between two, with a note that says so."""
    race.do(passing_changes.insert_missed(race.history, race.timekeeper, "14", "300", clock(55)))
    assert race.times("14") == {"300": "55.0"}
    race.undo()

    between = clock(54.6), clock(56.2)
    race.do(passing_changes.insert_between(race.history, race.timekeeper, "14", "300", *between))

    assert race.times("14") == {"300": "55.4"}
    (note,) = race.state.notes
    assert note.text == "Not timed: half way between two times that are 1.6 s apart"
    assert (note.bib, note.checkpoint) == ("14", "300")


def test_one_watch_has_one_time(race: TimedRace) -> None:
    """A second one of the same person is refused, with what to do; another person's is not."""
    with pytest.raises(ValueError, match=r"Berg is timed at 300 m in 54\.1 already"):
        passing_changes.insert_missed(race.history, race.timekeeper, "11", "300", clock(55))
    race.pass_by("11", 120)
    with pytest.raises(ValueError, match="already: move or delete"):
        passing_changes.move(race.history, race.split_id("11", "700"), "300")

    race.do(passing_changes.insert_missed(race.history, Timekeeper("Bo"), "11", "300", clock(55)))

    assert race.times("11")["300"] == "55.0"


def test_a_passing_without_its_name_is_a_tap_again(race: TimedRace) -> None:
    """However often it was changed since."""
    race.do(passing_changes.swap(race.history, "300", "11", "12"))

    race.do(passing_changes.unname(race.history, race.split_id("11", "300")))

    assert race.times("11") == {}
    assert [tap.name for tap in unnamed_taps(race.history)] == ["tap 2"]


def test_a_passing_that_was_none_leaves_nothing(race: TimedRace) -> None:
    """No time, no tap, and no earlier time of it."""
    race.do(passing_changes.retime(race.history, race.split_id("11", "300"), clock(50)))

    race.do(passing_changes.delete_passing(race.history, race.timekeeper, "11", "300"))

    assert race.times("11") == {}
    assert not unnamed_taps(race.history)
    race.undo()
    assert race.times("11") == {"300": "50.0"}


def test_a_runner_leaves_a_pack(race: TimedRace) -> None:
    """Those behind move up."""
    race.do(passings.pack(race.history, race.timekeeper, ["11", "12", "13"], clock(120)))

    race.do(passing_changes.delete_passing(race.history, race.timekeeper, "12", "700"))

    places = {
        bib: runner.passings[1].official_place
        for bib, runner in race.state.runners.items()
        if 1 in runner.passings
    }
    assert places == {"11": 1, "13": 2}


def test_what_another_watch_has_stays(race: TimedRace) -> None:
    """Neither is its time withdrawn, nor do places move for a runner whom the first has already."""
    other = Timekeeper("Bo")
    race.do(passings.pack(race.history, race.timekeeper, ["12", "13"], clock(120)))
    race.pass_by("11", 119)
    places = {bib: race.state.runners[bib].passings[1].official_place for bib in ("12", "13")}
    assert places == {"12": 2, "13": 3}

    race.do(passings.by_bib(race.history, other, "11", clock(119.2)))
    assert places == {bib: race.state.runners[bib].passings[1].official_place for bib in ("12", "13")}
    race.do(passing_changes.delete_passing(race.history, race.timekeeper, "11", "700"))

    assert race.times("11")["700"] == "1:59.2"
    assert places == {bib: race.state.runners[bib].passings[1].official_place for bib in ("12", "13")}
    race.do(passing_changes.delete_passing(race.history, other, "11", "700"))
    assert [race.state.runners[bib].passings[1].official_place for bib in ("12", "13")] == [1, 2]


def test_a_pack_of_none_leaves_no_order(race: TimedRace) -> None:
    """Nor an earlier one, from before someone left it."""
    race.do(passings.pack(race.history, race.timekeeper, ["11", "12"], clock(120)))
    race.do(passing_changes.delete_passing(race.history, race.timekeeper, "12", "700"))

    race.do(passing_changes.delete_passing(race.history, race.timekeeper, "11", "700"))

    assert all(1 not in runner.passings for runner in race.state.runners.values())


def test_a_tap_that_was_none_goes(race: TimedRace) -> None:
    """It cannot be named any longer."""
    race.tap(60)
    (tap,) = unnamed_taps(race.history)

    race.do(passing_changes.delete_tap(race.history, tap.id))

    assert not unnamed_taps(race.history)
    with pytest.raises(ValueError, match="replaced or withdrawn already"):
        passing_changes.delete_tap(race.history, tap.id)
