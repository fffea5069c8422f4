"""What commands write: JSON on stdout; errors, notes and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from feeds.legal_text import legal_lines
from tui.text.safe_stream import safe
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from rich.progress import Progress

    from replays.watching.unread_parts import UnreadParts


FILE_WIDTH = 200
"""Cells of a line in a file: so many that the names of races are whole."""

LARGE = 1024 * 1024
"""Bytes of files that take seconds to read."""


def to_json(value: Mapping[str, object], indent: int | None = None) -> str:
    """An object as JSON; in ASCII alone where stdout may lack a character, or one may not be printed."""
    if str(sys.stdout.encoding).lower().startswith("utf"):
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        if legal_lines(text) == text:
            return text
    return json.dumps(value, indent=indent)


def print_json(value: Mapping[str, object]) -> None:
    """Print an object as indented JSON."""
    print(to_json(value, indent=2))


def line_width() -> int:
    """Cells of a line on stdout: as wide as the terminal, or as `COLUMNS` says; in a file as needed."""
    return get_terminal_size((FILE_WIDTH if not sys.stdout.isatty() else 100, 24)).columns


def print_line(text: str) -> None:
    """Print a text as one line, whatever the names of files in it hold."""
    print(clean(text))


def print_stderr(error: Exception | str) -> None:
    """Write one line on stderr: an error, a note or a report of progress."""
    print(clean(f"lapbell: {error}"), file=sys.stderr, flush=True)


def print_note(text: str) -> None:
    """Write something on stderr that is worth knowing and not an error."""
    print_stderr(f"note: {text}")


def print_unread(unread: UnreadParts, printed: int = 0) -> int:
    """Name what this version does not know of a race, but for the sentences already `printed`.

    Returns how many are printed now.
    """
    for sentence in unread.sentences[printed:]:
        print_note(sentence)
    return len(unread.sentences)


def progress_bar() -> Progress:
    """A progress bar on stderr, shown only if that is a terminal. What a task is called is not markup."""
    # Loaded here, not at the top: only commands with a bar should pay for Rich.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    stderr = safe(sys.stderr)
    return Progress(
        TextColumn("{task.description}", style="progress.description", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(file=stderr.raw),
        transient=True,
        disable=not stderr.isatty(),
    )


@contextmanager
def shown_reading(files: Sequence[Path]) -> Iterator[None]:
    """Show on a terminal that files are being read, where it may take some seconds."""
    size = sum(path.stat().st_size for path in files if path.is_file())
    if size < LARGE:
        yield
        return
    with progress_bar() as progress:
        progress.add_task(f"Reading {size >> 20} MiB", total=None)
        yield
