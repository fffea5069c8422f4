"""The hubs that were watched lately, remembered from one day to the next."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.errors import Refused
from replays.storage.json_store import load_json, save_json

if TYPE_CHECKING:
    from feeds.hub_address import Address

NAME = "hubs.json"

MOST = 8


def remembered() -> list[Address]:
    """The hubs, the one that was watched last first; none where nothing readable is remembered."""
    try:
        listed = [text for text in load_json(NAME)["hubs"] if isinstance(text, str)]
    except (TypeError, KeyError):
        return []
    found: dict[Address, None] = {}
    for text in listed:
        with suppress(Refused):
            found.setdefault(_parsed(text))
    return list(found)[:MOST]


def remember(address: Address) -> None:
    """Put a hub in front; of too many the last is dropped. Not being able to is no trouble."""
    hub = _hub(address)
    _write([hub, *(known for known in remembered() if known != hub)])


def forget(address: Address) -> None:
    """Remember a hub no longer. Not being able to is no trouble."""
    hub = _hub(address)
    _write(known for known in remembered() if known != hub)


def _hub(address: Address) -> Address:
    """The hub, without the race."""
    return replace(address, race=None)


def _parsed(text: str) -> Address:
    from feeds.hub_address import Address

    return _hub(Address.parse(text))


def _write(hubs: Iterable[Address]) -> None:
    save_json(NAME, {"version": 1, "hubs": [hub.base for hub in hubs][:MOST]})
