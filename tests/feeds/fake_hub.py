"""A hub that misbehaves on purpose."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

Step = dict[str, Any] | bytes | int
"""A frame to send, text to send as it is, or a code to close with."""


class FakeHub:
    """Plays a script to each connection in turn, and the last one to all that follow."""

    def __init__(self, scripts: tuple[list[Step] | HTTPStatus, ...]) -> None:
        self._scripts = scripts
        self.asked: list[str] = []
        """The addresses that were asked for."""
        self.url = ""

    def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Note who asks; refuse where the script is no more than a status."""
        script = self._script()
        self.asked.append(request.path)
        if not isinstance(script, HTTPStatus):
            return None
        response = connection.respond(script, "Not\x1b[31m today.\nGo away.")
        response.headers["Retry-After"] = "7"
        return response

    async def play(self, connection: ServerConnection) -> None:
        """Go through the script, then wait for the viewer to leave."""
        self._scripts, script = self._scripts[1:] or self._scripts, self._script()
        assert isinstance(script, list)
        try:
            for step in script:
                match step:
                    case int():
                        await connection.close(step, "so there")
                    case bytes():
                        await connection.send(step, text=True)
                    case dict():
                        await connection.send(json.dumps(step))
            await connection.wait_closed()
        except ConnectionClosed:
            pass

    def _script(self) -> list[Step] | HTTPStatus:
        return self._scripts[0]


OpenHub = Callable[..., Awaitable[FakeHub]]
