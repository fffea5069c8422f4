"""What the token for a hub allows, asked for over plain HTTP."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds.cached_schemas import Schema
from feeds.client.hub_page import fetch
from feeds.errors import Refused
from feeds.protocol.token_notice import TokenNotice

if TYPE_CHECKING:
    from feeds.hub_address import Address

_notice: Schema[TokenNotice] = Schema("token-notice", TokenNotice, (TokenNotice,))

LONGEST = 300
"""Characters of what a hub says instead."""


def token_notice(address: Address) -> TokenNotice:
    """What the token in use allows.

    Raises Interrupted if the hub does not answer within 5 s, Refused with its sentence if it is no good.
    """
    content = fetch(address, address.token, (HTTPStatus.UNAUTHORIZED, HTTPStatus.SERVICE_UNAVAILABLE))
    try:
        return _notice.read(content, extra="ignore")
    except ValidationError as error:
        raise Refused(content.decode(errors="replace").strip()[:LONGEST]) from error
