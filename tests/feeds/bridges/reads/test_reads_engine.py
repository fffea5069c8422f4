"""Reads of chips become splits: which runner, which lap, and what changes of it later."""

from __future__ import annotations

import random

import pytest

from feeds.bridges.table_reads import TableReads
from feeds.errors import UserError
from race.messages import Checkpoint, Entrant, Gun, Split, StartList, Void
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, reads, settings, splits, start_list, taken

RACE = [
    "1,19:40:50.1", "2,19:40:50.4", "3,19:40:51.0",
    "1,19:41:58.0", "2,19:41:58.5", "3,19:42:01.0",
    "1,19:43:06.1", "2,19:43:07.0", "3,19:43:12.0",
    "1,19:44:12.2", "2,19:44:12.9", "3,19:44:22.0",
]  # fmt: skip
"""Each runner over the line four times."""


def test_each_passing_is_the_next_checkpoint() -> None:
    """A line that is crossed again and again is one checkpoint more each lap; each split has its record."""
    made = outcomes(RACE)
    of_one = [message for message in in_force(made) if isinstance(message, Split) and message.bib == "1"]

    assert [split[1:] for split in splits(made) if split[0] == "1"] == [
        ("1100", "19:43:06.1"),
        ("300", "19:40:50.1"),
        ("700", "19:41:58.0"),
        ("finish", "19:44:12.2"),
    ]
    assert [split.record for split in of_one] == [1, 4, 7, 10]
    assert {(split.by, split.source, split.evidence) for split in of_one} == {("table", "Line", "device")}
    assert in_force(made)[0] == Gun(id="gun", by="table", clock=TableReads(settings()).clock.read("19:40:00"))


def test_what_is_sent_again_says_nothing_new() -> None:
    """A device that sends all again after a lost connection, or the same read twice, changes nothing."""
    bridge = TableReads(settings())
    once = taken(bridge, RACE)
    again = taken(bridge, [*RACE, "1,19:44:13.0"])

    assert [message for outcome in again for message in outcome.messages] == []
    assert again[-1].record == 13, "what was sent before is no record of its own"
    assert splits(once) == splits(outcomes([line for line in RACE for _ in range(3)]))


@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_reads_come_does_not_matter(seed: int) -> None:
    """Late reads, out of order and with repeats, end in the same splits."""
    repeats = [f"{line}5" for line in RACE]
    lines = RACE + repeats
    random.Random(seed).shuffle(lines)
    wanted = splits(outcomes(RACE))

    assert [split for split in splits(outcomes(lines)) if split in wanted] == wanted


def test_a_missed_passing_puts_no_one_back_a_lap() -> None:
    """After twice the usual time a passing was missed; if its read comes late, it finds its place."""
    bridge = TableReads(settings())
    made = taken(bridge, [line for line in RACE if line != "2,19:43:07.0"])
    assert [split[1] for split in splits(made) if split[0] == "2"] == ["300", "700", "finish"]

    late = taken(bridge, ["2,19:43:07.0"])
    assert [split[1:] for split in splits([*made, *late]) if split[0] == "2"] == [
        ("1100", "19:43:07.0"),
        ("300", "19:40:50.4"),
        ("700", "19:41:58.5"),
        ("finish", "19:44:12.9"),
    ]


def test_a_missed_first_passing_is_seen_by_the_pace_of_the_others() -> None:
    """A runner whose own pace is not known yet is compared with the field."""
    made = outcomes([line for line in RACE if line != "3,19:40:51.0"])

    assert [split[1] for split in splits(made) if split[0] == "3"] == ["1100", "700", "finish"]


def test_who_rests_has_missed_no_lap() -> None:
    """A time that is no multiple of the usual one is a slow lap, and in a race to a time any is."""
    slow = ["1,19:40:50.0", "1,19:41:58.0", "1,19:43:40.0", "1,19:44:50.0"]
    assert [split[1] for split in splits(outcomes(slow))] == ["1100", "300", "700", "finish"]

    double = ["1,19:40:50.0", "1,19:41:58.0", "1,19:44:14.0"]
    assert [split[1] for split in splits(outcomes(double))] == ["300", "700", "finish"]
    assert [split[1] for split in splits(outcomes(double, start_list(limit_s=3600)))] == [
        "1100",
        "300",
        "700",
    ]


