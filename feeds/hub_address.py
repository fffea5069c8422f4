"""The address of a hub, or of a race on it, as users type it."""

from __future__ import annotations

import re
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from feeds.codec import RACE_ID
from feeds.errors import Refused
from race.later_pattern import later_pattern
from race.lazy_dataclass import dataclass

EXAMPLE = "ws://HOST:PORT or ws://HOST:PORT/v1/races/RACE"

SCHEMES = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}

_HOST = later_pattern(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*(%[\w.-]+)?", re.IGNORECASE)

SEGMENT = r"/(?!v\d)[\w~-]+"
"""A part of the path behind which a proxy has the hub, as a pattern."""

_BARE = later_pattern(rf"([\w.-]+|\[[0-9a-f:.%]+\]):\d+({SEGMENT})*(/v1(/|$)|/?$)", re.IGNORECASE)
_PATH = later_pattern(
    rf"(?P<prefix>({SEGMENT})*)(?:/v1(?:/races(?:/(?P<race>[^/]+)(?:/feed|/publish)?)?)?)?/?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Address:
    """A hub, and a race on it if one was named."""

    base: str
    """`ws://HOST:PORT` or `wss://HOST:PORT`, without the port if none was given; then the path of a proxy."""
    race: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `ws://HOST:PORT`, `wss://`, `http://`, `https://` or `HOST:PORT`, with or without the path.

        A query is dropped. Raises Refused for anything else.
        """
        shown = text.partition("?")[0]
        try:
            if not text.isprintable() or " " in text:
                raise ValueError("it contains spaces")
            return cls._of(urlsplit(text if "://" in text else f"ws://{text}"), bare="://" not in text)
        except ValueError as error:
            shown = "this" if "@" in shown else repr(shown[:80])
            raise Refused(f"{shown} is not the address of a hub: {error} (write {EXAMPLE})") from None

    @classmethod
    def _of(cls, parts: SplitResult, *, bare: bool) -> Address:
        scheme, host, port = SCHEMES.get(parts.scheme), parts.hostname or "", parts.port
        if scheme is None:
            raise ValueError(f"it cannot begin with {parts.scheme}://")
        if "@" in parts.netloc:
            raise ValueError("it must not contain a user name or a password")
        if not _HOST.fullmatch(host):
            raise ValueError("it names no host")
        if bare and port is None:
            raise ValueError("it names no port")
        path = _PATH.fullmatch(parts.path)
        if path is None:
            raise ValueError("its path is not one of a hub")
        host = f"[{host}]" if ":" in host else host
        address = cls(f"{scheme}://{host}{'' if port is None else f':{port}'}{path['prefix']}")
        return address.of(path["race"]) if path["race"] else address

    def of(self, race: str) -> Address:
        """The address of a race on the same hub. Raises ValueError for what cannot be a race's id."""
        if not re.fullmatch(RACE_ID, race):
            raise ValueError(f"{race[:80]!r} is not a race id: use small letters, digits and hyphens")
        return replace(self, race=race)

    @property
    def host(self) -> str:
        """The host, with the port if one was given."""
        return self.base.partition("://")[2].partition("/")[0]

    @property
    def place(self) -> str:
        """The host, and the path of a proxy if there is one: what tells hubs apart."""
        return self.base.partition("://")[2]

    @property
    def secure(self) -> bool:
        """Whether the connection is encrypted."""
        return self.base.startswith("wss://")

    @property
    def races(self) -> str:
        """The HTTP address of the hub's list of races."""
        return self._page("/v1/races")

    @property
    def health(self) -> str:
        """The HTTP address where the hub says how it is."""
        return self._page("/health")

    @property
    def token(self) -> str:
        """The HTTP address where the hub says what a token allows."""
        return self._page("/v1/token")

    @property
    def misread(self) -> str:
        """What was meant if a race stands where the path of a proxy belongs; empty where none can be."""
        before, _, last = self.base.rpartition("/")
        is_race = "/" in self.place and re.fullmatch(RACE_ID, last)
        return f"{before}/v1/races/{last}" if is_race else ""

    @property
    def how_to_name_a_race(self) -> str:
        """What to write instead of an address without a race."""
        meant = f", or {self.misread} if that is the race" if self.misread else ""
        return f"{self.base}/v1/races/RACE{meant}"

    def _page(self, path: str) -> str:
        return f"{'https' if self.secure else 'http'}://{self.place}{path}"

    @property
    def admin(self) -> str:
        """The address for making and ending the hub's races."""
        return f"{self.base}/v1/admin"

    @property
    def feed(self) -> str:
        """The address for watching the race. Raises Refused if none was named."""
        return self._place("feed")

    @property
    def publish(self) -> str:
        """The address for publishing the race. Raises Refused if none was named."""
        return self._place("publish")

    def _place(self, purpose: str) -> str:
        if self.race is None:
            raise Refused(f"{self.base} names no race (write {self.how_to_name_a_race})")
        return f"{self.base}/v1/races/{self.race}/{purpose}"


def is_address(text: str) -> bool:
    """Whether a text means a hub or a race on one, and not a file or a race of the library."""
    return "://" in text or _BARE.match(text) is not None


def is_here(host: str) -> bool:
    """Whether a host is this computer, so that nothing sent to it crosses a network."""
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"
