"""`lapbell bridge` with a pattern of races: every heat of a meet is a race of its own."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from feeds.bridges.bridge import BridgeSettings
from feeds.bridges.lynx_scoreboard.lynx_scoreboard_bridge import LynxScoreboard
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from feeds.journal import Journal
from feeds.publishing.hub_choice import HubLogin
from feeds.serving.tokens import Tokens
from race.messages import Message, Split
from race.times import Time
from tests.feeds.bridges.finishlynx.lynx_emulator import a_race
from tests.feeds.bridges.lynx_scoreboard.scoreboard_output import ScoreboardOutput
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.patience import until
from tests.tui.commands.bridge_process import BridgeProcess, RaceAtHub
from tests.tui.run_lapbell import lapbell_here
from tui.commands.bridge_heat import HeatRace
from tui.commands.bridge_meet import RacePattern

PATTERN = "club-{event}-{round}-{heat}"

LIVE_MS = 200_000

END_MS = 400_000


def two_heats() -> tuple[ScoreboardOutput, ScoreboardOutput]:
    """Heats 2 and 3 of event 17."""
    first, second = ScoreboardOutput(a_race().runners), ScoreboardOutput(a_race().runners)
    second.key = ("17", "1", "3")
    second.runners[0].passes[-1] += 10_000
    return first, second


def undisturbed(heat: ScoreboardOutput) -> list[Message]:
    """What a bridge makes of a heat."""
    bridge = LynxScoreboard(BridgeSettings())
    pieces = [Piece(0, "x", "data", data) for data in heat.race(END_MS, 50_000)]
    return [message for piece in pieces for outcome in bridge.take(piece) for message in outcome.messages]


def split(number: int) -> Split:
    """A message, by the bridge's own name for it."""
    return Split(
        id=f"{number}", bib=f"{number}", checkpoint="finish", time=Time(200_000 + number), evidence="device"
    )


