"""Where a request comes from, also through a proxy, and which addresses count as one."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from websockets.datastructures import Headers


LOOPBACK = ("127.0.0.0/8", "::1")

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""Headers that a proxy adds."""

MOST_PROXIES = 20
"""Addresses of a request that are looked at, the last ones; the others may be invented."""

SITE_BITS = 64
"""Of an IPv6 address: what a network has to itself, and may change the rest of at will."""


class Proxies:
    """The proxies in front of a hub: they are believed when they say whom they speak for."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """`trusted` are addresses or networks. Raises ValueError for what is neither."""
        self._trusted = [ip_network(text, strict=False) for text in trusted]

    def __bool__(self) -> bool:
        return bool(self._trusted)

    def client(self, peer: str, headers: Headers) -> str:
        """The address of the client: the last one in `X-Forwarded-For` that is not that of a trusted proxy.

        What a client itself writes there stands further to the front, and is not believed.
        """
        address = peer
        named = ",".join(headers.get_all("X-Forwarded-For")).split(",")
        for text in reversed(named[-MOST_PROXIES:]):
            if not self._is_trusted(address) or (before := _address(text)) is None:
                break
            address = before
        return address

    def _is_trusted(self, address: str) -> bool:
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self._trusted)


def is_forwarded(headers: Headers) -> bool:
    """Whether a proxy has sent a request on."""
    return any(name in headers for name in FORWARDED)


def counted_as(address: str) -> str:
    """What an address counts as: an IPv6 address as its network, for that is what someone has."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, SITE_BITS), strict=False))
    return address


def _address(text: str) -> str | None:
    """An address in `X-Forwarded-For`, where a port may follow it; None for anything else."""
    text = text.strip()
    host = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    parsed = _parsed(host)
    return str(parsed) if parsed is not None else None


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
