"""Two and three watches on one line."""

from __future__ import annotations

import pytest

from race.edits import passings
from race.edits.edit import Timekeeper
from race.edits.watch_differences import WatchDifference, watch_differences
from race.messages import Split
from race.times import Time
from tests.race.edits.timed_race import TimedRace, clock


def timed_by(*seconds: float) -> TimedRace:
    """A runner at 300 m, by so many watches."""
    race = TimedRace()
    race.gun()
    for number, at in enumerate(seconds):
        person = Timekeeper(("Ann", "Bo", "Cy", "Di")[number])
        race.do(passings.by_bib(race.history, Timekeeper(person.name, ("300",)), "11", clock(at)))
    return race


def only(race: TimedRace) -> WatchDifference:
    """The one difference."""
    (difference,) = watch_differences(race.history, race.state)
    return difference


def test_one_watch_differs_from_none() -> None:
    """There is nothing to compare."""
    assert not watch_differences((race := timed_by(54.1)).history, race.state)


@pytest.mark.parametrize(
    ("seconds", "counts", "rule"),
    [
        ((54.18, 54.31), "Bo", "of two the slower counts"),
        ((54.31, 54.18), "Ann", "of two the slower counts"),
        ((54.9, 54.1, 54.31), "Cy", "of three the middle one counts"),
        ((54.9, 54.1, 54.31, 54.5), "Di", "of 4 the slower of the two in the middle counts"),
    ],
)
def test_what_counts_is_what_the_board_shows(seconds: tuple[float, ...], counts: str, rule: str) -> None:
    """By the rule of the sport, with each watch's own time beside it, from the fastest on."""
    race = timed_by(*seconds)

    difference = only(race)

    assert difference.rule == rule
    assert [one.time.ms for one in difference.times] == sorted(round(s * 1000) for s in seconds)
    (one,) = [one for one in difference.times if one.counts]
    assert one.source == f"Timed by {counts}"
    assert one.time == race.state.runners["11"].passings[0].time
    assert difference.apart_ms == round(max(seconds) * 1000) - round(min(seconds) * 1000)


def test_a_surer_time_counts_before_all_watches() -> None:
    """As that of the photo finish."""
    race = timed_by(54.18, 54.31)
    race.send([Split(bib="11", checkpoint="300", time=Time.parse("54.07"), evidence="official")])

    difference = only(race)

    assert difference.rule == "a time that is official counts"
    assert not any(one.counts for one in difference.times)


def test_where_no_watch_is_believed() -> None:
    """Both are far too fast."""
    race = timed_by(5.18, 5.31)

    assert only(race).rule == "none of them is believed"
