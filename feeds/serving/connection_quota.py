"""How many connections a hub accepts, in all and from one address, and how fast."""

from __future__ import annotations

from collections import Counter, OrderedDict
from time import monotonic

from feeds.serving.rate_limit import RateLimit
from race.lazy_dataclass import dataclass

ADDRESSES = 10_000
"""Addresses whose rates are remembered, those that were heard of last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How many connections a hub accepts. Publishers with a token are not limited by these."""

    connections: int = 20_000
    an_address: int = 500
    """Connections from one address, unless that is this computer: a press room is one address."""
    handshakes: float = 500
    """Requests a second."""
    handshakes_an_address: float = 200
    """Requests a second from one address, unless that is this computer."""
    handshakes_a_token: float = 50
    """Handshakes a second of publishers of one source."""


class ConnectionQuota:
    """Counts requests. One who asks too much uses up what an address may, and not what all may."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self._limits = limits
        self._all = RateLimit(limits.handshakes, limits.handshakes * 2)
        self._rates: OrderedDict[object, RateLimit] = OrderedDict()

    def has_room(self, address: str, connected: Counter[str], *, is_here: bool) -> bool:
        """Whether a request is within the limits; `connected` counts connections, its own included."""
        limits = self._limits
        if connected.total() > limits.connections:
            return False
        if not is_here:
            if connected[address] > limits.an_address:
                return False
            if not self._allows(address, limits.handshakes_an_address):
                return False
        return self._all.allows(monotonic())

    def has_room_for_source(self, race: str, source: str) -> bool:
        """Whether a publisher with a token is within the limit of its own."""
        return self._allows((race, source), self._limits.handshakes_a_token)

    def _allows(self, key: object, rate: float) -> bool:
        limit = self._rates.setdefault(key, RateLimit(rate, rate * 2))
        self._rates.move_to_end(key)
        if len(self._rates) > ADDRESSES:
            self._rates.popitem(last=False)
        return limit.allows(monotonic())
