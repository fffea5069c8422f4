"""Signals to a program that runs until it gets one."""

from __future__ import annotations

import asyncio
import signal


def on_signals(event: asyncio.Event, *names: str) -> None:
    """Set an event at any of some signals, of those that this system has."""
    loop = asyncio.get_running_loop()
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        try:
            loop.add_signal_handler(number, event.set)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(event.set))