def test_who_strays_over_the_line_has_run_no_lap() -> None:
    """A passing that no one can have run is a claim that belief sets aside, and the next one is that lap."""
    made = outcomes(["1,19:40:20.0", *RACE])
    of_one = [split[1:] for split in splits(made) if split[0] == "1"]

    assert of_one.count(("300", "19:40:50.1")) == 1
    assert ("finish", "19:44:12.2") in of_one
    assert ("300", "19:40:20.0") in of_one


def test_reads_before_the_gun_are_of_no_lap() -> None:
    """Also where the gun comes after them, from the device: then what was published is withdrawn."""
    early = ["1,19:39:10.0", "2,19:39:20.0"]
    known = outcomes(early + RACE)
    assert splits(known) == splits(outcomes(RACE))
    assert "before the gun" in {outcome.remark for outcome in known}

    bridge = TableReads(settings(guns=None, gun="GUN", device_guns=[""]))
    made = taken(bridge, early + RACE)
    assert ("1", "300", "19:39:10.0") in splits(made)
    made += taken(bridge, ["GUN,19:40:00", "GUN,19:40:00.6"])

    assert splits(made) == splits(outcomes(RACE))
    assert sum(isinstance(message, Gun) for message in in_force(made)) == 1, "two presses are one gun"
    assert any(isinstance(message, Void) for outcome in made for message in outcome.messages)


def test_what_was_corrected_does_not_hold_again() -> None:
    """A lap that was another one at first is withdrawn together with what it was."""
    bridge = TableReads(settings(guns=None, gun="GUN", device_guns=[""]))
    made = taken(bridge, ["1,19:41:58.0", "1,19:40:50.1"])
    assert [split[1:] for split in splits(made)] == [("300", "19:40:50.1"), ("700", "19:41:58.0")]
    made += taken(bridge, ["GUN,19:43:00"])

    assert splits(made) == []


