"""How the feed is, in words: what is wrong, since when, and nothing where all is well."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds import codec
from feeds.client.reconnect import HubLost
from feeds.protocol.device_state import DeviceState
from feeds.protocol.viewer_frames import Hello
from feeds.viewer import Arrived, Joined, Update
from race.messages import Checkpoint, Entrant, Gun, Message, Official, Split, StartList
from race.times import Time, TimeOfDay
from replays.hubs.reception import SETTLING_S, Reception

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


HUB_AHEAD_S = 40_000.0
"""The hub's clock is not that of the viewer."""


def clock_time(seconds: float) -> str:
    """A time of day of the viewer."""
    return time.strftime("%H:%M:%S", time.localtime(seconds))


class Feed:
    """A feed that is played by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.seq = 0
        self._coming: list[Update] = []
        clock = SimpleNamespace(now_ms=lambda: round((self.now + HUB_AHEAD_S) * 1000), set_ms=0.0)
        viewer: Any = SimpleNamespace(updates=self._updates, clock=clock)
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

    async def tell(
        self, count: int, publishers: int | None = 1, devices: tuple[DeviceState, ...] = ()
    ) -> str:
        """The next messages of the race come."""
        heard_ms = round((self.now + HUB_AHEAD_S) * 1000)
        fresh = [replace(message, heard_ms=heard_ms) for message in RACE[self.seq : self.seq + count]]
        self.seq += count
        return await self.take(
            Arrived(fresh, [codec.encode(m) for m in fresh], self.seq, publishers, devices)
        )

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
    """While the race is running: since when it has no publisher."""
    since = clock_time(feed.now)
    assert await feed.tell(0, publishers=0) == f"timing not connected since {since}"
    feed.now += 9
    assert await feed.tell(0, publishers=None) == f"timing not connected since {since}"
    assert await feed.tell(0, publishers=2) == ""


async def test_timing_that_had_gone_when_the_viewer_joined() -> None:
    """Since the hub had the last message, in the viewer's time, however wrong the hub's clock is."""
    feed = Feed()
    feed.seq = len(RACE)
    await feed.join()
    feed.seq = 0
    sent_s, feed.now = feed.now, feed.now + 240
    heard_ms = round((sent_s + HUB_AHEAD_S) * 1000)
    sent = [replace(message, heard_ms=heard_ms) for message in RACE[:2]]
    feed.reception.head = 2
    arrived = Arrived(sent, [codec.encode(m) for m in sent], 2, 0)

    assert await feed.take(arrived) == f"timing not connected since {clock_time(sent_s)}"
    assert feed.reception.lost_ms() == heard_ms
    assert feed.after(60) == "nothing heard for 60 s"


async def test_in_the_race_s_own_zone() -> None:
    """The city is said where its clocks show something else than the viewer's."""
    feed = Feed()
    await feed.join()
    away = "Asia/Tokyo" if time.localtime().tm_gmtoff != 9 * 3600 else "Europe/Berlin"
    start_list = RACE[0]
    assert isinstance(start_list, StartList)
    fresh = [replace(start_list, zone=away), RACE[1]]
    await feed.take(Arrived(fresh, [codec.encode(m) for m in fresh], 2, 1))

    said = await feed.tell(0, publishers=0)

    there = datetime.fromtimestamp(feed.now, ZoneInfo(away))
    assert said == f"timing not connected since {there:%H:%M:%S} in {away.partition('/')[2]}"


async def test_since_when_nothing_could_come(feed: Feed) -> None:
    """While the feed is lost or mute, until all is known again, and while there is no publisher."""

    def hub_ms() -> int:
        return round((feed.now + HUB_AHEAD_S) * 1000)

    assert feed.reception.lost_ms() is None
    lost_ms = hub_ms()
    feed.now += 7
    await feed.take(HubLost("gone", 1, 0.5))
    assert feed.reception.lost_ms() == lost_ms
    feed.now += 60
    feed.seq = 3
    await feed.join("resume")
    assert feed.reception.lost_ms() == lost_ms
    feed.seq = 2
    await feed.tell(1)
    assert feed.reception.lost_ms() is None


