"""Work that a hub does beside its connections for as long as it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from feeds.serving.hub_reporting import hub_log

AGAIN_S = 1.0
"""How soon work that has failed is begun again."""


def standing_task(work: Callable[[], Coroutine[object, object, None]]) -> asyncio.Task[None]:
    """A task that does some work. If it fails, that is logged at once, and it is begun again."""
    return asyncio.create_task(_keep_doing(work))


async def _keep_doing(work: Callable[[], Coroutine[object, object, None]]) -> None:
    while True:
        try:
            return await work()
        except Exception:
            hub_log.exception("work of the hub failed, and is begun again")
        await asyncio.sleep(AGAIN_S)
