"""What `lapbell doctor --bridge` says: whether what a timing system sends gets here, and is understood."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC
from datetime import date as Date

from feeds.bridges.bridge import BridgeSettings
from feeds.bridges.find_bridge import find_bridge
from feeds.bridges.inputs.named_source import LOOPBACK
from feeds.bridges.inputs.raw_source import Opening
from feeds.bridges.source_trial import SourceTrial, try_source
from feeds.errors import UserError
from replays.hubs.hub_checks import Finding
from tui.commands.publish_report import counted

LOOK_S = 4.0
"""For so long a device is listened to."""

FEW = 3
"""Of so many records at least one should be understood; the first that comes over a line may be cut."""

NOT_THERE = {
    "serial:": "plug the adapter in, or name one of those that are there",
    "listen:": "end the other program that has the port, or choose another one",
    "udp:": "end the other program that has the port, or choose another one",
    "": "look at its name, at the cable and at the firewall; a device has to be on, a share mounted",
}
"""What to do where a source cannot be used, by how its word begins."""


def bridge_findings(name: str, word: str) -> Iterator[Finding]:
    """Listen for some seconds to what a bridge would be given."""
    try:
        trial = asyncio.run(_tried(name, word))
    except UserError as error:
        yield Finding("trouble", str(error), "`lapbell bridge --help` names the bridges")
        return
    yield from _judged(trial, name, word)
    if word.startswith(("listen:", "udp:")) and word.count(":") == 1:
        yield Finding("note", f"only this computer reaches {LOOPBACK}; for others write listen:ADDRESS:PORT")


async def _tried(name: str, word: str) -> SourceTrial:
    kind = find_bridge(name)
    bridge = kind(BridgeSettings(zone=UTC, date=Date.today()))
    return await try_source(bridge, lambda say: kind.source(word, Opening(say, once=True)), LOOK_S)


def _judged(trial: SourceTrial, name: str, word: str) -> Iterator[Finding]:
    remedy = next(text for start, text in NOT_THERE.items() if word.startswith(start))
    understood = trial.records - trial.bad
    is_waiting = word.startswith(("listen:", "udp:")) and not trial.pieces
    if trial.error:
        yield Finding("trouble", trial.error, remedy)
    elif is_waiting:
        yield Finding("note", f"{word} is free, and no device has sent anything within {LOOK_S:.0f} s")
    elif not trial.pieces:
        yield Finding("trouble", trial.said[-1] if trial.said else f"{word} has no file for {name}", remedy)
    elif not trial.size:
        yield Finding(
            "ok", f"{word} is open; nothing has come within {LOOK_S:.0f} s, as is normal before a race"
        )
    elif not understood and trial.bad >= FEW:
        yield Finding(
            "trouble",
            f"nothing that comes from {word} is understood, such as {trial.first_bad!r}",
            f"is it what {name} reads? On a serial line the speed may be another: serial:LINE@38400",
        )
    else:
        size = f"{trial.size} bytes" if trial.size < 10_000 else f"{trial.size // 1000} kB"
        yield Finding(
            "ok", f"{word} gives {size}: {counted(understood, 'record')}, and {trial.bad} not understood"
        )
