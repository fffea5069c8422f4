"""The health of a hub, asked for over plain HTTP."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds.cached_schemas import Schema
from feeds.client.hub_page import fetch
from feeds.errors import Refused
from feeds.protocol.hub_health import HubHealth, NotServed

if TYPE_CHECKING:
    from feeds.hub_address import Address

_health: Schema[HubHealth] = Schema("hub-health", HubHealth, (HubHealth, NotServed))


def hub_health(address: Address) -> HubHealth:
    """How a hub is; a race in the address is ignored.

    Raises Interrupted if the hub does not answer within 5 s, Refused if it is not a hub.
    """
    content = fetch(address, address.health, (HTTPStatus.SERVICE_UNAVAILABLE,))
    try:
        return _health.read(content, extra="ignore")
    except ValidationError as error:
        raise Refused(f"{address.host} does not say how it is, as a hub does") from error
