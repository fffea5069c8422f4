"""Publishing a race in a test: a publisher that does not wait, and what it told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from feeds.client.reconnect import HubLost
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing.hub_choice import HubLogin
from feeds.publishing.outbox import Store
from feeds.publishing.publisher_events import Event
from race.messages import Message, Note
from tests.feeds.fake_acceptor import FakeAcceptor
from tests.feeds.patient_viewer import Naps
from tests.patience import PATIENCE_S

TOKEN = "s3cret-t0ken"


class Publishing:
    """A publisher in a test, and what it told."""

    def __init__(self, url: str, store: Log | Store | None = None, **options: Any) -> None:
        self.events: list[Event] = []
        self.naps = Naps()
        settings = {"report": self.events.append, "sleep": self.naps, "jitter": lambda: 1.0, **options}
        self.publisher = Publisher(
            [HubLogin.of(url, TOKEN)], Log("club-800") if store is None else store, **settings
        )

    @property
    def lost(self) -> list[HubLost]:
        """How the line was lost."""
        return [event for event in self.events if isinstance(event, HubLost)]


@asynccontextmanager
async def publishing(acceptor: FakeAcceptor, *args: Any, **options: Any) -> AsyncIterator[Publishing]:
    """A publisher with an acceptor, given up where it takes too long."""
    test = Publishing(acceptor.url, *args, **options)
    async with asyncio.timeout(PATIENCE_S), test.publisher:
        yield test


def notes(count: int) -> list[Note]:
    """So many messages, each another."""
    return [Note(text=f"{number}") for number in range(1, count + 1)]


def texts(acceptor: FakeAcceptor) -> list[str]:
    """The texts of the notes that an acceptor has."""
    return [message["text"] for message in acceptor.kept if message is not None]


def filled(*messages: Message) -> Log:
    """An outbox with messages."""
    log = Log("club-800")
    for message in messages:
        log.append(message)
    return log
