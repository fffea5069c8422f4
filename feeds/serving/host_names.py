"""The names by which a hub is reached.

A web page can make its own name lead to a hub that only this computer or its network can reach, and then read
the hub as if it were its own site ("DNS rebinding"); the browser gives the page's name as the host. No page
can do so with an address, with a name that has no dot, or with one of the endings that no one can register.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address

from race.later_pattern import later_pattern

LOCAL = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test")
"""Ends of names that cannot be registered."""

_HOST = later_pattern(
    r"(?:\[(?P<six>[0-9a-f:.]{2,45})\]|(?P<name>[\w.-]{1,253}))(?::\d{1,5})?", re.IGNORECASE
)


class HostNames:
    """The names of a hub, besides addresses and the names of local networks."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = {name.lower().rstrip(".") for name in (*names, socket.gethostname())}

    def fault(self, hosts: list[str]) -> str | None:
        """What is wrong with the `Host` of a request; None for a name of this hub, or for none at all."""
        if not hosts:
            return None
        match = _HOST.fullmatch(hosts[0].strip())
        if match is None or len(hosts) > 1:
            return "The request does not name a host."
        name = (match["six"] or match["name"]).lower().rstrip(".")
        if _is_address(name) or "." not in name or name.endswith(LOCAL) or name in self._names:
            return None
        return f"This hub does not go by the name {name}; if it should, start it with --host {name}."


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
