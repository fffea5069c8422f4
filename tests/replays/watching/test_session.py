"""What is shown at the playhead is never later than its clock, however it came there."""

from __future__ import annotations

import math
import random
from functools import cache
from itertools import pairwise

import pytest

from feeds.log import read
from race.board import Board
from race.board_json import board_json
from race.messages import Mark
from race.times import Time
from replays.library import find
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session, Snapshot
from replays.watching.step_times import StepKind

RACES = ["2024-bowerman-mile", "2026-london-dl-mile", "2020-tokyo-olympics-1500m-men-final"]


class Clock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def fresh(race: str) -> RecordedRace:
    """A race of the library that has not been watched yet."""
    log = read(find(race))
    return RecordedRace(log.race, list(log.messages()))


@cache
def recorded(race: str) -> RecordedRace:
    """A race of the library."""
    return fresh(race)


def paused(race: str, at_ms: int = 0) -> Session:
    """A race paused at a time."""
    return Session(recorded(race), Clock(), at_ms=at_ms)


def some_times(race: str, count: int) -> list[int]:
    """Race times throughout, with both ends and some times of splits."""
    recording = recorded(race)
    chance = random.Random(race)
    stops = chance.sample(
        recording.step_times("message"), min(count // 3, len(recording.step_times("message")))
    )
    times = [chance.randint(0, recording.end_ms) for _ in range(count - len(stops) - 2)]
    times += [*stops, 0, recording.end_ms]
    chance.shuffle(times)
    return times


def latest_ms(view: Snapshot) -> int:
    """The latest race time in a view."""
    times = [0, *(moment.when_ms for moment in view.moments), *(reached.when_ms for reached in view.reached)]
    times += [moment.time.ms for moment in view.moments if moment.time]
    times += [claim.when_ms for claim in view.doubts]
    for row in view.board.rows:
        times += [passing.time.ms for passing in row.runner.passings.values() if passing.time]
        times += [status.when.ms for status in row.runner.statuses if status.when]
    return max(times)


@pytest.mark.parametrize("race", RACES)
def test_nothing_is_later_than_the_clock(race: str) -> None:
    """Under any seeks no moment, passing or checkpoint is shown before its time."""
    watch = paused(race)

    for at_ms in some_times(race, 60):
        watch.playhead.seek(at_ms)
        view = watch.view()

        assert view.clock_ms == view.board.clock_ms == at_ms
        assert latest_ms(view) <= at_ms


@pytest.mark.parametrize("race", RACES)
@pytest.mark.parametrize("estimates", [True, False])
def test_a_seek_equals_a_fresh_look(race: str, estimates: bool) -> None:
    """The board after many seeks is that of a recording just opened at that time."""
    watch = paused(race)
    watch.estimates = estimates
    watch.view()

    for at_ms in some_times(race, 60)[:12]:
        watch.playhead.seek(at_ms)
        state = fresh(race).history(estimates=estimates).at(at_ms)

        assert board_json(watch.view().board) == board_json(Board.at(race, at_ms, state))


@pytest.mark.parametrize("race", RACES)
def test_moments_come_one_by_one(race: str) -> None:
    """Played through, the moments stay, in their order."""
    watch = paused(race)
    told = []
    for at_ms in recorded(race).step_times("moment"):
        watch.playhead.seek(at_ms)
        told.append([(moment.when_ms, moment.text) for moment in watch.view().moments])

    for before, after in pairwise(told):
        assert after[: len(before)] == before
        assert len(after) > len(before)


@pytest.mark.parametrize("race", RACES)
@pytest.mark.parametrize("stops", ["checkpoint", "moment", "message"])
def test_steps_go_through_every_time_and_back(race: str, stops: StepKind) -> None:
    """Each step forwards goes to the next time, each step back to the one before."""
    watch = paused(race)
    expected = recorded(race).step_times(stops)

    there = [watch.playhead.position_ms] if expected[0] == 0 else []
    while watch.step(stops, 1):
        there.append(watch.playhead.position_ms)
    back = [watch.playhead.position_ms]
    while watch.step(stops, -1):
        back.append(watch.playhead.position_ms)

    assert there == expected
    assert back == expected[::-1]


def test_a_step_goes_to_each_checkpoint_also_where_no_time_was_published() -> None:
    """There it is when the field is likely to come; where one was, at that time."""
    race = recorded("2022-eugene-worlds-1500m-final")
    course = race.history().at(race.end_ms).course
    assert course is not None

    times = race.step_times("checkpoint")

    assert len(times) == len(course.checkpoints)
    assert {55_500, 209_230} <= set(times)


def test_a_checkpoint_is_reached_once_the_leader_has_passed_it() -> None:
    """A step goes to the moment at which the leader is at the next checkpoint."""
    watch = paused("2026-london-dl-mile")

    for number in range(1, 5):
        watch.step("checkpoint", 1)
        view = watch.view()

        assert len(view.reached) == number
        assert view.reached[-1].when_ms == view.clock_ms
        assert view.board.leader
        assert view.board.leader.passing
        assert view.board.leader.passing.time
        assert view.board.leader.passing.time.ms == view.clock_ms


@pytest.mark.parametrize("at_ms", [60_000, 130_000, 145_000, 175_000, 210_000, 225_600, 230_150])
def test_without_estimates_every_figure_was_published(at_ms: int) -> None:
    """Nothing on the board is estimated or rests on an estimate."""
    watch = paused("2024-bowerman-mile", at_ms)

    watch.estimates = False
    rows = watch.view().board.rows

    passings = [passing for row in rows for passing in row.runner.passings.values()]
    assert all(passing.evidence == "published" for passing in passings)
    assert not any(row.runner.estimates for row in rows)


def test_without_estimates_the_known_order_stays() -> None:
    """Places that were published without times are on the board all the same."""
    watch = paused("2024-bowerman-mile", 112_740 + 2_000)

    watch.estimates = False
    ranks = {
        row.runner.entrant.bib: row.passing.official_place for row in watch.view().board.rows if row.passing
    }

    assert (ranks["ALV"], ranks["KER"]) == (1, 5)


def test_estimates_come_back() -> None:
    """Hidden and shown again, they leave the board as before."""
    watch = paused("2024-bowerman-mile", 170_700)
    before = board_json(watch.view().board)

    watch.estimates = False
    without = board_json(watch.view().board)
    watch.estimates = True

    assert board_json(watch.view().board) == before != without


def test_what_won_the_race_is_ranked_first_once_it_is_won() -> None:
    """And not before: while Kerr leads he may be caught, and his lead counts no more than another."""

    def priorities(at_ms: int) -> dict[str, int]:
        return {
            moment.text: moment.priority for moment in paused("2026-london-dl-mile", at_ms).view().moments
        }

    taken, pace = "Kerr takes over the lead with just over 500 to go", "Kerr is inside world-record pace"
    running, won = priorities(220_000), priorities(223_000)

    assert running[taken] < max(running.values())
    assert won[taken] == sorted(won.values())[-2]
    assert [won[text] > running[text] for text in won if text.startswith(pace)] == [True]
    assert won["Rudolf takes over the pace from Kidder with just over 700 to go"] < 40


def test_says_what_the_playhead_does() -> None:
    """Playing and paused with their speed, and finished at the end."""
    clock = Clock()
    watch = Session(recorded("2024-bowerman-mile"), clock, speed=4)

    assert watch.describe() == "playing 4x"
    watch.playhead.pause()
    watch.playhead.set_speed(0.25)
    assert watch.describe() == "paused 0.25x"
    watch.playhead.play()
    clock.now += 10_000
    assert watch.describe() == "finished"


def test_opened_at_a_time_it_is_paused_there() -> None:
    """A race opened without a time plays; one opened at a time is paused at it."""
    recording = recorded("2024-bowerman-mile")

    assert Session(recording, Clock()).playhead.playing
    standing = Session(recording, Clock(), at_ms=170_700)
    assert not standing.playhead.playing
    assert standing.view().clock_ms == 170_700


def test_the_next_change_is_due_when_the_next_message_takes_effect() -> None:
    """In wall-clock seconds, fewer at a higher speed; nothing is due at the end."""
    watch = paused("2024-bowerman-mile", 0)
    first_ms = next(ms for ms in watch.race.step_times("message") if ms > 0)

    assert watch.due_s() == first_ms / 1000
    watch.playhead.set_speed(4)
    assert watch.due_s() == first_ms / 4000
    watch.playhead.seek(first_ms + 1)
    assert watch.due_s(first_ms - 1) == 0
    assert watch.due_s() > 0
    watch.playhead.seek(watch.race.end_ms)
    assert watch.due_s() == math.inf


def test_a_mark_of_the_viewers_is_among_the_moments() -> None:
    """From when it is added, also for the past."""
    watch = paused("2026-london-dl-mile", recorded("2026-london-dl-mile").end_ms)
    assert "sub-3:44" not in str(watch.view().moments)

    watch.add_mark(Mark(label="sub-3:44", code="sub-3:44", time=Time(223_990, 2)))

    assert (
        "Kerr wins in 3:42.66, a world record by 0.47 from El Guerrouj's 3:43.13 of 1999, inside sub-3:44"
        in [moment.text for moment in watch.view().moments]
    )


def test_what_the_playhead_saw_doubted_is_recent() -> None:
    """For 10 s of race time, also after a jump there; nothing later than the clock is known."""
    watch = paused("2024-paris-olympics-1500m-semifinal-2")

    def recent(at: str) -> list[str]:
        watch.playhead.seek(Time.parse(at).ms)
        return [claim.checkpoint for claim in watch.recent_doubts()]

    assert recent("1:11.2") == []
    assert [claim.checkpoint for claim in watch.view().doubts] == []
    assert recent("1:11.5") == ["500", "500"]
    assert recent("1:21.6") == []
    assert recent("3:03.6") == ["1300"]
    assert len(watch.view().doubts) == 3
    assert recent("0:30") == []
    assert watch.view().doubts == []
