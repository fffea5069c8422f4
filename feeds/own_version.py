"""The version of Lapbell that runs."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version


@cache
def own_version() -> str:
    """The version, as it was installed; to find it takes 20 ms."""
    return version("lapbell")
