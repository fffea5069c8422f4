"""Callers by the hundred that connect and say nothing, plain and on an encrypted line."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import time
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from feeds.serving.tokens import Tokens
from tests.faults.recording import Record
from tests.faults.test_kills import LARGE, RACE
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import PROTOCOL, Teller, note
from tests.feeds.serving.test_certificate import make


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "TLS"])
async def test_mute_callers(tmp_path: Path, *, encrypted: bool, record_property: Record) -> None:
    """A publisher comes in beside them and is acknowledged, and so does a viewer."""
    if encrypted and shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    mute, options = 1200 if LARGE else 150, list[str]()
    context = ssl.create_default_context() if encrypted else None
    if context:
        chain, key = make(tmp_path, "localhost")
        options = ["--certificate", str(chain), "--key", str(key)]
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    hub = HubProcess(tmp_path / "hub", *options)
    base = hub.base.replace("ws://", "wss://") if encrypted else hub.base
    headers = {"Authorization": f"Bearer {Tokens(hub.folder).issue(RACE, 'mat-a')}"}
    async with hub, asyncio.timeout(120):
        callers = [await asyncio.open_connection("127.0.0.1", hub.port) for _ in range(mute)]
        begun_s = time.monotonic()
        url = f"{base}/v1/races/{RACE}"
        async with connect(
            f"{url}/publish", subprotocols=PROTOCOL, additional_headers=headers, ssl=context, open_timeout=60
        ) as connection:
            mat = Teller(connection, {})
            await mat.say(1, note(1))
            await mat.hear()
            await mat.until_acked(1)
            async with connect(f"{url}/feed", subprotocols=PROTOCOL, ssl=context, open_timeout=60) as viewer:
                assert b'"hello"' in await viewer.recv(decode=False)
        in_s = time.monotonic() - begun_s
        for _, writer in callers:
            writer.transport.abort()

    assert in_s < 20
    assert not [line for line in hub.said if "Traceback" in line]
    record_property("tried", mute)
    record_property(f"publisher and viewer in, {'TLS' if encrypted else 'plain'}, s", round(in_s, 1))
