"""A race to a time that is watched ends when the time is up, with or without another message."""

from __future__ import annotations

from dataclasses import replace

from race.messages import Message, Official
from race.moments.moment import Moment
from replays.commentary.narration import narrate
from replays.people.results import RaceResults
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from tests.race.messages_by_hand import AFTER_ALL_MS, gun, split, start_list

GUN_AT = gun("2026-07-28T14:03:22.7Z")
GUN_MS = 1_785_247_402_700
HOUR = replace(start_list("AB", (1000, 2000, 3000, 30_000), lap_m=1000), setting="road", limit_s=3600)
LOG: list[Message] = [HOUR, GUN_AT, split("A", 1000, "10:00"), split("A", 2000, "20:00")]
LATE = split("A", 3000, "1:00:30")


def test_live_it_is_over_when_the_time_is_up() -> None:
    """The clock stops there, although no message came since, and a lap that ends later changes nothing."""
    now_ms = [GUN_MS + 3_599_000]
    race = LiveRace("hour", lambda: now_ms[0])
    race.extend(LOG)
    assert (race.phase, race.clock_stopped, race.clock_ms()) == ("running", False, 3_599_000)

    now_ms[0] = GUN_MS + 3_600_000
    assert (race.phase, race.clock_stopped, race.clock_ms()) == ("finished", True, 3_600_000)
    now_ms[0] = GUN_MS + 3_700_000
    race.extend([replace(LATE, heard_ms=GUN_MS + 3_631_000)])
    assert (race.phase, race.clock_ms()) == ("finished", 3_600_000)
    race.extend([Official()])
    assert (race.phase, race.clock_ms()) == ("official", 3_600_000)


def test_on_the_screen_the_status_changes_with_the_clock() -> None:
    """Although the state of the race stays the same."""
    now_ms = [GUN_MS + 3_599_000]
    race = LiveRace("hour", lambda: now_ms[0])
    race.extend(LOG)
    session = Session(race, lambda: now_ms[0] / 1000)
    assert session.view().board.rows[0].status == "running"

    now_ms[0] += 1000
    shown = session.view()
    assert (shown.board.phase, shown.board.rows[0].status) == ("finished", "finished")
    assert [runner.entrant.bib for runner in shown.board.winners] == ["A"]


def test_a_recording_goes_on_until_the_time_is_up() -> None:
    """However long before that the last message was."""
    recording = RecordedRace("hour", LOG)

    assert recording.end_ms == 3_600_000
    told = [event.subject for event in narrate(recording) if isinstance(event.subject, Moment)]
    assert [(m.when_ms, m.text) for m in told][-2:] == [
        (3_600_000, "A wins with 2.000 km"),
        (3_600_000, "The time is up: A 2.000 km"),
    ]


def test_in_the_results_all_who_ran_have_finished() -> None:
    """The file of a race is read when it is over."""
    results = RaceResults(RecordedRace("hour", [*LOG, LATE]).history().at(AFTER_ALL_MS))

    assert (results.result("A").status, results.result("A").place) == ("finished", 1)
