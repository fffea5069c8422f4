"""Measures what the design promises and prints it as a table: `make bench`."""

from __future__ import annotations

import asyncio
import os
import platform

os.environ.setdefault("TEXTUAL_FPS", "500")

from replays.library import find
from tests.bench import engine, fanout, feed, grids, library, motion, screen, slow_link, start, tables, views


def main() -> None:
    """Measure everything, one thing after the other."""
    rows = [*fanout.rows(), *feed.rows(), *library.rows()]
    seconds, ratio = start.cold_start()
    rows.append(("cold start to the first board", f"{seconds:.2f} s, {ratio:.2f}x a bare app", "1.8x"))
    share, written, memory = start.idle()
    rows.append(("paused: processor, bytes written", f"{share:.1%}, {written} bytes", "under 1%, none"))
    rows.append(("memory with the race open", f"{memory:.0f} MB", "90 MB"))
    paint = asyncio.run(screen.paint_times(find("2026-london-dl-mile")))
    for what, ages, aim in (
        ("lone split due", paint.lone, "15 ms"),
        ("split in a rush due", paint.rush, "100 ms"),
        ("key pressed", paint.key, "12 ms"),
    ):
        measured = f"{ages.board:.0f} ms; with all views {ages.level:.0f} ms"
        rows.append((f"{what} to painted, p95, 200x50", measured, aim))
    state, view = engine.seek_p95_ms()
    rows.append(("seek in 2 hours of 300 entrants, p95", f"{state:.1f} ms", "10 ms"))
    rows.append(("the same with 60 rows, their projections and moments", f"{view:.1f} ms", "30 ms"))
    for entrants, aim in ((300, "15 ms"), (30, "2 ms")):
        middle, most = engine.split_ms(entrants)
        measured = f"{middle:.1f} ms, p95 {most:.1f} ms"
        rows.append((f"after a split: order, marks, projections, moments of {entrants}", measured, aim))
    for entrants, aim in ((30, "0.5 ms"), (300, "3.5 ms")):
        in_sight, _ = engine.projections_ms(entrants)
        what = f"after a split: order and projections in sight of {entrants}"
        rows.append((what, f"{in_sight:.2f} ms", aim))
    _, others = engine.projections_ms(5000)
    rows.append(("the projections of the rest of 5,000", f"{others:.0f} ms", "100 ms"))
    order, board = engine.standings_ms()
    rows.append(("standings and projections, 300 entrants", f"{order:.1f} ms", "15 ms"))
    rows.append(("all that is said of 300 entrants, as JSON", f"{board:.1f} ms", "-"))
    rows.append(("messages folded a second", f"{engine.fold_rate():,.0f}", "-"))
    rows += [*views.rows(), *grids.rows(), *motion.rows(), *slow_link.rows(), *tables.rows()]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print("| what | measured | aim |\n|---|---|---|")
    for what, measured, aim in rows:
        print(f"| {what} | {measured} | {aim} |")


if __name__ == "__main__":
    main()
