"""The tokens with which hubs are watched in this run of the program; each is sent to its own hub only."""

from __future__ import annotations

from feeds.errors import Refused
from feeds.hub_address import Address

_tokens: dict[str, str] = {}


def use_token(address: Address, token: str) -> None:
    """Send a token with whatever is asked of a hub from now on. A race in the address is ignored."""
    _tokens[address.base] = token


def token_for(url: str) -> str | None:
    """The token to send to the hub of an address, if there is one."""
    if not _tokens:
        return None
    try:
        return _tokens.get(Address.parse(url).base)
    except Refused:
        return None
