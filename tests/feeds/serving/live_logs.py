"""The logs in a hub's folder, for tests that spoil and replace them."""

from __future__ import annotations

import json
import zlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from feeds.hub import Hub
from feeds.line_checksum import with_checksum, without_checksum
from feeds.serving.http_pages import health


def path_of(hub: Hub, race: str = "club-800") -> Path:
    """The file of a race."""
    assert hub.settings.folder
    return hub.settings.folder / f"{race}.jsonl"


def said(hub: Hub) -> tuple[HTTPStatus, dict[str, Any]]:
    """What the hub says of its health."""
    status, text = health(hub.registry)
    return status, json.loads(text)


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the hub reported."""
    return [record.getMessage() for record in caplog.records]


def put(hub: Hub, whole: bytes) -> None:
    """Put a file in the place of a log, as an editor does."""
    new = path_of(hub).with_suffix(".new")
    new.write_bytes(whole)
    new.replace(path_of(hub))


def copied(hub: Hub, whole: bytes) -> None:
    """Write into the file of a log, as `cp` does."""
    path_of(hub).write_bytes(whole)


def of_race(whole: bytes, race: str) -> bytes:
    """The bytes of a log as those of another race."""
    first, _, rest = whole.partition(b"\n")
    header, _ = without_checksum(first.rstrip())
    header = header.replace(b'"race":"race"', b'"race":"%s"' % race.encode())
    return with_checksum(header, zlib.crc32(header)).ljust(len(first)) + b"\n" + rest
