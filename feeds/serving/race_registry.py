"""The races of a hub: their logs, broadcasts to viewers, and acceptors of live messages."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.log import Log
from feeds.protocol.race_notice import RaceNotice, in_timetable_order
from feeds.protocol.resume_position import ResumePosition
from feeds.serving.broadcast import Broadcast, Listener
from feeds.serving.http_response import Rejected
from feeds.serving.hub_reporting import complain
from feeds.serving.race_status import RaceStatus
from feeds.serving.recent_troubles import RecentTroubles
from feeds.serving.shared_work import SharedWork

if TYPE_CHECKING:
    from feeds.client.local_clock import LocalClock
    from feeds.protocol.device_state import DeviceState
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.resting_races import RestingRace

RETRY_S = 5
"""When to try again to watch a race that is not served."""

ENDED = "the race {race} has ended; nothing more is taken for it until it is reopened at `lapbell desk`"

NEW_LOG = "the race has a new log"

NOT_READ = "not in the list of races: a message in its log cannot be read"


class RaceRegistry:
    """Races by id."""

    def __init__(self, heartbeat_s: float, clock: LocalClock) -> None:
        self.broadcasts: dict[str, Broadcast] = {}
        self.acceptors: dict[str, MessageAcceptor] = {}
        self.unserved: dict[str, str] = {}
        """Why a race is not served, for each whose file is there but cannot be."""
        self.unopened = RecentTroubles()
        """Why the log of a race could not be opened or begun for someone who came to publish or watch it."""
        self.notes: dict[str, str] = {}
        """By file: what an operator should know, although every race is served."""
        self.resting: dict[str, RestingRace] = {}
        """The races that have left memory."""
        self.left_at: dict[tuple[str, str], ResumePosition] = {}
        """By race and epoch, where a log ended when it left memory, for whatever reason."""
        self.ended: set[str] = set()
        """The races for which nothing more is taken; the logs of some may be gone."""
        self.unlisted: set[str] = set()
        """The races that cannot be described."""
        self.publishers: Counter[str] = Counter()
        """How many publishers of each race are connected."""
        self._devices: dict[str, dict[object, DeviceState]] = {}
        """By race and publisher's session, how the devices are of which publishers say it."""
        self._awaited: set[str] = set()
        """The races without a log that are watched already, because someone may publish them."""
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._statuses: dict[str, RaceStatus] = {}
        self._order: dict[str, None] = {}
        """The races in the order in which they came; it stays while one rests."""
        self._refreshing = SharedWork(self._refresh)
        self._dismissing: set[asyncio.Task[None]] = set()

    def add(self, log: Log) -> None:
        """Serve a log. If it replaces another of its race, viewers are dismissed and begin anew."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        self._awaited.discard(log.race)
        self.resting.pop(log.race, None)
        self._order.setdefault(log.race)
        before = self.broadcasts.get(log.race)
        race = log.race
        self.broadcasts[race] = Broadcast(
            log, self._heartbeat_s, lambda: self.publishers[race], lambda: self.devices(race)
        )
        self._statuses[log.race] = RaceStatus(log, self._clock.now_ms)
        if before is not None:
            self._dismiss(before, NEW_LOG)

    def await_log(self, race: str) -> None:
        """Let viewers wait for a race that has no log yet, with an empty one that is in memory only."""
        self.add(Log(race, complete=False))
        self._awaited.add(race)

    def begin(self, race: str) -> None:
        """Note that a race has a log now: the one that viewers have waited with."""
        self._awaited.discard(race)

    def await_no_longer(self, race: str) -> None:
        """Forget a race that has no log and no viewers."""
        if race in self._awaited and not self.broadcasts[race].sessions:
            self._awaited.discard(race)
            self.broadcasts.pop(race).close()
            del self._statuses[race], self._order[race]

    @property
    def served(self) -> dict[str, Broadcast]:
        """The broadcasts of the races that have a log, by race."""
        return {race: one for race, one in self.broadcasts.items() if race not in self._awaited}

    @property
    def count(self) -> int:
        """How many races have a log that can be watched."""
        return len(self.served) + len(self.resting)

    @property
    def idle(self) -> set[str]:
        """The races that could leave memory: no one is connected, and all is on disk."""
        return {
            race
            for race, acceptor in self.acceptors.items()
            if acceptor.is_at_rest and not self.publishers[race] and not self.broadcasts[race].sessions
        }

    async def rest(self, race: str) -> bool:
        """Have an idle race leave memory; False if that would change what is announced of it."""
        status = self._statuses[race]
        await self._refreshing.wait()
        if race not in self.idle or race in self.unlisted or not status.is_settled:
            return False
        # Loaded only where races rest: a replay does without (tests/tui/test_import_hygiene.py).
        from feeds.serving.resting_races import RestingRace

        acceptor, broadcast = self.acceptors.pop(race), self.broadcasts.pop(race)
        self.resting[race] = RestingRace.of(status.notice(0, 0), broadcast, acceptor)
        self.note_end(broadcast.log)
        del self._statuses[race]
        broadcast.close()
        await acceptor.close()
        return True

    def note_end(self, log: Log) -> None:
        """Note where a log ends that leaves memory."""
        self.left_at[log.race, log.epoch] = ResumePosition.at_end(log)

    def has_all(self, log: Log) -> bool:
        """Whether a log has all that the hub has said of this race in this epoch."""
        served = self.broadcasts[log.race].log if log.race in self.broadcasts else None
        if served is not None and served.epoch == log.epoch:
            return ResumePosition.at_end(served).lies_in(log)
        last = self.left_at.get((log.race, log.epoch))
        return last is None or last.lies_in(log)

    def _dismiss(self, broadcast: Broadcast, reason: str) -> None:
        task = asyncio.create_task(broadcast.dismiss_all(reason))
        self._dismissing.add(task)
        task.add_done_callback(self._dismissing.discard)

    async def remove(self, race: str, reason: str) -> None:
        """Serve a race no more. Its viewers and publishers are dismissed; they come again."""
        self._order.pop(race, None)
        self._statuses.pop(race, None)
        self._awaited.discard(race)
        self.resting.pop(race, None)
        acceptor, broadcast = self.acceptors.pop(race, None), self.broadcasts.pop(race, None)
        if broadcast is not None:
            self._dismiss(broadcast, reason)
        if acceptor is not None:
            await acceptor.end(reason)
            self.note_end(acceptor.log)

    def rejection(self, race: str) -> Rejected | None:
        """Why a race cannot be watched."""
        if race in self.unserved:
            sentence = f"The race {race} is not served: {self.unserved[race]}."
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, sentence, RETRY_S)
        if race not in self.broadcasts and race not in self.resting:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is no race {race!r} on this hub.")
        return None

    def note_ended(self, race: str, *, has_ended: bool) -> None:
        """Note whether a race takes nothing more."""
        if has_ended:
            self.ended.add(race)
        else:
            self.ended.discard(race)

    def count_publisher(self, race: str, change: int) -> None:
        """Note that a publisher of a race connected (1) or disconnected (-1)."""
        self.publishers[race] += change
        if race in self.broadcasts:
            self.broadcasts[race].beat_now()

    def devices(self, race: str) -> tuple[DeviceState, ...]:
        """How the timing devices of a race are, as far as its publishers say it."""
        return tuple(self._devices.get(race, {}).values())

    def note_device(self, race: str, session: object, device: DeviceState | None) -> None:
        """Note what a publisher says of its device; None when it has gone."""
        devices = self._devices.setdefault(race, {})
        if device is not None:
            devices[session] = device
        elif devices.pop(session, None) is None:
            return
        if not devices:
            del self._devices[race]
        if race in self.broadcasts:
            self.broadcasts[race].beat_now()

    @property
    def sessions(self) -> Iterator[Listener]:
        """The sessions of all viewers."""
        return (session for broadcast in self.broadcasts.values() for session in broadcast.sessions)

    @property
    def viewers(self) -> int:
        """How many viewers are connected."""
        return sum(len(broadcast.sessions) for broadcast in self.broadcasts.values())

    async def refresh(self) -> None:
        """Have what is announced follow the logs, or for a long log as far as that can be waited for."""
        await self._refreshing.wait()

    async def _refresh(self) -> None:
        statuses = {race: self._statuses[race] for race in self.served}
        unreadable = await asyncio.to_thread(_refresh_all, statuses)
        for race in unreadable - self.unlisted:
            complain("race not listed", race=race, reason=NOT_READ)
        self.unlisted = unreadable
        self.notes.update(dict.fromkeys(unreadable, NOT_READ))

    def notices(self) -> list[RaceNotice]:
        """The races as they were at the last `refresh`, in the order of the timetable.

        Those that cannot be described yet are left out.
        """
        notices = {
            race: self._statuses[race].notice(
                self.publishers[race], len(broadcast.sessions), self.devices(race)
            )
            for race, broadcast in self.served.items()
            if race not in self.unlisted and self._statuses[race].is_known
        }
        notices.update((race, one.notice) for race, one in self.resting.items())
        listed = in_timetable_order(notices[race] for race in self._order if race in notices)
        return [replace(one, ended=True) if one.race in self.ended else one for one in listed]

    def stop_sending(self) -> None:
        """Send nothing more to viewers."""
        for broadcast in self.broadcasts.values():
            broadcast.close()


def _refresh_all(statuses: Mapping[str, RaceStatus]) -> set[str]:
    """Have statuses follow their logs. Returns the races of which a message cannot be read."""
    unreadable = set()
    for race, status in sorted(statuses.items(), key=lambda item: item[1].unread):
        try:
            status.refresh()
        except ValueError:
            unreadable.add(race)
    return unreadable
