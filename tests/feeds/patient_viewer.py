"""Watching a race in a test: frames to be sent, and viewers that do not wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from zlib import crc32

from pydantic_core import to_json

from feeds.client.reconnect import HubLost
from feeds.viewer import Arrived, Update, Viewer
from race.messages import Message, Note
from tests.patience import PATIENCE_S

HELLO = {
    "type": "hello",
    "version": 1,
    "minor": 4,
    "race": "fake",
    "epoch": "00000001",
    "head": 3,
    "complete": False,
    "now_ms": 1,
    "heartbeat_ms": 5000,
    "mode": "start",
}
RESUMED = HELLO | {"mode": "resume"}


def frame(prev: int, seq: int) -> dict[str, Any]:
    """A frame of notes that say their own number."""
    notes = [note(number) for number in range(prev + 1, seq + 1)]
    return {"type": "messages", "prev": prev, "seq": seq, "chain": chain(seq), "messages": notes}


def note(number: int) -> dict[str, Any]:
    """A note that says a number."""
    return {"type": "note", "text": str(number)}


def chain(seq: int) -> int:
    """The fingerprint of so many of these notes."""
    return crc32(b"".join(to_json(note(number)) for number in range(1, seq + 1)))


class Naps:
    """A sleep that takes no time, and remembers how long it should have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Sleep, as far as anyone can tell."""
        self.taken.append(seconds)
        await asyncio.sleep(0)


def watch(url: str, **options: Any) -> AsyncGenerator[Update, None]:
    """A viewer that does not wait between attempts."""
    return Viewer(url, **{"sleep": Naps(), **options}).updates()


async def until(updates: AsyncGenerator[Update, None], seq: int) -> list[Update]:
    """All updates up to the one that reaches a number."""
    seen: list[Update] = []
    async with asyncio.timeout(PATIENCE_S):
        async for update in updates:
            seen.append(update)
            if isinstance(update, Arrived) and update.seq >= seq:
                return seen
    raise AssertionError("updates never end")


async def first_loss(updates: AsyncGenerator[Update, None]) -> HubLost:
    """The first time that the feed is lost."""
    async with asyncio.timeout(PATIENCE_S):
        async for update in updates:
            if isinstance(update, HubLost):
                return update
    raise AssertionError("updates never end")


def arrived(updates: list[Update]) -> list[Message]:
    """All messages among updates."""
    return [message for update in updates if isinstance(update, Arrived) for message in update.messages]


def texts(updates: list[Update]) -> list[str]:
    """What the notes among updates say."""
    return [message.text for message in arrived(updates) if isinstance(message, Note)]
