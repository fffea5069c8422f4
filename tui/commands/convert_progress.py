"""Many tables become many race files, with a progress bar on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feeds.errors import FeedError, UserError
from feeds.track_splits.convert_tables import convert_tables, race_ids
from feeds.track_splits.split_tables import SplitTables
from replays.library import SUFFIXES
from tui.commands.command import USER_ERROR
from tui.commands.race_file_output import output_paths, write_race_file
from tui.commands.write_output import print_line, print_note, print_stderr, progress_bar


def convert_with_progress(
    files: Sequence[Path], output: Path | None, *, keep_conflicts: bool, force: bool
) -> int:
    """Convert every race of some tables; returns the exit code, 2 if a race was left out."""
    if len(files) > 1:
        raise UserError("give the folder of the tables, or one file in it")
    if output is None or output.name.endswith(SUFFIXES):
        raise UserError("the tables hold many races: name a folder for them with --output DIR")
    with progress_bar() as progress:
        task = progress.add_task("Reading the tables", total=None)
        tables = SplitTables(files[0])
        paths = output_paths(output, race_ids(tables), force=force)
        progress.update(task, description="Converting", total=len(paths))
        left_out = 0
        for path, result in zip(paths, convert_tables(tables, keep_conflicts=keep_conflicts), strict=True):
            if isinstance(result, FeedError):
                left_out += 1
                print_stderr(f"{path.stem}: {result}")
            else:
                write_race_file(result.race, result.messages, path)
                for contradiction in result.kept:
                    print_note(f"{path.stem}: {contradiction}")
            progress.advance(task)
    rest = f", {left_out} left out" if left_out else ""
    print_line(f"{output}: {len(paths) - left_out} races{rest}")
    return USER_ERROR if left_out else 0
