"""A live race on the screen: it says plainly what it knows and how old that is, and can be rewound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.hub import Hub, Settings
from feeds.log import Log, read
from race.messages import Gun, Official, Split, Status, Void
from race.times import Time
from tests.free_ports import free_port
from tests.tui.app_on_stage import Stage, on_air
from tests.tui.small_races import runners, split, start_list
from tui.screens.race import RaceScreen

RACE = "club-1200"

LIST = start_list(1200, (400, 800), runners("Ann Able", "Bea Best", "Cat Cool"))


class Timing:
    """A hub, and somebody at the track who tells it what happens."""

    def __init__(self) -> None:
        self.log = Log(RACE, complete=False)
        self.log.append(LIST)
        self.port = free_port()
        self.hub: Hub | None = None

    async def open(self) -> None:
        """Serve the race."""
        self.hub = await Hub(self.log, settings=Settings(port=self.port, heartbeat_s=0.5)).__aenter__()
        self.hub.registry.publishers[RACE] += 1

    async def close(self) -> None:
        """Serve nothing."""
        if self.hub is not None:
            await self.hub.__aexit__()
            self.hub = None

    def tell(self, *messages: Gun | Split | Status | Void | Official) -> None:
        """Something happened."""
        for message in messages:
            assert self.hub
            self.hub.append(RACE, message)

    @property
    def url(self) -> str:
        """Where the race is."""
        return f"ws://127.0.0.1:{self.port}/v1/races/{RACE}/feed"


@pytest.fixture
async def timing() -> AsyncIterator[Timing]:
    """A race that waits for its gun."""
    timing = Timing()
    await timing.open()
    yield timing
    await timing.close()


def named(id_: str, bib: str, checkpoint: str, time: str, replaces: str | None = None) -> Split:
    """A split that can be replaced, or replaces another."""
    return Split(
        id=id_, replaces=replaces, bib=bib, checkpoint=checkpoint, time=Time.parse(time), evidence="device"
    )


async def at_400(timing: Timing, stage: Stage) -> None:
    """The first lap of three has been run."""
    timing.tell(Gun(), named("a", "1", "400", "1:01.2"), named("b", "2", "400", "1:02.0"))
    await stage.until("Able leads through 400 m")


async def test_is_told_as_it_happens(timing: Timing) -> None:
    """Before the gun, running, finished, official: each in its word, the board as it comes."""
    async with on_air(timing.url) as stage:
        assert stage.lines[0].rstrip().endswith("before the gun")
        await at_400(timing, stage)
        assert stage.lines[0].rstrip().endswith("live")
        assert stage.clock.startswith("1:02.0")

        timing.tell(*(named(f"c{bib}", bib, "finish", f"3:0{bib}.0") for bib in "123"))
        await stage.until("Able wins in 3:01.0")
        assert stage.lines[0].rstrip().endswith("race finished")
        timing.tell(Official())
        await stage.until("race official")


async def test_a_late_joiner_sees_all_of_it(timing: Timing) -> None:
    """Who comes late has the board at once, and can go back to the start."""
    timing.tell(Gun(), named("a", "1", "400", "1:01.2"), named("b", "2", "400", "1:02.0"))
    async with on_air(timing.url) as stage:
        await stage.until("Able leads through 400 m")
        await stage.press("home")
        assert "behind by 1:02, 1 new" in stage.lines[0]
        assert "leads through" not in stage.text


async def test_rewound_it_tells_nothing_early_and_goes_back_to_live(timing: Timing) -> None:
    """What comes meanwhile is counted and recorded, and shown when the playhead gets there."""
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        await stage.press("space", "left")
        assert "paused, behind by 5 s" in stage.lines[0]
        before = stage.lines[3:-1]
        timing.tell(named("c", "2", "800", "2:03.0"))

        await stage.until("behind by 1:06, 2 new")
        assert [line for line in stage.lines[3:-2] if "800" in line] == []
        assert stage.lines[3:-2] == before[:-1]
        await stage.press("end")

        assert stage.lines[0].rstrip().endswith("live")
        assert "Best takes the lead from Able" in stage.text


async def test_catches_up_at_eight_times(timing: Timing) -> None:
    """Behind, it can run faster than the race; at the edge it is live again, at the race's own speed."""
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        await stage.press("home", "greater_than_sign", "greater_than_sign", "greater_than_sign")
        assert "8x, behind by" in stage.lines[0]
        stage.wall.now += 4
        await stage.until("8x, behind by 30 s")
        stage.wall.now += 5
        await stage.until(lambda: stage.lines[0].rstrip().endswith("live"))
        assert stage.watch.playhead.speed == 1


async def test_says_that_the_hub_is_gone_and_goes_on(timing: Timing) -> None:
    """Since when, how often it tried and why; back again, everything that came is there once."""
    async with on_air(timing.url, size=(120, 40)) as stage:
        await at_400(timing, stage)
        await timing.close()
        await stage.until("reconnecting since ")
        assert "(try 1)" in stage.lines[0]
        await stage.until("cannot reach 127.0.0.1")
        timing.log.append(named("c", "2", "800", "2:03.0"))
        await timing.open()

        await stage.until("Best takes the lead from Able")
        assert stage.lines[0].rstrip().endswith("live")


