"""A hub's certificate and its key, which are loaded again when their files change."""

from __future__ import annotations

import ssl
from pathlib import Path

from feeds.errors import FeedError
from feeds.private_file import refuse_if_public

LARGEST = 1024 * 1024
"""Bytes of a file in which a key is looked for."""


class Certificate:
    """A certificate chain with its key, in one file or two."""

    def __init__(self, chain: Path, key: Path | None = None) -> None:
        """Load them. Raises FeedError, with what is wrong in a sentence."""
        self.trouble: str | None = None
        """Why the files cannot be used any more; what was loaded before is used meanwhile."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._chain, self._key = chain, key
        self._stamp = self._stamped()
        self._load(self.context)

    def refresh(self) -> bool:
        """Load them for new connections if they have changed. Returns whether they, or `trouble`, are new."""
        stamp = self._stamped()
        if stamp == self._stamp:
            return False
        before = self.trouble
        try:
            self._load(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
            self._load(self.context)
        except FeedError as error:
            self.trouble = str(error)
            return self.trouble != before
        self._stamp, self.trouble = stamp, None
        return True

    def _load(self, context: ssl.SSLContext) -> None:
        key = self._key or self._chain
        try:
            if self._key is None and not _has_key(self._chain):
                raise FeedError(f"{self._chain} has no private key in it; name its file with --key")
            refuse_if_public(key)
            context.load_cert_chain(self._chain, self._key, password=_no_password)
        except _PasswordNeededError:
            raise FeedError(f"{key} is protected by a password: the hub needs it without") from None
        except ssl.SSLError as error:
            reason = (error.reason or "").replace("_", " ").lower() or "it cannot be read"
            needed = "a certificate chain and its private key in PEM"
            raise FeedError(f"cannot use {self._chain} with {key} as {needed}: {reason}") from None
        except OSError as error:
            name = error.filename or (self._chain if not self._chain.exists() else key)
            raise FeedError(f"cannot read {name}: {error.strerror or error}") from None

    def _stamped(self) -> tuple[object, ...]:
        """What the files look like; None for one that is not there."""
        stamps: list[object] = []
        for path in (self._chain, self._key):
            try:
                status = path.stat() if path is not None else None
            except OSError:
                status = None
            stamps.append(status and (status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size))
        return tuple(stamps)


def _has_key(path: Path) -> bool:
    with path.open("rb") as file:
        return b"PRIVATE KEY" in file.read(LARGEST)


class _PasswordNeededError(Exception):
    """A key that needs a password; without this, OpenSSL would ask for it on the terminal."""


def _no_password() -> str:
    raise _PasswordNeededError
