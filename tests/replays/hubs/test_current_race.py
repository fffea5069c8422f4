"""The race that is on is the one whose gun went last."""

from __future__ import annotations

from dataclasses import replace

from feeds.protocol.race_notice import RaceNotice
from replays.hubs.current_race import CurrentRace, races_to_come

NOTICE = RaceNotice(
    race="a", name="", meet="", date="", event="", state="before", head=1, publishers=0, viewers=0
)


def race(name: str, state: str = "before", gun_ms: int | None = None, head: int = 1) -> RaceNotice:
    """A race of the list."""
    return replace(NOTICE, race=name, name=name, state=state, gun_ms=gun_ms, head=head)


class Meeting:
    """A list of races that changes, and someone who watches the one that is on."""

    def __init__(self, *races: RaceNotice) -> None:
        self.races = {one.race: one for one in races}
        self.now_ms = 1000
        self.current = CurrentRace()

    def then(self, *changed: RaceNotice, delay_ms: int = 0) -> str:
        """The race that is watched after some races have changed."""
        self.races |= {one.race: one for one in changed}
        self.now_ms += 1000
        self.current.look(list(self.races.values()), self.now_ms, delay_ms)
        return self.current.race.race if self.current.race else ""


def test_one_race_after_the_other() -> None:
    """The next is shown before its gun if none is on; a race that is over stays until the next gun."""
    meeting = Meeting(race("a", "official", 10), race("b"), race("c"))
    assert meeting.then() == "b"
    assert meeting.then(race("b", "running", 1500)) == "b"
    assert meeting.then(race("b", "finished", 1500)) == "b"
    assert meeting.then(race("b", "official", 1500)) == "b"
    assert meeting.then(race("c", "running", 4000)) == "c"
    assert meeting.then(race("c", "official", 4000)) == "c"


def test_a_race_that_was_ended_is_neither_on_nor_to_come() -> None:
    """It was called off, or left unfinished."""
    off, left = replace(race("a"), ended=True), replace(race("b", "running", 10), ended=True)
    meeting = Meeting(off, left, race("c"))

    assert meeting.then() == "c"
    assert [one.race for one in races_to_come([off, left, race("c")])] == ["c"]


def test_another_race_than_the_next_is_started_first() -> None:
    """Whatever the timetable says."""
    meeting = Meeting(race("a"), race("b"))
    assert meeting.then() == "a"
    assert meeting.then(race("b", "running", 1500)) == "b"


def test_of_two_at_once_the_gun_that_went_last_decides() -> None:
    """The other one is named, and comes back when the shorter is over and it goes on."""
    meeting = Meeting(race("10k", "running", 1000, head=5), race("100"))
    assert meeting.then() == "10k"
    assert meeting.then(race("100", "running", 2500), race("10k", "running", 1000, head=6)) == "100"
    assert [one.race for one in meeting.current.also_on] == ["10k"]
    assert meeting.then(race("10k", "running", 1000, head=7)) == "100"
    assert meeting.then(race("100", "finished", 2500)) == "100"
    assert meeting.then(race("10k", "running", 1000, head=8)) == "10k"
    assert meeting.current.also_on == ()


def test_a_race_that_was_left_unfinished_does_not_come_back() -> None:
    """No one said that its last runner dropped out; nothing of it comes any more."""
    meeting = Meeting(race("a", "running", 1000, head=9), race("b"))
    assert meeting.then() == "a"
    assert meeting.then(race("b", "running", 2500)) == "b"
    assert meeting.then(race("b", "official", 2500)) == "b"
    assert meeting.then() == "b"


def test_a_false_start_is_no_start() -> None:
    """The gun was taken back: the race is before its gun again, and stays, whatever else was left open."""
    meeting = Meeting(race("a", "running", 10), race("b"))
    assert meeting.then() == "a"
    assert meeting.then(race("b", "running", 1500)) == "b"
    assert meeting.then(race("b")) == "b"
    assert meeting.then(race("b", "running", 5000)) == "b"


def test_who_watches_late_sees_the_end_of_a_race() -> None:
    """The next is shown as late as the one before."""
    meeting = Meeting(race("a", "running", 500), race("b"))
    assert meeting.then() == "a"
    assert meeting.then(race("b", "running", 2900), delay_ms=5000) == "a"
    for _ in range(4):
        assert meeting.then(delay_ms=5000) == "a"
    assert meeting.then(delay_ms=5000) == "b"


def test_guns_without_a_time_of_day() -> None:
    """Where the hub knows no time of a gun, it went when the race was first seen to be on."""
    meeting = Meeting(race("a", "running"), race("b"), race("c"))
    assert meeting.then() == "a"
    assert meeting.then(race("b", "running")) == "b"
    assert meeting.then(race("c", "running", 2500)) == "b"
    assert meeting.then(race("b", "official"), race("c", "running", 2500, head=2)) == "c"


def test_a_race_that_is_withdrawn() -> None:
    """Its place is taken by what is on, or comes next; without races there is nothing to watch."""
    meeting = Meeting(race("a", "running", 500), race("b"))
    assert meeting.then() == "a"
    del meeting.races["a"]
    assert meeting.then() == "b"
    meeting.races.clear()
    assert meeting.then() == ""


def test_a_race_that_the_desk_has_ended_is_not_on() -> None:
    """Nor is one that was ended before its gun to come."""
    meeting = Meeting(race("a", "running", 500), replace(race("b"), ended=True), race("c"))
    assert meeting.then() == "a"
    assert meeting.then(replace(race("a", "running", 500), ended=True)) == "a"
    assert meeting.current.also_on == ()
    assert [one.race for one in races_to_come([*meeting.races.values()])] == ["c"]


def test_the_races_to_come() -> None:
    """Those that have not begun; the first is the next."""
    races = [race("a", "official", 1), race("b", "running", 2), race("c"), race("d")]

    assert [one.race for one in races_to_come(races)] == ["c", "d"]
    assert races_to_come(races[:2]) == []
