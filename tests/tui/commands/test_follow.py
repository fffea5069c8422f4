"""`lapbell follow` and `lapbell board` of a race: lines as events become known, from a file or a hub."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feeds import codec
from feeds.hub import Hub, Settings
from feeds.log import Log, read, write
from feeds.serving.tokens import Tokens, wall_ms
from race.messages import Checkpoint, Entrant, Gun, Message, Note, Official, Split, StartList, Status, Void
from race.times import Time, TimeOfDay
from replays.library import find
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import Teller, publishing
from tests.free_ports import free_port
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import BOWERMAN, ROOT, RUN, lapbell, lapbell_here, printed, refusal
from tests.tui.small_races import runners, start_list
from tests.tui.test_import_hygiene import MODULES

RACE = "club-1200"
LONDON = "2026-london-dl-mile"

LIST = start_list(1200, (400, 800), runners("Ann Able", "Bea Best"))

FIELDS = {
    "version": int,
    "type": str,
    "race": str,
    "clock_ms": int | None,
    "when_ms": int | None,
    "kind": str | None,
    "text": str,
    "bib": str | None,
    "bibs": list,
    "checkpoint": str | None,
    "time_ms": int | None,
    "digits": int | None,
    "estimated": bool | None,
    "priority": int | None,
    "message": str | None,
    "place": int | None,
    "gap_ms": int | None,
    "lap_ms": int | None,
    "projected_ms": int | None,
    "projected_low_ms": int | None,
    "projected_high_ms": int | None,
}


def split(bib: str, checkpoint: str, time: str, id_: str | None = None) -> Split:
    """A time from the gun."""
    return Split(id=id_, bib=bib, checkpoint=checkpoint, time=Time.parse(time), evidence="device")


class Following:
    """`lapbell follow` while it runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def line(self) -> str:
        """The next line on stdout, without what differs from run to run."""
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE_S):
            line = (await self.process.stdout.readline()).decode().rstrip("\n")
        return re.sub(r"\d\d:\d\d:\d\d", "TIME", re.sub(r"127\.0\.0\.1:\d+", "HOST", line))

    async def lines(self, count: int) -> list[str]:
        """The next lines."""
        return [await self.line() for _ in range(count)]

    async def until(self, start: str) -> str:
        """The next line that begins like this."""
        while not (line := await self.line()).startswith(start):
            assert line, f"it ended without {start!r}"
        return line

    async def end(self) -> tuple[int, str, str]:
        """Its exit code, what else came on stdout, and what was on stderr."""
        async with asyncio.timeout(PATIENCE_S):
            out, errors = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), errors.decode()


