"""Work that many ask for is done once for all of them, and each gets what was begun after it asked."""

from __future__ import annotations

import asyncio

import pytest

from feeds.serving.shared_work import SharedWork
from tests.patience import PATIENCE_S


async def test_all_who_ask_at_once_share_it() -> None:
    """A hundred while it is being done share the next round; none gets the one that was begun before."""
    begun, gate = 0, asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        await gate.wait()

    shared = SharedWork(work)
    first = asyncio.create_task(shared.wait())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(shared.wait()) for _ in range(100)]
    await asyncio.sleep(0)
    assert begun == 1

    gate.set()
    await first
    await asyncio.gather(*others)
    assert begun == 2


async def test_what_fails_is_tried_again_for_the_next() -> None:
    """Those who waited go on."""
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise OSError

    shared = SharedWork(work)
    await shared.wait()
    await shared.wait()

    assert begun == 2


async def test_no_one_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of work that takes too long the answer is what there was before."""
    monkeypatch.setattr("feeds.serving.shared_work.PATIENCE_S", 0.05)
    shared = SharedWork(asyncio.Event().wait)  # type: ignore[arg-type]  # what it returns does not matter

    async with asyncio.timeout(PATIENCE_S):
        await shared.wait()
