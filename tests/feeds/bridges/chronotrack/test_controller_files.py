"""The bridge `chronotrack` on the files of controllers, while they are copied and afterwards."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.bridges.bridge import Outcome
from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.chronotrack.chronotrack_bridge import ChronoTrack
from feeds.bridges.inputs.growing_folder import GrowingFolder
from race.messages import Gun
from tests.feeds.bridges.chronotrack.controller import Controller
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, reads, settings, splits

POLL_S = 0.01

EXPECTED = [(bib, at, f"{time}0") for bib, at, time in splits(outcomes(RACE))]


def bridge(**table: object) -> ChronoTrack:
    """A bridge that knows the line, and takes the first press for the gun."""
    said = {"place": None, "places": {"LINE": "*"}, "guns": None, "device_guns": [""], **table}
    return ChronoTrack(settings(**said))


async def made_of(folder: Path, made_by: ChronoTrack | None = None) -> list[Outcome]:
    """What is made of a folder that is read once."""
    made: list[Outcome] = []
    run = BridgeRun(made_by or bridge(), made.append)
    source = GrowingFolder(folder, ChronoTrack.patterns, print, once=True)
    await run.live(source, None, lambda: asyncio.sleep(0))
    return made


def run_race(controller: Controller, point: str = "LINE") -> None:
    """The race in the files of one controller."""
    controller.mark("Event", "19:30:00.00", "CLUB")
    controller.mark("Point", "19:30:01.00", point)
    controller.mark("Gun", "19:40:00.00", "Button Press")
    for line in RACE:
        controller.read(line[0], f"{line[2:]}0")


@pytest.mark.parametrize("padded", [False, True])
async def test_the_files_of_a_controller_are_a_race(tmp_path: Path, padded: bool) -> None:
    """The gun is in one, the reads in the other, and the point says where they are; not the folder."""
    run_race(Controller(tmp_path / "START1", padded=padded))
    made = await made_of(tmp_path)

    assert splits(made) == EXPECTED
    (gun,) = (message for message in in_force(made) if isinstance(message, Gun))
    assert gun.clock
    assert gun.clock.show() == "2026-05-02T17:40:00.00Z"
    assert not any(outcome.is_bad for outcome in made)


async def test_corrupt_reads_and_tests_are_no_passings(tmp_path: Path) -> None:
    """A tag of another facility is listed and named once, a tag with which the mat was tested is left out."""
    controller = Controller(tmp_path)
    run_race(controller)
    controller.read("2", "19:45:00.00", facility="032", group="082")
    controller.read("3", "19:45:01.00", facility="36", group="1")
    controller.read("2", "19:45:00.00", facility="032", group="082")
    controller.read("99997", "19:45:02.00", group="13")
    controller.read("4711", "19:45:03.00")
    with controller.csv.open("ab") as file:
        file.write(b"TO~17~1\r\nTO~x~1~160~18~1777750850.10~A\r\n\0\0\r\n\xff\xfe~\r\n")
    made = await made_of(tmp_path)

    assert splits(made) == EXPECTED
    assert reads(made) == ["4711"], "an unknown chip is not dropped"
    assert sum(outcome.is_bad for outcome in made) == 6
    assert sum("the facility 32" in outcome.news for outcome in made) == 1
    own = await made_of(tmp_path, bridge(facilities=["160", "36"]))
    assert sum(outcome.is_bad for outcome in own) == 5


async def test_the_marks_may_come_after_the_reads(tmp_path: Path) -> None:
    """Then the reads were somewhere else; and a controller that is moved is elsewhere from then on."""
    controller = Controller(tmp_path / "BOX")
    run_race(controller)
    marks = controller.mrk.read_bytes()
    controller.mrk.unlink()
    on = bridge(places={"LINE": "*", "BOX": "finish", "HILL": "700"})
    made = await made_of(tmp_path, on)
    assert {at for _, at, _ in splits(made)} == {"finish"}, "it stands in the folder of its place"

    controller.mrk.write_bytes(marks)
    controller.mark("Point", "19:46:00.00", "HILL")
    controller.read("1", "19:47:00.00")
    made += await made_of(tmp_path, on)

    assert [split for split in splits(made) if split[2] != "19:47:00.00"] == EXPECTED
    told = "BOX/5022010.mrk says that its reads were taken at LINE, not at BOX"
    assert [outcome.news for outcome in made].count(told) == 1
    assert ("1", "700", "19:47:00.00") in splits(made)


async def test_an_earlier_copy_of_a_file_adds_nothing(tmp_path: Path) -> None:
    """Its reads are those of the later one; if it is rewritten, they stay as long as one file has them."""
    run_race(Controller(tmp_path / "FINISH1"))
    whole = (tmp_path / "FINISH1" / "5022010.csv").read_bytes()
    earlier = tmp_path / "START1"
    earlier.mkdir()
    (earlier / "5022010.mrk").write_bytes((tmp_path / "FINISH1" / "5022010.mrk").read_bytes())
    (earlier / "5022010.csv").write_bytes(b"".join(whole.splitlines(keepends=True)[:7]))
    on = bridge()
    made = await made_of(tmp_path, on)
    assert splits(made) == EXPECTED
    assert max(outcome.record for outcome in made) == len(RACE) + 1

    (earlier / "5022010.csv").write_bytes(whole[:60])
    made += await made_of(tmp_path, on)
    assert splits(made) == EXPECTED

    for folder in (earlier, tmp_path / "FINISH1"):
        (folder / "5022010.csv").write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    made += await made_of(tmp_path, on)
    assert len(splits(made)) == len(EXPECTED) - 1


async def test_files_grow_while_they_are_copied(tmp_path: Path) -> None:
    """Only what is new is read. The last line need not have an end, once no more can come."""
    controller = Controller(tmp_path / "LINE")
    made: list[Outcome] = []
    run = BridgeRun(bridge(), made.append)
    async with given_by(GrowingFolder(tmp_path, ChronoTrack.patterns, print, poll_s=POLL_S)) as given:
        run_race(controller)
        await given.has(b"1777751062.00")
        controller.read("1", "19:50:00.00", end="")
        await given.has(b"1777751400.00")
    run.repeat(given.pieces)
    assert splits(made) == EXPECTED
    assert sum(len(piece.data) for piece in given.pieces) == sum(
        path.stat().st_size for path in (controller.csv, controller.mrk)
    )
    assert max(outcome.record for outcome in await made_of(tmp_path)) == len(RACE) + 2


async def test_a_clock_that_was_set_is_said(tmp_path: Path) -> None:
    """By how much, once; not if it follows the satellites, nor before the first read."""
    controller = Controller(tmp_path)
    controller.mark("TimeSet", "19:29:00.00", "80010100000000")
    controller.mark("Point", "19:30:01.00", "LINE")
    controller.read("1", "19:35:00.00")
    controller.mark("TimeChange", "19:36:00.00", "26050219355940")
    controller.mark("TimeChange", "19:37:00.00", "26050219364500")
    controller.mark("TimeChange", "19:38:00.00", "80010100000000")
    controller.mark("Gun", "19:39:00.00", "Button Press")
    controller.mark("TimeChange", "19:40:00.00", "never")
    made = await made_of(tmp_path)

    assert [outcome.news for outcome in made if "clock" in outcome.news] == [
        "the clock of the box I11A9D was set by +15.00 s before its read 2: "
        "the reads before that have another time",
        "the clock of the box I11A9D was set for the first time before its read 2: "
        "the reads before that have another time",
    ]
    assert sum(outcome.is_bad for outcome in made) == 1


async def test_guns_of_other_days_and_clocks_are_not_the_gun(tmp_path: Path) -> None:
    """Presses that are left from yesterday, or from before the clock was set."""
    controller = Controller(tmp_path)
    with controller.mrk.open("wb") as file:
        file.write(b"A,1,Gun,1,80010100001000,Button Press\r\nA,2,Gun,1,26050119300000,Button Press\r\n")
    run_race(controller)
    made = await made_of(tmp_path)

    assert splits(made) == EXPECTED
    assert any(", before the race" in outcome.news for outcome in made)
    assert [outcome.remark for outcome in made if outcome.is_bad] == [
        "the clock of the box was not set: 1979-12-31T23:00:10.00Z"
    ]


async def test_without_a_start_list_each_tag_is_a_bib(tmp_path: Path) -> None:
    """And each point a checkpoint, as where a folder is tried."""
    run_race(Controller(tmp_path))
    made = await made_of(
        tmp_path, ChronoTrack(replace(settings(place=None, places={}, guns=None), start_list=None))
    )

    assert [(bib, time) for bib, _, time in splits(made)] == sorted((bib, time) for bib, _, time in EXPECTED)
    assert {at for _, at, _ in splits(made)} == {"LINE"}


async def test_a_file_without_marks_is_where_the_mapping_file_says(tmp_path: Path) -> None:
    """Also one that lies in a folder with another name."""
    controller = Controller(tmp_path / "BOX")
    run_race(controller)
    controller.mrk.unlink()
    made = await made_of(tmp_path, bridge(place="LINE", guns={"": "19:40:00"}, device_guns=[]))

    assert splits(made) == EXPECTED