@asynccontextmanager
async def follow(*words: str | Path) -> AsyncIterator[Following]:
    """Run `lapbell follow`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "utf8", "-c", RUN, "follow", *map(str, words)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
    )
    try:
        yield Following(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    """A hub with a live race that waits for its gun, and with one that is recorded."""
    live = Log(RACE, complete=False)
    live.append(LIST)
    async with Hub(live, read(find(BOWERMAN))) as hub:
        hub.registry.publishers[RACE] += 1
        yield hub


def race_file(folder: Path, *messages: Message) -> Path:
    """A race file."""
    path = folder / "race.jsonl"
    write(path, RACE, [LIST, *messages])
    return path


CORRECTED = (
    Gun(),
    split("1", "400", "1:01.2", "a"),
    split("2", "400", "1:02.0"),
    Note(text="Rain\x1b[2J", when=Time.parse("1:05")),
    Void(replaces="a", when=Time.parse("1:10")),
    split("2", "finish", "3:00.13"),
)


def test_a_recorded_race_is_printed_as_lines() -> None:
    """Race time and sentence."""
    done = lapbell("follow", BOWERMAN)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["0  The gun", "55.91  Alvarado takes them through 400 m"]
    assert any(
        line.startswith("3:45.34  Kerr wins the Bowerman Mile in 3:45.34, a British") for line in lines
    )


def test_corrections_are_reported_and_moments_withdrawn(tmp_path: Path) -> None:
    """In the order in which it became known, with nothing that moves the terminal."""
    done = lapbell_here("follow", race_file(tmp_path, *CORRECTED))

    assert done.stdout.splitlines() == [
        "0  The gun",
        "1:01.2  Able leads through 400 m",
        "~1:05  Rain\ufffd[2J",
        "correction: Able at 400 m: 1:01.2 withdrawn",
        "no longer: 1:01.2  Able leads through 400 m",
        "1:02.0  Best leads through 400 m",
        "3:00.13  Best wins in 3:00.13",
    ]


def test_what_is_not_believed_is_reported_as_a_doubt() -> None:
    """Each claim once; a figure that its own source doubts in the JSON alone."""
    text = lapbell_here("follow", "2024-paris-olympics-1500m-semifinal-2").stdout
    lines = lapbell_here("follow", "2024-paris-olympics-1500m-semifinal-2", "--json").stdout.splitlines()

    sentence = "Nordås at 1300 m in 3:02.9: published with a doubt of its own"
    assert "doubtful" not in text
    doubts = [line for line in map(json.loads, lines) if line["type"] == "doubt"]
    assert [(line["kind"], line["bib"], line["when_ms"]) for line in doubts] == [
        ("doubtful", "964", 71_300),
        ("doubtful", "621", 71_500),
        ("doubtful", "1098", 182_900),
    ]
    assert (doubts[2]["text"], doubts[2]["time_ms"], doubts[2]["clock_ms"]) == (sentence, 182_900, 182_900)


def test_as_json_every_line_is_an_object_with_all_fields(tmp_path: Path) -> None:
    """Unknown is null and never missing."""
    done = lapbell_here("follow", race_file(tmp_path, *CORRECTED), "--json")
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]

    for line in lines:
        assert set(line) == set(FIELDS)
        assert all(isinstance(line[name], kind) for name, kind in FIELDS.items()), line
    assert [(line["type"], line["kind"]) for line in lines] == [
        ("moment", "gun"),
        ("moment", "lead"),
        ("moment", "note"),
        ("correction", None),
        ("withdrawn", "lead"),
        ("moment", "lead"),
        ("moment", "finish"),
    ]
    assert lines[5] == {
        "version": 2,
        "type": "moment",
        "race": RACE,
        "clock_ms": 70_000,
        "when_ms": 62_000,
        "kind": "lead",
        "text": "Best leads through 400 m",
        "bib": "2",
        "bibs": ["2"],
        "checkpoint": None,
        "time_ms": 62_000,
        "digits": 1,
        "estimated": False,
        "priority": 35,
        "message": None,
        **dict.fromkeys(
            ("place", "gap_ms", "lap_ms", "projected_ms", "projected_low_ms", "projected_high_ms")
        ),
    }
    assert [(lines[3][name]) for name in ("bib", "bibs", "checkpoint")] == ["1", ["1"], "400"]


LAPS = (
    Gun(),
    *(split("1", "400", "1:01.2", "a"), split("2", "400", "1:02.0")),
    *(split("2", "800", "2:03.0"), split("1", "800", "2:03.9", "b")),
    *(split("2", "finish", "3:00.13"), split("1", "finish", "3:02.00")),
)


def test_everyone_is_told_of_at_each_lap(tmp_path: Path) -> None:
    """With what the board shows, then the order in a sentence; a moment that says the same is left out."""
    path = race_file(tmp_path, *LAPS)
    lines = lapbell_here("follow", path, "--every", "lap").stdout.splitlines()
    moments = lapbell_here("follow", path).stdout.splitlines()

    assert lines[1:9] == [
        "1:01.2  Able leads through 400 m",
        "1:01.2  Able is first at 400 m in 1:01.2, on for 3:03.6 ±?",
        "1:02.0  Best is second at 400 m in 1:02.0, eight tenths back, on for 3:06.0 ±?",
        "~1:11  Able leads through 400 m in 1:01.2, Best eight tenths back; Able is on for 3:03.6 ±?",
        "2:03.0  The bell: Best takes the lead from Able",
        "2:03.0  Best is first at 800 m in 2:03.0, lap 1:01.0, on for 3:04.5 ±?",
        "2:03.9  Able is second at 800 m in 2:03.9, nine tenths back, lap 1:02.7, on for 3:05.9 ±?",
        "~2:13  Best leads through 800 m in 2:03.0, Able nine tenths back; Best is on for 3:04.5 ±?",
    ]
    assert lines[9:] == moments[-len(lines[9:]) :]


def test_a_passing_as_json_has_the_figures_of_the_board(tmp_path: Path) -> None:
    """And names the message of its time."""
    done = lapbell_here("follow", race_file(tmp_path, *LAPS), "--every", "checkpoint", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert [set(line) for line in lines] == [set(FIELDS)] * len(lines)
    passing = [line for line in lines if line["type"] == "passing"][-1]
    board = printed("board", tmp_path / "race.jsonl", "--at", "2:03.9", "--json")
    row = next(row for row in board["rows"] if row["bib"] == "1")
    assert passing["message"] == "b"
    assert {name: passing[name] for name in ("place", "gap_ms", "lap_ms", "projected_ms", "time_ms")} == {
        name: row[name] for name in ("place", "gap_ms", "lap_ms", "projected_ms", "time_ms")
    }
    [first, second] = [line for line in lines if line["type"] == "order"]
    assert (first["bibs"], second["bibs"], second["bib"]) == (["1", "2"], ["2", "1"], None)


def test_more_is_reported_of_followed_athletes() -> None:
    """By bib or by name; an athlete who is not in the race cannot be followed."""
    for who in ("ING", "ingebrigtsen", "Jakob Ingebrigtsen"):
        done = lapbell_here("follow", BOWERMAN, "--json", "--follow", who)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        [second] = [line for line in lines if line["kind"] == "finish" and line["bib"] == "ING"]
        assert second["priority"] == 78 + 15

    assert (
        refusal("follow", BOWERMAN, "--follow", "Bolt")
        == "lapbell: no one on the start list is called 'Bolt'"
    )


def test_an_added_mark_is_reported() -> None:
    """Who is inside its pace, and who reaches it; a run of another distance is refused."""
    done = lapbell_here("follow", LONDON, "--mark", "sub-3:44=3:43.99", "--mark", "El G=2024-bowerman-mile")

    assert "Kerr, third at 800 m, is inside the pace of El G by " in done.stdout
    assert (
        "Kerr wins in 3:42.66, a world record by 0.47 from El Guerrouj's 3:43.13 of 1999, inside sub-3:44"
        in done.stdout
    )
    assert refusal("follow", LONDON, "--mark", "Hocker=2024-paris-olympics-1500m-final") == (
        "lapbell: 'Hocker' was run over 1500 m, and this race is 1609.34 m"
    )


def test_at_a_speed_it_takes_its_time_and_says_the_same(tmp_path: Path) -> None:
    """3.2 s of a race, at 16x."""
    path = race_file(tmp_path, Gun(), split("1", "400", "3.2"))
    code = f"import time\nbegun = time.monotonic()\ntry:\n {RUN}\nfinally:\n print(time.monotonic() - begun)"

    slow = lapbell("follow", path, "--speed", "16", code=code).stdout.splitlines()

    assert slow[:-1] == lapbell_here("follow", path).stdout.splitlines()
    assert float(slow[-1]) >= 0.2


def test_a_file_is_followed_without_a_screen_or_a_socket() -> None:
    """Neither Textual nor websockets nor asyncio is loaded."""
    modules = set(lapbell("follow", BOWERMAN, code=MODULES).stderr.split())

    assert "tui.commands.follow" in modules
    assert not {name for name in modules if name.split(".")[0] in ("textual", "websockets", "asyncio")}


def test_whoever_has_heard_enough_may_close_the_pipe() -> None:
    """Nothing is printed about it."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "follow", BOWERMAN, "--speed", "64"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"0  The gun\n"
        process.stdout.close()

        assert process.wait(PATIENCE_S) == 0
        assert process.stderr.read() == b""


