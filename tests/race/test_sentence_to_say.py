"""The next sentence to say: at each lap, at each checkpoint with news, and when nothing comes."""

from __future__ import annotations

import re
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
from tests.race.messages_by_hand import gun
from tests.tui.small_races import recorded, runners, split, start_list

LONDON, BOWERMAN, HENGELO = "2026-london-dl-mile", "2024-bowerman-mile", "2022-hengelo-10000m-men"
TOKYO, BERLIN = "2025-tokyo-worlds-1500m-final", "2023-berlin-marathon-women"


def said_of(history: History, at_ms: int, commentary: Commentary | None = None) -> list[str]:
    """What is to be said of a race at a time; sooner with a `commentary` that has seen earlier states."""
    board = Board.at("race", at_ms, history.at(at_ms))
    course = board.state.course
    assert course is not None
    projector = board.rows[0].field.projector
    moments = (commentary or Commentary()).moments(board.state, LONGEST_MS, projector)
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
    changes, before, commentary = [0], [""], Commentary()
    for at_ms in range(0, history.end_ms, max(lap_ms // 8, 500)):
        now = said_of(history, at_ms, commentary)
        assert all(now)
        assert now
        if now != before:
            changes.append(at_ms)
            before = now

    assert max(later - earlier for earlier, later in pairwise(changes)) <= 1.35 * lap_ms


def test_on_the_road_the_finish_is_projected_with_how_sure_that_is() -> None:
    """For the leader, after the call; on the track the headline has it."""
    finish = said("2023-chicago-marathon-men", "1:40:25")[-1]

    assert finish.startswith("Kiptum is on for 2:01:")
    assert finish.endswith("give or take 60 seconds")
    assert not any("give or take" in sentence for sentence in said(LONDON, "2:47"))


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


def test_an_order_is_not_read_out_with_the_news_of_a_later_checkpoint() -> None:
    """The time at 800 m is not said at the bell, where no time was published."""
    assert said(TOKYO, "2:50") == ["The bell: Timothy Cheruiyot leads"]
    assert said(TOKYO, "3:09") == ["Wightman takes the lead from Timothy Cheruiyot with 200 to go"]


def test_who_is_far_back_is_not_named_behind_the_leader() -> None:
    """Where the order of those between them is not known: the seventh, who went on to win."""
    assert said(TOKYO, "2:03") == ["Timothy Cheruiyot leads through 800 m in 1:59.88"]


def test_the_leader_is_not_named_twice() -> None:
    """Nor is the checkpoint, where the pace of a record was the news."""
    assert said(BERLIN, "1:07:00")[:2] == [
        "Assefa leads through halfway, 42 s inside world-record pace",
        "Assefa 1:06:20",
    ]


def test_who_has_left_the_race_was_in_the_lead_first() -> None:
    """The order at the checkpoint comes before the news that its leader has stepped off."""
    order, news = said(LONDON, "2:26")

    assert order.startswith("Rudolf takes them through 1000 m in 2:18.7")
    assert news == "Rudolf, a pacemaker, steps off after 1000 m"


def test_the_podium_is_in_the_order_of_the_places() -> None:
    """Though a record makes the third a greater moment than the second."""
    places = [re.search(r"wins|second|third", text) for text in said(BERLIN, "2:20:00")[:3]]

    assert [place and place[0] for place in places] == ["wins", "second", "third"]


def test_what_was_only_so_far_is_not_said_beside_the_result() -> None:
    """Each finisher once, by what is known by now."""
    field = [replace(who, wave=f"w{who.bib}") for who in runners("Ann One", "Bea Two")]
    guns = [gun(f"2026-05-02T10:0{n}:00Z", wave=f"w{n}") for n in (1, 2)]
    came = [split("1", "finish", "5:00.0"), split("2", "finish", "5:10.0")]
    later = Note(text="Rain", when=Time.parse("9:00"))
    history = History([start_list(1600, (), field), *guns, *came, later])

    assert said_of(history, history.end_ms)[:2] == [
        "One wins in 5:00.0",
        "Two is second in 5:10.0, 10.0 back",
    ]
