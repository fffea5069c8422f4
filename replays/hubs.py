"""The hubs that were watched lately, remembered from one day to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from feeds.address import Address
from feeds.errors import Refused
from replays.library import data_folder

NAME = "hubs.json"

MOST = 8

LARGEST_FILE = 64 * 1024
"""Bytes; what is larger was not written here."""


def remembered() -> list[Address]:
    """The hubs, the one that was watched last first; none where nothing readable is remembered."""
    try:
        with _path().open("rb") as file:
            written = json.loads(file.read(LARGEST_FILE))
        listed = [text for text in written["hubs"] if isinstance(text, str)]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    found: dict[Address, None] = {}
    for text in listed:
        with suppress(Refused):
            found.setdefault(_hub(Address.parse(text)))
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
    return Address(address.base)


def _write(hubs: Iterable[Address]) -> None:
    path = _path()
    part = path.with_name(f"{NAME}.part")
    text = json.dumps({"version": 1, "hubs": [hub.base for hub in hubs][:MOST]})
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)


def _path() -> Path:
    return data_folder() / NAME
