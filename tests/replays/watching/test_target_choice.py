"""The viewer's choice among the marks, and the runs of recorded races as marks."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from race.board import Board
from race.messages import Mark
from race.times import Time
from replays.library import find
from replays.watching.recorded_marks import run_of
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from replays.watching.target_choice import TargetChoice

LONDON = "2026-london-dl-mile"


def recorded(race: str) -> RecordedRace:
    """A race of the library."""
    return RecordedRace.read(find(race))


def board_of(race: str, targets: tuple[Mark, ...] = ()) -> Board:
    """Its board at the end."""
    recording = recorded(race)
    return Board.at(race, recording.end_ms, recording.history().at(recording.end_ms), targets=targets)


def chosen(target_choice: TargetChoice, board: Board) -> list[str]:
    """The labels of the chosen run."""
    run = target_choice.chosen(board)
    return [mark.label for mark in run.marks] if run else []


def test_the_winners_run_is_the_default() -> None:
    """With his published splits, the day and the venue."""
    run = run_of("Kerr 2024", recorded("2024-bowerman-mile"))

    assert (str(run.time), run.holder, run.date, run.event) == ("3:45.34", "Josh Kerr", "2024-05-25", "MILE")
    assert [(s.distance_m, str(s.time)) for s in run.splits] == [(1200, "2:50.70")]


@pytest.mark.parametrize("athlete", ["NUG", "nuguse", "Yared", "NUGUSE Yared", "y. nuguse", "Yáred Nuguse"])
def test_an_athlete_may_be_named(athlete: str) -> None:
    """By bib, by name or by some words of it."""
    run = run_of("second", recorded(LONDON), athlete)

    assert (run.holder, str(run.time), len(run.splits)) == ("Yared Nuguse", "3:45.69", 16)


@pytest.mark.parametrize(
    ("race", "athlete", "said"),
    [
        (LONDON, "Coe", "no one called 'Coe'"),
        ("2025-tokyo-worlds-1500m-final", "cheruiyot", "may be any of these"),
        (LONDON, "ynuguse", r"no one called 'ynuguse' in .*; did you mean Yared Nuguse\?"),
        (LONDON, "Kidder", "no finishing time of Brannon Kidder"),
    ],
)
def test_who_cannot_be_a_mark_is_refused(race: str, athlete: str, said: str) -> None:
    """No one of the name, several, or one who did not finish."""
    with pytest.raises(FeedError, match=said):
        run_of("run", recorded(race), athlete)


def test_a_run_over_another_distance_is_refused() -> None:
    """A 1500 m cannot be raced by a mile."""
    watch = Session(recorded(LONDON), lambda: 0.0)

    with pytest.raises(FeedError, match="was run over 1500 m, and this race is 1609"):
        watch.add_mark(run_of("Hocker", recorded("2024-paris-olympics-1500m-final")))
    assert watch.target_choice.targets == ()


def test_a_mark_of_the_viewers_is_shown_and_chosen() -> None:
    """At once, in the same view; another of its label takes its place."""
    watch = Session(recorded(LONDON), lambda: 0.0, at_ms=170_000)
    before = watch.view()
    assert not watch.target_choice.shown

    watch.add_mark(Mark(label="target", code="target", time=Time.parse("3:50.00")))
    watch.add_mark(Mark(label="target", code="target", time=Time.parse("3:44.99")))
    after = watch.view()

    assert watch.target_choice.shown
    assert after.against is not None
    assert [str(mark.time) for mark in after.against.marks] == ["3:44.99"]
    assert len(after.board.marks) == len(before.board.marks) + 1
    assert [row.place for row in after.board.rows] == [row.place for row in before.board.rows]


def test_the_fastest_is_chosen_first_and_then_the_next() -> None:
    """Marks of the same run are one choice; after the slowest comes the fastest again."""
    target_choice, board = TargetChoice(), board_of(LONDON)
    seen = []
    for _ in range(8):
        seen.append(chosen(target_choice, board))
        target_choice.choose_next(board)

    assert seen == [
        ["World record"],
        ["European record", "Diamond League record"],
        ["NACAC record", "USA record"],
        ["GBR record"],
        ["World lead"],
        ["Meeting record"],
        ["World record"],
        ["European record", "Diamond League record"],
    ]


def test_a_race_without_marks_has_none_to_choose() -> None:
    """Without an error."""
    target_choice, board = TargetChoice(), board_of("1980-moscow-olympics-1500m-final")

    target_choice.choose_next(board)

    assert target_choice.chosen(board) is None
