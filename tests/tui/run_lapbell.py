"""`lapbell` run from a shell, or in the program of the tests; without a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import pytest

from tests.patience import PATIENCE_S
from tui.cli import main

ROOT = Path(__file__).parents[2]

RUN = "from tui.cli import main; raise SystemExit(main())"

BOWERMAN = "2024-bowerman-mile"


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


def lapbell_here(
    *arguments: str | Path, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """What `lapbell` does, without a process of its own, which takes most of the time of a short command.

    It has the streams of a shell without a terminal, with nothing on standard input.
    """
    words, written = [*map(str, arguments)], (BytesIO(), BytesIO())
    out, errors = (TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in written)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        for name, value in {"COLUMNS": "100", **environ}.items():
            patch.setenv(name, value)
        if cwd:
            patch.chdir(cwd)
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO()))
        try:
            code = main(words)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(words, code, *(stream.getvalue().decode() for stream in written))


def printed(*arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    done = lapbell_here(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refusal(*arguments: str | Path, term: str = "xterm-256color") -> str:
    """The one line on stderr of a command that refuses, with nothing on stdout.

    Without the page that helps, which every such line names after what is wrong.
    """
    # Only the main thread can wait for signals, as some commands do.
    run = lapbell_here if current_thread() is main_thread() else lapbell
    done = run(*arguments, TERM=term)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert re.search(r"`lapbell [a-z -]*--help`", line), line
    return without_page(line)


def without_page(line: str) -> str:
    """What `lapbell` says is wrong, without the page that helps."""
    return re.sub(r"^(lapbell: .*) \(see `lapbell [a-z -]*--help`\)$", r"\1", line)
