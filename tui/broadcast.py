"""A race file put on the air, to be read as any viewer would: a hub on loopback, inside the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from feeds.hub import Hub
from feeds.log import read
from feeds.viewer import Viewer


@asynccontextmanager
async def on_air(path: Path) -> AsyncIterator[Viewer]:
    """Serve a race file for as long as this is open, and give a viewer of it.

    Raises RaceFileError for a file that cannot be used.
    """
    log = await asyncio.to_thread(read, path)
    async with Hub(log) as hub:
        yield Viewer(hub.url(log.race))
