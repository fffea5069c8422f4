"""The next sentence to say: at each lap, at each checkpoint with news, and when nothing comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from race.board import Board
from race.fold.history import History
from race.messages import Gun, Message, Note, Split
from race.moments.commentary import Commentary
from race.order.checkpoint_table import CheckpointTable
from race.sentence_to_say import to_say
from race.times import LONGEST_MS, Time
from tests.tui.small_races import recorded, runners, split, start_list

LONDON, BOWERMAN, HENGELO = "2026-london-dl-mile", "2024-bowerman-mile", "2022-hengelo-10000m-men"


def said_of(history: History, at_ms: int) -> list[str]:
    """What is to be said of a race at a time."""
    board = Board.at("race", at_ms, history.at(at_ms))
    course = board.state.course
    assert course is not None
    projector = board.rows[0].field.projector
    moments = Commentary().moments(board.state, LONGEST_MS, projector)
    known = [moment for moment in moments if moment.when_ms <= at_ms]
    return to_say(board, CheckpointTable(board.state, course), known)


def said(race: str, at: str) -> list[str]:
    """The same of a race of the library."""
    return said_of(recorded(race).history(), Time.parse(at).ms)


def made(at: str, *messages: Message) -> list[str]:
    """The same of a race of 1600 m with a checkpoint each lap."""
    field = start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two", "Cat Three"))
    return said_of(History([field, Gun(), *messages]), Time.parse(at).ms)


def lap(checkpoint: str, *times: str) -> Iterable[Split]:
    """The times of the first runners at a checkpoint."""
    return (split(str(bib), checkpoint, time) for bib, time in enumerate(times, start=1))


def test_at_a_lap_the_order_is_called_with_time_gaps_and_record_pace() -> None:
    """Behind a pacemaker the first runners, each with the place."""
    assert said(LONDON, "1:52") == [
        "Kidder takes them through 800 m in 1:50.7, Kerr third, four tenths back, Nuguse fourth, "
        "a tenth outside world-record pace"
    ]


def test_the_call_grows_as_runners_come_in() -> None:
    """The leader is called at once."""
    calls = [made(at, *lap("400", "1:00.0", "1:01.0", "1:02.5")) for at in ("1:00.1", "1:01.1", "1:02.6")]

    assert [call[-1] for call in calls] == [
        "One leads through 400 m in 1:00.0",
        "One leads through 400 m in 1:00.0, Two 1.0 s back",
        "One leads through 400 m in 1:00.0, Two 1.0 s back, Three third",
    ]


def test_news_come_first_and_the_leader_is_not_introduced_twice() -> None:
    """After the bell the call has times and names alone, and what pace was said is not said again."""
    bell, call = said(LONDON, "2:55")

    assert bell == "The bell: Kerr leads, a tenth outside world-record pace"
    assert call == "Kerr 2:46.5, Nuguse three tenths back, Farken third"


def test_a_lap_without_a_call_is_not_silent() -> None:
    """It is said who is expected, then who is due; the last call is forgotten in time."""
    splits = [*lap("400", "1:00.0", "1:01.0", "1:02.5"), Note(text="Rain", when=Time.parse("9:00"))]
    soon, after, late = (made(at, *splits) for at in ("1:50", "2:04", "8:00"))

    assert soon[1:] == ["One leads through 400 m in 1:00.0, Two 1.0 s back, Three third"]
    assert after[:2] == soon
    assert after[2] in ("One is expected at 800 m in about ten seconds", "One is due at 800 m")
    assert not set(late) & set(soon)


@pytest.mark.parametrize("race", [LONDON, BOWERMAN, HENGELO])
def test_no_lap_goes_by_with_nothing_new_to_say(race: str) -> None:
    """Whatever was published: full splits, a few, or those of the leader."""
    history = recorded(race).history()
    course = history.at(history.end_ms).course
    assert course is not None
    laps = course.distance_m / 400
    lap_ms = round(history.end_ms / laps)
    changes, before = [0], [""]
    for at_ms in range(0, history.end_ms, max(lap_ms // 20, 500)):
        now = said_of(history, at_ms)
        assert all(now)
        assert now
        if now != before:
            changes.append(at_ms)
            before = now

    assert max(later - earlier for earlier, later in pairwise(changes)) <= 1.35 * lap_ms


def test_before_anyone_was_timed_the_field_is_named() -> None:
    """With the record that they run against."""
    assert said(LONDON, "5") == ["Mile (men): 12 runners under way, WR 3:43.13"]
    assert made("10") == ["Club race: 3 runners under way"]


def test_at_the_end_the_first_three_and_the_result_are_said() -> None:
    """What each was worth."""
    end = said(LONDON, "4:30")

    assert end[0].startswith("Kerr wins in 3:42.66, a world record by 0.47")
    assert end[1:3] == [
        "Nuguse is second in 3:45.69, 3.03 back, a season's best",
        "Heyward is third in 3:46.73, 4.07 back, a personal best",
    ]
    assert end[3].startswith("The result: Kerr first")


def test_before_the_gun_the_fastest_is_named() -> None:
    """By the personal bests of the start list; without any, how many they are."""
    entrants = runners("Ann One", "Bea Two")
    fast = [replace(entrants[0], pb=Time.parse("3:59.1")), replace(entrants[1], pb=Time.parse("3:58.2"))]
    plain, timed = (said_of(History([start_list(1600, (400,), field)]), 0) for field in (entrants, fast))

    assert plain == ["Club race: 2 runners"]
    assert timed == ["Club race: 2 runners, the fastest of them Bea Two with 3:58.2"]