async def test_a_correction_is_seen_and_listed(timing: Timing) -> None:
    """It re-orders the past, stands in the third line and beside the athlete for a while, and in the list."""
    async with on_air(timing.url, size=(120, 40)) as stage:
        await at_400(timing, stage)
        timing.tell(named("b2", "2", "400", "1:00.9", replaces="b"))
        await stage.until("≠ Best at 400 m: 1:00.9 instead of 1:02.0")

        row = next(line for line in stage.lines if "Bea Best" in line)
        assert "≠" in row
        assert row.split()[:2] == ["1", "≠"] or row.split()[1] == "1"
        assert "≠ Best at 400 m" in stage.lines[2]
        stage.wall.now += 11
        await stage.until(lambda: "≠ Best" not in stage.lines[2])
        assert "≠" in stage.text
        timing.tell(Void(id="v", replaces="b2", reason="wrong bib"))
        await stage.until("Able leads through 400 m")
        await stage.until("wrong bib")


async def test_a_delay_holds_the_race_back(timing: Timing, data_folder: Path) -> None:
    """Two seconds later than it comes, in step with a picture; the keys change it, and it is remembered."""
    async with on_air(timing.url, delay_s=2.0) as stage:
        await at_400(timing, stage)
        await stage.press("plus")
        assert stage.watch.playhead.delay_s == 3
        await stage.press("minus", "minus")
        assert stage.watch.playhead.delay_s == 1
    async with on_air(timing.url) as stage:
        assert (data_folder / "preferences.json").exists()


async def test_before_the_gun_z_says_when_to_press_it(timing: Timing) -> None:
    """The key is one of live races; what it does is in the tests of the session."""
    async with on_air(timing.url, size=(120, 40), notifies=True) as stage:
        await stage.press("z")
        await stage.until("the gun has not gone here yet")


async def test_every_live_race_is_recorded(timing: Timing, data_folder: Path) -> None:
    """While it is watched, byte for byte as the hub has it; watched again, it goes on in the same file."""
    path = data_folder / "races" / f"{RACE}.jsonl"
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        assert read(path).lines == timing.log.lines
        await stage.press("space", "home")
        timing.tell(named("c", "2", "800", "2:03.0"))
        await stage.until("2 new")
        assert read(path).lines == timing.log.lines
    timing.tell(named("d", "1", "800", "2:04.0"))
    async with on_air(timing.url) as stage:
        await stage.until("Best takes the lead from Able")

    assert read(path).lines == timing.log.lines
    assert list(path.parent.iterdir()) == [path]


async def test_another_history_is_another_file(timing: Timing, data_folder: Path) -> None:
    """A hub that began the race anew is believed, and what was recorded before is kept."""
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        other = Log(RACE, complete=False)
        for message in (LIST, Gun(), split("3", "400", "59.9")):
            other.append(message)
        assert timing.hub
        timing.hub.add(other)
        await stage.until("Cool leads through 400 m")
        assert "Able leads" not in stage.text

    recorded = sorted((data_folder / "races").iterdir())
    assert [path.name for path in recorded] == [f"{RACE}-2.jsonl", f"{RACE}.jsonl"]
    assert read(recorded[0]).lines == other.lines
    assert read(recorded[1]).lines == timing.log.lines


async def test_a_race_that_is_refused_says_so(timing: Timing) -> None:
    """In the hub's own words, and q still quits."""
    async with on_air(timing.url.replace(RACE, "other")) as stage:
        await stage.until("There is no race 'other' on this hub")
        await stage.press("q")
        assert stage.app.return_code == 0


async def test_silence_is_told(timing: Timing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connected, and nothing comes while the race is on: for how long."""
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        monkeypatch.setattr("replays.hubs.reception.SILENT_S", 1.0)
        await stage.until("feed silent for ")
        timing.tell(named("c", "2", "800", "2:03.0"))
        await stage.until(lambda: "silent" not in stage.text)


async def test_neighbours_keep_their_playheads(timing: Timing) -> None:
    """ctrl+right is the next race of the hub, in the same view; the first stays where it was left."""
    other = Log("other", complete=False)
    for message in (start_list(400, (), runners("Dee Dash")), Gun()):
        other.append(message)
    assert timing.hub
    timing.hub.add(other)
    async with on_air(timing.url) as stage:
        await at_400(timing, stage)
        await stage.press("space", "left", "2")
        position = stage.position
        await stage.press("ctrl+right")
        await stage.until("Dash")
        first = stage.app.screen
        assert isinstance(first, RaceScreen)
        assert first.session.view == "splits"
        timing.tell(named("c", "2", "800", "2:03.0"))
        await stage.press("ctrl+right")
        await stage.until("paused, behind by")

        assert isinstance(stage.app.screen, RaceScreen)
        assert stage.app.screen is not first
        assert stage.app.screen.session.watched
        assert stage.position == position
        await stage.press("ctrl+left")
        assert stage.app.screen is first
        await asyncio.sleep(0)


async def test_the_operator_of_a_hub_stays_so(timing: Timing) -> None:
    """A doubtful read is listed as soon as it comes, and the next race has the pane too."""
    other = Log("other", complete=False)
    other.append(start_list(400, (), runners("Dee Dash")))
    assert timing.hub
    timing.hub.add(other)
    async with on_air(timing.url, size=(120, 40), operator=True) as stage:
        await at_400(timing, stage)
        assert "nothing to review" in stage.text

        timing.tell(named("c", "1", "800", "1:01.0"))
        await stage.until("1 to review")
        assert "  ? Able at 800 m in 1:01.0: " in stage.lines[2]
        await stage.press("ctrl+right")
        await stage.until(" Dash ")

        assert "nothing to review" in stage.text
