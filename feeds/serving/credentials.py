"""Who may watch, publish or administer, by the token of a request; a refusal names what makes a good one."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.serving.http_response import Rejected
from feeds.serving.token_command import EVERY, IN_WORDS, Use, allows, command_for

if TYPE_CHECKING:
    from websockets.datastructures import Headers

    from feeds.serving.grants import Grant
    from feeds.serving.http_response import MayRead
    from feeds.serving.tokens import Tokens

_OF_A_PAGE = re.compile(r"lapbell\.token\.([\w.~-]{1,200})", re.ASCII)
"""A token among the subprotocols: a page in a browser can send no other header with a websocket."""

_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,200})", re.IGNORECASE)

UNREADABLE_S = 5
"""When to try again where the hub's tokens cannot be read."""

NEEDED: dict[Use, str] = {
    "watch": "Watching {race} needs a token",
    "publish": "Publishing needs a token of this hub",
    "admin": "The desk needs a token of this hub",
}


class Credentials:
    """Compares the tokens of requests with those of the hub."""

    def __init__(self, tokens: Tokens, private: Collection[str] = ()) -> None:
        """`private` are the races that only those with a token may watch; `*` stands for all."""
        self._tokens = tokens
        self._private = frozenset(private)

    def is_private(self, race: str) -> bool:
        """Whether watching a race needs a token."""
        return race in self._private or EVERY in self._private

    def expects(self, race: str) -> bool:
        """Whether there is a token for publishing this race, so that it may begin at any time."""
        return self._tokens.expects(race)

    def reader(self, headers: Headers) -> MayRead:
        """Which races a request may know of, by its token."""
        token = _bearer(headers) if self._private else None
        grant = self._tokens.find(token) if token is not None else None
        return lambda race: not self.is_private(race) or (grant is not None and grant.covers(race))

    def grant(self, race: str, headers: Headers, use: Use) -> Grant | Rejected:
        """What the token of a request allows, or why it is refused. Who may publish may also watch."""
        grant = self.good(race, headers, use)
        if isinstance(grant, Rejected):
            return grant
        if not grant.covers(race):
            return Rejected(HTTPStatus.FORBIDDEN, f"{not_for(race, grant, use)}.")
        return _for_use(grant, use, race)

    def administrator(self, headers: Headers) -> Grant | Rejected:
        """The same for the desk, whichever races the token is for."""
        grant = self.good(EVERY, headers, "admin")
        return grant if isinstance(grant, Rejected) else _for_use(grant, "admin", grant.race)

    def good(self, race: str, headers: Headers, use: Use = "publish") -> Grant | Rejected:
        """What the token of a request allows, whatever it is wanted for; or why it allows nothing.

        The race and the use are those that it is wanted for, to be named in a refusal.
        """
        tokens, token = self._tokens, _bearer(headers)
        grant = tokens.find_ended(token) if token is not None else None
        if grant is None:
            return _unknown(tokens, race, use)
        if not tokens.allows(grant):
            return Rejected(HTTPStatus.UNAUTHORIZED, f"{why_not_good(grant, tokens)}.")
        return grant


def why_not_good(grant: Grant, tokens: Tokens) -> str:
    """That a token is not good any more, and what makes a new one, without the full stop."""
    command = command_for(grant.race, grant.source, grant.use)
    if grant.until_ms is None or not tokens.has_ended(grant):
        return f"This token was revoked; {command} makes a new one"
    until = datetime.fromtimestamp(grant.until_ms / 1000).astimezone()
    return f"This token ended on {until:%Y-%m-%d at %H:%M %Z}; {command} makes a new one"


def not_for(race: str, grant: Grant, use: Use) -> str:
    """That a token is for other races, and what makes one for this, without the full stop."""
    return f"This token is not for the race {race}; {command_for(race, grant.source, use)} makes one that is"


def _for_use(grant: Grant, use: Use, race: str) -> Grant | Rejected:
    """A grant, if it may be used so."""
    if allows(grant.use, use):
        return grant
    command = command_for(race, grant.source, use)
    sentence = f"This token is for {IN_WORDS[grant.use]} only; {command} makes one for {IN_WORDS[use]}."
    return Rejected(HTTPStatus.FORBIDDEN, sentence)


def _bearer(headers: Headers) -> str | None:
    """The token of a request; None where there is none, or more than one."""
    bearers = [_BEARER.fullmatch(value.strip()) for value in headers.get_all("Authorization")]
    if not bearers:
        offered = ",".join(headers.get_all("Sec-WebSocket-Protocol")).split(",")
        bearers = [match for match in map(_OF_A_PAGE.fullmatch, map(str.strip, offered)) if match]
    return bearers[0][1] if len(bearers) == 1 and bearers[0] else None


def _unknown(tokens: Tokens, race: str, use: Use) -> Rejected:
    if tokens.trouble is not None:
        sentence = "This hub cannot read its tokens; `lapbell hub tokens` on its computer says why."
        return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, sentence, UNREADABLE_S)
    command = command_for(race, "NAME" if use == "watch" else "SOURCE", use)
    sentence = f"{NEEDED[use].format(race=race)}; {command} on the hub's computer makes one."
    return Rejected(HTTPStatus.UNAUTHORIZED, sentence)
