"""Which tests pytest finds, in a process of its own: on another day, in another zone, with other hashes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def collected(*arguments: str, hash_seed: int, zone: str, day: str) -> set[str]:
    """The names of the tests, as they are collected on that day (where `faketime` is installed).

    Raises:
        subprocess.CalledProcessError: A test module cannot be imported.
    """
    faked = [shutil.which("faketime") or "", f"{day} 23:59:58"] if shutil.which("faketime") else []
    options = ["--collect-only", "--quiet", "-p", "no:cacheprovider", "--override-ini", "addopts="]
    done = subprocess.run(
        [*faked, sys.executable, "-m", "pytest", *options, "--import-mode=importlib", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "TZ": zone},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {line for line in done.stdout.splitlines() if "::" in line}
