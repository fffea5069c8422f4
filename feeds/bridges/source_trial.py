"""What comes from a device within some seconds, to see before a race whether a bridge gets its input.

Nothing is sent to the device, and nothing is kept.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import field
from typing import TYPE_CHECKING

from feeds.bridges.bridge_run import BridgeRun
from feeds.errors import UserError
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.bridges.bridge import Bridge
    from feeds.bridges.inputs.raw_source import RawSource, Say

MOST = 262_144
"""Bytes that are looked at."""


@dataclass(slots=True)
class SourceTrial:
    """What was seen of a source."""

    said: list[str] = field(default_factory=list)
    """What it says of itself."""
    error: str = ""
    """Why it cannot be used at all."""
    pieces: int = 0
    """How many it gave: one when a connection is open."""
    size: int = 0
    """How many bytes."""
    records: int = 0
    bad: int = 0
    """Records that the bridge did not understand."""
    first_bad: str = ""


async def try_source(bridge: Bridge, open_source: Callable[[Say], RawSource], seconds: float) -> SourceTrial:
    """Take what comes within some seconds, or until a file or a folder is read."""
    trial = SourceTrial()
    run = BridgeRun(bridge, lambda _: None)
    try:
        async with asyncio.timeout(seconds), aclosing(open_source(trial.said.append).pieces()) as pieces:
            async for piece in pieces:
                trial.pieces += 1
                trial.size += len(piece.data)
                run.repeat([piece])
                if trial.size >= MOST:
                    break
    except TimeoutError:
        pass
    except UserError as error:
        trial.error = str(error)
    trial.records, trial.bad = run.records, run.bad
    trial.first_bad = run.first_bad[0].raw if run.first_bad else ""
    return trial
