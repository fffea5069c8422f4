"""What would change nothing, or is given twice, is refused with a sentence, and nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from race.edits import decisions, entrants, passing_changes, passings, starts
from race.messages import Gun, StartList
from race.times import Time
from tests.race.edits.timed_race import GUN_CLOCK, TimedRace, clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.edits.edit import Edit

NOTHING = "would change nothing"


@pytest.fixture
def race() -> TimedRace:
    """Two runners at 300 m."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    race.pass_by("12", 55)
    return race


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda r: passing_changes.retime(r.history, r.split_id("11", "300"), clock(54)), NOTHING),
        (lambda r: passing_changes.move(r.history, r.split_id("11", "300"), "300"), NOTHING),
        (lambda r: passing_changes.swap(r.history, "300", "11", "11"), NOTHING),
        (lambda r: starts.shift_gun(r.history, GUN_CLOCK), NOTHING),
        (lambda r: starts.set_gun(r.history, GUN_CLOCK), NOTHING),
        (lambda r: starts.set_waves(r.history, {"11": ""}), NOTHING),
        (lambda r: entrants.change_entrant(r.history, "11", r.state.runners["11"].entrant), NOTHING),
        (lambda r: passings.pack(r.history, r.timekeeper, [], clock(120)), "no bib"),
        (lambda r: passings.pack(r.history, r.timekeeper, ["11", "11"], clock(120)), "bib 11 is given twice"),
        (
            lambda r: starts.individual_starts(r.history, ["12", "12"], GUN_CLOCK, 1000),
            "bib 12 is given twice",
        ),
    ],
)
def test_an_edit_that_changes_nothing(
    race: TimedRace, edit: Callable[[TimedRace], Edit], sentence: str
) -> None:
    """So that no undo is wasted on it, and no audit trail has it."""
    with pytest.raises(ValueError, match=sentence):
        edit(race)


def test_what_stays_in_an_edit_is_not_sent_again(race: TimedRace) -> None:
    """Starts one by one a second time: the waves are as they were, and a gun that moved replaces its own."""
    race.do(starts.individual_starts(race.history, ["11", "12"], GUN_CLOCK, 30_000))

    again = race.do(starts.individual_starts(race.history, ["11", "12"], GUN_CLOCK, 20_000))

    assert [type(message) for message in again.messages] == [Gun]
    assert not any(isinstance(message, StartList) for message in again.messages)
    assert len(race.state.guns) == 3
    assert race.history.start_times.delays_ms["12"] == 20_000


def test_a_status_is_given_once(race: TimedRace) -> None:
    """Another rule, another status or another place is news."""
    race.do(decisions.set_status(race.history, "11", "dq", reason="TR 17.3.1"))

    with pytest.raises(ValueError, match="Berg is out as dq already"):
        decisions.set_status(race.history, "11", "dq", reason="TR 17.3.1")
    race.do(decisions.set_status(race.history, "11", "dq", reason="TR 17.2.3"))
    assert race.state.runners["11"].statuses[-1].reason == "TR 17.2.3"


def test_a_tap_is_named_once(race: TimedRace) -> None:
    """By who looks at a list that is no longer so."""
    race.tap(125)
    taps = passings.unnamed_taps(race.history)
    race.name("11")

    with pytest.raises(ValueError, match="replaced or withdrawn already"):
        passings.name_taps(race.history, race.timekeeper, taps, ["12"])
    with pytest.raises(ValueError, match="replaced or withdrawn already"):
        passings.pack(race.history, race.timekeeper, ["12"], clock(125), taps[0].id)


def test_another_kind_of_time_is_a_change(race: TimedRace) -> None:
    """A time of day that becomes a time from the gun, even the same."""
    edit = race.do(passing_changes.retime(race.history, race.split_id("11", "300"), Time(54_000, 2)))

    assert len(edit.messages) == 1
    assert race.times("11") == {"300": "54.00"}
