"""A run of `lapbell hub`: from its start, or its standing by, to the signal that ends it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub import Hub, Settings
from feeds.hub_address import is_here
from feeds.serving.end_at_once import end_within
from feeds.serving.hub_reporting import complain, report
from feeds.serving.open_files import file_limit
from feeds.serving.service_manager import ServiceManager
from feeds.serving.standing_task import standing_task
from tui.commands.command import user_errors
from tui.commands.signals import on_signals

if TYPE_CHECKING:
    from feeds.serving.log_file_output import LogFileOutput

CLOSE_S = 10.0
"""A hub that is stopped has so long to close."""

FEW = 1000
"""Viewers; if there are not even files for so many, that is said."""


class HubRun:
    """A hub and what is done beside it. `log` is the file that it reports into, if it is one."""

    def __init__(self, settings: Settings, log: LogFileOutput | None = None) -> None:
        self._hub = Hub(settings=settings)
        self._log = log
        self._manager = ServiceManager()
        self._stop, self._reread = asyncio.Event(), asyncio.Event()

    async def serve(self, *, standby: bool) -> None:
        """Serve until SIGINT or SIGTERM. Raises UserError where that is not possible."""
        hub, settings = self._hub, self._hub.settings
        on_signals(self._stop, "SIGINT", "SIGTERM")
        on_signals(self._reread, "SIGHUP")
        ending = standing_task(self._end_in_time)
        beside = [standing_task(lambda: self._manager.keep_informed(self._status))]
        if self._log is not None:
            beside.append(standing_task(self._log.keep_in_place))
        if standby and not await self._stood_by():
            return
        with user_errors(f"serve on {settings.host}:{settings.port}"):
            async with hub:
                beside.append(standing_task(self._reread_when_asked))
                self._report_start()
                self._manager.ready()
                await ending
                self._manager.stopping()
                report("hub closing", viewers=hub.viewers)
                for task in beside:
                    task.cancel()

    async def _end_in_time(self) -> None:
        """Once it is stopped, end even if a disk hangs while logs are being read or closed."""
        await self._stop.wait()
        end_within(CLOSE_S)

    def _report_start(self) -> None:
        hub, settings = self._hub, self._hub.settings
        report("hub listening", url=hub.base, data=settings.folder, files=file_limit(), viewers=hub.room)
        if hub.room < FEW:
            complain(f"there are files for {hub.room} viewers only; raise the limit with `ulimit -n`")
        for race in hub.open_races:
            complain("there is a token for watching, but everyone may watch; see --private", race=race)
        if not settings.tls and not is_here(settings.host):
            complain("tokens and races go over the network unencrypted; see --certificate")

    def _status(self) -> str:
        """How the hub is, in a few words for the service manager."""
        registry = self._hub.registry
        counts = (
            (registry.count, "race"),
            (registry.publishers.total(), "publisher"),
            (registry.viewers, "viewer"),
        )
        words = [f"{count} {word}{'s' * (count != 1)}" for count, word in counts]
        if registry.unserved:
            words.append(f"not served: {', '.join(registry.unserved)}"[:200])
        return ", ".join(words)

    async def _stood_by(self) -> bool:
        """Wait for the folder; False if the hub was stopped before that."""
        report("hub standing by", data=self._hub.settings.folder)
        self._manager.ready()
        waiting = asyncio.create_task(self._hub.stand_by())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait((waiting, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not waiting.done():
            waiting.cancel()
            return False
        await waiting
        return True

    async def _reread_when_asked(self) -> None:
        """Whenever it is asked for, take what the operator has changed."""
        registry = self._hub.registry
        while await self._reread.wait():
            self._reread.clear()
            self._manager.reloading()
            try:
                if self._log is not None:
                    self._log.reopen()
                await self._hub.reread()
            except (UserError, OSError) as error:
                complain("not read again", reason=str(error))
            else:
                report("read again", races=registry.count, not_served=len(registry.unserved))
            self._manager.ready()
