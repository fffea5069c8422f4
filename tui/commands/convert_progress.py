"""Tables become race files, with a bar on a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from feeds.documents.convert_documents import ConvertedRace
from feeds.errors import FeedError
from feeds.track_splits.convert_tables import convert_tables as convert
from feeds.track_splits.convert_tables import race_ids
from feeds.track_splits.split_tables import SplitTables
from tui.commands.convert import SUFFIXES, note, out_paths, write
from tui.text.safe_text import clean

FAILED = 2


def convert_tables(options: argparse.Namespace) -> int:
    """Convert every race of the tables; returns the exit code, 2 where a race was left out."""
    if len(options.files) > 1:
        raise FeedError("give the folder of the tables, or one file in it")
    if options.out is None or options.out.name.endswith(SUFFIXES):
        raise FeedError("the tables hold many races; say in which folder they go: --out DIR")
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("Reading the tables", total=None)
        tables = SplitTables(options.files[0])
        paths = out_paths(options.out, race_ids(tables), force=options.force)
        progress.update(task, description="Converting", total=len(paths))
        left_out = 0
        for path, result in zip(paths, convert(tables, keep_conflicts=options.keep_conflicts), strict=True):
            left_out += not _written(result, path)
            progress.advance(task)
    written = len(paths) - left_out
    print(clean(f"{options.out}: {written} races" + (f", {left_out} left out" if left_out else "")))
    return FAILED if left_out else 0


def _written(result: ConvertedRace | FeedError, path: Path) -> bool:
    """Whether a race could be written; if not, why is told."""
    if isinstance(result, FeedError):
        print(clean(f"lapbell: {path.stem}: {result}"), file=sys.stderr)
        return False
    write(result, path)
    for slip in result.kept:
        note(f"{path.stem}: {slip}")
    return True
