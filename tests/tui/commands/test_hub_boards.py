"""`lapbell hub` answers with the board that `lapbell board --json` prints."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import Frame, publishing
from tui.cli import main

RACE = "club-800"

FINISHES: list[Frame] = [
    {
        "type": "start-list",
        "name": "Club 800",
        "distance_m": 800,
        "checkpoints": [{"id": "400", "distance_m": 400}, {"id": "finish", "distance_m": 800}],
        "entrants": [{"bib": bib, "name": f"Läufer {bib}"} for bib in "123"],
    },
    {"type": "gun"},
    *(
        {"type": "split", "bib": bib, "checkpoint": checkpoint, "time": time, "evidence": "device"}
        for checkpoint, times in (
            ("400", ("59.1", "59.3", "60.0")),
            ("finish", ("1:59.0", "1:58.9", "2:03.31")),
        )
        for bib, time in zip("123", times, strict=True)
    ),
    {"type": "official"},
]


async def test_the_hub_and_the_command_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a race that is over nothing differs, with all rows and with the first."""
    async with HubProcess(tmp_path) as hub:
        async with publishing(hub, RACE, Tokens(tmp_path).issue(RACE, "mat-a")) as mat:
            await mat.say(1, *FINISHES)
            await mat.until_acked(len(FINISHES))
        for query, options in (("", ()), ("?top=1", ("--top", "1"))):
            answer = await get(hub, f"/v1/races/{RACE}/board{query}")
            assert answer.status == 200, answer.body
            code = await asyncio.to_thread(main, ["board", hub.url(RACE), "--json", *options])
            printed: dict[str, Any] = json.loads(capsys.readouterr().out)
            assert code == 0
            assert printed["state"] == "official"
            assert json.loads(answer.body) == printed
