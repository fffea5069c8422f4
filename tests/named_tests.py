"""Tests that are named elsewhere, in lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def missing(names: Iterable[str]) -> list[str]:
    """Those of the tests, each as `file::name` or as a whole `file`, that are not there."""
    return [name for name in names if not _is_there(name)]


def _is_there(name: str) -> bool:
    file, _, function = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    pattern = function.partition("[")[0] + r"\(" if function else "test_"
    return bool(re.search(rf"\bdef {pattern}", path.read_text(encoding="utf-8")))
