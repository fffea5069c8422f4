"""How the feed is, in words: what is wrong, since when, and nothing where all is well."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from types import SimpleNamespace
from typing import Any

import pytest

from feeds import codec
from feeds.client.reconnect import HubLost
from feeds.protocol.viewer_frames import Hello
from feeds.viewer import Arrived, Joined, Update
from race.messages import Checkpoint, Entrant, Gun, Message, Official, Split, StartList
from race.times import Time
from replays.hubs.reception import Reception, clock_time

RACE: list[Message] = [
    StartList(
        name="Club 800",
        distance_m=800,
        checkpoints=(Checkpoint(id="finish", distance_m=800),),
        entrants=(Entrant(bib="1", name="Ann Able"),),
    ),
    Gun(),
    Split(bib="1", checkpoint="finish", time=Time(130_000, 1), evidence="hand"),
    Official(),
]


class Feed:
    """A feed that is played by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.seq = 0
        self._coming: list[Update] = []
        viewer: Any = SimpleNamespace(updates=self._updates, clock=SimpleNamespace(now_ms=lambda: 0))
        self.reception = Reception(viewer, seconds=lambda: self.now, wall=lambda: self.now)
        self._following = self.reception.follow()

    async def _updates(self) -> AsyncGenerator[Update, None]:
        while True:
            yield self._coming.pop(0)

    async def take(self, update: Update) -> str:
        """Something comes; what is said of the feed then."""
        self._coming.append(update)
        await anext(self._following)
        return self.reception.describe()

    async def join(self, mode: Any = "start", *, complete: bool = False) -> str:
        """The hub says hello."""
        hello = Hello(
            version=1,
            minor=0,
            race="club-800",
            epoch="00000001",
            head=len(RACE) if complete else self.seq,
            complete=complete,
            now_ms=1,
            heartbeat_ms=5000,
            mode=mode,
        )
        return await self.take(Joined(hello))

    async def tell(self, count: int, publishers: int | None = 1) -> str:
        """The next messages of the race come."""
        fresh = RACE[self.seq : self.seq + count]
        self.seq += count
        return await self.take(Arrived(fresh, [codec.encode(m) for m in fresh], self.seq, publishers))

    def after(self, seconds: float) -> str:
        """What is said after a while in which nothing came."""
        self.now += seconds
        return self.reception.describe()


@pytest.fixture
async def feed() -> Feed:
    """A feed of a race that is on, with its timing connected."""
    feed = Feed()
    await feed.join()
    assert await feed.tell(2) == ""
    return feed


async def test_reconnecting_since_and_how_often(feed: Feed) -> None:
    """Since the first loss; the attempts are counted from 1 after every success."""
    since = clock_time(feed.now)
    assert await feed.take(HubLost("gone", 1, 0.5)) == f"reconnecting since {since} (try 1)"
    feed.now += 7
    assert await feed.take(HubLost("still gone", 2, 1.0)) == f"reconnecting since {since} (try 2)"
    assert await feed.join("resume") == ""
    feed.now += 5
    since = clock_time(feed.now)
    assert await feed.take(HubLost("again", 3, 2.0)) == f"reconnecting since {since} (try 1)"


async def test_not_even_a_heartbeat(feed: Feed) -> None:
    """Two missed heartbeats are shown, long before the connection is given up."""
    assert feed.after(10.9) == ""
    assert feed.after(0.2) == "nothing heard for 11 s"
    assert await feed.tell(0) == ""


async def test_timing_that_went_away(feed: Feed) -> None:
    """While the race is running: since when it has no publisher; not where it never had one."""
    since = clock_time(feed.now)
    assert await feed.tell(0, publishers=0) == f"timing not connected since {since}"
    feed.now += 9
    assert await feed.tell(0, publishers=None) == f"timing not connected since {since}"
    assert await feed.tell(0, publishers=2) == ""

    never = Feed()
    await never.join()
    assert await never.tell(2, publishers=0) == ""


async def test_silence(feed: Feed) -> None:
    """Heartbeats come and messages do not, while the race is running; not once it is over."""
    for _ in range(6):
        assert await feed.tell(0) == ""
        feed.now += 5
    assert await feed.tell(0) == "feed silent for 30 s"
    assert await feed.tell(1) == ""
    for _ in range(10):
        feed.now += 5
        assert await feed.tell(0) == ""
    assert feed.reception.live is not None
    assert feed.reception.live.phase == "finished"


def test_a_time_of_day_is_that_of_this_computer() -> None:
    """In local time: 14:03:22."""
    now = time.time()

    assert clock_time(now) == time.strftime("%H:%M:%S", time.localtime(now))


async def test_of_a_recorded_race_nothing_is_missed_once_it_has_come() -> None:
    """Its hub may fall silent from then on, and not before."""
    feed = Feed()
    await feed.join(complete=True)
    await feed.tell(2, publishers=None)
    assert feed.after(60).startswith("nothing heard for ")

    await feed.tell(2, publishers=None)

    assert feed.after(600) == ""
