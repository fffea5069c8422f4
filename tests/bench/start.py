"""Cold start to the first board, against a bare Textual app, in turn; and what an idle screen costs."""

from __future__ import annotations

from statistics import median

from tests.bench.measured import Row
from tests.bench.terminal import Terminal

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("Kerr")

Bare().run()
"""

BOARD = """
from tui.cli import main
main(["replay", "2024-bowerman-mile", "--at", "2:50.70"])
"""

MARK = b"Kerr"
RUNS = 9
IDLE_S = 5.0


def cold_start() -> tuple[float, float]:
    """Median seconds to the first board, and of the ratios to a bare app started just before."""
    _first_paint(BARE), _first_paint(BOARD)
    pairs = [(_first_paint(BARE), _first_paint(BOARD)) for _ in range(RUNS)]
    return median(board for _, board in pairs), median(board / bare for bare, board in pairs)


def idle() -> tuple[float, int, float]:
    """Share of a core, bytes written, and MiB of memory while the race is paused."""
    with Terminal(BOARD) as terminal:
        terminal.wait_for(MARK)
        terminal.listen(2)
        before = terminal.cpu_s()
        written = terminal.listen(IDLE_S)
        return (terminal.cpu_s() - before) / IDLE_S, written, terminal.memory_mib()


def rows() -> list[Row]:
    """The table of it."""
    seconds, ratio = cold_start()
    share, written, memory = idle()
    beside = {"cold start over a bare app": ratio}
    return [
        Row("cold start to the first board", f"{seconds:.2f} s, {ratio:.2f}x a bare app", "1.8x", beside),
        Row("paused: processor, bytes written", f"{share:.1%}, {written} bytes", "under 1%, none"),
        Row("memory with the race open", f"{memory:.0f} MB", "90 MB"),
    ]


def _first_paint(code: str) -> float:
    with Terminal(code) as terminal:
        return terminal.wait_for(MARK)
