"""What an operator decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from race.edits import decisions, entrants, passings
from race.messages import Entrant, Order, Read
from tests.race.edits.timed_race import TimedRace, clock

if TYPE_CHECKING:
    from race.messages import Belief


@pytest.fixture
def race() -> TimedRace:
    """Two runners at 300 m."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    race.pass_by("12", 55)
    return race


def test_a_runner_is_out_and_back(race: TimedRace) -> None:
    """With the rule; back in the race no status is left, however many there were."""
    race.do(decisions.set_status(race.history, "11", "dnf", after="300"))
    race.do(decisions.set_status(race.history, "11", "dq", reason="TR 17.3.1"))
    runner = race.state.runners["11"]
    assert runner.out == "dq"
    assert runner.statuses[-1].reason == "TR 17.3.1"

    edit = race.do(decisions.reinstate(race.history, "11", "appeal upheld"))

    assert race.state.runners["11"].out is None
    assert edit.title.startswith("Berg is back in the race")
    race.undo()
    assert race.state.runners["11"].out == "dq"
    with pytest.raises(ValueError, match="Zee is not out"):
        decisions.reinstate(race.history, "12")


def test_the_result_is_official_and_open_again(race: TimedRace) -> None:
    """Once each."""
    race.do(decisions.make_official(race.history))
    assert race.state.officials
    with pytest.raises(ValueError, match="official already"):
        decisions.make_official(race.history)

    race.do(decisions.reopen(race.history))

    assert not race.state.officials
    with pytest.raises(ValueError, match="is not official"):
        decisions.reopen(race.history)


def test_a_time_is_given_to_another(race: TimedRace) -> None:
    """Unless the other one has a time there from the same watch."""
    race.do(decisions.give(race.history, race.split_id("12", "300"), "13"))
    assert race.times("13") == {"300": "55.0"}
    assert race.times("12") == {}

    with pytest.raises(ValueError, match=r"Berg is timed at 300 m in 54\.0 already: swap"):
        decisions.give(race.history, race.split_id("13", "300"), "11")
    with pytest.raises(ValueError, match="Okafor's time already"):
        decisions.give(race.history, race.split_id("13", "300"), "13")


def test_a_chip_is_found_to_be_a_runner_s(race: TimedRace) -> None:
    """All its reads are, as reads of a device."""
    times = {"300": 56.0, "700": 124.0}
    race.send([Read(chip="E2F", checkpoint=at, clock=clock(seconds)) for at, seconds in times.items()])

    race.do(decisions.give_chip(race.history, "E2F", "14"))

    assert race.times("14") == {"300": "56.00", "700": "2:04.00"}
    assert race.state.runners["14"].passings[0].evidence == "device"
    with pytest.raises(ValueError, match="no read of chip E2F is without a runner"):
        decisions.give_chip(race.history, "E2F", "14")


def test_a_late_entrant(race: TimedRace) -> None:
    """With what was timed under the bib before."""
    race.pass_by("77", 58)

    race.do(entrants.add_entrant(race.history, Entrant(bib="77", name="Uma Late")))

    assert race.state.runners["77"].entrant.name == "Uma Late"
    assert race.times("77") == {"300": "58.0"}
    with pytest.raises(ValueError, match="on the start list already"):
        entrants.add_entrant(race.history, Entrant(bib="77", name="Uma Late"))


def test_a_changed_bib_takes_its_times_along(race: TimedRace) -> None:
    """And its status."""
    race.do(decisions.set_status(race.history, "12", "dnf"))

    race.do(entrants.change_entrant(race.history, "12", Entrant(bib="21", name="Mia Zee")))

    assert "12" not in race.state.runners
    assert race.times("21") == {"300": "55.0"}
    assert race.state.runners["21"].out == "dnf"
    race.undo()
    assert "21" not in race.state.runners
    assert race.times("12") == {"300": "55.0"}


def test_two_bibs_are_one_runner(race: TimedRace) -> None:
    """All goes to the right one; where both are timed, what it has already stays."""
    race.pass_by("99", 54.4)
    race.pass_by("99", 120)

    race.do(entrants.merge_bibs(race.history, "99", "11"))

    assert race.times("11") == {"300": "54.0", "700": "2:00.0"}
    assert "99" not in race.state.runners


def test_a_merged_bib_leaves_the_list_and_its_packs(race: TimedRace) -> None:
    """A number that was put on the list by mistake."""
    race.do(passings.pack(race.history, race.timekeeper, ["11", "12"], clock(120)))

    race.do(entrants.merge_bibs(race.history, "12", "13"))

    assert race.history.start_list is not None
    assert [entrant.bib for entrant in race.history.start_list.entrants] == ["11", "13", "14"]
    orders = [m for m in race.history.messages if isinstance(m, Order) and race.history.holds(m)]
    assert [dict(order.places) for order in orders] == [{"11": 1, "13": 2}]


@pytest.mark.parametrize(
    ("wrong", "right", "why"),
    [("11", "11", "one bib"), ("11", "99", "not on the start list"), ("99", "11", "nothing is known")],
)
def test_what_cannot_be_merged(race: TimedRace, wrong: str, right: str, why: str) -> None:
    """Each says why."""
    with pytest.raises(ValueError, match=why):
        entrants.merge_bibs(race.history, wrong, right)


@pytest.mark.parametrize("belief", ["doubtful", "set aside"])
def test_a_ruling_is_made_and_withdrawn(race: TimedRace, belief: Belief) -> None:
    """The time does not count while it holds."""
    split = race.split_id("11", "300")
    race.do(decisions.rule(race.history, split, belief, "false read"))
    assert race.times("11") == {}

    race.do(decisions.unrule(race.history, split))

    assert race.times("11") == {"300": "54.0"}
    with pytest.raises(ValueError, match="nothing was ruled"):
        decisions.unrule(race.history, split)
