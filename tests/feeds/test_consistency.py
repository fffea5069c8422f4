"""A race file is held against itself: names, ids, times, ranks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from feeds.consistency import contradictions_in
from race.fold.history import History
from race.messages import (
    Checkpoint,
    Entrant,
    Gun,
    Message,
    Note,
    Order,
    Read,
    Ruling,
    Split,
    StartList,
    Status,
    Void,
)
from race.times import Time, TimeOfDay
from tests.race.random_races import wild_logs


def split(bib: str, checkpoint: str, time: str, **more: Any) -> Split:
    """A published split."""
    return Split(bib=bib, checkpoint=checkpoint, time=Time.parse(time), **{"evidence": "published", **more})


def found(messages: list[Message]) -> list[tuple[int, str]]:
    """What scrutiny finds in messages from line 2 on."""
    return [(problem.line, problem.text) for problem in contradictions_in(list(enumerate(messages, start=2)))]


HUB_BEHIND: list[Message] = [
    Gun(clock=TimeOfDay(10**12), heard_ms=10**12 - 3_600_000),
    Split(
        bib="1",
        checkpoint="400",
        clock=TimeOfDay(10**12 + 60_000),
        evidence="device",
        heard_ms=10**12 - 3_540_900,
    ),
    Split(
        bib="1",
        checkpoint="finish",
        clock=TimeOfDay(10**12 + 120_000),
        evidence="device",
        heard_ms=10**12 - 3_480_000,
    ),
]
"""A race whose hub's clock is an hour behind."""


@pytest.mark.parametrize(
    ("claims", "problem"),
    [
        ([split("9", "400", "58.2")], "bib '9' is not on the start list"),
        ([split("1", "bell", "58.2")], "checkpoint 'bell' is not in the start list"),
        ([split("1", "400", "58.2", source="web")], "source 'web' is not among the start list's sources"),
        ([Status(bib="9", status="dns")], "bib '9' is not on the start list"),
        ([Status(bib="1", status="dnf", after="bell")], "checkpoint 'bell' is not in the start list"),
        ([Note(text="x", bib="9")], "bib '9' is not on the start list"),
        ([Note(text="x", checkpoint="bell")], "checkpoint 'bell' is not in the start list"),
        ([Order(checkpoint="400", places={"1": 1, "9": 2})], "bib '9' is not on the start list"),
        ([split("1", "400", "58.2", evidence="estimated")], "a file may not contain estimated splits"),
        ([Void(replaces="s1")], "replaces 's1', but no line has that id"),
        ([Gun(id="g", replaces="g")], "'g' replaces itself"),
        (
            [Note(text="x", id="a", replaces="b"), Note(text="y", id="b", replaces="a")],
            "'b' does not replace 'a': that makes a ring, or more than 64 voids of voids in a row",
        ),
        (
            [
                Note(text="x", id="0"),
                *(Void(id=f"{number + 1}", replaces=f"{number}") for number in range(65)),
            ],
            "'65' does not replace '64': that makes a ring, or more than 64 voids of voids in a row",
        ),
        ([Ruling(of="s1", belief="doubtful")], "a ruling of 's1', but no line has that id"),
        ([Ruling(id="r", of="r", belief="doubtful")], "'r' is a ruling of itself"),
        (
            [Read(chip="058", checkpoint="bell", clock=TimeOfDay(10**12))],
            "checkpoint 'bell' is not in the start list",
        ),
        ([Note(text="x", id="a"), Note(text="y", id="a")], "id 'a' is already used on line 4"),
        ([split("1", "400", "58.2"), split("1", "400", "58.3")], "1 at 400 is already on line 4"),
        (
            [split("1", "400", "58.2"), split("1", "finish", "58.2")],
            "1 at the finish in 58.2 s: 400 m in 0.0 s is too fast; doubtful, ",
        ),
        (
            [split("1", "finish", "1:58.2"), split("1", "400", "2:00")],
            "1 at 400 m in 2:00: contradicts 1:58.2 at the finish; doubtful, ",
        ),
        (
            [split("1", "400", "58.2", rank=2), split("2", "400", "58.3", rank=1)],
            "1 is ranked 2 at 400 in 58.2, behind 2 in 58.3",
        ),
        (
            [split("1", "400", "58.2", rank=1), split("2", "400", "58.3", rank=1)],
            "rank 1 at 400 is also held by 1",
        ),
        (
            [split(bib, "400", time, rank=1) for bib, time in (("1", "58.1"), ("2", "58.3"), ("3", "58.3"))],
            "rank 1 at 400 is also held by 1",
        ),
        (
            [
                split(bib, "400", time, rank=1, evidence="official")
                for bib, time in (("1", "58.2"), ("2", "58.6"))
            ],
            "rank 1 at 400 is also held by 1",
        ),
        (
            [
                split(bib, "finish", time, rank=1, evidence="official")
                for bib, time in (("1", "1:58.2"), ("2", "1:58.3"))
            ],
            "rank 1 at finish is also held by 1",
        ),
        (
            [split("1", "400", "58.2", suspect=True), split("1", "finish", "1:57.0")],
            "1 at 400 m in 58.2 s: published with a doubt of its own; doubtful, ",
        ),
        (
            [split("1", "400", "58.2", id="s1"), Ruling(of="s1", belief="set aside", by="the referee")],
            "1 at 400 m in 58.2 s: set aside by the referee; set aside, ",
        ),
        ([split("1", "400", "58.2"), Void(replaces="x")], "replaces 'x', but no line has that id"),
        (
            [Split(bib="1", checkpoint="400", clock=TimeOfDay(10**12), evidence="device")],
            "a split by time of day gives no time while the gun has no clock",
        ),
        (
            HUB_BEHIND,
            "from here on the hub's clock is 1:00:00 behind the clocks of the timing",
        ),
        (
            [Status(bib="1", status="dnf", after="400"), split("1", "finish", "2:00")],
            "bib '1' is seen at finish, against its 'dnf' on line 4",
        ),
        (
            [Status(bib="1", status="dns"), split("1", "400", "58.2")],
            "bib '1' is seen at 400, against its 'dns' on line 4",
        ),
    ],
)
def test_finds_a_contradiction(small_race: list[Message], claims: list[Message], problem: str) -> None:
    """One thing is wrong, and one problem says so at the last line that takes part in it."""
    problems = found([*small_race[:2], *claims])

    assert len(problems) == 1
    line, text = problems[0]
    assert text.startswith(problem)
    assert 4 <= line <= 3 + len(claims)


