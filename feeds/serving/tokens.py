"""A hub's tokens: which source may publish which race, who may watch a private one, who runs the desk."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.serving.grants import NAME, Grant, GrantFile

if TYPE_CHECKING:
    from feeds.serving.token_command import Use

GONE = f"{NAME} is gone"


def wall_ms() -> int:
    """The time of this computer's clock now, in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Tokens:
    """The tokens in a hub's folder. One that is added while the hub runs works at once.

    Where their file cannot be read any more, those that were read last stay good, and `trouble` says why: a
    broken file ends no race.
    """

    def __init__(self, folder: Path, now_ms: Callable[[], int] = wall_ms) -> None:
        self.trouble: str | None = None
        """Why the tokens cannot be read, as a sentence for the operator; None while they can."""
        self._file = GrantFile(folder)
        self._now_ms = now_ms
        self._stamp: tuple[int, ...] | None = None
        """What the file looked like when it was read: it is read again only when that changes."""
        self._grants: tuple[Grant, ...] = ()

    def issue(
        self,
        race: str,
        source: str,
        *,
        use: Use = "publish",
        name: str = "",
        until_ms: int | None = None,
    ) -> str:
        """Make a token for a race, or for every race (`*`), and a source. The token itself is not kept.

        Raises FeedError for a race or a source that is not well named, OSError where nothing can be written.
        """
        token = secrets.token_urlsafe(32)
        grant = Grant(
            race=race,
            source=source,
            hash=_hash(token),
            use=use,
            name=name,
            made_ms=self._now_ms(),
            until_ms=until_ms,
        )
        self._file.add(grant)
        return token

    def revoke(self, race: str, source: str, *, use: Use = "publish", name: str | None = None) -> int:
        """Delete the tokens of a race and a source; with a name, only those with that. Returns how many."""
        return self._file.remove(race, source, use=use, name=name)

    def grants(self) -> tuple[Grant, ...]:
        """What all tokens allow, those that have ended included."""
        self.refresh()
        return self._grants

    def find(self, token: str) -> Grant | None:
        """What a token allows; None for one that was never issued here, was revoked, or has ended."""
        match = self.find_ended(token)
        return match if match is not None and not self.has_ended(match) else None

    def find_ended(self, token: str) -> Grant | None:
        """What a token allows, or allowed before its end date."""
        digest, match = _hash(token), None
        for grant in self.grants():  # every one, in constant time, so that timing tells nothing
            if hmac.compare_digest(grant.hash, digest):
                match = grant
        return match

    def allows(self, grant: Grant) -> bool:
        """Whether a grant is still good: neither revoked nor ended."""
        return not self.has_ended(grant) and grant in self._grants

    def has_ended(self, grant: Grant) -> bool:
        """Whether the end date of a grant has passed."""
        return grant.has_ended(self._now_ms())

    def expects(self, race: str) -> bool:
        """Whether there is a token for publishing this race, so that it may begin at any time."""
        now_ms = self._now_ms()
        return any(
            grant.covers(race) and grant.use == "publish" and not grant.has_ended(now_ms)
            for grant in self.grants()
        )

    def refresh(self) -> None:
        """Read the file again if it has changed."""
        try:
            status = self._file.path.stat()
            stamp = status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._grants, self.trouble = self._file.read(), None
        except FileNotFoundError:
            self.trouble = GONE if self._stamp is not None else None
            self._stamp = None if self._stamp is None else ()
        except OSError as error:  # it may be better next time, though the file has not changed
            self._stamp, self.trouble = (), f"{NAME}: {error.strerror or error}"
        except FeedError as error:
            self.trouble = str(error)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
