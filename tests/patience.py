"""How tests wait for what others bring about: until it is so, and not for a time that may be too short."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""What takes longer never comes, however busy the computer is."""

LOOK_S = 0.01


async def until(holds: Callable[[], bool], state: Callable[[], object] = str) -> None:
    """Wait until something is so; `state` is what a failure shows."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, state()
        await asyncio.sleep(LOOK_S)


def wait_until(holds: Callable[[], bool], state: Callable[[], object] = str) -> None:
    """As `until`, where there is no event loop."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, state()
        time.sleep(LOOK_S)
