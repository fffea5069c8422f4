"""A board as someone has it who is sent its changes."""

from __future__ import annotations

import json
from typing import Any


class ShownBoard:
    """Puts the frames together. Fails where one is missing."""

    def __init__(self) -> None:
        self.seq = 0
        self.board: dict[str, Any] = {}
        self.types: list[str] = []
        """What came."""

    @property
    def bibs(self) -> list[str]:
        """The runners in order."""
        return [row["bib"] for row in self.board.get("rows", [])]

    def take(self, data: bytes | str) -> None:
        """The next frame."""
        frame = json.loads(data)
        self.types.append(frame["type"])
        if frame["type"] == "board":
            assert frame["seq"] > self.seq
            self.board = frame["board"]
        else:
            assert frame["prev"] == self.seq, "a frame is missing"
            rows = {row["bib"]: row for row in (*self.board["rows"], *frame["rows"])}
            order = self.bibs if frame["order"] is None else frame["order"]
            self.board |= {**frame["fields"], "rows": [rows[bib] for bib in order]}
        self.seq = frame["seq"]
