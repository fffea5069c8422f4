"""What is said before the gun, of a wrong clock of the hub, and of a gun that starts no one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from race.board import Board, LiveEdge
from race.fold.history import History
from race.fold.start_times import StartTimes
from race.messages import Message
from race.times import TimeOfDay
from tests.race.messages_by_hand import board, entrant, gun, split, start_list
from tui.text.clocks_and_guns import before_the_gun, hub_clock, idle_gun, own_clock
from tui.text.race_headline import summary


@pytest.fixture(autouse=True)
def viewer_in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The viewer's clock is not the race's."""
    with monkeypatch.context() as here:
        here.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


def waiting(starts_in_ms: int, *messages: Message, zone: str = "Europe/Berlin") -> Board:
    """The board so long before the gun."""
    shown = board(replace(start_list("AB"), zone=zone), *messages, at="0")
    shown.edge = LiveEdge(starts_in_ms)
    return shown


TEN = gun("2026-05-02T08:00:00Z")


def test_how_long_it_is_until_the_gun() -> None:
    """With its time of day in the race's own zone; the city is left out where it is the viewer's."""
    assert before_the_gun(waiting(252_000, TEN)) == ["starts in 4:12", "at 10:00 in Berlin"]
    assert before_the_gun(waiting(42_300, TEN)) == ["starts in 43 s", "at 10:00 in Berlin"]
    assert before_the_gun(waiting(252_000, TEN, zone="America/New_York"))[1] == "at 04:00"
    assert before_the_gun(waiting(252_000, TEN, zone=""))[1] == "at 04:00"
    assert before_the_gun(waiting(252_000, TEN, zone="Europe/Atlantis"))[1] == "at 04:00"
    early = gun("2026-05-02T07:59:30Z", wave="A")
    assert before_the_gun(waiting(252_000, TEN, early))[1] == "at 09:59:30 in Berlin"


def test_a_gun_on_another_day() -> None:
    """The day is said, where the race is."""
    hours = 3_600_000
    assert before_the_gun(waiting(9 * hours, TEN)) == ["starts in 9:00:00", "at 10:00 in Berlin"]
    assert before_the_gun(waiting(11 * hours, TEN)) == ["starts in 11:00:00", "at 2 May 10:00 in Berlin"]
    assert before_the_gun(waiting(50 * hours, TEN))[0] == "starts in 2 days"


def test_before_there_is_a_gun() -> None:
    """The planned start, where the start list has one."""
    planned = replace(
        start_list("AB"), zone="Asia/Tokyo", planned=TimeOfDay.parse("2026-05-02T10:00:00+09:00")
    )

    assert summary(board(planned)) == ["before the gun", "planned for 10:00 in Tokyo"]
    assert summary(board(start_list("AB"))) == ["before the gun"]


def test_a_live_race_counts_down_to_its_planned_start() -> None:
    """By the hub's clock; a delay is said, and so is a start that is past."""
    clock = TimeOfDay.parse("2026-05-02T10:25:00+09:00")
    shown = board(replace(start_list("AB"), zone="Asia/Tokyo", planned=clock))
    first_ms, planned_ms = clock.utc_ms - 1_500_000, clock.utc_ms

    shown.edge = LiveEdge(now_ms=planned_ms - 252_000, first_planned_ms=planned_ms)
    assert before_the_gun(shown) == ["before the gun", "in 4:12, planned for 10:25 in Tokyo"]
    shown.edge = LiveEdge(now_ms=planned_ms - 252_000, first_planned_ms=first_ms)
    assert before_the_gun(shown)[1:] == ["in 4:12, planned for 10:25 in Tokyo", "25 minutes late"]
    shown.edge = LiveEdge(now_ms=planned_ms + 720_000, first_planned_ms=first_ms)
    assert before_the_gun(shown)[1:] == ["37 minutes late, planned for 10:25 in Tokyo"]


def test_the_headline_counts_down_until_someone_runs() -> None:
    """A gun that is set for later has not been fired."""
    shown = waiting(252_000, TEN)
    assert (shown.phase, summary(shown)[0]) == ("before", "starts in 4:12")

    running = waiting(252_000, TEN, split("A", 400, "1:00"))
    later = Board.at("race", 60_000, History([start_list("AB"), TEN, split("A", 400, "1:00")]).at(60_000))
    later.edge = running.edge
    assert (later.phase, summary(later)[0]) == ("running", "3 laps to go")


def test_by_how_much_the_hub_s_clock_is_wrong() -> None:
    """Ahead or behind, to the second."""
    assert hub_clock(0) == ""
    assert hub_clock(-3_600_400) == (
        "the hub's clock is 1:00:01 behind the timing's; the race clock allows for it"
    )
    assert hub_clock(90_000).startswith("the hub's clock is 1:30 ahead of the timing's;")


def test_by_how_much_this_computer_s_clock_is_wrong() -> None:
    """From a minute on."""
    assert [own_clock(ahead_ms) for ahead_ms in (-60_000, 0, 59_000)] == ["", "", ""]
    assert own_clock(3_600_000) == (
        "this computer's clock is 1:00:00 ahead of the hub's; the race is shown by the hub's"
    )
    assert own_clock(-90_000).startswith("this computer's clock is 1:30 behind the hub's;")


def test_a_gun_that_starts_no_one() -> None:
    """Named with the wave that is meant, where one is written almost like it."""
    listed = start_list([entrant("A", wave="Elite"), entrant("B", wave="W2")])
    said = "no entrant is in wave 'elite' of a gun; did you mean 'Elite'?"

    assert idle_gun(StartTimes.of([listed, gun("2026-05-02T08:00:00Z", wave="elite")])) == said
    assert idle_gun(StartTimes.of([listed, gun("2026-05-02T08:00:00Z", wave="W3")])) == (
        "no entrant is in wave 'W3' of a gun"
    )
    assert idle_gun(StartTimes.of([listed, gun("2026-05-02T08:00:00Z", wave="W2")])) == ""
    assert idle_gun(StartTimes.of([start_list("AB"), gun("2026-05-02T08:00:00Z", wave="W2")])) == ""
