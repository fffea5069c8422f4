"""What the tests of the feed need: a small race, hubs, lines, a quiet log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from http import HTTPStatus
from itertools import count

import pytest
from websockets.asyncio.server import serve
from websockets.typing import Subprotocol

from feeds.log import Log
from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList
from race.times import Time
from tests.ended_server import ending
from tests.feeds.fake_hub import FakeHub, OpenHub, Step
from tests.feeds.flaky_network import Line, LineTo


def start_list() -> StartList:
    """Three entrants over 800 m."""
    return StartList(
        name="Club 800",
        distance_m=800,
        lap_m=400,
        checkpoints=(Checkpoint(id="400", distance_m=400), Checkpoint(id="finish", distance_m=800)),
        entrants=tuple(Entrant(bib=bib, name=f"Runner {bib}") for bib in "123"),
        sources={"sheet": "The result sheet on the wall"},
    )


@pytest.fixture
def small_race() -> list[Message]:
    """A start list, a gun and two splits."""
    return [
        start_list(),
        Gun(),
        Split(bib="1", checkpoint="400", time=Time(58_200, 1), evidence="hand"),
        Split(bib="2", checkpoint="400", time=Time(58_900, 1), evidence="hand"),
    ]


@pytest.fixture
def growing(small_race: list[Message]) -> Log:
    """The small race as the log of a live race."""
    log = Log("club-800", complete=False)
    for message in small_race:
        log.append(message)
    return log


@pytest.fixture
def split() -> Callable[[], Split]:
    """Splits, each another."""
    numbers = count(1)
    return lambda: Split(bib="1", checkpoint="400", time=Time(next(numbers), 3), evidence="device")


@pytest.fixture
async def fake_hub() -> AsyncIterator[OpenHub]:
    """Opens hubs that play scripts."""
    async with AsyncExitStack() as stack:

        async def opened(
            *scripts: list[Step] | HTTPStatus, subprotocol: str | None = "lapbell.v1"
        ) -> FakeHub:
            hub = FakeHub(scripts)
            server = await serve(
                hub.play,
                "127.0.0.1",
                0,
                process_request=hub.admit,
                select_subprotocol=lambda *_: Subprotocol(subprotocol) if subprotocol else None,
                close_timeout=1,
            )
            await stack.enter_async_context(ending(server))
            hub.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/races/fake/feed"
            return hub

        yield opened


@pytest.fixture
async def line_to() -> AsyncIterator[LineTo]:
    """Lays a line to an address; returns it with the address at its near end."""
    async with AsyncExitStack() as stack:

        async def laid(url: str) -> tuple[Line, str]:
            port = url.split(":")[2].split("/")[0]
            line = await stack.enter_async_context(Line(int(port)))
            return line, url.replace(f":{port}/", f":{line.port}/")

        yield laid


@pytest.fixture
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing goes to the log that a person would have to look at."""
    yield
    records = caplog.get_records("call")
    assert [record.getMessage() for record in records if record.levelname in {"WARNING", "ERROR"}] == []
