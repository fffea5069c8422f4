"""Tells the service manager that started a hub how it is, as `sd_notify` of systemd does."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic_ns

STATUS_S = 10.0
"""How often the status is told."""


class ServiceManager:
    """The service manager, if the environment names one; otherwise nothing is sent.

    Nothing waits for it: what it does not take is lost.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        watchdog_us = environ.get("WATCHDOG_USEC", "")
        is_meant = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._watchdog_s = int(watchdog_us) / 1e6 if watchdog_us.isdecimal() and is_meant else 0.0
        """Within this time it wants to hear of the hub; 0 if it does not watch."""

    def ready(self) -> None:
        """Say that the hub serves, or has read everything again."""
        self._say("READY=1")

    def reloading(self) -> None:
        """Say that the hub reads everything again; `ready` follows."""
        self._say("RELOADING=1", f"MONOTONIC_USEC={monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the hub ends."""
        self._say("STOPPING=1")

    async def keep_informed(self, status: Callable[[], str]) -> None:
        """Say again and again that the event loop goes on, and how the hub is."""
        pause_s = min(self._watchdog_s / 2 or STATUS_S, STATUS_S)
        while self._address:
            self._say("WATCHDOG=1", f"STATUS={' '.join(status().split())}")
            await asyncio.sleep(pause_s)

    def _say(self, *lines: str) -> None:
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return
        address = f"\0{self._address[1:]}" if self._address[0] == "@" else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            wire.sendto("\n".join(lines).encode(), address)