async def test_until_a_publisher_that_comes_back_has_sent_all(feed: Feed) -> None:
    """Its first message shows it, or that it has none."""
    left_ms = round((feed.now + HUB_AHEAD_S) * 1000)
    await feed.tell(0, publishers=0)
    feed.now += 10
    assert feed.reception.lost_ms() == left_ms
    await feed.tell(0, publishers=1)
    feed.now += SETTLING_S - 1
    await feed.tell(0, publishers=1)
    assert feed.reception.lost_ms() == left_ms
    feed.now += 1
    assert feed.reception.lost_ms() is None
    assert feed.after(12) == "nothing heard for 13 s"
    assert feed.reception.lost_ms() == left_ms + 10_000 + (SETTLING_S - 1) * 1000


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


async def test_reads_that_are_not_believed_break_no_silence(feed: Feed) -> None:
    """A mat whose clock is hours ahead sends them; another's first read does."""
    gun_ms = round((feed.now + HUB_AHEAD_S) * 1000)
    gun = Gun(clock=TimeOfDay(gun_ms), heard_ms=gun_ms)
    await feed.take(Arrived([gun], [codec.encode(gun)], 3, 1))

    def read(ahead_ms: int, bib: str) -> Arrived:
        now_ms = round((feed.now + HUB_AHEAD_S) * 1000)
        clock = TimeOfDay(now_ms + ahead_ms)
        sent = Split(bib=bib, checkpoint="finish", clock=clock, evidence="device", heard_ms=now_ms)
        return Arrived([sent], [codec.encode(sent)], 3, 1)

    for _ in range(6):
        feed.now += 5
        said = await feed.take(read(18_000_000, "9"))
    assert said == "feed silent for 30 s"
    feed.now += 100
    assert await feed.take(read(0, "8")) == ""


async def test_of_a_recorded_race_nothing_is_missed_once_it_has_come() -> None:
    """Its hub may fall silent from then on, and not before."""
    feed = Feed()
    await feed.join(complete=True)
    await feed.tell(2, publishers=None)
    assert feed.after(60).startswith("nothing heard for ")

    await feed.tell(2, publishers=None)

    assert feed.after(600) == ""


def device(feed: Feed, state: str, source: str = "mat-a", ago_s: float = 0.0) -> DeviceState:
    """How a device is, since a while ago by the hub's clock."""
    since_ms = round((feed.now + HUB_AHEAD_S - ago_s) * 1000)
    return DeviceState(source=source, bridge="ipico", state=state, since_ms=since_ms)


async def test_a_timing_device_that_is_away(feed: Feed) -> None:
    """Since when, in the viewer's time; nothing of one that is well, or was, and is not waited for."""
    since = clock_time(feed.now - 30)
    away, well = device(feed, "away", ago_s=30), device(feed, "connected", "mat-b")
    assert await feed.tell(0, devices=(well,)) == ""
    assert await feed.tell(0, 2, (away, well)) == f"mat-a: ipico away since {since}"
    assert feed.reception.trouble == "device"
    assert await feed.tell(0, None) == f"mat-a: ipico away since {since}"
    assert feed.reception.live is not None
    assert feed.reception.live.edge.devices == (
        f"mat-a: ipico away since {since}",
        f"mat-b: ipico connected since {clock_time(feed.now)}",
    )
    assert await feed.tell(0, 2, (device(feed, "connected"), well)) == ""
    assert await feed.tell(1, devices=(away,)) == "", "the race is over"


async def test_a_device_is_waited_for_before_the_gun_too() -> None:
    """That is when something can be done about it. A time that cannot be is shown as now."""
    feed = Feed()
    await feed.join()
    later = device(feed, "unreadable", ago_s=-99_999)

    assert await feed.tell(1, devices=(later,)) == f"mat-a: ipico unreadable since {clock_time(feed.now)}"
    assert await feed.tell(0, 0, ()) == ""


async def test_no_one_is_overdue_while_no_device_is_there(feed: Feed) -> None:
    """From when the last one went; while one is there, others are waited for."""
    away, well = device(feed, "away", ago_s=5), device(feed, "connected", "mat-b")
    since_ms = away.since_ms
    await feed.tell(0, 2, (away, well))
    assert feed.reception.lost_ms() is None
    await feed.tell(0, 2, (away,))
    assert feed.reception.lost_ms() is None, "the other publisher says nothing of a device"
    await feed.tell(0, 1, (away,))
    assert feed.reception.lost_ms() == since_ms
