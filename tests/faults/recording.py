"""The type of pytest's `record_property`."""

from __future__ import annotations

from collections.abc import Callable

Record = Callable[[str, object], None]
"""Notes a figure for the table: its name, and what it is. `tried` is a number."""
