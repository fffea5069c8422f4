"""Plain HTTP requests to a hub, with exactly the headers that are given."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from feeds.hub import Hub
from tests.feeds.hub_process import HubProcess
from tests.patience import PATIENCE_S


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    """By names in small letters."""
    body: str


async def get(
    hub: Hub | HubProcess, path: str, host: str = "localhost", *, method: str = "GET", **headers: str
) -> Answer:
    """Ask a hub for a page; `_` stands for a hyphen in the name of a header."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode())
        async with asyncio.timeout(PATIENCE_S):
            answer = (await reader.read()).decode()
    finally:
        writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    status, *fields = head.split("\r\n")
    pairs = (field.partition(": ") for field in fields)
    return Answer(int(status.split()[1]), {name.lower(): value for name, _, value in pairs}, body)
