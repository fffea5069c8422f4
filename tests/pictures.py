"""Draws the pictures of the README and of the other pages: `make pictures`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from feeds.hub import Hub
from feeds.hub_address import Address
from feeds.log import Log, read
from replays.hubs.rehearsal import rehearsal
from replays.library import find
from replays.watching.recorded_race import RecordedRace
from tests.by_hand import mile
from tests.by_hand.keyboard import KEYS
from tests.tui.screens.timed_stage import TimedStage
from tui.app import LapbellApp
from tui.commands.picture import Frame, drawn, portable
from tui.race_sources import HubSource, RecordedSource
from tui.report.charts.palette import LIGHT
from tui.report.race_charts import ChartName, RaceCharts
from tui.report.race_report import race_title, report_scene
from tui.screens.race import RaceScreen

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
Size = tuple[int, int]
SIZE = (100, 30)
WIDE = (180, 44)
SMALL = (80, 24)
TALL = (120, 40)


async def draw(
    name: str, race: str, at_ms: int, *keys: str, view: str = "board", theme: str = "", size: Size = SIZE
) -> None:
    """One picture: a race at a time, in a view, after some keys."""
    frame = Frame(view=view, size=size, theme=theme, has_keys=True, has_followed=True, pressed=keys)
    save(name, await drawn(RecordedSource(find(race), remembered=False, at_ms=at_ms), frame))


async def draw_live() -> None:
    """A live race, paused in its second lap while the feed goes on."""
    cues = rehearsal(list(read(find("2026-london-dl-mile")).messages()))
    log = Log("london-mile", complete=False)
    for cue in cues:
        if cue.due_ms < 100_000:
            log.append(cue.message)
    async with Hub(log) as hub:
        app = LapbellApp(HubSource(Address.parse(hub.url(log.race)), record=False))
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, RaceScreen)
            while screen.session.watched is None:
                await pilot.pause(0.05)
            await pilot.press("space", "left")
            for cue in cues:
                if 100_000 <= cue.due_ms < 137_000:
                    hub.append(log.race, cue.message)
            await pilot.pause(1.5)
            save("live", portable(app.export_screenshot(title="lapbell watch 127.0.0.1:8400")))


async def draw_timing(name: str, until_ms: int, typed: str) -> None:
    """A 1500 m that is timed by hand, at a time from its gun, with something typed on the screen."""
    with TemporaryDirectory() as folder:
        stage = TimedStage(Path(folder) / "club-1500.jsonl", mile.start_list(1), by="Ruth")
        async with stage.open(SMALL):
            edits = 0
            for act in mile.acts():
                if act.ms <= until_ms:
                    stage.type(KEYS[act.what].format(act.text).replace("\r", "\n"), at=act.ms / 1000)
                    edits += 1
            await stage.until(
                lambda: max((m.record or 0 for m in stage.history.messages), default=0) == edits
            )
            stage.type(typed, at=until_ms / 1000)
            await stage.pilot.pause(1.5)
            save(name, portable(stage.app.export_screenshot(title="lapbell time start.csv")))


def draw_chart(name: str, race: str, chart: ChartName) -> None:
    """A chart of the report of a race."""
    recording = RecordedRace.read(find(race))
    scene = report_scene(recording, recording.end_ms)
    assert scene.board.state.start_list is not None
    picture = RaceCharts(scene, LIGHT, race_title(scene.board.state.start_list)).chart(chart)
    assert picture is not None
    save(name, picture.svg)


def save(name: str, svg: str) -> None:
    """Write a picture."""
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    """All of them."""
    PICTURES.mkdir(exist_ok=True)
    await draw("bowerman-mile", "2024-bowerman-mile", 170_700)
    await draw("london-mile", "2026-london-dl-mile", 170_100, theme="light")
    await draw("gaps", "2026-london-dl-mile", 205_000, view="gaps", size=WIDE)
    await draw("track", "2026-london-dl-mile", 205_000, view="track")
    await draw("announcer", "2026-london-dl-mile", 170_100, view="announcer", size=TALL)
    await draw("wall", "2026-london-dl-mile", 170_100, view="wall", size=SMALL)
    await draw_live()
    await draw_timing("timing-names", 102_050, "11,9,5,3,")
    await draw_timing("timing-finish", 240_000, "")
    draw_chart("report-gaps", "2026-london-dl-mile", "gaps")
    await draw("athlete", "2026-london-dl-mile", 228_000, "enter")


if __name__ == "__main__":
    asyncio.run(main())