def test_bad_words_are_refused_in_one_line(tmp_path: Path) -> None:
    """No race, no file, no address, no speed, a broken file."""
    (tmp_path / "broken.jsonl").write_text("no race\n")

    assert "did you mean 2024-bowerman-mile?" in refusal("follow", "2024-bowermann-mile")
    assert refusal("follow", "nowhere.jsonl") == "lapbell: no such file: nowhere.jsonl"
    assert "broken.jsonl: line 1: " in refusal("follow", tmp_path / "broken.jsonl")
    assert "it cannot begin with ftp://" in refusal("follow", "ftp://timing.example")
    assert "names no race" in refusal("follow", "127.0.0.1:8400")
    assert "--speed takes a number from 0.25 to 64, not '99'" in refusal("follow", BOWERMAN, "--speed", "99")


async def test_a_live_race_is_told_as_it_comes(hub: Hub) -> None:
    """First what has happened so far, then each event as it becomes known, until Ctrl-C."""
    hub.append(RACE, Gun())
    hub.append(RACE, split("1", "400", "1:01.2", "a"))
    async with follow(hub.url(RACE)) as following:
        assert await following.lines(3) == [
            "[joined Club race at HOST: the race is on]",
            "0  The gun",
            "1:01.2  Able leads through 400 m",
        ]
        hub.append(RACE, split("2", "800", "2:03.0"))
        assert await following.line() == "2:03.0  The bell: Best takes the lead from Able"
        hub.append(RACE, Void(replaces="a", reason="a false trigger"))
        assert await following.lines(3) == [
            "correction: Able at 400 m: 1:01.2 withdrawn (a false trigger)",
            "no longer: 1:01.2  Able leads through 400 m",
            "no longer: 2:03.0  The bell: Best takes the lead from Able",
        ]
        assert await following.line() == "2:03.0  The bell: Best leads"
        for bib, time in (("2", "3:00.13"), ("1", "3:01.00")):
            hub.append(RACE, split(bib, "finish", time))
        hub.append(RACE, Official())
        assert await following.lines(4) == [
            "3:00.13  Best wins in 3:00.13, with a last lap of 57.2",
            "3:01.00  Able is second in 3:01.00, 0.87 back",
            "~3:01  The result: Best first, Able second",
            "~3:01  The result is official",
        ]
        following.process.send_signal(signal.SIGINT)

        assert await following.end() == (130, "", "")


