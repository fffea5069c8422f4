"""A hub's tokens: which source may publish which race. Only hashes of them are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic_core import ValidationError, to_json

from feeds.atomic_write import atomic_write
from feeds.cached_schemas import Pattern, Schema, Strict
from feeds.codec import RACE_ID, explain
from feeds.errors import FeedError
from feeds.protocol.publisher_frames import SOURCE

NAME = "tokens.json"

EVERY = "*"
"""The race of a grant that is for every race of the hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Strict):
    """What a token allows: to publish a race as a source."""

    race: Annotated[str, Pattern(rf"^({RACE_ID}|\*)$")]
    source: Annotated[str, Pattern(f"^{SOURCE}$")]
    hash: Annotated[str, Pattern("^[0-9a-f]{64}$")]
    """SHA-256 of the token. It needs no salt: the token is 256 random bits."""

    def covers(self, race: str) -> bool:
        """Whether the token may publish a race."""
        return self.race in (race, EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File(Strict):
    version: Literal[1] = 1
    grants: tuple[Grant, ...] = ()


_file: Schema[_File] = Schema("tokens", _File, (_File, Grant))
_grant: Schema[Grant] = Schema("grant", Grant, (Grant,))


class Tokens:
    """The tokens in a hub's folder. One that is added while the hub runs works at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._stamp: tuple[int, int] | None = None
        """Modification time and size of the file when it was read: it is read again only when they change."""
        self._grants: tuple[Grant, ...] = ()

    def issue(self, race: str, source: str) -> str:
        """Make a token for a race, or for every race (`*`), and a source. The token itself is not kept.

        Raises FeedError for a race or a source that is not well named.
        """
        token = secrets.token_urlsafe(32)
        try:
            named = to_json({"race": race, "source": source, "hash": _hash(token)})
            grant = _grant.read(named)
        except ValidationError as error:
            raise FeedError(explain(error)[0]) from error
        self._write((*self._current(), grant))
        return token

    def revoke(self, race: str, source: str) -> int:
        """Delete the tokens of a race and a source. Returns how many there were."""
        grants = self._current()
        kept = tuple(grant for grant in grants if (grant.race, grant.source) != (race, source))
        self._write(kept)
        return len(grants) - len(kept)

    def find(self, token: str) -> Grant | None:
        """What a token allows; None for one that was never issued here, or was revoked."""
        digest, match = _hash(token), None
        for grant in self._current():  # every one, in constant time, so that timing tells nothing
            if hmac.compare_digest(grant.hash, digest):
                match = grant
        return match

    def expects(self, race: str) -> bool:
        """Whether there is a token for this very race, so that it may begin at any time."""
        return any(grant.race == race for grant in self._current())

    def _current(self) -> tuple[Grant, ...]:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        stamp = status.st_mtime_ns, status.st_size
        if stamp != self._stamp:
            try:
                self._grants = _file.read(self._path.read_bytes()).grants
            except ValidationError as error:
                raise FeedError(f"{self._path.name}: {explain(error)[0]}") from error
            self._stamp = stamp
        return self._grants

    def _write(self, grants: tuple[Grant, ...]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path, mode=0o600) as file:
            file.write(_file.write(_File(grants=grants), indent=1) + b"\n")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
