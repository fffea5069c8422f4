"""Text that is kept in a file and read in review."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest


def compare(path: Path, text: str) -> None:
    """Hold a text against its golden file, or with LAPBELL_UPDATE_GOLDENS=1 write that."""
    if os.environ.get("LAPBELL_UPDATE_GOLDENS") == "1":
        path.write_text(f"{text}\n", encoding="utf-8")
    golden = path.read_text(encoding="utf-8").removesuffix("\n") if path.exists() else ""
    if text != golden:
        lines = unified_diff(golden.split("\n"), text.split("\n"), path.name, "now", lineterm="", n=1)
        pytest.fail("the text is another\n" + "\n".join(lines), pytrace=False)
