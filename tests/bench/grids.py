"""The views of words and figures: how long a frame takes, of a small field and of a large one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from race.board import Board
from race.fold.history import History
from replays.watching.session import Snapshot
from tests.bench.races import large_race
from tui.text.styled_line import StyledLine
from tui.views.announcer import announcer
from tui.views.head_to_head import head_to_head
from tui.views.packs import packs
from tui.views.scene import Scene
from tui.views.splits import splits

WIDTH, HEIGHT = 200, 50

FIELDS = (15, 300)
CHECKPOINTS = 75

FRAMES = 20
"""Of each kind."""

Draw = Callable[[Scene], list[StyledLine]]

VIEWS: dict[str, Draw] = {
    "splits, time": lambda scene: splits.lines(scene, WIDTH, HEIGHT, "time"),
    "splits, lap": lambda scene: splits.lines(scene, WIDTH, HEIGHT, "lap"),
    "splits, place": lambda scene: splits.lines(scene, WIDTH, HEIGHT, "place"),
    "splits, gap": lambda scene: splits.lines(scene, WIDTH, HEIGHT, "gap"),
    "packs": lambda scene: packs.lines(scene, WIDTH, HEIGHT),
    "announcer": lambda scene: announcer.lines(scene, WIDTH, HEIGHT),
    "head-to-head": lambda scene: head_to_head.comparison_lines(scene, "1", "2", WIDTH, HEIGHT),
}


def frame_ms() -> Iterator[tuple[str, int, float, float, float]]:
    """For each view and size of field the median CPU ms of a frame: after a split, a seek, and unchanged.

    Projections are worked out before, as the board asks for them first.
    """
    for entrants in FIELDS:
        history = History(large_race(entrants, CHECKPOINTS))
        times = [ms for ms in history.times() if ms > history.end_ms // 2]
        nearby = [_scene(history, ms) for ms in times[: FRAMES + 1]]
        apart = [_scene(history, ms) for ms in times[:: max(len(times) // FRAMES, 1)][:FRAMES]]
        for name, draw in VIEWS.items():
            sought = [_timed(draw, scene) for scene in apart]
            draw(nearby[0])
            pairs = [(_timed(draw, scene), _timed(draw, scene)) for scene in nearby[1:]]
            fresh, again = zip(*pairs, strict=True)
            yield name, entrants, median(fresh), median(sought), median(again)


def rows() -> list[tuple[str, str, str]]:
    """What the bench table says of it."""
    return [
        (
            f"{name}, {entrants} athletes, {WIDTH}x{HEIGHT}: after a split, a seek, unchanged",
            f"{fresh:.1f} ms, {sought:.1f} ms, {again:.1f} ms",
            "15 ms",
        )
        for name, entrants, fresh, sought, again in frame_ms()
    ]


def _scene(history: History, clock_ms: int) -> Scene:
    board = Board.at("large", clock_ms, history.at(clock_ms))
    for row in board.rows:
        _ = row.projection
    return Scene(history, Snapshot(clock_ms, board, [], [], [], None), chosen="1")


def _timed(draw: Draw, scene: Scene) -> float:
    start = process_time()
    draw(scene)
    return (process_time() - start) * 1000


if __name__ == "__main__":
    for what, measured, aim in rows():
        print(f"{what}: {measured} ({aim})")
