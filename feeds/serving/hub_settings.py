"""The settings of a hub."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.serving.connection_quota import ConnectionLimits
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    import ssl

    from feeds.serving.certificate import Certificate
    from feeds.serving.followed_race import MakeBoards


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherLimits:
    """How long a hub waits for publishers."""

    ping_s: float = 5.0
    """How often each is pinged."""
    silence_s: float = 15.0
    """One of which nothing is heard for so long is let go."""
    answer_s: float = 3.0
    """How long it has to answer when another wants to publish as the same source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a hub."""

    host: str = "127.0.0.1"
    port: int = 0
    """0 for any free port."""
    folder: Path | None = None
    """The folder of live races' logs and of the tokens; without one nothing can be published."""
    heartbeat_s: float = 5.0
    patience_s: float = 20.0
    """A viewer that takes nothing of what waits for it for so long is disconnected."""
    handshake_s: float = 5.0
    """How long a new connection may take to make its request, and before that to encrypt."""
    rest_s: float = 3600.0
    """A race without viewers and publishers leaves memory after so long."""
    private: tuple[str, ...] = ()
    """Races that only those with a token may watch; `*` stands for all."""
    names: tuple[str, ...] = ()
    """Names by which the hub is reached, besides addresses and the names of local networks."""
    prefix: str = ""
    """What a proxy leaves in front of the paths, like `/lapbell`."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies whose `X-Forwarded-For` is believed."""
    origins: tuple[str, ...] = ()
    """Origins of web pages that may connect; programs other than browsers always may."""
    rate: float = 2000
    """Messages a second that a publisher may send in the long run."""
    burst: float = 10_000
    """Messages that a publisher may send at once."""
    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    publishers: PublisherLimits = field(default_factory=PublisherLimits)
    tls: ssl.SSLContext | None = None
    certificate: Certificate | None = None
    """What `tls` was loaded from, to be loaded again when it changes."""
    deflate: bool = True
    """Whether frames are compressed for viewers that accept it."""
    boards: MakeBoards | None = None
    """Makes the boards of a race; without it the hub has none."""