async def test_everyone_is_told_of_in_a_live_race(hub: Hub) -> None:
    """As they pass, and again where a time was corrected."""
    hub.append(RACE, Gun())
    hub.append(RACE, split("1", "400", "1:01.2", "a"))
    async with follow(hub.url(RACE), "--every", "checkpoint") as following:
        passes = "1:01.2  Able is first at 400 m in 1:01.2"
        assert (await following.lines(4))[3].startswith(passes)
        hub.append(RACE, replace(split("1", "400", "1:01.7"), replaces="a"))
        assert await following.line() == "correction: Able at 400 m: 1:01.7 instead of 1:01.2"
        assert await following.until("1:01.7  Able is")
        hub.append(RACE, split("2", "400", "1:02.0"))
        assert (await following.until("1:02.0")).startswith(
            "1:02.0  Best is second at 400 m in 1:02.0, three tenths back"
        )


async def test_an_added_mark_is_reported_of_a_live_race(hub: Hub) -> None:
    """When the leader passes; a run of another distance ends the command."""
    async with follow(hub.url(RACE), "--mark", "sub-3:10=3:09.99") as following:
        await following.until("[joined")
        for message in (Gun(), split("1", "400", "1:01.2"), split("1", "800", "2:03.0")):
            hub.append(RACE, message)

        assert await following.until("2:03.0  Able is") == (
            "2:03.0  Able is inside sub-3:10 pace at 800 m, by 3.7 s"
        )
    refused = await asyncio.to_thread(refusal, "follow", hub.url(RACE), "--mark", f"Kerr={BOWERMAN}")
    assert refused == "lapbell: 'Kerr' was run over 1609.34 m, and this race is 1200 m"