async def send(port: int, heat: ScoreboardOutput, begin_ms: int, end_ms: int) -> None:
    """What is sent of a heat, over a connection that breaks off in the next list."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.05)
    for ms in range(begin_ms, end_ms + 1, 50_000):
        writer.write(heat.shown(ms))
    writer.write(heat.shown(end_ms)[:99])
    writer.close()
    assert await reader.read() == b"", "nothing is answered"


async def test_two_heats_with_the_bridge_and_the_hub_killed(tmp_path: Path) -> None:
    """One process publishes both, goes on with both, and sends what the hub missed."""
    first, second = two_heats()
    hub, port = HubProcess(tmp_path / "hub"), free_port()
    bridge = BridgeProcess(
        *("lynx-scoreboard", f"listen:127.0.0.1:{port}", "--race", PATTERN),
        *("--to", hub.base.removeprefix("ws://")),
        data=tmp_path / "data",
        token=Tokens(hub.folder).issue("*", "lynx"),
    )
    races = [RaceAtHub(hub, f"club-17-1-{heat}", bridge) for heat in "23"]
    await hub.start()
    try:
        await bridge.start()
        await send(port, first, 0, LIVE_MS)
        await races[0].has_splits(10)
        await bridge.kill()
        await hub.kill()
        await bridge.start()
        await send(port, first, LIVE_MS, END_MS)
        await send(port, second, 0, LIVE_MS)
        outbox = tmp_path / "data" / "outbox"
        await races[1].until(
            lambda: any(b'"split"' in p.read_bytes() for p in outbox.glob("club-17-1-3@*.jsonl"))
        )
        await bridge.kill()
        await hub.start()
        await bridge.start()
        await send(port, second, LIVE_MS, END_MS)
        for race, heat in zip(races, (first, second), strict=True):
            await race.is_shown_as(undisturbed(heat))
    finally:
        await bridge.kill()
        await hub.kill()


async def test_a_heat_hangs_up_while_there_is_no_news(tmp_path: Path) -> None:
    """And connects again for more; what a hub will not take is kept and said."""
    said: list[object] = []
    async with HubProcess(tmp_path / "hub") as hub:
        token = Tokens(hub.folder).issue("*", "lynx")
        login = HubLogin.of(hub.url("club-17-1-2").replace("feed", "publish"), token)
        heat = HeatRace(
            "club-17-1-2", tmp_path / "heat.jsonl", [login], lambda event, _: said.append(event), idle_s=0.05
        )
        for number in (1, 2):
            heat.outbox.put(split(number))
            assert heat.is_open
            await heat.kept()
            await until(lambda: not heat.is_open)
        assert len(said) == 2, "two connections"
        await heat.close()

        bad = HubLogin.of(login.url, "no-such-token")
        refused = HeatRace(
            "club-17-1-2", tmp_path / "other.jsonl", [bad], lambda event, _: said.append(event), idle_s=0.05
        )
        refused.outbox.put(split(1))
        await until(lambda: bool(refused.fault))
        refused.outbox.put(split(2))
        await refused.kept()
        await refused.drained()
        await refused.close()
    assert (tmp_path / "other.jsonl").read_text().count('"split"') == 2


async def test_what_comes_while_a_heat_hangs_up_is_kept_and_sent_once(tmp_path: Path) -> None:
    """A heat without patience hangs up after each message; the next may come at any moment of that."""
    path, said = tmp_path / "heat.jsonl", []
    async with asyncio.timeout(60), HubProcess(tmp_path / "hub") as hub:
        token = Tokens(hub.folder).issue("*", "lynx")
        login = HubLogin.of(hub.url("club-17-1-2").replace("feed", "publish"), token)
        heat = HeatRace("club-17-1-2", path, [login], lambda event, _: said.append(event), idle_s=0)
        moments = random.Random(1)
        for number in range(1, 31):
            heat.outbox.put(split(number))
            hangs_up = moments.random() < 0.9
            while hangs_up and heat.is_open:  # noqa: ASYNC110 - the moment itself is wanted, and has no event
                await asyncio.sleep(0)
        await heat.drained()
        assert heat.unacknowledged == 0
        await heat.close()
    assert len(said) > 10, "connections"
    kept = Journal.open(path, "club-17-1-2")
    kept.close()
    splits = [message for message in kept.log.messages() if isinstance(message, Split)]
    assert [message.bib for message in splits] == [str(number) for number in range(1, 31)]


def test_a_folder_is_tried_with_all_its_heats(tmp_path: Path) -> None:
    """What would be published of each, and which there are."""
    (tmp_path / "lynx.evt").write_text("17,1,1,1500m,,,,,,1500\r\n,11,1\r\n18,1,1,Walk,,,,,,\r\n,12,1\r\n")
    done = lapbell_here("bridge", "finishlynx", tmp_path, "--try")

    assert done.returncode == 0
    assert '-> 17-1-1: {"type":"start-list"' in done.stdout
    assert "heat 18-1-1: " in done.stderr
    assert "there are 2 heats: 17-1-1, 18-1-1" in done.stderr
    assert "1 record, 0 not understood, 1 message" in done.stderr


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("club-{heat}", "add {event}"),
        ("club-{event}-{lane}", "there is no {lane}"),
        ("{event}" * 90, "not a race id"),
    ],
)
def test_patterns_that_name_no_races(pattern: str, sentence: str) -> None:
    """They are refused with what to write."""
    with pytest.raises(UserError, match=sentence):
        RacePattern(pattern)


def test_the_names_of_races() -> None:
    """Small letters, digits and hyphens, whatever the heats are called."""
    pattern = RacePattern(PATTERN)

    assert pattern.race(("18B", "Champ Semi", "")) == "club-18b-champ-semi-0"
    assert pattern.race(("Łódź 1", "-", "01")) == "club-d-1-0-01"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("table", "x.csv", "--race", PATTERN), "table has no heats"),
        (("finishlynx", ".", "--race", PATTERN, "--outbox", "x"), "--outbox is for one race"),
        (("finishlynx", ".", "--race", PATTERN, "--to", "example.org:1"), "use wss://, or --insecure"),
    ],
)
def test_what_does_not_go_with_a_pattern(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """In one line, with what to do."""
    (tmp_path / "token").write_text("x" * 43)
    (tmp_path / "token").chmod(0o600)
    refused = lapbell_here("bridge", *words, "--token-file", tmp_path / "token")

    assert refused.returncode == 2
    assert sentence in refused.stderr


async def test_a_token_for_one_race_is_not_for_a_meet(tmp_path: Path) -> None:
    """The sentence says which token is needed."""
    async with HubProcess(tmp_path / "hub") as hub:
        token = tmp_path / "token"
        token.write_text(Tokens(hub.folder).issue("club-17-1-2", "lynx"))
        token.chmod(0o600)
        (tmp_path / "lynx").mkdir()
        words = ("bridge", "finishlynx", str(tmp_path / "lynx"), "--race", PATTERN, "--to", hub.base)
        refused = await asyncio.to_thread(lapbell_here, *words, "--token-file", str(token))

    assert refused.returncode == 2
    assert "the token is for the race club-17-1-2 alone" in refused.stderr
    assert "`lapbell hub token '*' lynx`" in refused.stderr


def test_the_script_is_written(tmp_path: Path) -> None:
    """With the line ends of Windows; not over another file, and only where there is one."""
    done = lapbell_here("bridge", "lynx-scoreboard", "--write-script", tmp_path)
    path = tmp_path / "lapbell.lss"
    again = lapbell_here("bridge", "lynx-scoreboard", "--write-script", path)
    path.write_text("mine")
    refused = lapbell_here("bridge", "lynx-scoreboard", "--write-script", path)
    none = lapbell_here("bridge", "finishlynx", "--write-script", path)

    assert (done.returncode, again.returncode, refused.returncode, none.returncode) == (0, 0, 2, 2)
    assert "delete it first" in refused.stderr
    assert "needs no script" in none.stderr
    assert path.read_text() == "mine"
