"""The views: milliseconds a frame, of a mile and of a race of 300."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

from replays.library import find
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from tests.bench.engine import p95
from tests.bench.races import large_race, on_a_track
from tui.text.styled_line import StyledLine
from tui.views.charts import gaps
from tui.views.scene import Scene
from tui.views.track import oval

WIDTH, HEIGHT = 200, 50

FRAMES = 40
FRAME_MS = 100

Draw = Callable[[Scene, int, int], list[StyledLine]]

DRAWN: dict[str, Draw] = {
    "gaps": gaps.lines,
    "places": lambda scene, width, height: gaps.lines(scene, width, height, "places"),
    "laps": lambda scene, width, height: gaps.lines(scene, width, height, "laps"),
    "track": oval.lines,
}


def frame_ms(recording: RecordedRace, at_ms: int, draw: Draw) -> tuple[float, float, float]:
    """Milliseconds of processor time a frame, median and 95th percentile, and the share of a core they take.

    At 10 frames a second of race, in each of which a split may have come.
    """
    watch = Session(recording, perf_counter, at_ms=at_ms)
    times = []
    for number in range(FRAMES):
        watch.playhead.seek(at_ms + number * FRAME_MS)
        scene = Scene(recording.history(), watch.view(), "KER", frozenset({"17"}))
        start = process_time()
        draw(scene, WIDTH, HEIGHT)
        times.append((process_time() - start) * 1000)
    return median(times), p95(times), sum(times) / (FRAMES * FRAME_MS)


def rows() -> list[tuple[str, str, str]]:
    """What was measured, as rows of the table."""
    mile = RecordedRace.read(find("2026-london-dl-mile"))
    found = []
    for who, recording, at_ms in (
        ("14 runners", mile, 160_000),
        ("300 on a track", RecordedRace("large", on_a_track(large_race())), 3_600_000),
        ("300 on a road", RecordedRace("large", large_race()), 3_600_000),
    ):
        for name, draw in DRAWN.items():
            ms, most, share = frame_ms(recording, at_ms, draw)
            measured = f"{ms:.1f} ms, p95 {most:.1f} ms; {share:.1%} of a core"
            found.append((f"a frame of {name}, {who}, {WIDTH}x{HEIGHT}", measured, "15 ms"))
    return found


if __name__ == "__main__":
    for row in rows():
        print(*row, sep=" | ")
