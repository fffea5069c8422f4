"""Cells that hold nothing."""

from __future__ import annotations

BLANK = frozenset({"", "-", "–", "—", "--", "---", ".", "/", "n/a", "#n/a", "null", "none", "nan", "x", "?"})
"""What is written where nothing is known."""