async def test_a_recorded_race_on_a_hub_is_printed_and_that_is_all(hub: Hub) -> None:
    """Like its file, also as JSON."""
    for options in ((), ("--json",)):
        async with follow(hub.url(BOWERMAN), *options) as following:
            code, out, errors = await following.end()

        assert (code, errors) == (0, "")
        assert out == (await asyncio.to_thread(lapbell, "follow", BOWERMAN, *options)).stdout


async def test_a_live_race_has_its_own_speed(hub: Hub) -> None:
    """So is a race that the hub does not have."""
    sentence = await asyncio.to_thread(refusal, "follow", hub.url(RACE), "--speed", "4")
    assert sentence == "lapbell: a live race has its own speed; leave --speed out"

    assert "HTTP 404" in await asyncio.to_thread(refusal, "follow", hub.url("nothing"))


@asynccontextmanager
async def timing(hub: HubProcess, token: str) -> AsyncIterator[Teller]:
    """A publisher of the race."""
    async with publishing(hub, RACE, token) as teller:
        yield teller


def body(message: Message) -> dict[str, Any]:
    """A message as it is sent."""
    return json.loads(codec.encode(message))  # type: ignore[no-any-return]


async def test_a_hub_that_dies_is_told_and_waited_for(tmp_path: Path) -> None:
    """A hub in a process of its own, killed during the race and started again with the same data."""
    hub = HubProcess(tmp_path / "hub")
    token = Tokens(hub.folder).issue(RACE, "mat-a")
    async with hub, follow(hub.url(RACE), "--json") as following:
        async with timing(hub, token) as teller:
            await teller.say(1, body(LIST), body(Gun(clock=TimeOfDay(wall_ms() - 62_000))))
            await teller.until_acked(2)
            joined = json.loads(await following.until('{"version": 2, "type": "feed"'))
            assert joined["kind"] == "joined"
            assert json.loads(await following.until('{"version": 2, "type": "moment"'))["kind"] == "gun"
            await hub.kill()
        lost = json.loads(await following.line())
        assert (lost["type"], lost["kind"]) == ("feed", "lost")
        assert re.fullmatch(r"reconnecting since TIME \(try 1\): .+", lost["text"])
        await hub.start()
        while (back := json.loads(await following.line()))["kind"] == "lost":
            pass
        assert (back["kind"], back["text"]) == ("back", "the feed is back")
        async with timing(hub, token) as teller:
            await teller.say(3, body(split("1", "400", "1:01.2")))
            await teller.until_acked(3)
            assert "Able leads through 400 m" in await following.until('{"version": 2, "type": "moment"')
        assert json.loads(await following.line())["text"] == "timing not connected since TIME"


async def test_a_hub_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    """The reason is printed once, on a line of its own."""
    hub = HubProcess(tmp_path / "hub")
    token = Tokens(hub.folder).issue(RACE, "mat-a")
    async with hub, timing(hub, token) as teller:
        await teller.say(1, body(LIST))
        await teller.until_acked(1)
    async with follow(hub.url(RACE)) as following:
        reason = "cannot reach HOST: Connection refused"
        assert await following.line() == f"[reconnecting since TIME (try 1): {reason}]"
        async with hub:
            assert await following.line() == "[joined Club race at HOST: before the gun]"


async def test_the_board_of_a_race_on_a_hub(hub: Hub) -> None:
    """A live race as it is now and a recorded one, as text and as JSON."""
    for message in (Gun(), split("1", "400", "1:01.2"), split("2", "400", "1:02.0")):
        hub.append(RACE, message)

    live = await asyncio.to_thread(printed, "board", hub.url(RACE), "--json")
    assert (live["race"], live["state"], live["clock_ms"]) == (RACE, "running", 62_000)
    assert [row["time_ms"] for row in live["rows"]] == [61_200, 62_000]
    then = await asyncio.to_thread(printed, "board", hub.url(RACE), "--at", "1:01.5", "--json")
    assert [row["time_ms"] for row in then["rows"]] == [61_200, None]
    text = await asyncio.to_thread(lapbell, "board", hub.url(BOWERMAN).removeprefix("ws://"), "--text")
    assert text.stdout == (await asyncio.to_thread(lapbell, "board", BOWERMAN)).stdout


