"""What a publisher reports about its hub and about single messages."""

from __future__ import annotations

from typing import NamedTuple

from feeds.client.reconnect import HubLost


class Connected(NamedTuple):
    """The hub takes messages."""

    source: str
    """The source that the token stands for."""
    last: int
    """The number of the last message that the hub has from it."""
    host: str


class Declined(NamedTuple):
    """The hub does not take a message, and never will."""

    number: int
    reason: str


class Questioned(NamedTuple):
    """The hub takes a message that will have no effect unless others follow."""

    number: int
    reason: str


class Noticed(NamedTuple):
    """The hub has something to say to the person who publishes."""

    reason: str


class Stopped(NamedTuple):
    """Nothing more is sent, for good."""

    reason: str


Event = Connected | HubLost | Declined | Questioned | Noticed | Stopped
