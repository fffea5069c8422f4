"""The hubs that a publisher may connect to, in order of preference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feeds.client.hub_connection import Connection, dial
from feeds.errors import Interrupted, Refused
from feeds.hub_address import Address


class HubLogin(NamedTuple):
    """A race on a hub, and the token to publish it."""

    url: str
    """Where the race is published."""
    host: str
    """The hub, as it is named to people: its host, and the path of a proxy if there is one."""
    token: str
    insecure: bool = False
    """Whether the token may go unencrypted to another computer."""

    @classmethod
    def of(cls, url: str, token: str, *, insecure: bool = False) -> HubLogin:
        """The login for an address. Raises Refused for one that names no race."""
        address = Address.parse(url)
        return cls(address.publish, address.place, token, insecure)

    async def connect(self) -> Connection:
        """A new connection. Raises Interrupted and Refused."""
        return await dial(self.url, None, token=self.token, insecure=self.insecure)


class HubChoice:
    """Connects to the first hub that answers, beginning with the first one, or after one that let us down."""

    def __init__(self, hubs: Sequence[HubLogin]) -> None:
        self._hubs = hubs
        self._next = 0
        self.host = hubs[0].host
        """The hub of the newest connection."""

    def turn_away(self) -> None:
        """Begin with the hub after the newest one next time."""
        hosts = [hub.host for hub in self._hubs]
        self._next = (hosts.index(self.host) + 1) % len(hosts)

    def leave_out(self) -> bool:
        """Never go to the hub of the newest connection again; returns False if it is the first one."""
        if self.host == self._hubs[0].host:
            return False
        self._hubs = [hub for hub in self._hubs if hub.host != self.host]
        return True

    async def connect(self) -> Connection:
        """A new connection to one of the hubs.

        Raises Interrupted, where trying again may help with one of them, or Refused.
        """
        order = [*self._hubs[self._next :], *self._hubs[: self._next]]
        self._next = 0
        failures: list[Interrupted | Refused] = []
        for hub in order:
            try:
                connection = await hub.connect()
            except (Interrupted, Refused) as failure:
                failures.append(failure)
            else:
                self.host = hub.host
                return connection
        reasons = "; ".join(map(str, failures))
        waits_s = [failure.wait_s for failure in failures if isinstance(failure, Interrupted)]
        if not waits_s:
            raise failures[0] if len(failures) == 1 else Refused(reasons)
        raise failures[0] if len(failures) == 1 else Interrupted(reasons, min(waits_s))