@pytest.mark.parametrize(
    "claims",
    [
        [
            split("1", "400", "58.2", rank=1),
            split("2", "400", "58.2", rank=1),
            split("3", "400", "58.3", rank=3),
        ],
        [split("1", "400", "58", rank=1), split("2", "400", "57.94", rank=2)],
        [split("1", "400", "58.9", evidence="hand"), split("1", "400", "58.2")],
        [split("1", "400", "2:00", evidence="hand"), split("1", "400", "58.2"), split("1", "finish", "1:58")],
        [split("1", "400", "58.2", source="sheet"), split("2", "400", "58.2", source="World Athletics")],
        [split("9", "bell", "58.2", id="s1"), split("1", "400", "58.2", replaces="s1")],
        [split("1", "400", "58.2", id="s1"), Void(replaces="s1"), split("1", "400", "58.9")],
        [Note(text="forward", replaces="n2"), Note(text="x", id="n2")],
        [split("1", "400", "58.2"), Status(bib="1", status="dnf", after="400")],
        [Status(bib="1", status="dnf"), split("1", "400", "58.2")],
        [split("1", "finish", "2:01"), Status(bib="1", status="dq")],
        [Read(chip="058003", checkpoint="400", clock=TimeOfDay(10**12), by="mat", record=1)],
    ],
    ids=[
        "a dead heat",
        "times of unequal precision",
        "two kinds of evidence",
        "a hand time that a published one corrects",
        "sources by key and in words",
        "a slip that was corrected",
        "a slip that was taken back",
        "a correction that came first",
        "a dropout where it was seen last",
        "a dropout known before the race",
        "a disqualification after the finish",
        "a chip that is nobody's yet",
    ],
)
def test_lets_stand_what_is_no_contradiction(small_race: list[Message], claims: list[Message]) -> None:
    """What may well be true is not called a problem."""
    assert found([*small_race[:2], *claims]) == []