def test_each_wave_has_its_gun() -> None:
    """Presses of the device are the starts of waves in the order that is stated; others are offered."""
    race = start_list(waves=("A", "B", "B"))
    lines = ["GUN,19:38:00", "GUN,19:40:00", "GUN,19:50:00", "1,19:38:50.0", "2,19:38:55.0", "2,19:40:52.0"]
    made = outcomes(lines, race, guns=None, gun="GUN", device_guns=["A", "B"])
    guns = {message.wave: message.clock for message in in_force(made) if isinstance(message, Gun)}

    assert set(guns) == {"A", "B"}
    assert splits(made) == [("1", "300", "19:38:50.0"), ("2", "300", "19:40:52.0")]
    assert [outcome.news for outcome in made if "[guns]" in outcome.news] == [
        "the gun went at 2026-05-02T17:50:00Z; to take it, add it to [guns]"
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_presses_come_does_not_matter(seed: int) -> None:
    """Of several boxes, each of which sends all its presses, some of them those of another."""
    race = start_list(waves=("A", "B", "B"))
    presses = ["GUN,19:38:00", "GUN,19:40:00", "GUN,19:38:00.4", "GUN,19:50:00", "GUN,19:40:00.9"]
    reads = ["1,19:38:50.0", "2,19:38:55.0", "2,19:40:52.0"]
    random.Random(seed).shuffle(presses)
    made = outcomes([*presses[:2], *reads, *presses[2:]], race, guns=None, gun="GUN", device_guns=["A", "B"])
    guns = {m.wave: m.clock.show()[11:16] for m in in_force(made) if isinstance(m, Gun) and m.clock}

    assert guns == {"A": "17:38", "B": "17:40"}
    assert splits(made) == [("1", "300", "19:38:50.0"), ("2", "300", "19:40:52.0")]


def test_the_last_read_at_the_start_line_counts() -> None:
    """People wait on the mat: one split stands for all their reads there, and laps begin after it."""
    race = start_list(with_start=True)
    waiting = ["1,19:37:00.0", "1,19:39:58.0", "1,19:40:01.5", "1,19:40:02.0"]
    made = outcomes(waiting + RACE, race)
    assert [split[1:] for split in splits(made) if split[1] == "start"] == [("start", "19:40:02.0")]
    assert splits([*made])[0] == ("1", "1100", "19:43:06.1")

    unknown_gun = outcomes(waiting[1:] + RACE, race, guns=None)
    assert [split for split in splits(unknown_gun) if split[0] == "1"] == [
        split for split in splits(made) if split[0] == "1"
    ]


def test_a_backup_mat_fills_in_and_decides_nothing() -> None:
    """Reads of two mats at one place are one passing; the mat that the checkpoint names first counts."""
    finish = Checkpoint(id="finish", distance_m=5000, hold_off_s=20, mats=("main", "backup"))
    race = StartList(
        name="5 km",
        setting="road",
        distance_m=5000,
        checkpoints=(finish,),
        entrants=(Entrant(bib="1", name="A"),),
    )
    lines = ["1,19:58:01.0,backup", "1,19:58:03.0,main", "1,19:58:04.0,backup", "1,19:58:05.0,main"]
    made = outcomes(lines, race, place=None, places={"main": "finish", "backup": "finish"})

    assert splits(made) == [("1", "finish", "19:58:01.0"), ("1", "finish", "19:58:03.0")]
    assert [outcome.remark for outcome in made[1:]] == ["", "", "a repeat", "a repeat"]


def test_unknown_chips_and_places_are_named_once_and_kept() -> None:
    """Of an unknown chip each passing is published as a read, and nothing is dropped in silence."""
    lines = [*RACE, "99995,19:40:55.0", "99995,19:40:55.5", "99995,19:42:00.0", "1,19:45:00.0,Car park"]
    made = outcomes(lines)

    assert reads(made) == ["99995", "99995"]
    assert [outcome.news for outcome in made if outcome.news] == [
        "the chip 99995 belongs to no runner: add it to [chips]",
        "the place 'Car park' is no checkpoint: add it to [places]",
    ]


def test_a_chip_beside_the_mat_costs_a_bounded_number_of_messages() -> None:
    """A marshal's chip is read for hours."""
    lines = [
        f"77,{19 + number // 3600}:{number // 60 % 60:02}:{number % 60:02}.0" for number in range(0, 9000, 7)
    ]

    assert len(reads(outcomes(lines))) == 16


def test_chips_belong_to_runners() -> None:
    """By the chip map; a chip that is not in it is a bib, with leading zeros or without."""
    made = outcomes(["0580A,19:40:50.1", "0003,19:40:51.0"], chips={"0580A": "2"})

    assert splits(made) == [("2", "300", "19:40:50.1"), ("3", "300", "19:40:51.0")]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"plaices": {}}, "unknown key 'plaices'"),
        ({"places": {"Line": "200"}}, "no checkpoint has the id '200'; there are 300, 700, 1100, finish"),
        ({"places": {"Line": []}}, "has no checkpoint"),
        ({"guns": {"": "soon"}}, "the gun of all: not a time of day: 'soon'"),
        ({"chips": {"A": 5}}, "all in quotes"),
        ({"time": "sundial"}, "time must be one of"),
        ({"columns": {"chip": "Tag"}}, "must say where chip and time are"),
        ({"separator": "ab"}, "separator must be one character"),
        ({"skip": "("}, "skip is no regular expression"),
    ],
)
def test_a_mapping_file_that_cannot_be_meant_is_refused(table: dict[str, object], sentence: str) -> None:
    """With a sentence that says what may be written."""
    with pytest.raises(UserError, match=r"mapping file: .*") as refused:
        TableReads(settings(**table))
    assert sentence in str(refused.value)
