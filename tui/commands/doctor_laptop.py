"""What `lapbell doctor` says of this computer: its terminal, and the folder in which Lapbell keeps data."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from time import perf_counter
from typing import NamedTuple

from rich.console import Console

from replays.hubs.hub_checks import LEAST_FREE, Finding
from replays.library import data_folder
from tui.commands.measured_cells import cells_of
from tui.text.safe_stream import safe

COLUMNS, LINES = 80, 24
"""What the screens are made for; they show more on a larger one."""

ROOMY_COLUMNS, ROOMY_LINES = 120, 40

SIGNS = "⣿▁▅█●○◆▲▼≠›│┘°"
"""Of each kind of sign that is drawn one at least; the first is of braille, with which charts are drawn."""

SLOW_MS = 500.0
"""A write that takes longer holds up what is timed."""

COLOURS = {
    "truecolor": "16 million colours",
    "256": "256 colours",
    "windows": "16 colours",
    "standard": "16 colours",
}
"""What Rich calls the colours of a terminal, as people say it."""


class Terminal(NamedTuple):
    """What is known of the terminal."""

    is_terminal: bool
    name: str
    """What it calls itself (TERM), with the program that divides it."""
    columns: int
    lines: int
    colours: str | None
    """What Rich calls them; None for none."""
    encoding: str
    wide: str | None
    """Of `SIGNS` those that do not take one cell; None where the terminal does not say it."""


def this_terminal() -> Terminal:
    """The terminal on which the screens would be drawn: that of stderr, with the keys of stdin."""
    stderr = safe(sys.stderr).raw
    is_terminal = stderr.isatty() and sys.stdin.isatty()
    if not is_terminal:
        return Terminal(is_terminal=False, name="", columns=0, lines=0, colours=None, encoding="", wide=None)
    size = os.get_terminal_size(stderr.fileno())
    divided = " in tmux" if os.environ.get("TMUX") else " in screen" if os.environ.get("STY") else ""
    console = Console(file=stderr)
    taken = cells_of(SIGNS, stderr)
    return Terminal(
        is_terminal=True,
        name=os.environ.get("TERM", "") + divided,
        columns=size.columns,
        lines=size.lines,
        colours=None if console.no_color else console.color_system,
        encoding=stderr.encoding,
        wide=None if taken is None else "".join(sign for sign, n in zip(SIGNS, taken, strict=True) if n != 1),
    )


def terminal_findings(terminal: Terminal) -> Iterator[tuple[str, Finding]]:
    """Whether the screens can be drawn in a terminal, each finding with the name of its check."""
    if not terminal.is_terminal or terminal.name.startswith("dumb"):
        note = "there is no terminal here, which the screens need; `lapbell board` and `follow` do without"
        yield "terminal", Finding("note", note)
        return
    yield "terminal", Finding("ok", f"a terminal, {terminal.name or 'without a name'}")
    yield "size", _size(terminal)
    yield "colours", _colours(terminal)
    yield from (("signs", finding) for finding in _signs(terminal))


def _size(terminal: Terminal) -> Finding:
    text = f"{terminal.columns} columns by {terminal.lines} lines"
    if terminal.columns < COLUMNS or terminal.lines < LINES:
        remedy = f"enlarge the window or choose a smaller font: {COLUMNS} by {LINES} at least"
        return Finding("trouble", f"{text}, too small for a board with its columns", remedy)
    if terminal.columns < ROOMY_COLUMNS or terminal.lines < ROOMY_LINES:
        text += f"; on {ROOMY_COLUMNS} by {ROOMY_LINES} the screens show more"
    return Finding("ok", text)


def _colours(terminal: Terminal) -> Finding:
    if terminal.colours in ("truecolor", "256"):
        return Finding("ok", COLOURS[terminal.colours])
    if terminal.colours is None:
        text = "no colours, as NO_COLOR or TERM says; everything can be read without them"
    else:
        text = (
            f"{COLOURS.get(terminal.colours, terminal.colours)}, so those of the themes are matched roughly"
        )
    return Finding(
        "note", text, "if the terminal can do more, set COLORTERM=truecolor; in tmux, TERM=tmux-256color"
    )


def _signs(terminal: Terminal) -> Iterator[Finding]:
    if not terminal.encoding.lower().replace("-", "").startswith("utf8"):
        remedy = "set LANG to a locale of UTF-8, such as C.UTF-8; on Windows, use Windows Terminal"
        yield Finding("trouble", f"the terminal is written to in {terminal.encoding}, not in UTF-8", remedy)
        return
    if terminal.wide:
        remedy = "have the terminal draw ambiguous characters narrow, or choose another terminal"
        yield Finding(
            "trouble", f"{terminal.wide} do not take one cell each, so columns do not line up", remedy
        )
    elif terminal.wide is None:
        yield Finding("note", "the terminal does not say how wide it draws the signs")
    else:
        yield Finding("ok", "each sign takes one cell")
    yield Finding(
        "note",
        f"these should be {len(SIGNS)} different signs, the first of eight dots: {SIGNS}",
        "if some are boxes or question marks, choose another font, such as DejaVu Sans Mono or Cascadia Mono",
    )


def folder_findings() -> Iterator[tuple[str, Finding]]:
    """Whether what is recorded, published and timed can be kept."""
    folder = data_folder()
    try:
        took_ms, free = _written(folder)
    except OSError as error:
        remedy = "make it writable, or name another one in LAPBELL_DATA"
        yield "folder", Finding("trouble", f"{folder} cannot be written: {error.strerror or error}", remedy)
        return
    if free < LEAST_FREE:
        text = f"the disk of {folder} has {free / 1e6:.0f} MB left"
        yield (
            "folder",
            Finding("trouble", text, "make room, or name a folder on another disk in LAPBELL_DATA"),
        )
    elif took_ms > SLOW_MS:
        text = f"a write to {folder} takes {took_ms / 1000:.1f} s"
        yield (
            "folder",
            Finding("trouble", text, "use a disk of this computer, and look at what else writes to it"),
        )
    else:
        yield (
            "folder",
            Finding("ok", f"{folder} takes a write in {took_ms:.0f} ms, and has {free / 1e9:.0f} GB left"),
        )


def _written(folder: Path) -> tuple[float, int]:
    """Milliseconds until a write to a folder was on disk, and how many bytes there are left."""
    folder.mkdir(parents=True, exist_ok=True)
    begun_s = perf_counter()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="doctor-") as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())
        took_ms = (perf_counter() - begun_s) * 1000
    return took_ms, disk_usage(folder).free
