"""`lapbell` run from a shell, without a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

RUN = "from tui.cli import main; raise SystemExit(main())"

BOWERMAN = "2024-bowerman-mile"

PATIENCE_S = 60


def lapbell(
    *arguments: str | Path, cwd: Path | None = None, code: str = RUN, typed: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run `lapbell` without a terminal, with `typed` on standard input."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environ},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )


def printed(*arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    done = lapbell(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refusal(*arguments: str | Path, term: str = "xterm-256color") -> str:
    """The one line on stderr of a command that refuses, with nothing on stdout."""
    done = lapbell(*arguments, TERM=term)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    return line