async def test_no_board_where_there_is_no_race(hub: Hub) -> None:
    """No such race, no such hub, no race named: one line for each."""

    async def sentence(url: str) -> str:
        said = await asyncio.to_thread(refusal, "board", url)
        return re.sub(r"127\.0\.0\.1:\d+", "HOST", said)

    assert await sentence(hub.url("nothing")) == (
        "lapbell: There is no race 'nothing' on this hub. (HTTP 404)"
    )
    assert (
        await sentence(f"127.0.0.1:{free_port()}/v1/races/x")
        == "lapbell: cannot reach HOST: Connection refused"
    )
    assert "names no race" in await sentence(hub.base)


def test_a_pack_in_unknown_order_is_one_line() -> None:
    """With its time as an estimate, and in JSON with everyone in it and the checkpoint."""
    eugene = ("follow", "2022-eugene-worlds-1500m-final")
    [line, *_] = [line for line in lapbell_here(*eugene).stdout.splitlines() if "within about" in line]
    packs = [
        p for p in map(json.loads, lapbell_here(*eugene, "--json").stdout.splitlines()) if p["type"] == "pack"
    ]

    assert line.startswith("~")
    assert line.endswith(packs[0]["text"])
    assert [set(pack) for pack in packs] == [set(FIELDS)] * len(packs)
    assert packs[0]["text"] == (
        "The order of ten at 400 m is not published; the whole field is likely within about two seconds"
    )
    assert packs[0]["checkpoint"] == "400"
    assert len(packs[0]["bibs"]) == 10
    assert {(pack["bib"], pack["priority"], pack["estimated"]) for pack in packs} == {(None, None, True)}


def test_each_line_names_its_message(tmp_path: Path) -> None:
    """The time, the status or the announcement that it goes back to; a correction its own."""
    race = [
        StartList(
            id="a:1",
            name="Club 800",
            distance_m=800,
            checkpoints=(Checkpoint(id="400", distance_m=400), Checkpoint(id="800", distance_m=800)),
            entrants=(Entrant(bib="1", name="Ann Birk"), Entrant(bib="2", name="Bo Li")),
        ),
        Gun(id="a:2"),
        split("1", "400", "1:00", "a:3"),
        split("2", "400", "1:01", "a:4"),
        Status(id="a:5", bib="2", status="dnf", when=Time.parse("1:30")),
        split("1", "800", "2:00", "a:6"),
        replace(split("1", "800", "2:00.5", "a:7"), replaces="a:6"),
        Official(id="a:8"),
    ]
    write(tmp_path / "ids.jsonl", "ids", race)

    done = lapbell_here("follow", tmp_path / "ids.jsonl", "--json")
    named = {
        (line["type"], line["kind"]): line["message"] for line in map(json.loads, done.stdout.splitlines())
    }

    assert named["moment", "gun"] == "a:2"
    assert named["moment", "out"] == "a:5"
    assert named["moment", "finish"] == "a:7"
    assert named["moment", "official"] == "a:8"
    assert named["correction", None] == "a:7"


async def test_a_race_is_followed_before_its_publisher_comes(tmp_path: Path) -> None:
    """That it has not started is said once; athletes are looked up when it has."""
    messages = [json.loads(codec.encode(message)) for message in (LIST, Gun(), split("1", "400", "1:00"))]
    token = Tokens(tmp_path).issue("*", "mat-a")
    async with Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.2)) as hub:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", RUN, "follow", f"{hub.base}/v1/races/{RACE}", "--follow", "Able"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout
        async with asyncio.timeout(PATIENCE_S):
            told = [(await process.stdout.readline()).decode()]
            async with publishing(hub, RACE, token) as mat:
                await mat.say(1, *messages)
                while "through 400 m" not in told[-1]:
                    told.append((await process.stdout.readline()).decode())
        process.kill()
        await process.communicate()

    host = hub.base.removeprefix("ws://")
    assert told[0] == f"[joined {RACE} at {host}: the race has not started publishing]\n"
    assert told[1].startswith("[joined ")
    assert len([line for line in told if "has not started publishing" in line]) == 1
