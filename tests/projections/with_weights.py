"""Runs a module with another net for marathons: `python -m tests.projections.with_weights FILE MODULE`."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from runpy import run_module

NAME = "race.projection.marathon_weights"


def main() -> None:
    """Take the numbers of a file for those of Lapbell, before it loads them, and run the module."""
    path, program, *arguments = sys.argv[1:]
    spec = spec_from_file_location(NAME, Path(path))
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no module")
    sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[NAME])
    sys.argv = [program, *arguments]
    run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
