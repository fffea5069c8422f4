"""Where asking again would not help, the viewer ends with a sentence."""

from __future__ import annotations

from contextlib import aclosing
from http import HTTPStatus

import pytest

from feeds.errors import Refused
from feeds.hub import Hub
from feeds.log import Log
from tests.feeds.fake_hub import OpenHub, Step
from tests.feeds.patient_viewer import HELLO, watch

pytestmark = pytest.mark.usefixtures("quiet_log")


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refusal_is_final(fake_hub: OpenHub, status: int) -> None:
    """Where asking again would not help, the viewer ends with the hub's own words."""
    hub = await fake_hub(HTTPStatus(status))
    async with aclosing(watch(hub.url)) as updates:
        with pytest.raises(Refused) as refused:
            await anext(updates)

    assert str(refused.value) == f"Not\ufffd[31m today. (HTTP {status})"
    assert len(hub.asked) == 1


async def test_an_unknown_race_is_refused(growing: Log) -> None:
    """A race that the hub does not have ends the viewer."""
    async with Hub(growing) as hub, aclosing(watch(hub.url("other"))) as updates:
        with pytest.raises(Refused, match="There is no race 'other' on this hub"):
            await anext(updates)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (HELLO | {"version": 2}, "the hub speaks version 2 of the feed, this is version 1"),
        ({"type": "bye", "code": 4001, "reason": "no such token"}, "no such token"),
        (4010, "so there"),
    ],
)
async def test_a_final_goodbye_is_a_refusal(fake_hub: OpenHub, step: Step, reason: str) -> None:
    """Another version, or a code that forbids to ask again, ends the viewer."""
    hub = await fake_hub([step])
    async with aclosing(watch(hub.url)) as updates:
        with pytest.raises(Refused) as refused:
            await anext(updates)

    assert str(refused.value) == reason


@pytest.mark.parametrize("subprotocol", [None, "lapbell.v9"])
async def test_refuses_a_server_of_another_language(fake_hub: OpenHub, subprotocol: str | None) -> None:
    """A websocket server that does not speak the feed is none for this viewer."""
    hub = await fake_hub([HELLO], subprotocol=subprotocol)
    async with aclosing(watch(hub.url)) as updates:
        with pytest.raises(
            Refused, match=r"127\.0\.0\.1:\d+ (does not speak lapbell|does not speak the feed's protocol)"
        ):
            await anext(updates)


@pytest.mark.parametrize(
    "url", ["", "http://localhost/", "ws://localhost:99999/", "ws://[::1/", "ws://a\x00b/"]
)
async def test_refuses_what_is_no_address(url: str) -> None:
    """An address that cannot be one is refused, with an example of one that can."""
    async with aclosing(watch(url)) as updates:
        with pytest.raises(Refused, match="is not the address of a feed"):
            await anext(updates)
