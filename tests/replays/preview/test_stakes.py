"""What is at stake in a race, and who has run so fast that it is in reach."""

from __future__ import annotations

from dataclasses import replace

from race.messages import Entrant, Mark, StartList
from race.times import Time
from replays.preview.stakes import Stake, stakes
from tests.tui.small_races import start_list

ANN = Entrant(bib="1", name="Ann Archer", nation="GBR")
BEN = Entrant(bib="2", name="Ben Bow", nation="KEN")
PAM = Entrant(bib="3", name="Pam Pace", nation="GBR", role="pacemaker")

WORLD = Mark(label="World record", code="WR", time=Time.parse("1:40.00"), holder="Cy Old")
BRITISH = Mark(
    label="British record", code="NR", nation="GBR", time=Time.parse("1:41.50"), holder="ann ARCHER"
)
MEETING = Mark(label="Meeting record", code="MR", time=Time.parse("1:45.00"))


def of(*marks: Mark, **bests: str) -> tuple[Stake, ...]:
    """The stakes of a race with bests by bib, such as `b1`."""
    race: StartList = replace(start_list(800, (400,), (ANN, BEN, PAM)), marks=marks)
    return stakes(race, race.entrants, {bib[1:]: Time.parse(time) for bib, time in bests.items()})


def figures(stake: Stake) -> list[tuple[str, str]]:
    """Who could take it, and how much that takes."""
    return [(one.entrant.bib, str(one.needs)) for one in stake.contenders]


def test_who_is_within_one_per_cent() -> None:
    """One per cent of 1:40 is a second; pacemakers do not finish, and a record has its owners."""
    world, british = of(WORLD, BRITISH, b1="1:41.00", b2="1:41.01", b3="1:40.00")

    assert figures(world) == [("1", "1.00")]
    assert figures(british) == [("1", "-0.50")]
    assert (world.holder, british.holder) == (None, ANN)


def test_the_fastest_comes_first_and_the_fastest_mark_too() -> None:
    """A mark that no one comes near is at stake all the same."""
    world, meeting = of(MEETING, WORLD, b1="1:45.50", b2="1:44.90")

    assert figures(world) == []
    assert figures(meeting) == [("2", "-0.10"), ("1", "0.50")]


def test_marks_of_one_run_are_one_if_the_same_runners_could_take_them() -> None:
    """A European record of the same time is not a Kenyan's to take."""
    league = replace(WORLD, label="Diamond League record", code="DLR")
    european = replace(WORLD, label="European record", code="AR", area="Europe")

    first, second = of(WORLD, league, european, b1="1:40.50", b2="1:40.20")
    assert [mark.code for mark in first.marks] == ["WR", "DLR"]
    assert ([mark.code for mark in second.marks], figures(second)) == (["AR"], [("1", "0.50")])


def test_what_cannot_be_taken_here_is_not_at_stake() -> None:
    """Indoors, over another distance, of a nation without a runner."""
    indoors = replace(WORLD, setting="indoor")
    mile = replace(WORLD, distance_m=1609.344)
    french = replace(BRITISH, nation="FRA")

    assert of(indoors, mile, french, b1="1:40.00") == ()
