"""The version of everything that commands print with `--json`, which `docs/json.md` describes."""

from __future__ import annotations

VERSION = 2
"""Fields may be added within a version; none changes its meaning."""
