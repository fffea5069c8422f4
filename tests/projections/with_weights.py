"""Runs a command with another net for marathons: `python -m tests.projections.with_weights FILE COMMAND`."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

NAME = "race.projection.marathon_weights"


def main() -> None:
    """Take the numbers of a file for those of the program, before it loads them, and run the command."""
    path, *arguments = sys.argv[1:]
    spec = spec_from_file_location(NAME, Path(path))
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no module")
    sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[NAME])
    from tui.cli import main as lapbell  # only now, as it loads the numbers

    lapbell(arguments)


if __name__ == "__main__":
    main()
