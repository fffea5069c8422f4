"""Everyone who passes a checkpoint is told of, and the order of each lap."""

from __future__ import annotations

from pathlib import Path

import pytest

from race.course import Course
from race.fold.history import History
from race.messages import Message
from replays.commentary.checkpoint_reports import (
    CheckpointReport,
    CheckpointReports,
    Every,
    LiveReports,
    PassingReport,
    recorded_reports,
)
from replays.commentary.narration import narrate
from replays.commentary.order_reports import OrderReport, lap_ends
from replays.library import find
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import GUN, split, start_list, void
from tests.replays.library_races import recorded

LONDON, MARATHON = find("2026-london-dl-mile"), find("2023-berlin-marathon-women")


def passings(recording: RecordedRace, every: Every = "checkpoint") -> list[PassingReport]:
    """The runners who are told of."""
    reports = recorded_reports(recording, CheckpointReports(every))
    return [report for report in reports if isinstance(report, PassingReport)]


@pytest.mark.parametrize("race", [LONDON, MARATHON])
def test_everyone_who_passes_before_the_finish_is_told_of_once(race: Path) -> None:
    """At every checkpoint, in the order of time."""
    recording = recorded(race)
    history = recording.history()
    state = history.at(history.end_ms)
    assert state.course is not None
    passed = {
        (runner.entrant.bib, index)
        for runner in state.runners.values()
        for index in runner.passings
        if index != state.course.finish
    }

    told = passings(recording)

    assert sorted((*report.bibs, report.checkpoint) for report in told) == sorted(passed)
    assert [report.clock_ms for report in told] == sorted(report.clock_ms for report in told)


def test_at_each_lap_only_those_who_end_one_are_told_of() -> None:
    """And with moments alone no one."""
    recording = recorded(LONDON)

    spots = {report.course.label(report.checkpoint) for report in passings(recording, "lap")}

    assert spots == {"400 m", "800 m", "1200 m"}
    assert passings(recording, "moment") == []


def test_nothing_is_told_that_the_board_did_not_know_then() -> None:
    """A place, a gap and a projection are those at the moment of passing."""
    recording = recorded(LONDON)
    kerr = [report for report in passings(recording, "lap") if report.first.spoken_name == "Kerr"]

    assert [report.place for report in kerr] == [3, 3, 1]
    assert [report.gap.time.ms if report.gap else None for report in kerr] == [500, 400, None]
    assert all(report.projection and report.projection.when_ms > report.clock_ms for report in kerr)


def test_the_order_of_a_lap_is_told_once_those_it_names_have_passed() -> None:
    """Or a while after the leader; not of a leader alone."""
    race: list[Message] = [start_list("ABCD"), GUN]
    race += [split("A", 400, "60.0"), split("B", 400, "61.0"), split("C", 400, "62.5")]
    race += [split("A", 800, "2:00"), split("B", 800, "2:01"), split("C", 800, "2:30")]
    race += [split("A", 1200, "3:00"), split("A", 1600, "4:00"), split("B", 1600, "4:30")]
    reports = recorded_reports(RecordedRace("race", race), CheckpointReports("lap"))

    orders = [report for report in reports if isinstance(report, OrderReport)]

    assert [(order.clock_ms, order.bibs) for order in orders][:2] == [
        (62_500, ("A", "B", "C")),
        (130_000, ("A", "B")),
    ]
    assert all(len(order.bibs) > 1 for order in orders)


def test_a_time_that_changed_is_told_again() -> None:
    """A race that the hub sends again is not."""
    field, live = start_list("AB"), LiveRace("race", lambda: 0.0)
    reports = LiveReports("checkpoint")

    def told(*messages: Message) -> list[int | None]:
        live.extend(messages)
        return [report.time.ms if report.time else None for report in reports.new_reports(live)]

    assert told(field, GUN, split("A", 400, "60.0", id_="a")) == [60_000]
    assert told() == []
    assert told(void("a")) == []
    assert told(split("A", 400, "60.4")) == [60_400]
    live = LiveRace("race", lambda: 0.0)
    assert told(field, GUN, split("A", 400, "60.4")) == []


def test_laps_are_counted_from_where_there_are_more_of_them() -> None:
    """Checkpoints of a 1500 m with a lap and two to go, and of one each 400 m."""

    def ends(*metres: float) -> list[str]:
        state = History([start_list("A", (*metres, 1500))]).at(0)
        assert isinstance(state.course, Course)
        return [state.course.label(index) for index in sorted(lap_ends(state.course))]

    assert ends(300, 700, 1100) == ["300 m", "700 m", "1100 m"]
    assert ends(100, 400, 800, 1200) == ["400 m", "800 m", "1200 m"]


def test_moments_that_say_the_same_are_known() -> None:
    """The leader of a lap, but neither a lead nor a finish."""
    recording, reports = recorded(LONDON), CheckpointReports("lap")
    list(recorded_reports(recording, reports))
    said = [event.subject for event in narrate(recording) if reports.says(event)]

    assert {getattr(moment, "kind", "") for moment in said} <= {"through", "order", "gap"}
    assert said[0].text.startswith("Kidder takes them through 400 m")


def test_who_joins_late_is_told_the_same() -> None:
    """Everyone who passed, and the order of each lap, when it was known."""
    recording = recorded(LONDON)
    live, reports = LiveRace("race", lambda: 0.0), LiveReports("lap")
    live.extend(recording.history().messages)

    def told(reports: list[CheckpointReport]) -> list[tuple[type, int, tuple[str, ...]]]:
        return sorted(
            ((type(report), report.clock_ms, report.bibs) for report in reports), key=lambda one: one[1:]
        )

    in_time = list(recorded_reports(recording, CheckpointReports("lap")))

    assert told(reports.new_reports(live)) == told(in_time)
