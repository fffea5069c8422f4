"""Guns that others publish: laps are counted by them, however late they come."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from feeds.bridges.bridge import Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.guns_in_force import written
from feeds.bridges.raw_input import Piece
from feeds.bridges.table_reads import TableReads
from race.messages import Gun, Split
from race.times import TimeOfDay
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, settings, splits, start_list, taken

EARLY = ["1,19:38:00.0", "2,19:39:10.0", "3,19:39:55.0"]
"""Runners who warm up over the line."""

WAVES = ("", "B", "B")


def gun(text: str) -> TimeOfDay:
    """A time of the day of the race, in Berlin."""
    return TableReads(settings()).clock.read(text)


def hear(bridge: TableReads, guns: Mapping[str, TimeOfDay | None]) -> list[Outcome]:
    """What a bridge makes of guns that hold at the hub."""
    return list(bridge.hear_guns(guns))


@pytest.mark.parametrize("heard_after", range(0, len(RACE) + 4, 3))
def test_laps_are_those_of_the_gun_whenever_it_is_heard(heard_after: int) -> None:
    """As if it had been known from the start."""
    lines = [*EARLY, *RACE]
    bridge = TableReads(settings(guns=None))
    made = taken(bridge, lines[:heard_after])
    made += hear(bridge, {"": gun("19:40:00")})
    made += taken(bridge, lines[heard_after:])

    assert splits(made) == splits(outcomes(lines))
    assert len(splits(made)) == len(RACE)
    assert not [message for message in in_force(made) if isinstance(message, Gun)], "it is not its own"


@pytest.mark.parametrize("seed", range(5))
def test_it_does_not_matter_in_which_order_guns_and_reads_come(seed: int) -> None:
    """Two waves, guns that are corrected and taken back: in the end the last ones count."""
    race = start_list(waves=WAVES)
    chance = random.Random(seed)
    lines = chance.sample([*EARLY, *RACE], len(RACE) + len(EARLY))
    bridge = TableReads(settings(race, guns=None))
    made = []
    for line in lines:
        made += taken(bridge, [line])
        if chance.random() < 0.3:
            clock = gun(chance.choice(["19:38:30", "19:40:00", "19:41:30"]))
            made += hear(bridge, {"": clock, "B": chance.choice([None, clock])})
    made += hear(bridge, {"": gun("19:40:00"), "B": gun("19:40:20")})

    assert splits(made) == splits(outcomes(lines, race, guns={"": "19:40:00", "B": "19:40:20"}))


def test_a_gun_that_is_corrected_corrects_what_was_published() -> None:
    """And is said, once."""
    bridge = TableReads(settings(guns={"": "19:38:50"}))
    made = taken(bridge, [*EARLY, *RACE[:3]])
    corrected = hear(bridge, {"": gun("19:40:00")})
    again = hear(bridge, {"": gun("19:40:00")})

    assert splits([*made, *corrected]) == splits(outcomes([*EARLY, *RACE[:3]]))
    assert "the gun of the race went at 2026-05-02T17:40:00Z, as the hub has it" in corrected[0].news
    assert [(outcome.messages, outcome.news) for outcome in again] == [((), "")]


def test_a_false_start_is_no_start() -> None:
    """The own gun that the desk took back holds no more, until another one goes."""
    bridge = TableReads(settings(guns={"": "19:38:50"}))
    made = taken(bridge, EARLY)
    assert splits(made)

    made += hear(bridge, {"": None})
    made += hear(bridge, {"": gun("19:40:00")})
    assert not splits(made)

    made += taken(bridge, RACE[:3])
    assert [split[1] for split in splits(made)] == ["300"] * 3


def test_the_newest_of_a_press_and_a_heard_gun_counts() -> None:
    """A button that is pressed after a gun was heard starts the race anew."""
    bridge = TableReads(settings(guns=None, gun="GUN", device_guns=[""]))
    made = hear(bridge, {"": gun("19:38:50")})
    made += taken(bridge, [*EARLY, "GUN,19:40:00", *RACE])

    assert splits(made) == splits(outcomes([*EARLY, *RACE]))


def test_a_recording_has_the_guns_that_were_heard() -> None:
    """So it gives the same again; and each message has a name of its own, and the record of its read."""
    lines = "".join(f"{line}\n" for line in [*EARLY, *RACE]).encode()
    pieces = [
        Piece(0, "x", "data", lines[:60]),
        Piece(0, "hub", "guns", written({"": gun("19:38:50")})),
        Piece(0, "x", "data", lines[60:]),
        Piece(0, "hub", "guns", written({"": gun("19:40:00")})),
        Piece(0, "hub", "guns", b"rubbish"),
    ]
    made: list[list[Outcome]] = [[], []]
    for run in made:
        BridgeRun(TableReads(settings(guns=None)), run.append).repeat(pieces)

    assert made[0] == made[1]
    assert splits(made[0]) == splits(outcomes([*EARLY, *RACE]))
    found = {m.record: m for m in in_force(made[0]) if isinstance(m, Split)}
    assert sorted(number for number in found if number is not None) == list(range(4, 16))
    assert [outcome.remark for outcome in made[0] if outcome.is_bad] != []
