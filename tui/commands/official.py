"""`lapbell official`: the result of a race is final, or open again."""

from __future__ import annotations

from race.edits.decisions import make_official, reopen
from race.lazy_dataclass import dataclass
from tui.commands.command import argument
from tui.commands.race_edit import EPILOG, EditOptions, run_edit

__all__ = ["EPILOG", "Options", "run"]


@dataclass(frozen=True, slots=True)
class Options(EditOptions):
    """The options of `lapbell official`."""

    reopen: bool = argument("--reopen", action="store_true", help="the result is not official after all")


def run(options: Options) -> int:
    """Send it; returns the exit code."""
    return run_edit(options, reopen if options.reopen else make_official, "official")