def test_goes_by_the_start_list_in_force(small_race: list[Message]) -> None:
    """An entrant of a later start list is known; of one that was taken back, not."""
    assert isinstance(small_race[0], StartList)
    later = StartList(
        id="later",
        name="Club 800",
        distance_m=800,
        checkpoints=(Checkpoint(id="finish", distance_m=800),),
        entrants=(Entrant(bib="9", name="Late"),),
    )
    result = split("9", "finish", "2:01")

    assert found([small_race[0], later, Gun(), result]) == []
    assert found([small_race[0], later, Gun(), result, Void(replaces="later")]) == [
        (5, "bib '9' is not on the start list")
    ]


def test_a_race_needs_a_start_list_and_a_gun(small_race: list[Message]) -> None:
    """Without a start list nothing else can be held against anything; without a gun it can."""
    assert found([]) == [(0, "no start list: nothing is known about the race")]
    assert found(small_race[:1]) == [(0, "no gun: the race never starts")]


def test_names_a_gun_of_a_wave_in_which_no_one_is(small_race: list[Message]) -> None:
    """With the wave that is written almost like it, and that no split by time of day has an effect there."""
    start_list = small_race[0]
    assert isinstance(start_list, StartList)
    waves = replace(start_list, entrants=tuple(replace(e, wave="Elite") for e in start_list.entrants))
    read = Split(bib="1", checkpoint="400", clock=TimeOfDay(10**12 + 60_000), evidence="device")

    assert found([waves, Gun(wave="elite", clock=TimeOfDay(10**12)), read]) == [
        (3, "no entrant is in wave 'elite' of this gun; did you mean 'Elite'?"),
        (
            4,
            "1 at 400 m: read by time of day, and no gun of wave 'Elite' is known; "
            "doubtful, counts once the gun is known, if it went earlier",
        ),
    ]
    assert found([waves, Gun(wave="Elite", clock=TimeOfDay(10**12)), read]) == []
    other = [Gun(wave="Elite"), Gun(wave="Masters")]
    assert found([waves, *other]) == [(4, "no entrant is in wave 'Masters' of this gun")]


def test_names_a_race_to_a_time_whose_start_list_has_no_limit(small_race: list[Message]) -> None:
    """It would be one over a distance, with a bell and finishers; a name that says nothing of it is none."""
    start_list = small_race[0]
    assert isinstance(start_list, StartList)
    named = replace(start_list, name="rufa_2017_24h")
    expected = [(0, "the name says 24 h: for a race to a time write `limit_s` 86400")]

    assert found([named, *small_race[1:]]) == expected
    assert found([replace(named, limit_s=86_400), *small_race[1:]]) == []
    assert found([replace(start_list, name="24 hours or a marathon, 10 km"), *small_race[1:]]) == []


@settings(max_examples=100)
@given(wild_logs())
def test_the_checker_agrees_with_the_fold(log: list[Message]) -> None:
    """What is not believed is named by its line, and nothing else is called doubtful or set aside."""
    history = History(log)
    doubts = history.at(history.end_ms).doubts
    problems = list(contradictions_in(list(enumerate(log, start=1))))
    if history.start_list is None:
        return

    named = [p.line for p in problems if "; doubtful, " in p.text or "; set aside, " in p.text]
    assert sorted(named) == sorted(doubts)


def test_a_corrected_correction_is_accepted(small_race: list[Message]) -> None:
    """As the fold takes it: the newest of the three counts, and nothing needs review."""
    first = split("1", "400", "58.2", id="a")
    second = split("1", "400", "59.2", id="b", replaces="a")
    third = split("1", "400", "58.9", id="c", replaces="b")

    assert found([*small_race[:2], first, second, third]) == []
