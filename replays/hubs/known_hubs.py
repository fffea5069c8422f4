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
    """The hubs, the last one watched first; none where the file is missing or unreadable."""
    try:
        texts = [text for text in load_json(NAME)["hubs"] if isinstance(text, str)]
    except (TypeError, KeyError):
        return []
    hubs: dict[Address, None] = {}
    for text in texts:
        with suppress(Refused):
            hubs.setdefault(_parsed(text))
    return list(hubs)[:MOST]


def remember(address: Address) -> None:
    """Put a hub first; of more than 8 the last is dropped. A file that cannot be written is ignored."""
    hub = _without_race(address)
    _write([hub, *(known for known in remembered() if known != hub)])


def forget(address: Address) -> None:
    """Remove a hub. A file that cannot be written is ignored."""
    hub = _without_race(address)
    _write(known for known in remembered() if known != hub)


def _without_race(address: Address) -> Address:
    return replace(address, race=None)


def _parsed(text: str) -> Address:
    # The home screen starts without the codec, which the address brings: some 20 ms less to the first paint.
    from feeds.hub_address import Address

    return _without_race(Address.parse(text))


def _write(hubs: Iterable[Address]) -> None:
    save_json(NAME, {"version": 1, "hubs": [hub.base for hub in hubs][:MOST]})
