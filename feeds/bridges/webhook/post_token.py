"""What a request has to bring to be taken, so that no one else posts reads."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub_address import is_here

if TYPE_CHECKING:
    from aiohttp import web

VARIABLE = "LAPBELL_WEBHOOK_TOKEN"

SHORTEST = 16
"""Characters."""

_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


class PostToken:
    """The token of the environment."""

    def __init__(self, token: str) -> None:
        """Of an empty one all requests are good."""
        self._digest = _digest(token) if token else None

    @classmethod
    def needed_at(cls, host: str) -> PostToken:
        """The one that is set; there may be none if only this computer can reach the port.

        Raises UserError for one that is too short, and if there is none.
        """
        token = os.environ.get(VARIABLE, "").strip()
        if token and (len(token) < SHORTEST or not token.isascii() or not token.isprintable()):
            raise UserError(f"{VARIABLE} must have {SHORTEST} letters and figures or more")
        if not token and not is_here(host):
            raise UserError(
                f"others can reach {host}: set {VARIABLE} to what they have to send, or listen here alone"
            )
        return cls(token)

    @property
    def is_set(self) -> bool:
        """Whether requests have to bring one."""
        return self._digest is not None

    def is_brought_by(self, request: web.Request) -> bool:
        """Whether a request may be taken. It takes as long however much of a token is right."""
        return self._digest is None or hmac.compare_digest(_digest(_shown(request)), self._digest)


def _shown(request: web.Request) -> str:
    """The token of a request: in a header, or in the address for systems that can send no header."""
    bearer = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if bearer is not None:
        return bearer[1]
    return request.headers.get("X-API-Key", "") or request.query.get("token", "")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
