"""`lapbell set-status`: a runner is out of the race, or back in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import UserError
from race.edits.decisions import reinstate, set_status
from race.lazy_dataclass import dataclass
from tui.commands.command import argument
from tui.commands.race_edit import EPILOG, EditOptions, run_edit
from tui.text.typed_edits import STATUSES

if TYPE_CHECKING:
    from race.edits.edit import Edit
    from race.fold.history import History

__all__ = ["EPILOG", "Options", "run"]

REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class Options(EditOptions):
    """The options of `lapbell set-status`."""

    bib: str = argument(metavar="BIB", help="whose status it is")
    status: str = argument(
        choices=(*STATUSES, REINSTATED),
        metavar="STATUS",
        help="dnf (did not finish), dns (did not start), dq (disqualified) or reinstated",
    )
    after: str | None = argument(
        "--after", metavar="CHECKPOINT", help="the last checkpoint that the runner passed"
    )


def run(options: Options) -> int:
    """Send the status; returns the exit code."""
    if options.status == REINSTATED and options.after:
        raise UserError("--after goes with dnf, dns and dq")
    return run_edit(options, lambda history: _edit(options, history), "set-status")


def _edit(options: Options, history: History) -> Edit:
    if options.status == REINSTATED:
        return reinstate(history, options.bib)
    return set_status(history, options.bib, STATUSES[options.status], after=options.after)
