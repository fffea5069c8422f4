"""Raw input from a page on the web: the whole page whenever it has changed, and a sign of each other look."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.inputs.read_condition import ReadCondition
from feeds.bridges.poll.page_answer import LONGEST_PAUSE_S, PageFault
from feeds.bridges.poll.page_fetcher import PageFetcher
from feeds.bridges.poll.page_request import AGENT
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Opening

INTERVAL_S, LEAST_INTERVAL_S = 30.0, 5.0

MOST_PAUSE_S = 300.0
"""Between tries while a host fails and does not say how long to wait."""

ROBOTS_S = 86_400.0
"""After which `robots.txt` is looked at again."""

LONGEST_ORIGIN = 200


class PagePoller:
    """Looks at a page every `interval_s` of the mapping file; less often while its host fails, or asks."""

    def __init__(self, url: str, opening: Opening, least_s: float = LEAST_INTERVAL_S) -> None:
        """Raises UserError for an address or an interval that cannot be meant."""
        self._fetcher = PageFetcher(url)
        self._url = url
        self._once = opening.once
        self._interval_s = _interval_s(opening.table, least_s)
        self._origin = url.partition("://")[2].partition("#")[0][:LONGEST_ORIGIN]
        self._robots_at = -ROBOTS_S
        self._newest: bytes | None = None
        self._faults = 0
        """In a row."""
        self.condition = ReadCondition(self._fetcher.host, opening.say)
        """Whether the page can be read."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The page, and what comes of it later. Raises UserError where programs are asked not to read it."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                begun_s = loop.time()
                try:
                    piece = await asyncio.to_thread(self._look, begun_s)
                except PageFault as fault:
                    if self._once:
                        raise UserError(str(fault)) from fault
                    pause_s = self._pause_s(fault)
                else:
                    self.condition.mend()
                    pause_s, self._faults = self._interval_s, 0
                    yield piece
                if self._once:
                    return
                await asyncio.sleep(begun_s + pause_s - loop.time())
        finally:
            self._fetcher.close()

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is sent but requests for the page."""

    def _look(self, now_s: float) -> Piece:
        """The page, or a piece without bytes where it is as it was. Raises PageFault."""
        if now_s - self._robots_at >= ROBOTS_S:
            self._obey(self._fetcher.fetch_robots())
            self._robots_at = now_s
        page = self._fetcher.fetch()
        if page is None or page == self._newest:
            return Piece(now_ms(), self._origin, "data")
        self._newest = page
        return Piece(now_ms(), self._origin, "file", page)

    def _obey(self, robots: str | None) -> None:
        """Take what a host asks of programs. Raises UserError where it wants none at this page."""
        if robots is None:
            return
        parser = RobotFileParser()
        parser.parse(robots.splitlines())
        if not parser.can_fetch(AGENT, self._url):
            raise UserError(f"robots.txt of {self._fetcher.host} asks programs not to read this page")
        with suppress(ValueError, TypeError):
            delay_s = min(float(parser.crawl_delay(AGENT) or 0), LONGEST_PAUSE_S)
            self._interval_s = max(self._interval_s, delay_s)

    def _pause_s(self, fault: PageFault) -> float:
        self._faults += 1
        self.condition.fail(f"{fault}; trying again")
        if fault.retry_s is not None:
            return max(fault.retry_s, self._interval_s)
        return max(self._interval_s, min(self._interval_s * 2.0 ** min(self._faults - 1, 10), MOST_PAUSE_S))


def _interval_s(table: Mapping[str, object], least_s: float) -> float:
    said = table.get("interval_s", INTERVAL_S)
    if isinstance(said, bool) or not isinstance(said, int | float) or not least_s <= said <= LONGEST_PAUSE_S:
        raise UserError(
            f"mapping file: interval_s must be a number of seconds, {least_s:g} to {LONGEST_PAUSE_S:g}"
        )
    return float(said)
